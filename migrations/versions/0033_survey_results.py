"""The counts of surveys, what was written in them and the files of their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

REASONS = ("personal_data", "insult", "advertising", "unreadable")


def upgrade() -> None:
    op.create_table(
        "survey_summary",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        _points("survey_summary", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_summary")),
    )
    _create_open_answer()
    _create_rows_file()


def _create_open_answer() -> None:
    op.create_table(
        "survey_open_answer",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _choice("words_state", "waiting", "approved", "private"), nullable=False),
        sa.Column("reason", _choice("private_reason", *REASONS), nullable=True),
        sa.Column("heading", sa.String(length=80), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _points("survey_open_answer", "survey_id", "survey"),
        _points("survey_open_answer", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_survey_open_answer")),
    )
    columns = ["survey_id", "item", "state", "heading", "mark"]
    op.create_index("ix_survey_open_answer_item", "survey_open_answer", columns)


def _create_rows_file() -> None:
    op.create_table(
        "survey_rows_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("file_kind", "csv", "xlsx", "json"), nullable=False),
        sa.Column("state", _choice("file_state", "waiting", "making", "ready", "failed"), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _points("survey_rows_file", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_rows_file")),
        sa.UniqueConstraint("survey_id", "kind", name=op.f("uq_survey_rows_file_survey_id_kind")),
    )


def downgrade() -> None:
    for table in ("survey_rows_file", "survey_open_answer", "survey_summary"):
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
