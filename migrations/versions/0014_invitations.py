"""Guests and the invitations sent to them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

GUEST_KIND = ("person", "organization", "control_body")
LETTER_STATE = ("draft", "submitted", "approved")
DELIVERY = ("draft", "approved", "queued", "sent", "bounced", "failed", "by_phone", "withdrawn")
REPLY = ("waiting", "confirmed", "declined", "registered")
CALL_RESULT = ("confirmed", "declined", "no_answer", "wrong_number")
TABLES = (
    "reminder_plan",
    "invitation_call",
    "invitation_place",
    "invitation",
    "invitation_letter",
    "guest_import",
    "mail_opt_out",
    "guest",
)


def upgrade() -> None:
    op.add_column("outgoing_mail", sa.Column("unsubscribe", sa.String(300), nullable=False, server_default=""))
    _create_guests()
    _create_letters()
    _create_invitations()
    op.create_table(
        "reminder_plan",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reminder_plan_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_reminder_plan")),
    )


def _create_guests() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=200), nullable=False),
        sa.Column("kind", _one_of("kind", GUEST_KIND), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("territory", sa.String(length=120), nullable=False),
        sa.Column("value_group_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("authorization", sa.Text(), nullable=False),
        sa.Column("authorized_on", sa.Date(), nullable=True),
        sa.Column("match_key", sa.String(length=400), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["value_group_id"], ["value_group.id"], name=op.f("fk_guest_value_group_id_value_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("match_key", name=op.f("uq_guest_match_key")),
    )
    op.create_index("ix_guest_order", "guest", ["name", "id"])
    op.create_index(op.f("ix_guest_value_group_id"), "guest", ["value_group_id"])
    op.create_table(
        "mail_opt_out",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_mail_opt_out")),
    )
    op.create_table(
        "guest_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("authorization", sa.Text(), nullable=False),
        sa.Column("authorized_on", sa.Date(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_guest_import_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_import")),
    )


def _create_letters() -> None:
    op.create_table(
        "invitation_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", _one_of("state", LETTER_STATE), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_letter_event_id_event")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_invitation_letter_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_invitation_letter_approved_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_letter")),
    )
    op.create_index(op.f("ix_invitation_letter_event_id"), "invitation_letter", ["event_id"])


def _create_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("code_seed", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("delivery", _one_of("delivery", DELIVERY), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", _one_of("reply", REPLY), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_event_id_event")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_invitation_guest_id_guest")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["invitation_letter.id"], name=op.f("fk_invitation_letter_id_invitation_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("event_id", "guest_id", name=op.f("uq_invitation_event_id_guest_id")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitation_code_digest")),
    )
    op.create_index("ix_invitation_delivery", "invitation", ["delivery", "id"])
    op.create_index("ix_invitation_event_id_delivery", "invitation", ["event_id", "delivery"])
    op.create_index("ix_invitation_news", "invitation", ["news", "id"])
    op.create_index(op.f("ix_invitation_guest_id"), "invitation", ["guest_id"])
    op.create_index(op.f("ix_invitation_letter_id"), "invitation", ["letter_id"])
    op.create_table(
        "invitation_place",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_invitation_place_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_place_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_invitation_place")),
    )
    op.create_index(op.f("ix_invitation_place_invitation_id"), "invitation_place", ["invitation_id"])
    op.create_table(
        "invitation_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("result", _one_of("result", CALL_RESULT), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_call_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_invitation_call_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_call")),
    )
    op.create_index(op.f("ix_invitation_call_invitation_id"), "invitation_call", ["invitation_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.drop_column("unsubscribe")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
