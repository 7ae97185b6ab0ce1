"""Calls for topics: nominations, their supports, groups with a public history, the vote and what came of each topic."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

REASONS = tuple(f"R{number}" for number in range(1, 9))
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _create_call()
    _create_nominations()
    _create_groups()
    _create_vote()
    _create_agenda()
    _create_link()


def _create_call() -> None:
    op.create_table(
        "topic_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("use", _choice("call_use", "topics", "spaces", "information"), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("state", _choice("call_state", "draft", "published"), nullable=False),
        _instant("opens_at"),
        _instant("closes_at"),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("last_nomination", sa.Integer(), nullable=False),
        sa.Column("last_group", sa.Integer(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        _instant("created_at"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("topic_call", "activity_id", "activity"),
        _points("topic_call", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_call")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_call_slug")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_topic_call_form_key_digest")),
    )
    for column in ("activity_id", "event_id"):
        op.create_index(op.f(f"ix_topic_call_{column}"), "topic_call", [column])


def _create_nominations() -> None:
    op.create_table(
        "topic_nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=140), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("standing", _choice("standing", "waiting", "public", "kept_back"), nullable=False),
        sa.Column("reason", _choice("keep_back_reason", *REASONS), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        _instant("received_at"),
        _instant("decided_at", nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("topic_nomination", "call_id", "topic_call"),
        _points("topic_nomination", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_nomination")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_topic_nomination_call_id_number")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_topic_nomination_form_key_digest")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_topic_nomination_code_digest")),
    )
    op.create_index("ix_topic_nomination_call_id_standing", "topic_nomination", ["call_id", "standing", "number"])
    op.create_table(
        "topic_nomination_support",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        _points("topic_nomination_support", "nomination_id", "topic_nomination"),
        sa.PrimaryKeyConstraint("nomination_id", "device", name=op.f("pk_topic_nomination_support")),
    )


def _create_groups() -> None:
    op.create_table(
        "topic_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=False),
        _instant("made_at"),
        _instant("ended_at", nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("topic_group", "call_id", "topic_call"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_group")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_topic_group_call_id_number")),
    )
    op.create_table(
        "topic_group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("ended_at", nullable=True),
        _points("topic_group_member", "group_id", "topic_group"),
        _points("topic_group_member", "nomination_id", "topic_nomination"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_group_member")),
    )
    op.create_index("ix_topic_group_member_group_id", "topic_group_member", ["group_id", "id"])
    op.create_index(
        "uq_topic_group_member_standing",
        "topic_group_member",
        ["nomination_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "topic_group_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("step_kind", "made", "renamed", "joined", "left", "undone"), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=140), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("topic_group_step", "group_id", "topic_group"),
        _points("topic_group_step", "nomination_id", "topic_nomination"),
        _points("topic_group_step", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_group_step")),
    )
    op.create_index(op.f("ix_topic_group_step_group_id"), "topic_group_step", ["group_id"])


def _create_vote() -> None:
    op.create_table(
        "topic_vote",
        sa.Column("call_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("way", _choice("way", "ranking", "points"), nullable=False),
        sa.Column("rule", _choice("deciding_rule", "schulze", "borda", "points"), nullable=False),
        _instant("made_at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=True),
        _points("topic_vote", "call_id", "topic_call"),
        _points("topic_vote", "survey_id", "survey"),
        _points("topic_vote", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_topic_vote")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_topic_vote_survey_id")),
    )


def _create_agenda() -> None:
    op.create_table(
        "topic_agenda_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("topic_agenda_decision", "call_id", "topic_call"),
        _points("topic_agenda_decision", "event_id", "event"),
        _points("topic_agenda_decision", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_agenda_decision")),
    )
    op.create_index("ix_topic_agenda_decision_call_id", "topic_agenda_decision", ["call_id", "id"])
    op.create_index(op.f("ix_topic_agenda_decision_event_id"), "topic_agenda_decision", ["event_id"])
    op.create_table(
        "topic_agenda_topic",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _points("topic_agenda_topic", "decision_id", "topic_agenda_decision"),
        _points("topic_agenda_topic", "group_id", "topic_group"),
        sa.PrimaryKeyConstraint("decision_id", "group_id", name=op.f("pk_topic_agenda_topic")),
    )
    op.create_index(op.f("ix_topic_agenda_topic_group_id"), "topic_agenda_topic", ["group_id"])


def _create_link() -> None:
    op.create_table(
        "topic_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("link_kind", "agenda", "question", "promise", "document", "page"), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("removed_at", nullable=True),
        _points("topic_link", "group_id", "topic_group"),
        _points("topic_link", "agenda_item_id", "event_agenda_item", "SET NULL"),
        _points("topic_link", "question_id", "question"),
        _points("topic_link", "promise_id", "live_promise", "SET NULL"),
        _points("topic_link", "document_id", "event_document", "SET NULL"),
        _points("topic_link", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_link")),
    )
    op.create_index("ix_topic_link_group_id", "topic_link", ["group_id", "id"])
    for column in ("agenda_item_id", "promise_id", "document_id"):
        op.create_index(op.f(f"ix_topic_link_{column}"), "topic_link", [column])


def downgrade() -> None:
    for table in (
        *("topic_link", "topic_agenda_topic", "topic_agenda_decision", "topic_vote", "topic_group_step"),
        *("topic_group_member", "topic_group", "topic_nomination_support", "topic_nomination", "topic_call"),
    ):
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
