"""What a cronograma says of an activity besides its dates, and what was decided about it later."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    ("goal", sa.Text(), ""),
    ("indicator", sa.Text(), ""),
    ("extra", sa.JSON(), "[]"),
    ("state_note", sa.Text(), ""),
    ("earlier_dates", sa.JSON(), "[]"),
)


def upgrade() -> None:
    for name, kind, value in COLUMNS:
        op.add_column("activity", sa.Column(name, kind, nullable=False, server_default=value))


def downgrade() -> None:
    with op.batch_alter_table("activity") as batch_op:
        for name, _kind, _value in reversed(COLUMNS):
            batch_op.drop_column(name)
