"""Imports in steps, and the periods of the activities."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OF_ACTIVITY = (("periods", sa.JSON(), "[]"), ("schedule_kind", sa.String(16), "unknown"))
OF_STRATEGY = (("source_fingerprint", sa.String(64), ""),)


def upgrade() -> None:
    for table, columns in (("activity", OF_ACTIVITY), ("strategy", OF_STRATEGY)):
        for name, kind, value in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
    _create_drafts()


def _create_drafts() -> None:
    states = ("waiting", "reading", "read", "refused", "imported", "undone")
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entity_name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*states, name="import_state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("offices", sa.JSON(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("written_digest", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_import_draft_owner_id_user_account")),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_import_draft_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
    )
    for column in ("owner_id", "expires_at", "strategy_id"):
        op.create_index(f"ix_import_draft_{column}", "import_draft", [column])


def downgrade() -> None:
    op.drop_table("import_draft")
    for table, columns in (("strategy", OF_STRATEGY), ("activity", OF_ACTIVITY)):
        with op.batch_alter_table(table) as batch_op:
            for name, _kind, _value in reversed(columns):
                batch_op.drop_column(name)
