"""What was promised somewhere and is no commitment of its own, with the reason or the commitment that it is."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NAME = "commitment_source_decision"


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("commitment_id IS NOT NULL OR reason <> ''", name=op.f(f"ck_{NAME}_reason")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f(f"fk_{NAME}_commitment_id_commitment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f(f"fk_{NAME}_author_id_user_account")),
        sa.PrimaryKeyConstraint("source", name=op.f(f"pk_{NAME}")),
    )
    op.create_index(op.f(f"ix_{NAME}_commitment_id"), NAME, ["commitment_id"])


def downgrade() -> None:
    op.drop_table(NAME)
