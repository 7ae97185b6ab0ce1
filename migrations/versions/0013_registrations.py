"""Registrations, their needs, permissions and groups."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registration_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_group_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_group")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_registration_group_code_digest")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_registration_group_form_key_digest")),
    )
    op.create_index(op.f("ix_registration_group_event_id"), "registration_group", ["event_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("door_digest", sa.String(length=64), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "confirmed",
                "waiting",
                "offered",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "desk",
                "phone",
                "group",
                "invitation",
                "walk_in",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "attends",
            sa.Enum("presencial", "virtual", name="attends", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "capacity_as",
            sa.Enum(
                "ciudadania",
                "jac",
                "veeduria",
                "organizacion_social",
                "gremio",
                "academia",
                "medio",
                "edil_concejal",
                "organo_control",
                "servidor_publico",
                "otro",
                name="capacity_as",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column(
            "document_type",
            sa.Enum(
                "CC",
                "TI",
                "CE",
                "PPT",
                "PA",
                "RC",
                "NIT",
                name="document_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("document_number", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("neighbourhood", sa.String(length=120), nullable=False),
        sa.Column("commune", sa.String(length=120), nullable=False),
        sa.Column("wants_to_speak", sa.Boolean(), nullable=False),
        sa.Column("speak_topic", sa.String(length=300), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("guardian_name", sa.String(length=240), nullable=False),
        sa.Column("guardian_link", sa.String(length=120), nullable=False),
        sa.Column("guardian_contact", sa.String(length=254), nullable=False),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id_event")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["registration_group.id"], name=op.f("fk_registration_group_id_registration_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_registration_code_digest")),
        sa.UniqueConstraint("door_digest", name=op.f("uq_registration_door_digest")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_registration_form_key_digest")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_registration_link_digest")),
    )
    op.create_index(op.f("ix_registration_group_id"), "registration", ["group_id"], unique=False)
    op.create_index("ix_registration_line", "registration", ["event_id", "state", "waiting_since", "id"], unique=False)
    op.create_index(
        "ix_registration_names", "registration", ["event_id", "last_name", "first_name", "id"], unique=False
    )
    op.create_index("ix_registration_offers", "registration", ["state", "offered_until"], unique=False)
    op.create_index("ix_registration_seats", "registration", ["event_id", "attends", "state"], unique=False)
    op.create_table(
        "access_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lsc",
                "wheelchair",
                "captions",
                "companion",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "arranged",
                "delivered",
                "not_possible",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_access_need_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_access_need_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_need")),
        sa.UniqueConstraint("registration_id", "kind", name=op.f("uq_access_need_registration_id_kind")),
    )
    op.create_table(
        "registration_authorization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "manage",
                "organisation",
                "needs",
                "invite",
                "guardian",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_authorization_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_authorization")),
        sa.UniqueConstraint(
            "registration_id", "purpose", name=op.f("uq_registration_authorization_registration_id_purpose")
        ),
    )


def downgrade() -> None:
    op.drop_table("registration_authorization")
    op.drop_table("access_need")
    op.drop_table("registration")
    op.drop_table("registration_group")
