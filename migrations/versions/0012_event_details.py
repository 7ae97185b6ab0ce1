"""All that a dialogue space says: agenda, capacity, accessibility, series, documents."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_EVENT = (
    ("scope", sa.Text(), ""),
    ("topics", sa.JSON(), "[]"),
    ("goals", sa.JSON(), "[]"),
    ("address", sa.String(300), ""),
    ("map_url", sa.String(500), ""),
    ("capacity_in_room", sa.Integer(), None),
    ("capacity_online", sa.Integer(), None),
    ("registration_opens_at", sa.DateTime(timezone=True), None),
    ("registration_closes_at", sa.DateTime(timezone=True), None),
    ("accessibility", sa.JSON(), "[]"),
    ("accessibility_other", sa.Text(), ""),
    ("recording_url", sa.String(500), ""),
    ("minutes_text", sa.Text(), ""),
)
OF_MOVE = (
    ("earlier_starts_at", sa.DateTime(timezone=True), None),
    ("earlier_ends_at", sa.DateTime(timezone=True), None),
)


def upgrade() -> None:
    op.create_table(
        "event_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_series_slug")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_event_series_form_key_digest")),
    )
    for table, columns in (("event", OF_EVENT), ("event_move", OF_MOVE)):
        for name, kind, value in columns:
            is_required = value is not None
            op.add_column(table, sa.Column(name, kind, nullable=not is_required, server_default=value))
    op.execute(
        "ALTER TABLE event ADD COLUMN series_id INTEGER "
        "CONSTRAINT fk_event_series_id_event_series REFERENCES event_series (id)"
    )
    op.create_index("ix_event_series_id", "event", ["series_id"])
    _create_value_groups()
    _create_programme()
    _create_documents()


def _create_value_groups() -> None:
    op.create_table(
        "event_value_group",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("value_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_value_group_event_id_event")),
        sa.ForeignKeyConstraint(
            ["value_group_id"], ["value_group.id"], name=op.f("fk_event_value_group_value_group_id_value_group")
        ),
        sa.PrimaryKeyConstraint("event_id", "value_group_id", name=op.f("pk_event_value_group")),
    )
    op.create_index("ix_event_value_group_value_group_id", "event_value_group", ["value_group_id"])


def _create_programme() -> None:
    op.create_table(
        "event_agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_agenda_item_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_agenda_item")),
    )
    op.create_index("ix_event_agenda_item_event_id", "event_agenda_item", ["event_id", "position"])
    op.create_table(
        "event_route_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum("before", "during", "after", name="moment", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_route_step_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_route_step")),
    )
    op.create_index("ix_event_route_step_event_id", "event_route_step", ["event_id", "moment", "position"])


def _create_documents() -> None:
    kinds = ("report", "call", "context", "presentation", "other", "minutes", "account", "recording", "photo")
    op.create_table(
        "event_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*kinds, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("alt_text", sa.String(length=300), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_document_event_id_event")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_event_document_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_event_document_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_document")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_event_document_form_key_digest")),
    )
    op.create_index("ix_event_document_event_id", "event_document", ["event_id", "kind", "id"])
    op.create_index("ix_event_document_file_id", "event_document", ["file_id"])


def downgrade() -> None:
    for table in ("event_document", "event_route_step", "event_agenda_item", "event_value_group"):
        op.drop_table(table)
    for name, _kind, _value in OF_MOVE:
        op.execute(f"ALTER TABLE event_move DROP COLUMN {name}")  # in place: a rebuilt table would lose its triggers
    op.drop_index("ix_event_series_id", "event")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_column("series_id")
        for name, _kind, _value in reversed(OF_EVENT):
            batch_op.drop_column(name)
    op.drop_table("event_series")
