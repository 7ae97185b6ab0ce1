"""What people leave to be told of the reply to their observation; removed parts of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation_contact",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_contact_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_observation_contact")),
    )
    op.create_table(
        "removed_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_removed_part_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_part")),
    )
    op.create_index("ix_removed_part_strategy_id", "removed_part", ["strategy_id", "removed_at"])


def downgrade() -> None:
    op.drop_index("ix_removed_part_strategy_id", table_name="removed_part")
    op.drop_table("removed_part")
    op.drop_table("observation_contact")
