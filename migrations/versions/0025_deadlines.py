"""Heads of offices, alerts of terms, answered live, complaints handed over, and interruptions of the service."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STANDING = sa.text("ended_at IS NULL")
TABLES = (
    "outage",
    "pqrsd_handover",
    "live_answer",
    "calendar_address",
    "term_alert",
    "alert_day",
    "alert_plan",
)


def upgrade() -> None:
    op.add_column("user_account", sa.Column("leads_office", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "ALTER TABLE question_transfer ADD COLUMN document_id INTEGER "
        "CONSTRAINT fk_question_transfer_document_id_stored_file REFERENCES stored_file (id)"
    )
    _create_alerts()
    _create_addresses()
    _create_live_answers()
    _create_handovers()
    _create_outages()


def _create_alerts() -> None:
    op.create_table(
        "alert_plan",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_plan")),
    )
    op.create_table(
        "alert_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_alert_day")),
    )
    op.create_table(
        "term_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("term_alert", "question_id", "question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_alert")),
        sa.UniqueConstraint("question_id", "due_on", "stage", name=op.f("uq_term_alert_question_id_due_on_stage")),
    )


def _create_addresses() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _points("calendar_address", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_address_token_digest")),
    )


def _create_live_answers() -> None:
    op.create_table(
        "live_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        _points("live_answer", "question_id", "question"),
        _points("live_answer", "author_id", "user_account"),
        _points("live_answer", "ended_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_answer")),
    )
    op.create_index("ix_live_answer_question_id", "live_answer", ["question_id"])
    op.create_index(
        "uq_live_answer_question_id_standing",
        "live_answer",
        ["question_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _create_handovers() -> None:
    op.create_table(
        "pqrsd_handover",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("pqrsd_handover", "question_id", "question"),
        _points("pqrsd_handover", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_pqrsd_handover")),
    )


def _create_outages() -> None:
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("outage", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index("ix_outage_began_at", "outage", ["began_at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("question_transfer") as batch:
        batch.drop_column("document_id")
    op.execute("ALTER TABLE user_account DROP COLUMN leads_office")


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
