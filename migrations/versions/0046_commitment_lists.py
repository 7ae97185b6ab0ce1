"""The public lists of commitments begin where they should, however many there are."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

LISTS = {"office": "lead_id", "place": "place_id", "event": "event_id", "standing": "state"}


def upgrade() -> None:
    for name, column in LISTS.items():
        op.create_index(f"ix_commitment_list_{name}", "commitment", ["kind", column, "published_at", "id"])


def downgrade() -> None:
    for name in LISTS:
        op.drop_index(f"ix_commitment_list_{name}", table_name="commitment")
