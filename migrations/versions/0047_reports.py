"""Reports: their drafts with texts, the versions frozen when they are approved and the files made of each."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

SCOPES = ("event", "year", "term", "session", "plan")
STATES = ("draft", "in_review", "approved", "published")
FORMATS = ("pdf", "docx", "xlsx", "csv")
FILE_STATES = ("waiting", "making", "done", "failed")
PLACE = ("kind", "scope", "subject_key", "slug", "year", "term", "event_id", "plan_id", "published_at")
FROZEN = ("report_id", "number", "title", "document", "digest", "cut_at", "reason", "submitted_by_id")
PUBLISHING = ("approved_at", "approved_by_id", "published_at", "published_by_id")
WITHDRAWING = ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")
ACTS = ("submitted", "approved", "published", "withdrawn")
DIFFERENT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
TABLES = ("report_file", "report_version", "report_activity", "report_text", "kept_report")


def upgrade() -> None:
    _create_report()
    _create_text()
    _create_activity()
    _create_version()
    _create_file()
    for name, (table, act, condition) in _guards().items():
        _guard(name, table, act, condition)


def _guards() -> dict[str, tuple[str, str, str]]:
    """What is refused, by name: the table, the act and when."""
    is_public, was_withdrawn = "OLD.published_at IS NOT NULL", "OLD.withdrawn_at IS NOT NULL"
    again = f"({is_public} AND ({_differ(PUBLISHING)})) OR ({was_withdrawn} AND ({_differ(WITHDRAWING)}))"
    rewritten = f"{_differ(FROZEN)} OR {again}"
    return {
        "move_report": ("kept_report", "UPDATE", f"{is_public} AND ({_differ(PLACE)})"),
        "delete_report": ("kept_report", "DELETE", is_public),
        "rewrite_version": ("report_version", "UPDATE", rewritten),
        "delete_version": ("report_version", "DELETE", is_public),
        "remake_file": ("report_file", "UPDATE", "OLD.state = 'done'"),
        "delete_file": ("report_file", "DELETE", "OLD.state = 'done'"),
    }


def _create_report() -> None:
    op.create_table(
        "kept_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scope", _choice("scope", SCOPES), nullable=False),
        sa.Column("subject_key", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("state", _choice("report_state", STATES), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("note", "reason")),
        _instant("created_at"),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _instant("changed_at"),
        _instant("published_at", nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_kept_report_published")),
        _points("kept_report", "event_id", "event"),
        _points("kept_report", "plan_id", "improvement_plan"),
        _points("kept_report", "created_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_report")),
        sa.UniqueConstraint("kind", "subject_key", name=op.f("uq_kept_report_kind_subject_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_kept_report_slug")),
        sqlite_autoincrement=True,  # who wrote a discarded draft did not write the next one
    )
    op.create_index("ix_kept_report_listed", "kept_report", ["year", "kind", "id"])
    for name in ("event_id", "plan_id"):
        op.create_index(op.f(f"ix_kept_report_{name}"), "kept_report", [name])


def _create_text() -> None:
    op.create_table(
        "report_text",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _instant("changed_at"),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        _points("report_text", "report_id", "kept_report"),
        _points("report_text", "changed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("report_id", "key", name=op.f("pk_report_text")),
    )


def _create_activity() -> None:
    op.create_table(
        "report_activity",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.Integer(), autoincrement=False, nullable=False),
        _points("report_activity", "report_id", "kept_report"),
        _points("report_activity", "activity_id", "activity"),
        sa.PrimaryKeyConstraint("report_id", "activity_id", name=op.f("pk_report_activity")),
    )
    op.create_index(op.f("ix_report_activity_activity_id"), "report_activity", ["activity_id"])


def _create_version() -> None:
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _instant("cut_at"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        _instant("approved_at", nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_report_version_reason")),
        sa.CheckConstraint("published_at IS NULL OR approved_at IS NOT NULL", name=op.f("ck_report_version_approved")),
        sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name=op.f("ck_report_version_withdrawn")),
        _points("report_version", "report_id", "kept_report"),
        *(_points("report_version", f"{act}_by_id", "user_account") for act in ACTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    op.create_index(op.f("ix_report_version_digest"), "report_version", ["digest"])


def _create_file() -> None:
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("format", _choice("report_format", FORMATS), nullable=False),
        sa.Column("state", _choice("file_state", FILE_STATES), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("held_until", nullable=True),
        _instant("made_at", nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR (sha256 IS NOT NULL AND file_id IS NOT NULL)", name=op.f("ck_report_file_done")
        ),
        _points("report_file", "version_id", "report_version"),
        _points("report_file", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_report_file_file_id")),
        sa.UniqueConstraint("version_id", "format", name=op.f("uq_report_file_version_id_format")),
    )
    op.create_index("ix_report_file_left", "report_file", ["state", "id"])
    op.create_index(op.f("ix_report_file_sha256"), "report_file", ["sha256"])


def downgrade() -> None:
    for name, (table, _act, _condition) in _guards().items():
        _drop(name, table)
    for table in TABLES:
        op.drop_table(table)


def _differ(columns: Iterable[str]) -> str:
    differs = DIFFERENT[op.get_bind().dialect.name]
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)


def _guard(name: str, table: str, act: str, condition: str) -> None:
    trigger, message = f"guard_{name}", f"{table}: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {act} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    back = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END $$"
    )
    op.execute(f"CREATE TRIGGER {trigger} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()")


def _drop(name: str, table: str) -> None:
    trigger = f"guard_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(f"DROP FUNCTION {trigger}()")


def _choice(name: str, values: Iterable[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
