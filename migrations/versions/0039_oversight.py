"""Citizen oversight bodies: their link, what they may look at and which verifications they wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oversight_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact_mail", sa.String(length=254), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        _points("oversight_body", "event_id", "event"),
        _points("oversight_body", "invited_by_id", "user_account"),
        _points("oversight_body", "revoked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oversight_body")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_oversight_body_code_digest")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_oversight_body_form_key_digest")),
    )
    op.create_index(op.f("ix_oversight_body_event_id"), "oversight_body", ["event_id"])
    op.create_index("ix_oversight_body_expires_on", "oversight_body", ["expires_on", "id"])
    op.create_table(
        "oversight_scope",
        sa.Column("body_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        _points("oversight_scope", "body_id", "oversight_body"),
        _points("oversight_scope", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("body_id", "commitment_id", name=op.f("pk_oversight_scope")),
    )
    op.create_index(op.f("ix_oversight_scope_commitment_id"), "oversight_scope", ["commitment_id"])
    op.create_table(
        "oversight_check",
        sa.Column("check_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        _points("oversight_check", "body_id", "oversight_body"),
        _points("oversight_check", "check_id", "commitment_check"),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_oversight_check")),
    )
    op.create_index(op.f("ix_oversight_check_body_id"), "oversight_check", ["body_id"])


def downgrade() -> None:
    for table in ("oversight_check", "oversight_scope", "oversight_body"):
        op.drop_table(table)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
