"""What waits for review, the budgets of devices and networks with the salt of each day, and the audience mode."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HELD = sa.text("released_at IS NULL")
TABLES = ("audience_mode", "asking_salt", "asking_budget", "quarantine")


def upgrade() -> None:
    _create_quarantine()
    _create_budgets()
    _create_audience_mode()


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("fold", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        _points("quarantine", "question_id", "question"),
        _points("quarantine", "released_by_id", "user_account"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_quarantine")),
    )
    op.create_index(
        "ix_quarantine_held", "quarantine", ["fold", "question_id"], sqlite_where=HELD, postgresql_where=HELD
    )


def _create_budgets() -> None:
    op.create_table(
        "asking_budget",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_asking_budget")),
    )
    op.create_index("ix_asking_budget_day", "asking_budget", ["day"])
    op.create_table(
        "asking_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_asking_salt")),
    )


def _create_audience_mode() -> None:
    op.create_table(
        "audience_mode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        _points("audience_mode", "began_by_id", "user_account"),
        _points("audience_mode", "ended_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_mode")),
    )
    op.create_index("ix_audience_mode_ends_at", "audience_mode", ["ends_at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
