"""questions"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filing_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_filing_counter")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("radicado", sa.String(length=16), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "paper",
                "oral",
                "mail",
                "social",
                "box",
                "workshop",
                "phone",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pregunta",
                "inquietud",
                "propuesta",
                "observacion",
                "solicitud_informacion",
                "queja",
                "denuncia",
                "felicitacion",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_department_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column(
            "answer_medium",
            sa.Enum(
                "publication",
                "email",
                "post",
                "phone",
                name="answer_medium",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("base_on", sa.Date(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("base_reading", sa.String(length=16), nullable=False),
        sa.Column("calendar_version", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "classified",
                "assigned",
                "drafting",
                "in_review",
                "answered",
                "published",
                "clarifying",
                "archived",
                "transferred",
                "grouped",
                "referred",
                "rejected",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "waiting",
                "public",
                "grouped",
                "withheld",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "withhold_reason",
            sa.Enum(
                "R1",
                "R2",
                "R3",
                "R4",
                "R5",
                "R6",
                "R7",
                "R8",
                name="withhold_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_department_id"], ["department.id"], name=op.f("fk_question_asked_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_question_department_id_department")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_question_event_id_event")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_question_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_question_code_digest")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_question_form_key_digest")),
        sa.UniqueConstraint("radicado", name=op.f("uq_question_radicado")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_department_inbox", ["department_id", "status", "due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_question_inbox", ["status", "due_on", "id"], unique=False)
        batch_op.create_index("ix_question_public", ["visibility", "received_at", "id"], unique=False)

    op.create_table(
        "answer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_answer_version_approved_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_answer_version_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_answer_version_department_id_department")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_version_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_version")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_answer_version_question_id_number")),
    )
    op.create_table(
        "asker",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("first_names", sa.String(length=120), nullable=False),
        sa.Column("last_names", sa.String(length=120), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=200), nullable=False),
        sa.Column("neighbourhood", sa.String(length=120), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_asker_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_asker")),
    )
    op.create_table(
        "question_authorization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "manage",
                "statistics",
                "invite",
                "publish_name",
                "image",
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
            ["question_id"], ["question.id"], name=op.f("fk_question_authorization_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_authorization")),
        sa.UniqueConstraint("question_id", "purpose", name=op.f("uq_question_authorization_question_id_purpose")),
    )
    op.create_table(
        "question_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.String(length=16), nullable=False),
        sa.Column("from_value", sa.String(length=32), nullable=False),
        sa.Column("to_value", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_question_move_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_question_move_department_id_department")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_move_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_move")),
    )
    with op.batch_alter_table("question_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_move_question_id"), ["question_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("question_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_move_question_id"))

    op.drop_table("question_move")
    op.drop_table("question_authorization")
    op.drop_table("asker")
    op.drop_table("answer_version")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_public")
        batch_op.drop_index("ix_question_inbox")
        batch_op.drop_index(batch_op.f("ix_question_event_id"))
        batch_op.drop_index("ix_question_department_inbox")

    op.drop_table("question")
    op.drop_table("topic")
    op.drop_table("filing_counter")
