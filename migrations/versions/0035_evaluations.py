"""Reports of the offices of each space; the evaluation of a space, its figures and its recommendations."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

STATES = ("draft", "sent", "returned", "consolidated")
TAGS = ("topics", "method", "time", "information", "call", "place", "access", "answers", "other")
PARTS = ("activities", "groups", "topics", "observations", "outcome", "commitments")
HELD_IN_PLACE = ("office_report_version", "office_report_move")


def upgrade() -> None:
    _create_call()
    _create_report()
    _create_versions()
    _create_evidence()
    _create_evaluation()
    _create_figures()
    _create_recommendations()
    for table in HELD_IN_PLACE:
        _refuse(table, "DELETE")
        _refuse(table, "UPDATE")


def _create_call() -> None:
    op.create_table(
        "report_call",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _instant("asked_at"),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        _points("report_call", "event_id", "event"),
        _points("report_call", "asked_by_id", "user_account"),
        _points("report_call", "published_by_id", "user_account"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_report_call")),
    )


def _create_report() -> None:
    op.create_table(
        "office_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", _choice("report_state", *STATES), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in PARTS),
        sa.Column("attendees", sa.Integer(), nullable=True),
        sa.Column("filled_as", sa.String(length=120), nullable=False),
        _instant("begun_at", nullable=True),
        _instant("changed_at"),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("office_report", "event_id", "event"),
        _points("office_report", "department_id", "department"),
        _points("office_report", "changed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_report")),
        sa.UniqueConstraint("event_id", "department_id", name=op.f("uq_office_report_event_id_department_id")),
    )
    op.create_index(op.f("ix_office_report_department_id"), "office_report", ["department_id"])


def _create_versions() -> None:
    op.create_table(
        "office_report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("brought", sa.JSON(), nullable=False),
        sa.Column("attendees", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("filled_as", sa.String(length=120), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("office_report_version", "report_id", "office_report"),
        _points("office_report_version", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_office_report_version_report_id_number")),
    )
    op.create_table(
        "office_report_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("from_state", _choice("from_state", *STATES), nullable=False),
        sa.Column("to_state", _choice("to_state", *STATES), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _points("office_report_move", "report_id", "office_report"),
        _points("office_report_move", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_report_move")),
    )
    op.create_index(op.f("ix_office_report_move_report_id"), "office_report_move", ["report_id"])


def _create_evidence() -> None:
    op.create_table(
        "office_report_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("alt_text", sa.String(length=300), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("added_at"),
        _points("office_report_evidence", "report_id", "office_report"),
        _points("office_report_evidence", "file_id", "stored_file"),
        _points("office_report_evidence", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_report_evidence")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_office_report_evidence_form_key_digest")),
    )
    for column in ("report_id", "file_id"):
        op.create_index(op.f(f"ix_office_report_evidence_{column}"), "office_report_evidence", [column])


def _create_evaluation() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("open_survey_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        _instant("started_at"),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=True),
        _instant("counted_at", nullable=True),
        _instant("reminded_at", nullable=True),
        _points("evaluation", "event_id", "event"),
        _points("evaluation", "survey_id", "survey"),
        _points("evaluation", "open_survey_id", "survey"),
        _points("evaluation", "started_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_evaluation_{column}"))
            for column in ("event_id", "survey_id", "open_survey_id")
        ),
    )


def _create_figures() -> None:
    op.create_table(
        "evaluation_figure",
        sa.Column("evaluation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("door", _choice("door", "attended", "open"), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("is_several", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        _points("evaluation_figure", "evaluation_id", "evaluation"),
        sa.PrimaryKeyConstraint("evaluation_id", "door", "item", name=op.f("pk_evaluation_figure")),
    )
    op.create_index(op.f("ix_evaluation_figure_item"), "evaluation_figure", ["item"])


def _create_recommendations() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tag", _choice("tag", *TAGS), nullable=False),
        sa.Column("free_tags", sa.JSON(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        _instant("done_at", nullable=True),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("recommendation", "evaluation_id", "evaluation"),
        _points("recommendation", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("source", name=op.f("uq_recommendation_source")),
    )
    op.create_index(op.f("ix_recommendation_evaluation_id"), "recommendation", ["evaluation_id"])


def downgrade() -> None:
    for table in HELD_IN_PLACE:
        for act in ("delete", "update"):
            _drop(table, act)
    for table in (
        *("recommendation", "evaluation_figure", "evaluation"),
        *("office_report_evidence", "office_report_move", "office_report_version", "office_report", "report_call"),
    ):
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


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
