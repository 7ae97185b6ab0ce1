"""Improvement plans: findings, causes and the actions that correct them; guards keep what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

STATES = ("draft", "published", "closed")
ORIGINS = ("evaluation", "control_body", "citizens", "internal_control")
FOUND = (
    "plan_id, origin, source, words, question_id, commitment_id, body, document, document_on, url, file_id, at,"
    " published_at"
)
KEPT_CAUSE = (
    "SELECT 1 FROM earlier_cause e WHERE e.finding_id = OLD.id AND e.number = OLD.cause_number AND e.text = OLD.cause"
)
OTHER_CAUSE = "(NEW.cause <> OLD.cause OR NEW.cause_number <> OLD.cause_number)"
NEXT_CAUSE = f"(NEW.cause_number = OLD.cause_number + 1 AND EXISTS ({KEPT_CAUSE}))"
PUBLIC_ACTION = "EXISTS (SELECT 1 FROM commitment c WHERE c.id = OLD.commitment_id AND c.state <> 'registered')"
OWED = (
    "SELECT 1 FROM improvement_action a JOIN improvement_finding f ON f.id = a.finding_id"
    " JOIN commitment c ON c.id = a.commitment_id"
    " WHERE f.plan_id = NEW.id AND c.state IN ('published', 'under_way')"
)
PEOPLE = ("created_by_id", "published_by_id", "closed_by_id")
IS_PUBLIC = "OLD.state <> 'draft'"
IS_TOLD = "OLD.published_at IS NOT NULL"
# Name: table, what is refused, and when.
REFUSED = {
    "plan_words": ("improvement_plan", "UPDATE OF year, title, activity_id, event_id, published_at", IS_PUBLIC),
    "plan_delete": ("improvement_plan", "DELETE", IS_PUBLIC),
    "plan_state": (
        "improvement_plan",
        "UPDATE OF state",
        f"{IS_PUBLIC} AND NEW.state = 'draft' OR OLD.state = 'closed' AND NEW.state <> 'closed'",
    ),
    "plan_close": (
        "improvement_plan",
        "UPDATE OF state, close_reason",
        f"NEW.state = 'closed' AND NEW.close_reason = '' AND EXISTS ({OWED})",
    ),
    "finding_words": ("improvement_finding", f"UPDATE OF {FOUND}", IS_TOLD),
    "finding_delete": ("improvement_finding", "DELETE", IS_TOLD),
    "finding_cause": (
        "improvement_finding",
        "UPDATE OF cause, cause_number",
        f"{IS_TOLD} AND {OTHER_CAUSE} AND NOT {NEXT_CAUSE}",
    ),
    "earlier_cause_update": ("earlier_cause", "UPDATE", ""),
    "earlier_cause_delete": ("earlier_cause", "DELETE", ""),
    "action_words": (
        "improvement_action",
        "UPDATE OF commitment_id, finding_id, number, indicator, baseline, target",
        PUBLIC_ACTION,
    ),
    "action_delete": ("improvement_action", "DELETE", PUBLIC_ACTION),
}


def upgrade() -> None:
    _create_plan()
    _create_finding()
    _create_earlier_cause()
    _create_action()
    for name, (table, when, condition) in REFUSED.items():
        _guard(name, table, when, condition)


def _create_plan() -> None:
    op.create_table(
        "improvement_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("state", _choice("plan_state", *STATES), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        _instant("created_at"),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        _instant("closed_at", nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_improvement_plan_published")),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_improvement_plan_closed")),
        _points("improvement_plan", "activity_id", "activity"),
        _points("improvement_plan", "event_id", "event"),
        *(_points("improvement_plan", name, "user_account") for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_plan")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_improvement_plan_form_key_digest")),
    )
    for name in ("activity_id", "event_id"):
        op.create_index(op.f(f"ix_improvement_plan_{name}"), "improvement_plan", [name])
    op.create_index("ix_improvement_plan_listed", "improvement_plan", ["state", "year", "id"])


def _create_finding() -> None:
    op.create_table(
        "improvement_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("origin", _choice("finding_origin", *ORIGINS), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=True),
        sa.Column("form_key_digest", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_number", sa.Integer(), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("published_at", nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("words <> '' OR question_id IS NOT NULL", name=op.f("ck_improvement_finding_words")),
        _points("improvement_finding", "plan_id", "improvement_plan"),
        _points("improvement_finding", "question_id", "question"),
        _points("improvement_finding", "commitment_id", "commitment"),
        _points("improvement_finding", "file_id", "stored_file"),
        _points("improvement_finding", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_finding")),
        sa.UniqueConstraint("plan_id", "source", name=op.f("uq_improvement_finding_plan_id_source")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_improvement_finding_form_key_digest")),
        sa.UniqueConstraint("file_id", name=op.f("uq_improvement_finding_file_id")),
    )
    for name in ("commitment_id", "question_id"):
        op.create_index(op.f(f"ix_improvement_finding_{name}"), "improvement_finding", [name])


def _create_earlier_cause() -> None:
    op.create_table(
        "earlier_cause",
        sa.Column("finding_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_earlier_cause_reason")),
        _points("earlier_cause", "finding_id", "improvement_finding"),
        _points("earlier_cause", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("finding_id", "number", name=op.f("pk_earlier_cause")),
    )


def _create_action() -> None:
    op.create_table(
        "improvement_action",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=300), nullable=False),
        sa.Column("baseline", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_improvement_action_commitment_id_commitment"),
            ondelete="CASCADE",
        ),
        _points("improvement_action", "finding_id", "improvement_finding"),
        sa.PrimaryKeyConstraint("commitment_id", name=op.f("pk_improvement_action")),
        sa.UniqueConstraint("finding_id", "number", name=op.f("uq_improvement_action_finding_id_number")),
    )


def downgrade() -> None:
    for name, (table, *_) in REFUSED.items():
        _drop(name, table)
    for table in ("improvement_action", "earlier_cause", "improvement_finding", "improvement_plan"):
        op.drop_table(table)


def _guard(name: str, table: str, when: str, condition: str) -> None:
    trigger, message = f"guard_improvement_{name}", f"{table}: {name} is refused"
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
    trigger = f"guard_improvement_{name}"
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
