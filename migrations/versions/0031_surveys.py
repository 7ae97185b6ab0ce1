"""Surveys, who took part and what was said. No key, no hour and no order of rows joins the last two."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

LEVELS = ("open", "checked", "code", "register", "account")
VIAS = ("web", "tablet", "paper")


def upgrade() -> None:
    _create_survey()
    _create_participation()
    _create_answers()
    _create_change()
    op.create_table(
        "survey_draft",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        _points("survey_draft", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_draft")),
    )
    op.create_index(op.f("ix_survey_draft_survey_id"), "survey_draft", ["survey_id"])


def _create_survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("level", _choice("level", *LEVELS), nullable=False),
        sa.Column("state", _choice("survey_state", "draft", "open", "closed", "concluded"), nullable=False),
        _instant("opens_at"),
        _instant("closes_at"),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=True),
        sa.Column("takes_tablet", sa.Boolean(), nullable=False),
        _instant("unsealed_at", nullable=True),
        sa.Column("unsealed_reason", sa.Text(), nullable=False),
        sa.Column("unsealed_by_id", sa.Integer(), nullable=True),
        _instant("closed_at", nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        _instant("concluded_at", nullable=True),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        _instant("created_at"),
        _points("survey", "questionnaire_id", "questionnaire"),
        _points("survey", "version_id", "questionnaire_version"),
        _points("survey", "activity_id", "activity"),
        _points("survey", "event_id", "event"),
        _points("survey", "unsealed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("slug", name=op.f("uq_survey_slug")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_survey_form_key_digest")),
    )
    for column in ("questionnaire_id", "activity_id", "event_id"):
        op.create_index(op.f(f"ix_survey_{column}"), "survey", [column])
    op.create_index("ix_survey_state_closes_at", "survey", ["state", "closes_at", "id"])


def _create_participation() -> None:
    op.create_table(
        "survey_code",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", _choice("code_kind", "printed", "mail", "exit"), nullable=False),
        sa.Column("batch", sa.String(length=60), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        _points("survey_code", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", "digest", name=op.f("pk_survey_code")),
    )
    op.create_table(
        "survey_participation",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        _points("survey_participation", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", "digest", name=op.f("pk_survey_participation")),
        sa.UniqueConstraint("survey_id", "form_digest", name=op.f("uq_survey_participation_survey_id_form_digest")),
        sqlite_with_rowid=False,
    )


def _create_answers() -> None:
    op.create_table(
        "survey_waiting_response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("is_stirred", sa.Boolean(), nullable=False),
        _points("survey_waiting_response", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_waiting_response")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_waiting_response_survey_id", "survey_waiting_response", ["survey_id"])
    op.create_table(
        "survey_response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("via", _choice("via", *VIAS), nullable=False),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        _points("survey_response", "survey_id", "survey"),
        _points("survey_response", "version_id", "questionnaire_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_response_survey_id", "survey_response", ["survey_id", "id"])


def _create_change() -> None:
    op.create_table(
        "survey_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("change_kind", "extended", "closed_early", "unsealed"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("closes_at", nullable=True),
        _points("survey_change", "survey_id", "survey"),
        _points("survey_change", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_change")),
    )
    op.create_index(op.f("ix_survey_change_survey_id"), "survey_change", ["survey_id"])


def downgrade() -> None:
    for table in (
        *("survey_change", "survey_draft", "survey_response", "survey_waiting_response"),
        *("survey_participation", "survey_code", "survey"),
    ):
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
