"""What who asked says of the answer, requests to correct it, kept figures, and the indexes of the public list."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SAID = ("question_id", "answer_id", "department_id", "verdict", "at")
LISTED = "visibility != 'waiting'"
OPEN = "status IN ('received', 'classified', 'assigned', 'drafting', 'in_review', 'answered', 'clarifying', 'grouped')"
SIFTED = ("topic_id", "department_id", "event_id", "kind", "status", "visibility", "published_at")


def _first(name: str) -> tuple[str, ...]:
    """One column before the rest, so that a filter finds its part of the list and sifts it without reading the rows."""
    return (name, "received_at", "id", *(other for other in SIFTED if other != name))


INDEXES = {
    "ix_question_listed": (("received_at", "id", *SIFTED), LISTED),
    "ix_question_listed_topic": (_first("topic_id"), LISTED),
    "ix_question_listed_department": (_first("department_id"), LISTED),
    "ix_question_listed_event": (_first("event_id"), LISTED),
    "ix_question_listed_kind": (_first("kind"), LISTED),
    "ix_question_listed_open": (("received_at", "id"), f"{LISTED} AND {OPEN}"),
    "ix_question_listed_due": (("due_on", "id"), f"{LISTED} AND {OPEN}"),
    "ix_question_listed_answered": (
        ("published_at", "id", "received_at", *SIFTED[:-1]),
        f"{LISTED} AND published_at IS NOT NULL",
    ),
}


def upgrade() -> None:
    _create_opinions()
    _create_requests()
    _create_figures()
    _refuse("answer_opinion", "DELETE", "DELETE")
    _refuse("answer_opinion", "UPDATE", f"UPDATE OF {', '.join(SAID)}")
    for name, (columns, where) in INDEXES.items():
        condition = sa.text(where)
        op.create_index(name, "question", list(columns), sqlite_where=condition, postgresql_where=condition)


def _create_opinions() -> None:
    op.create_table(
        "answer_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("verdict", _choice("verdict", "yes", "partly", "no"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("answer_opinion", "question_id", "question"),
        _points("answer_opinion", "answer_id", "answer_version"),
        _points("answer_opinion", "department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_opinion")),
    )
    op.create_index("ix_answer_opinion_question_id", "answer_opinion", ["question_id", "id"])
    op.create_index("ix_answer_opinion_verdict", "answer_opinion", ["verdict", "id"])


def _create_requests() -> None:
    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("correction_request", "question_id", "question"),
        _points("correction_request", "opinion_id", "answer_opinion"),
        _points("correction_request", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_correction_request_opinion_id")),
    )
    op.create_index("ix_correction_request_question_id", "correction_request", ["question_id"])


def _create_figures() -> None:
    op.create_table(
        "kept_figures",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_figures")),
    )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="question")
    for act in ("delete", "update"):
        _drop("answer_opinion", act)
    for table in ("kept_figures", "correction_request", "answer_opinion"):
        op.drop_table(table)


def _refuse(table: str, act: str, when: str) -> None:
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(table: str, act: str) -> None:
    name = f"guard_{table}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
