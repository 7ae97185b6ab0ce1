"""Groups, earlier answers, changes of the term, clarifications, transfers and notices by hand of questions."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STANDING = sa.text("ended_at IS NULL")
APPEND_ONLY = ("term_change", "question_clarification")
TABLES = (
    "hand_notice",
    "question_transfer",
    "question_clarification",
    "term_change",
    "question_link",
)


def upgrade() -> None:
    _create_links()
    _create_term_changes()
    _create_clarifications()
    _create_transfers()
    _create_notices()
    for table in APPEND_ONLY:
        for act in ("DELETE", "UPDATE"):
            _refuse(table, act)


def _create_links() -> None:
    op.create_table(
        "question_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", "grouped", "referred"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("by_author", sa.Boolean(), nullable=False),
        _points("question_link", "question_id", "question"),
        _points("question_link", "leader_id", "question"),
        _points("question_link", "author_id", "user_account"),
        _points("question_link", "ended_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_link")),
    )
    op.create_index("ix_question_link_question_id", "question_link", ["question_id"])
    op.create_index("ix_question_link_leader_id", "question_link", ["leader_id"])
    op.create_index(
        "uq_question_link_question_id_standing",
        "question_link",
        ["question_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _create_term_changes() -> None:
    kinds = ("rdc_15", "general_15", "informacion_10", "consulta_30")
    op.create_table(
        "term_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("cause", _choice("cause", "kind", "extension", "calendar"), nullable=False),
        sa.Column("kind", _choice("kind", *kinds), nullable=False),
        sa.Column("from_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("term_change", "question_id", "question"),
        _points("term_change", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_change")),
    )
    op.create_index("ix_term_change_question_id", "term_change", ["question_id"])


def _create_clarifications() -> None:
    op.create_table(
        "question_clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("question_clarification", "question_id", "question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_clarification")),
    )
    op.create_index("ix_question_clarification_question_id", "question_clarification", ["question_id"])


def _create_transfers() -> None:
    op.create_table(
        "question_transfer",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        _points("question_transfer", "question_id", "question"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_transfer")),
    )


def _create_notices() -> None:
    media = ("publication", "email", "post", "phone")
    op.create_table(
        "hand_notice",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("medium", _choice("medium", *media), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        _points("hand_notice", "move_id", "question_move"),
        _points("hand_notice", "question_id", "question"),
        _points("hand_notice", "done_by_id", "user_account"),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_hand_notice")),
    )
    op.create_index("ix_hand_notice_question_id", "hand_notice", ["question_id"])
    op.create_index("ix_hand_notice_done_at", "hand_notice", ["done_at"])


def downgrade() -> None:
    for table in APPEND_ONLY:
        for act in ("delete", "update"):
            _drop(table, act)
    for table in TABLES:
        op.drop_table(table)


def _refuse(table: str, act: str) -> None:
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


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
