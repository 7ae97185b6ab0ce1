"""events"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "audiencia_publica",
                "audiencia_sectorial",
                "foro",
                "mesa_trabajo",
                "reunion_zonal",
                "feria_gestion",
                "encuentro_ciudadano",
                "cabildo",
                "dialogo_participativo",
                "nnaj",
                "virtual",
                "radial_tv",
                "asamblea",
                "grupo_focal",
                "panel",
                "cafe",
                "observatorio",
                "tienda_tematica",
                "instancia",
                "otro",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "modality",
            sa.Enum(
                "presencial", "virtual", "mixta", name="modality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("stream_url", sa.String(length=500), nullable=False),
        sa.Column("methodology", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("questions_open_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "convened",
                "under_way",
                "held",
                "answering",
                "closed",
                "rescheduled",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_starts_at_id", ["starts_at", "id"], unique=False)

    op.create_table(
        "event_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "convened",
                "under_way",
                "held",
                "answering",
                "closed",
                "rescheduled",
                "cancelled",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "convened",
                "under_way",
                "held",
                "answering",
                "closed",
                "rescheduled",
                "cancelled",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_event_move_author_id_user_account")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_move_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_move")),
    )
    with op.batch_alter_table("event_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_move_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_activity",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_event_activity_activity_id_activity")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_activity_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "activity_id", name=op.f("pk_event_activity")),
    )
    with op.batch_alter_table("event_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_activity_activity_id"), ["activity_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("event_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_activity_activity_id"))

    op.drop_table("event_activity")
    with op.batch_alter_table("event_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_move_event_id"))

    op.drop_table("event_move")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_starts_at_id")

    op.drop_table("event")
