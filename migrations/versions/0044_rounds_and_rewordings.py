"""Tablets lent before all were turned off stay off; the corrected words of an open survey are told."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey", sa.Column("tablet_round", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "survey_rewording",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("survey_id", "survey"),
        _points("version_id", "questionnaire_version"),
        sa.PrimaryKeyConstraint("survey_id", "version_id", name=op.f("pk_survey_rewording")),
    )
    op.create_index("ix_survey_rewording_version_id", "survey_rewording", ["version_id"])


def _points(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_survey_rewording_{column}_{table}"))


def downgrade() -> None:
    op.drop_table("survey_rewording")
    op.drop_column("survey", "tablet_round")
