"""Paper sheets of surveys: how many were printed, which were typed and compared."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_paper_pile",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        _points("survey_paper_pile", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_paper_pile")),
    )
    op.create_table(
        "survey_paper_sheet",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _choice("sheet_state", "typed", "counted", "void"), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        _points("survey_paper_sheet", "survey_id", "survey"),
        _points("survey_paper_sheet", "typed_by_id", "user_account"),
        _points("survey_paper_sheet", "checked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_survey_paper_sheet")),
    )


def downgrade() -> None:
    op.drop_table("survey_paper_sheet")
    op.drop_table("survey_paper_pile")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
