"""Kept files, and the tracking of activities: reports, evidence and verifications."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


STATES = ("scheduled", "under_way", "done", "partial", "not_done", "rescheduled", "cancelled")
FIXED_OF_EVIDENCE = ("report_id", "file_id", "url", "description")


def upgrade() -> None:
    _create_files()
    _create_reports()
    _create_evidence()
    _create_verifications()
    for table in ("activity_report", "verification"):
        _refuse(table, "UPDATE")
        _refuse(table, "DELETE")
    _refuse("activity_evidence", "UPDATE", _differs(FIXED_OF_EVIDENCE))
    _refuse("activity_evidence", "DELETE")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _create_files() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("kind", _choice("kind", "pdf", "picture", "document", "sheet", "slides", "text"), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("extension", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("alt_text", sa.String(length=300), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("name", name=op.f("uq_stored_file_name")),
    )


def _create_reports() -> None:
    op.create_table(
        "activity_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("state", _choice("state", *STATES), nullable=False),
        sa.Column("from_state", _choice("from_state", *STATES), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("old_starts_on", sa.Date(), nullable=True),
        sa.Column("old_ends_on", sa.Date(), nullable=True),
        sa.Column("new_starts_on", sa.Date(), nullable=True),
        sa.Column("new_ends_on", sa.Date(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_activity_report_percent")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_report_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_activity_report_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_report")),
        sa.UniqueConstraint("form_key", name=op.f("uq_activity_report_form_key")),
    )
    op.create_index("ix_activity_report_activity_id", "activity_report", ["activity_id", "id"])


def _create_evidence() -> None:
    op.create_table(
        "activity_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(url = '') = (file_id IS NOT NULL)", name=op.f("ck_activity_evidence_one_source")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_activity_evidence_report_id_activity_report")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_activity_evidence_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_evidence")),
        sa.UniqueConstraint("file_id", name=op.f("uq_activity_evidence_file_id")),
    )
    op.create_index("ix_activity_evidence_report_id", "activity_evidence", ["report_id"])


def _create_verifications() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("result", _choice("result", "verified", "partly", "not_verified"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_verification_report_id_activity_report")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_verification_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sa.UniqueConstraint("form_key", name=op.f("uq_verification_form_key")),
    )
    op.create_index("ix_verification_report_id", "verification", ["report_id"])


def downgrade() -> None:
    for table in ("verification", "activity_evidence", "activity_report"):
        for act in ("delete", "update"):
            _drop(table, act)
        op.drop_table(table)
    op.drop_table("stored_file")


def _differs(columns: tuple[str, ...]) -> str:
    word = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, when: str = "") -> None:
    name = f"guard_{table}_{act.lower()}"
    message = f"{table}: {act} is refused"
    condition = f"WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()")


def _drop(table: str, act: str) -> None:
    name = f"guard_{table}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
