"""Who follows a commitment, how far its news were told, and what citizens observe of it with what they sent."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

SENT = "question_id, file_id, url, description"
REFUSED = {
    "commitment_observation_update": ("commitment_observation", "UPDATE"),
    "commitment_observation_delete": ("commitment_observation", "DELETE"),
    "observation_evidence_update": ("commitment_observation_evidence", f"UPDATE OF {SENT}"),
    "observation_evidence_delete": ("commitment_observation_evidence", "DELETE"),
}


def upgrade() -> None:
    _create_followers()
    _create_news()
    _create_observations()
    for name, (table, when) in REFUSED.items():
        _refuse(f"guard_{name}", table, when)


def downgrade() -> None:
    for name, (table, _when) in REFUSED.items():
        _drop(f"guard_{name}", table)
    for table in (
        *("commitment_observation_evidence", "commitment_observation"),
        *("commitment_news", "commitment_follower_contact", "commitment_follower"),
    ):
        op.drop_table(table)


def _create_followers() -> None:
    op.create_table(
        "commitment_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("confirm_digest", sa.String(length=64), nullable=False),
        sa.Column("stop_digest", sa.String(length=64), nullable=False),
        _instant("asked_at"),
        _instant("confirmed_at", nullable=True),
        _instant("stopped_at", nullable=True),
        _points("commitment_follower", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_follower")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_commitment_follower_confirm_digest")),
        sa.UniqueConstraint("stop_digest", name=op.f("uq_commitment_follower_stop_digest")),
    )
    op.create_index("ix_commitment_follower_told", "commitment_follower", ["commitment_id", "id"])
    op.create_index(op.f("ix_commitment_follower_asked_at"), "commitment_follower", ["asked_at"])
    op.create_table(
        "commitment_follower_contact",
        sa.Column("follower_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        _instant("given_at"),
        _points("commitment_follower_contact", "follower_id", "commitment_follower"),
        _points("commitment_follower_contact", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("follower_id", name=op.f("pk_commitment_follower_contact")),
        sa.UniqueConstraint(
            "commitment_id", "email_digest", name=op.f("uq_commitment_follower_contact_commitment_id_email_digest")
        ),
    )
    op.create_index(
        op.f("ix_commitment_follower_contact_email_digest"), "commitment_follower_contact", ["email_digest"]
    )


def _create_news() -> None:
    numbers = ("told_entry", "told_check", "until_entry", "until_check", "after_follower", "after_question")
    op.create_table(
        "commitment_news",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        _instant("due_at", nullable=True),
        _instant("last_at", nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        _points("commitment_news", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("commitment_id", name=op.f("pk_commitment_news")),
    )
    op.create_index(op.f("ix_commitment_news_due_at"), "commitment_news", ["due_at"])


def _create_observations() -> None:
    op.create_table(
        "commitment_observation",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        _points("commitment_observation", "question_id", "question"),
        _points("commitment_observation", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_commitment_observation")),
    )
    op.create_index(op.f("ix_commitment_observation_commitment_id"), "commitment_observation", ["commitment_id"])
    table = "commitment_observation_evidence"
    states = sa.Enum(
        *("waiting", "accepted", "kept_back"), name="piece_state", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        _instant("decided_at", nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(url = '') = (file_id IS NOT NULL)", name=op.f(f"ck_{table}_one_source")),
        sa.CheckConstraint("state = 'waiting' OR reason <> ''", name=op.f(f"ck_{table}_decided")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["commitment_observation.question_id"], name=op.f("fk_observation_evidence_question_id")
        ),
        _points(table, "file_id", "stored_file"),
        _points(table, "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{table}_file_id")),
    )
    op.create_index(op.f(f"ix_{table}_question_id"), table, ["question_id"])


def _refuse(trigger: str, table: str, when: str) -> None:
    message = f"{table}: {when.partition(' ')[0]} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()")


def _drop(trigger: str, table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(f"DROP FUNCTION {trigger}()")


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
