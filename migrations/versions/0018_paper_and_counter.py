"""Batches of paper slips, who typed and checked them, and the closing record."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_hand_entries()
    _create_batches()
    _create_slips()


def _create_hand_entries() -> None:
    op.create_table(
        "hand_entry",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        _points("hand_entry", "question_id", "question"),
        _points("hand_entry", "typed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_hand_entry")),
    )


def _create_batches() -> None:
    op.create_table(
        "slip_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("check_one_of", sa.Integer(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        _points("slip_batch", "event_id", "event"),
        _points("slip_batch", "created_by_id", "user_account"),
        _points("slip_batch", "closed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_batch")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_slip_batch_form_key_digest")),
    )
    op.create_index("ix_slip_batch_event_id", "slip_batch", ["event_id"])


def _create_slips() -> None:
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _choice("state", "typed", "filed", "void"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("void_reason", _choice("void_reason", "blank", "illegible", "spoiled", "unused"), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        _points("slip", "batch_id", "slip_batch"),
        _points("slip", "typed_by_id", "user_account"),
        _points("slip", "checked_by_id", "user_account"),
        _points("slip", "question_id", "question"),
        _points("slip", "scan_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_slip_batch_id_number")),
        sa.UniqueConstraint("question_id", name=op.f("uq_slip_question_id")),
    )


def downgrade() -> None:
    for table in ("slip", "slip_batch", "hand_entry"):
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
