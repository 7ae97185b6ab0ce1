"""Commitments, their steps, history, evidence and verifications, with the guards that keep what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

KINDS = ("promise", "action")
STATES = ("registered", "published", "under_way", "fulfilled", "unfulfilled", "not_viable")
ORIGINS = ("hearing", "answer", "observation", "recommendation", "hand", "finding")
PRIORITIES = ("low", "medium", "high", "strategic", "crosscutting")
ENTRIES = ("published", "progress", "setback", "rescheduled", "reassigned", "unfulfilled", "not_viable", "reopened")
COMPLETIONS = ("not_begun", "limited", "partial", "substantial", "complete")
WRITTEN = "code, kind, year, origin, source, text, promised_on, first_due_on, created_at"
SHOWN = "entry_id, check_id, file_id, url, description, shows_result"
IS_PUBLIC = "OLD.state <> 'registered'"


def _differs(one: str, other: str) -> str:
    """SQLite before 3.39 has no IS DISTINCT FROM."""
    return f"({one} <> {other} OR ({one} IS NULL) <> ({other} IS NULL))"


def _same(one: str, other: str) -> str:
    return f"({one} = {other} OR ({one} IS NULL AND {other} IS NULL))"


def _all(*conditions: str) -> str:
    return " AND ".join(conditions)


ENTRY = "SELECT 1 FROM commitment_entry e WHERE e.commitment_id = NEW.id"
SHOWN_ENTRY = (
    "SELECT 1 FROM commitment_entry e JOIN commitment_evidence v ON v.entry_id = e.id WHERE e.commitment_id = NEW.id"
)
STEP_ENTRY = "SELECT 1 FROM commitment_entry e WHERE e.step_id = NEW.id"
PUBLIC_STEP = "EXISTS (SELECT 1 FROM commitment c WHERE c.id = NEW.commitment_id AND c.state <> 'registered')"
SAME_PERCENT = "e.from_percent = OLD.percent AND e.percent = NEW.percent"
NEW_DATE = (
    "e.kind = 'rescheduled'",
    _same("e.old_due_on", "OLD.due_on"),
    _same("e.new_due_on", "NEW.due_on"),
)
OTHER_DATE = _differs("NEW.due_on", "OLD.due_on")
# Table, column, the change that is told, and the line of the history that must tell it.
TOLD = {
    "commitment_rise": (
        *("commitment", "percent", "NEW.percent > OLD.percent"),
        _all(SHOWN_ENTRY, "e.kind = 'progress'", SAME_PERCENT),
    ),
    "commitment_fall": (
        *("commitment", "percent", "NEW.percent < OLD.percent"),
        _all(ENTRY, "e.kind IN ('setback', 'reopened')", SAME_PERCENT),
    ),
    "commitment_date": (
        *("commitment", "due_on", _all(IS_PUBLIC, OTHER_DATE)),
        _all(ENTRY, "e.step_id IS NULL", "NEW.due_on IS NOT NULL", *NEW_DATE),
    ),
    "commitment_result": (
        *("commitment", "state", "NEW.state = 'fulfilled' AND OLD.state <> 'fulfilled'"),
        _all(SHOWN_ENTRY, "v.shows_result"),
    ),
    "commitment_step_date": ("commitment_step", "due_on", _all(OTHER_DATE, PUBLIC_STEP), _all(STEP_ENTRY, *NEW_DATE)),
}
REFUSED = {
    "commitment_entry_update": ("commitment_entry", "UPDATE", ""),
    "commitment_entry_delete": ("commitment_entry", "DELETE", ""),
    "commitment_check_update": ("commitment_check", "UPDATE", ""),
    "commitment_check_delete": ("commitment_check", "DELETE", ""),
    "commitment_evidence_update": ("commitment_evidence", f"UPDATE OF {SHOWN}", ""),
    "commitment_evidence_delete": ("commitment_evidence", "DELETE", ""),
    "commitment_words": ("commitment", f"UPDATE OF {WRITTEN}", IS_PUBLIC),
    "commitment_delete": ("commitment", "DELETE", IS_PUBLIC),
    "commitment_hidden": ("commitment", "UPDATE OF state", f"{IS_PUBLIC} AND NEW.state = 'registered'"),
}


def upgrade() -> None:
    _create_counter()
    _create_commitment()
    _create_parts()
    _create_check()
    _create_history()
    for name, (table, when, condition) in REFUSED.items():
        _guard(name, table, when, condition)
    for name, (table, column, condition, told) in TOLD.items():
        _guard(name, table, f"UPDATE OF {column}", f"{condition} AND NOT EXISTS ({told})")


def _create_counter() -> None:
    op.create_table(
        "commitment_counter",
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_commitment_counter")),
    )


def _create_commitment() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("origin", _choice("origin", *ORIGINS), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=True),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("state", _choice("commitment_state", *STATES), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "scope", "how_known")),
        sa.Column("plan_goal", sa.String(length=300), nullable=False),
        sa.Column("priority", _choice("priority", *PRIORITIES), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("first_due_on", "due_on", "next_step_on")),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("event_id", "activity_id", "topic_id", "place_id")),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        _instant("created_at"),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'fulfilled' OR (percent = 100 AND fulfilled_on IS NOT NULL)", name=op.f("ck_commitment_fulfilled")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_commitment_percent")),
        _points("commitment", "lead_id", "department"),
        _points("commitment", "event_id", "event"),
        _points("commitment", "activity_id", "activity"),
        _points("commitment", "topic_id", "topic"),
        _points("commitment", "place_id", "known_place"),
        _points("commitment", "created_by_id", "user_account"),
        _points("commitment", "published_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_commitment_{name}"))
            for name in ("code", "source", "form_key_digest")
        ),
    )
    for name in ("activity_id", "event_id", "place_id", "topic_id"):
        op.create_index(op.f(f"ix_commitment_{name}"), "commitment", [name])
    op.create_index("ix_commitment_listed", "commitment", ["kind", "published_at", "id"])
    op.create_index("ix_commitment_state", "commitment", ["kind", "state", "due_on", "id"])
    op.create_index("ix_commitment_lead", "commitment", ["lead_id", "state", "due_on", "id"])
    op.create_index("ix_commitment_year", "commitment", ["kind", "year", "published_at", "id"])


def _create_parts() -> None:
    op.create_table(
        "commitment_office",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        _points("commitment_office", "commitment_id", "commitment"),
        _points("commitment_office", "department_id", "department"),
        sa.PrimaryKeyConstraint("commitment_id", "department_id", name=op.f("pk_commitment_office")),
    )
    op.create_index(op.f("ix_commitment_office_department_id"), "commitment_office", ["department_id"])
    op.create_table(
        "commitment_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        _points("commitment_partner", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_partner")),
    )
    op.create_index(op.f("ix_commitment_partner_commitment_id"), "commitment_partner", ["commitment_id"])
    op.create_table(
        "commitment_question",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        _points("commitment_question", "commitment_id", "commitment"),
        _points("commitment_question", "question_id", "question"),
        sa.PrimaryKeyConstraint("commitment_id", "question_id", name=op.f("pk_commitment_question")),
    )
    op.create_index(op.f("ix_commitment_question_question_id"), "commitment_question", ["question_id"])
    op.create_table(
        "commitment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        _points("commitment_step", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_step")),
        sa.UniqueConstraint("commitment_id", "position", name=op.f("uq_commitment_step_commitment_id_position")),
    )


def _create_check() -> None:
    op.create_table(
        "commitment_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("completion", _choice("completion", *COMPLETIONS), nullable=False),
        sa.Column("agreement", _choice("agreement", "agrees", "partly", "disagrees"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_state", _choice("reported_state", *STATES), nullable=False),
        sa.Column("reported_percent", sa.Integer(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("body_name", sa.String(length=200), nullable=False),
        _instant("at"),
        sa.CheckConstraint("(author_id IS NULL) = (body_name <> '')", name=op.f("ck_commitment_check_one_author")),
        _points("commitment_check", "commitment_id", "commitment"),
        _points("commitment_check", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_check")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_commitment_check_form_key_digest")),
    )
    op.create_index("ix_commitment_check_commitment_id", "commitment_check", ["commitment_id", "id"])


def _create_history() -> None:
    op.create_table(
        "commitment_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("entry_kind", *ENTRIES), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_state", _choice("from_state", *STATES), nullable=False),
        sa.Column("state", _choice("to_state", *STATES), nullable=False),
        sa.Column("from_percent", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("form_key_digest", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _instant("at"),
        sa.CheckConstraint("kind = 'published' OR text <> ''", name=op.f("ck_commitment_entry_reason")),
        sa.CheckConstraint(
            "kind IN ('setback', 'reopened') OR percent >= from_percent",
            name=op.f("ck_commitment_entry_no_silent_fall"),
        ),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND from_percent BETWEEN 0 AND 100", name=op.f("ck_commitment_entry_percent")
        ),
        _points("commitment_entry", "commitment_id", "commitment"),
        _points("commitment_entry", "step_id", "commitment_step"),
        _points("commitment_entry", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_entry")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_commitment_entry_form_key_digest")),
    )
    op.create_index("ix_commitment_entry_commitment_id", "commitment_entry", ["commitment_id", "id"])
    op.create_table(
        "commitment_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("entry_id", "check_id", "file_id")),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("shows_result", sa.Boolean(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(url = '') = (file_id IS NOT NULL)", name=op.f("ck_commitment_evidence_one_source")),
        sa.CheckConstraint("(entry_id IS NULL) <> (check_id IS NULL)", name=op.f("ck_commitment_evidence_one_owner")),
        _points("commitment_evidence", "entry_id", "commitment_entry"),
        _points("commitment_evidence", "check_id", "commitment_check"),
        _points("commitment_evidence", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_evidence")),
        sa.UniqueConstraint("file_id", name=op.f("uq_commitment_evidence_file_id")),
    )
    for name in ("check_id", "entry_id"):
        op.create_index(op.f(f"ix_commitment_evidence_{name}"), "commitment_evidence", [name])


def downgrade() -> None:
    for name, (table, *_) in (REFUSED | TOLD).items():
        _drop(name, table)
    for table in (
        *("commitment_evidence", "commitment_entry", "commitment_check", "commitment_step", "commitment_question"),
        *("commitment_partner", "commitment_office", "commitment", "commitment_counter"),
    ):
        op.drop_table(table)


def _guard(name: str, table: str, when: str, condition: str) -> None:
    trigger, message = f"guard_{name}", f"{table}: {name} is refused"
    if op.get_bind().dialect.name == "sqlite":
        only = f"WHEN {condition} " if condition else ""
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} {only}BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    back = "OLD" if when == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition or 'true'} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END $$"
    )
    op.execute(f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()")


def _drop(name: str, table: str) -> None:
    trigger = f"guard_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(f"DROP FUNCTION {trigger}()")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
