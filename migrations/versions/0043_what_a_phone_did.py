"""What one phone supports and has read in a hearing is found by its own name, however many questions there are."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

OF_PHONES = ("support", "question_reader")


def upgrade() -> None:
    for table in OF_PHONES:
        op.create_index(f"ix_{table}_device", table, ["device", "staged_id"])


def downgrade() -> None:
    for table in OF_PHONES:
        op.drop_index(f"ix_{table}_device", table)
