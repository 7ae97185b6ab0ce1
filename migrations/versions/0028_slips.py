"""How many slips were counted in the hand at the closing of a box, and when the photo of a slip was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slip_batch", sa.Column("counted", sa.Integer(), nullable=True))
    op.add_column("slip", sa.Column("scan_erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE slip DROP COLUMN scan_erased_at")
    op.execute("ALTER TABLE slip_batch DROP COLUMN counted")
