"""Extra questions of a registration: which questionnaire a space asks, and what each registration answered."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extra_questions",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_extra_questions_event_id_event")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_extra_questions_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["user_account.id"], name=op.f("fk_extra_questions_chosen_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_extra_questions")),
    )
    op.create_table(
        "extra_answers",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_extra_answers_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_extra_answers_version_id_questionnaire_version")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_extra_answers")),
    )


def downgrade() -> None:
    op.drop_table("extra_answers")
    op.drop_table("extra_questions")
