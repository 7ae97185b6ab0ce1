"""Redactions, appeals and their decisions, and the guard that nothing is withheld without its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

REASONS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")
APPEALED = ("question_id", "restriction_id", "restricted_by_id", "by_author", "body", "at", "due_on")
NO_REASON = "NEW.visibility = 'withheld' AND NEW.withhold_reason IS NULL"
NOBODY = (
    "NEW.visibility = 'withheld' AND NOT EXISTS (SELECT 1 FROM restriction r "
    "WHERE r.question_id = NEW.id AND r.kind = 'withheld' AND r.reason = NEW.withhold_reason)"
)
OUTSIDE = (
    "NOT EXISTS (SELECT 1 FROM restriction r JOIN question q ON q.id = r.question_id "
    "WHERE r.id = NEW.restriction_id AND NEW.starts + NEW.size <= length(q.body)) "
    "OR EXISTS (SELECT 1 FROM redacted_part p WHERE p.restriction_id = NEW.restriction_id "
    "AND p.starts < NEW.starts + NEW.size AND NEW.starts < p.starts + p.size)"
)
STILL_HOLDS = (
    "NOT EXISTS (SELECT 1 FROM answer_version v JOIN answer_version l "
    "ON l.question_id = v.question_id AND l.number > v.number AND l.published_at IS NOT NULL "
    "WHERE v.id = NEW.version_id AND v.published_at IS NOT NULL)"
)
GUARDS = {
    ("restriction", "delete"): ("DELETE", ""),
    ("restriction", "update"): ("UPDATE", ""),
    ("redacted_part", "delete"): ("DELETE", ""),
    ("redacted_part", "update"): ("UPDATE", ""),
    ("redacted_part", "insert"): ("INSERT", OUTSIDE),
    ("restriction_proposal", "delete"): ("DELETE", ""),
    ("restriction_proposal", "update"): ("UPDATE", "OLD.closed_at IS NOT NULL"),
    ("appeal", "delete"): ("DELETE", ""),
    ("appeal", "update"): (f"UPDATE OF {', '.join(APPEALED)}", ""),
    ("appeal", "decision"): ("UPDATE", "OLD.decided_at IS NOT NULL"),
    ("withheld_answer", "delete"): ("DELETE", ""),
    ("withheld_answer", "update"): ("UPDATE", ""),
    ("withheld_answer", "insert"): ("INSERT", STILL_HOLDS),
    ("question", "withheld_insert"): ("INSERT", NO_REASON),
    ("question", "withheld_update"): ("UPDATE OF visibility, withhold_reason", NOBODY),
}
WITHHELD_BEFORE = """
INSERT INTO restriction (question_id, kind, reason, note, at, author_id, role)
SELECT q.id, 'withheld', q.withhold_reason, m.note, m.at, m.author_id, 'moderacion'
FROM question q JOIN question_move m ON m.id = (
    SELECT max(l.id) FROM question_move l
    WHERE l.question_id = q.id AND l.axis = 'visibility' AND l.to_value = 'withheld'
)
WHERE q.visibility = 'withheld' AND q.withhold_reason IS NOT NULL AND m.author_id IS NOT NULL
"""


def upgrade() -> None:
    _create_restrictions()
    _create_parts()
    _create_proposals()
    _create_appeals()
    _create_withheld_answers()
    op.execute(WITHHELD_BEFORE)
    for (table, name), (act, when) in GUARDS.items():
        _refuse(table, name, act, when)


def _create_restrictions() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", "withheld", "restored", "redacted", "lifted"), nullable=False),
        sa.Column("reason", _choice("reason", *REASONS), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        _points("restriction", "question_id", "question"),
        _points("restriction", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    op.create_index("ix_restriction_question_id_kind", "restriction", ["question_id", "kind", "id"])
    op.create_index("ix_restriction_at", "restriction", ["at"])


def _create_parts() -> None:
    op.create_table(
        "redacted_part",
        sa.Column("restriction_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reason", _choice("reason", *REASONS), nullable=False),
        sa.CheckConstraint("starts >= 0 AND size > 0", name=op.f("ck_redacted_part_some_letters")),
        _points("redacted_part", "restriction_id", "restriction"),
        sa.PrimaryKeyConstraint("restriction_id", "starts", name=op.f("pk_redacted_part")),
    )


def _create_proposals() -> None:
    op.create_table(
        "restriction_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reason", _choice("reason", *REASONS), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "is_confirmed IS NOT TRUE OR closed_by_id != author_id", name=op.f("ck_restriction_proposal_two_persons")
        ),
        _points("restriction_proposal", "question_id", "question"),
        _points("restriction_proposal", "author_id", "user_account"),
        _points("restriction_proposal", "closed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction_proposal")),
    )
    op.create_index("ix_restriction_proposal_question_id", "restriction_proposal", ["question_id"])
    _one_open("uq_restriction_proposal_open", "restriction_proposal", "closed_at IS NULL")


def _create_appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("restriction_id", sa.Integer(), nullable=False),
        sa.Column("restricted_by_id", sa.Integer(), nullable=False),
        sa.Column("by_author", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", _choice("outcome", "upheld", "kept"), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decided_at IS NULL OR decided_by_id != restricted_by_id", name=op.f("ck_appeal_another_person")
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_appeal_decided_has_outcome")),
        _points("appeal", "question_id", "question"),
        _points("appeal", "restriction_id", "restriction"),
        _points("appeal", "restricted_by_id", "user_account"),
        _points("appeal", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    for column in ("question_id", "restriction_id", "at", "due_on"):
        op.create_index(f"ix_appeal_{column}", "appeal", [column])
    _one_open("uq_appeal_open", "appeal", "decided_at IS NULL")


def _create_withheld_answers() -> None:
    op.create_table(
        "withheld_answer",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", _choice("reason", *REASONS), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("withheld_answer", "version_id", "answer_version"),
        _points("withheld_answer", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_withheld_answer")),
    )


def downgrade() -> None:
    for table, name in GUARDS:
        _drop(table, name)
    for table in ("withheld_answer", "appeal", "restriction_proposal", "redacted_part", "restriction"):
        op.drop_table(table)


def _one_open(name: str, table: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, ["question_id"], unique=True, sqlite_where=condition, postgresql_where=condition)


def _refuse(table: str, guard: str, act: str, when: str) -> None:
    name, message = f"guard_{table}_{guard}", f"{table}: {guard} is refused"
    if op.get_bind().dialect.name == "sqlite":
        where = f" WHERE {when}" if when else ""
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'){where}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when or 'true'} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(table: str, guard: str) -> None:
    name = f"guard_{table}_{guard}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
