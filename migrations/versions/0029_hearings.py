"""The live part of a hearing: its agenda, stage, supports, turns and promises. Only a rehearsal can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STAGES = ("sin_turno", "preseleccionada", "siguiente", "en_pantalla", "respondida_en_vivo")
REASONS = ("urgent", "same_topic", "unheard_place", "unheard_group", "official_leaves", "follow_up")
TABLES = (
    *("support_decision", "support", "stage_move", "question_reader", "live_trace", "live_promise"),
    *("staged_question", "screen_blank", "microphone_turn", "agenda_run", "hearing"),
)
OF_REHEARSAL = {  # a rehearsal is erased whole; of a real hearing nothing is
    "EXISTS (SELECT 1 FROM hearing WHERE hearing.is_rehearsal AND hearing.id = OLD.hearing_id)": (
        *("agenda_run", "microphone_turn", "screen_blank", "live_promise", "staged_question"),
    ),
    "EXISTS (SELECT 1 FROM hearing JOIN staged_question ON staged_question.hearing_id = hearing.id "
    "WHERE hearing.is_rehearsal AND staged_question.id = OLD.staged_id)": (
        *("stage_move", "support", "support_decision", "live_trace"),
    ),
    "OLD.is_rehearsal": ("hearing",),
}
KEPT = {  # what was said stays as it was said
    "stage_move": "",
    "support_decision": "",
    "live_trace": "",
    "live_promise": "hearing_id, staged_id, department_id, text, second, at, author_id",
    "screen_blank": "hearing_id, began_at, author_id",
}


def upgrade() -> None:
    _create_hearing()
    _create_conduct()
    _create_staged()
    _create_promises()
    _create_history()
    _create_supports()
    for condition, tables in OF_REHEARSAL.items():
        for table in tables:
            _refuse(table, "DELETE", unless=condition)
    for table, columns in KEPT.items():
        _refuse(table, f"UPDATE OF {columns}" if columns else "UPDATE")


def _create_hearing() -> None:
    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("room_code", sa.String(length=8), nullable=False),
        sa.Column("state", _choice("hearing_state", "preparing", "open", "closed"), nullable=False),
        sa.Column("takes_questions", sa.Boolean(), nullable=False),
        sa.Column("takes_supports", sa.Boolean(), nullable=False),
        sa.Column("poll_seconds", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("silent_share", sa.Integer(), nullable=False),
        _instant("recording_began_at", nullable=True),
        sa.Column("recording_url", sa.String(length=300), nullable=False),
        _instant("opened_at", nullable=True),
        _instant("closed_at", nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("hall_networks", sa.String(length=300), nullable=False),
        _points("hearing", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("event_id", "is_rehearsal", name=op.f("uq_hearing_event_id_is_rehearsal")),
        sa.UniqueConstraint("room_code", name=op.f("uq_hearing_room_code")),
    )
    op.create_index("ix_hearing_state", "hearing", ["state"])


def _create_conduct() -> None:
    op.create_table(
        "agenda_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        _instant("began_at"),
        _instant("ended_at", nullable=True),
        _points("agenda_run", "hearing_id", "hearing"),
        _points("agenda_run", "agenda_item_id", "event_agenda_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_run")),
        sa.UniqueConstraint("hearing_id", "agenda_item_id", name=op.f("uq_agenda_run_hearing_id_agenda_item_id")),
    )
    op.create_table(
        "microphone_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("territory", sa.String(length=120), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("state", _choice("turn_state", "waiting", "speaking", "done", "absent"), nullable=False),
        _instant("began_at", nullable=True),
        _instant("ended_at", nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        _points("microphone_turn", "hearing_id", "hearing"),
        _points("microphone_turn", "question_id", "question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_microphone_turn")),
    )
    op.create_index("ix_microphone_turn_hearing_id", "microphone_turn", ["hearing_id", "position"])
    op.create_table(
        "screen_blank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        _instant("began_at"),
        _instant("ended_at", nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("screen_blank", "author_id", "user_account"),
        _points("screen_blank", "hearing_id", "hearing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_blank")),
    )
    op.create_index("ix_screen_blank_hearing_id", "screen_blank", ["hearing_id"])


def _create_staged() -> None:
    op.create_table(
        "staged_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("rehearsal_text", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("territory", sa.String(length=120), nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("stage", _choice("stage", *STAGES), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("held_supports", sa.Integer(), nullable=False),
        sa.Column("extent", _choice("extent", "complete", "partial", "in_writing"), nullable=True),
        sa.Column("second", sa.Integer(), nullable=True),
        _instant("joined_at"),
        _points("staged_question", "department_id", "department"),
        _points("staged_question", "hearing_id", "hearing"),
        _points("staged_question", "question_id", "question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_question")),
        sa.UniqueConstraint("question_id", name=op.f("uq_staged_question_question_id")),
    )
    op.create_index("ix_staged_question_stage", "staged_question", ["hearing_id", "stage", "id"])


def _create_promises() -> None:
    op.create_table(
        "live_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("staged_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("second", sa.Integer(), nullable=True),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("struck_at", nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        _points("live_promise", "author_id", "user_account"),
        _points("live_promise", "department_id", "department"),
        _points("live_promise", "hearing_id", "hearing"),
        _points("live_promise", "staged_id", "staged_question"),
        _points("live_promise", "struck_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_promise")),
    )
    op.create_index("ix_live_promise_hearing_id", "live_promise", ["hearing_id"])


def _create_history() -> None:
    op.create_table(
        "stage_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staged_id", sa.Integer(), nullable=False),
        sa.Column("from_value", _choice("stage_from", *STAGES), nullable=False),
        sa.Column("to_value", _choice("stage_to", *STAGES), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reason", _choice("override_reason", *REASONS), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        _points("stage_move", "author_id", "user_account"),
        _points("stage_move", "staged_id", "staged_question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_move")),
    )
    op.create_index("ix_stage_move_staged_id", "stage_move", ["staged_id"])
    op.create_table(
        "live_trace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staged_id", sa.Integer(), nullable=False),
        _instant("at"),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _points("live_trace", "staged_id", "staged_question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_trace")),
    )
    op.create_index("ix_live_trace_staged_id", "live_trace", ["staged_id", "at"])


def _create_supports() -> None:
    op.create_table(
        "support",
        sa.Column("staged_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _choice("support_state", "warming", "counted", "held", "discarded", "withdrawn"), nullable=False
        ),
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=32), nullable=False),
        _instant("device_since"),
        sa.Column("is_in_room", sa.Boolean(), nullable=False),
        _instant("at"),
        _points("support", "hearing_id", "hearing"),
        _points("support", "staged_id", "staged_question"),
        sa.PrimaryKeyConstraint("staged_id", "device", name=op.f("pk_support")),
    )
    op.create_index("ix_support_hearing_id_state", "support", ["hearing_id", "state", "at"])
    op.create_table(
        "question_reader",
        sa.Column("staged_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        _points("question_reader", "staged_id", "staged_question"),
        sa.PrimaryKeyConstraint("staged_id", "device", name=op.f("pk_question_reader")),
    )
    op.create_table(
        "support_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staged_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        _instant("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _points("support_decision", "author_id", "user_account"),
        _points("support_decision", "staged_id", "staged_question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_decision")),
    )
    op.create_index("ix_support_decision_staged_id", "support_decision", ["staged_id"])


def downgrade() -> None:
    for table in KEPT:
        _drop(table, "update")
    for tables in OF_REHEARSAL.values():
        for table in tables:
            _drop(table, "delete")
    for table in TABLES:
        op.drop_table(table)


def _refuse(table: str, when: str, unless: str = "") -> None:
    act = when.split()[0]
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
    condition = f"WHEN NOT ({unless}) " if unless else ""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    refusal = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
    told = f"IF NOT ({unless}) THEN {refusal} END IF; RETURN OLD;" if unless else refusal
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {told} END $$")
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


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
