"""Answers of the differential approach, apart from people, figures as published, and what was erased when."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = ("erasure", "published_figures", "answer_count", "waiting_answers", "used_permit")


def upgrade() -> None:
    _create_used_permits()
    _create_waiting_answers()
    _create_answer_counts()
    _create_published_figures()
    _create_erasures()
    for act in ("DELETE", "UPDATE"):
        _refuse("erasure", act)


def _create_used_permits() -> None:
    op.create_table(
        "used_permit",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_used_permit_event_id_event")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_permit")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_used_permit_event_id", "used_permit", ["event_id"])


def _create_waiting_answers() -> None:
    op.create_table(
        "waiting_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_waiting_answers_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_waiting_answers_event_id", "waiting_answers", ["event_id"])


def _create_answer_counts() -> None:
    op.create_table(
        "answer_count",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_answer_count_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "question", "choice", name=op.f("pk_answer_count")),
        sqlite_with_rowid=False,
    )


def _create_published_figures() -> None:
    op.create_table(
        "published_figures",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "name", name=op.f("pk_published_figures")),
    )


def _create_erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_rule", "erasure", ["rule", "erased_on"])


def downgrade() -> None:
    for act in ("delete", "update"):
        _drop("erasure", act)
    for table in TABLES:
        op.drop_table(table)


def _refuse(table: str, act: str) -> None:
    name = f"guard_{table}_{act.lower()}"
    message = f"{table}: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(table: str, act: str) -> None:
    name = f"guard_{table}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
