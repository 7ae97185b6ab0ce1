"""Arrivals at a space and the doors where they are noted."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WAYS = ("qr", "code", "name", "walk_in", "kiosk", "paper")
STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    _create_door_links()
    _create_attendances()
    _create_conflicts()


def _create_door_links() -> None:
    op.create_table(
        "door_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", "door", "kiosk"), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        _points("door_link", "event_id", "event"),
        _points("door_link", "created_by_id", "user_account"),
        _points("door_link", "revoked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_link")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_door_link_code_digest")),
    )
    op.create_index("ix_door_link_event_id", "door_link", ["event_id"])


def _create_attendances() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("way", _choice("way", *WAYS), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("door_link_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_door_link_id", sa.Integer(), nullable=True),
        sa.Column("undone_reason", sa.String(length=200), nullable=False),
        _points("attendance", "event_id", "event"),
        _points("attendance", "registration_id", "registration"),
        _points("attendance", "noted_by_id", "user_account"),
        _points("attendance", "door_link_id", "door_link"),
        _points("attendance", "undone_by_id", "user_account"),
        _points("attendance", "undone_door_link_id", "door_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_attendance_entry_key")),
    )
    op.create_index(
        "uq_attendance_registration_id_standing",
        "attendance",
        ["registration_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index("ix_attendance_registration_id", "attendance", ["registration_id"])
    op.create_index("ix_attendance_door_link_id", "attendance", ["door_link_id"])
    op.create_index("ix_attendance_event_id_arrived_at_id", "attendance", ["event_id", "arrived_at", "id"])


def _create_conflicts() -> None:
    op.create_table(
        "arrival_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("kind", _choice("kind", "already", "cancelled", "unknown", "twin"), nullable=False),
        sa.Column("way", _choice("way", *WAYS), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("attendance_id", sa.Integer(), nullable=True),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("door_link_id", sa.Integer(), nullable=True),
        sa.Column("decision", _choice("decision", "seen", "let_in", "same_person", "two_people"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        _points("arrival_conflict", "event_id", "event"),
        _points("arrival_conflict", "registration_id", "registration"),
        _points("arrival_conflict", "attendance_id", "attendance"),
        _points("arrival_conflict", "noted_by_id", "user_account"),
        _points("arrival_conflict", "door_link_id", "door_link"),
        _points("arrival_conflict", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_conflict")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_arrival_conflict_entry_key")),
    )
    op.create_index("ix_arrival_conflict_registration_id", "arrival_conflict", ["registration_id"])
    op.create_index("ix_arrival_conflict_attendance_id", "arrival_conflict", ["attendance_id"])
    op.create_index("ix_arrival_conflict_event_id_decided_at", "arrival_conflict", ["event_id", "decided_at", "id"])


def downgrade() -> None:
    for table in ("arrival_conflict", "attendance", "door_link"):
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
