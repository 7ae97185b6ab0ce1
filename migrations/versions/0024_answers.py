"""Answers: drafts, checks, files, promises, templates and the chain of review."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OF_PUBLISHED = ("answer_attachment", "answer_promise")
TABLES = (
    "answer_settings",
    "answer_template",
    "answer_review",
    "answer_promise",
    "answer_attachment",
    "answer_tick",
    "answer_draft",
)


def upgrade() -> None:
    _create_drafts()
    _create_ticks()
    _create_attachments()
    _create_promises()
    _create_reviews()
    _create_templates()
    _create_settings()
    for table in OF_PUBLISHED:
        for act in ("DELETE", "UPDATE"):
            _refuse_once_published(table, act)


def _create_drafts() -> None:
    op.create_table(
        "answer_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("answer_draft", "question_id", "question"),
        _points("answer_draft", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
    )
    op.create_index("ix_answer_draft_question_id", "answer_draft", ["question_id"])


def _create_ticks() -> None:
    op.create_table(
        "answer_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("is_ticked", sa.Boolean(), nullable=False),
        _points("answer_tick", "version_id", "answer_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_tick")),
        sa.UniqueConstraint("version_id", "words", name=op.f("uq_answer_tick_version_id_words")),
    )
    op.create_index("ix_answer_tick_version_id", "answer_tick", ["version_id"])


def _create_attachments() -> None:
    op.create_table(
        "answer_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        _points("answer_attachment", "version_id", "answer_version"),
        _points("answer_attachment", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_attachment")),
        sa.UniqueConstraint("version_id", "file_id", name=op.f("uq_answer_attachment_version_id_file_id")),
    )
    op.create_index("ix_answer_attachment_version_id", "answer_attachment", ["version_id"])
    op.create_index("ix_answer_attachment_file_id", "answer_attachment", ["file_id"])


def _create_promises() -> None:
    op.create_table(
        "answer_promise",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        _points("answer_promise", "version_id", "answer_version"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_answer_promise")),
    )


def _create_reviews() -> None:
    op.create_table(
        "answer_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("step", _choice("step", "head", "legal", "communications"), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("verdict", _choice("verdict", "waiting", "agreed", "returned", "skipped"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _points("answer_review", "version_id", "answer_version"),
        _points("answer_review", "department_id", "department"),
        _points("answer_review", "done_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_review")),
        sa.UniqueConstraint("version_id", "step", name=op.f("uq_answer_review_version_id_step")),
    )
    op.create_index("ix_answer_review_version_id", "answer_review", ["version_id"])


def _create_templates() -> None:
    op.create_table(
        "answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        _points("answer_template", "department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_template")),
    )
    op.create_index("ix_answer_template_department_id", "answer_template", ["department_id"])


def _create_settings() -> None:
    op.create_table(
        "answer_settings",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("head_reviews", sa.Boolean(), nullable=False),
        sa.Column("legal_department_id", sa.Integer(), nullable=True),
        sa.Column("communications_review", sa.Boolean(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        _points("answer_settings", "legal_department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_settings")),
    )


def downgrade() -> None:
    for table in OF_PUBLISHED:
        for act in ("delete", "update"):
            _drop(table, act)
    for table in TABLES:
        op.drop_table(table)


def _refuse_once_published(table: str, act: str) -> None:
    """What was published with an answer stays with it."""
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
    is_published = "EXISTS (SELECT 1 FROM answer_version v WHERE v.id = OLD.version_id AND v.published_at IS NOT NULL)"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {is_published} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {is_published} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
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
