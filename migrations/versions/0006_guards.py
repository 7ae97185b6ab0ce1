"""Triggers: what a citizen wrote and what was done are neither changed nor deleted, whoever asks."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_entry", "question_move", "event_move", "question_authorization")
FIXED_OF_QUESTION = ("body", "radicado", "received_at", "channel", "form_key_digest", "code_digest")
FIXED_OF_ANSWER = ("body", "number", "question_id", "author_id", "written_at")


def upgrade() -> None:
    for table in APPEND_ONLY:
        _refuse(table, "DELETE")
        _refuse(table, "UPDATE")
    _refuse("question", "DELETE")
    _refuse("question", "UPDATE", _differs(FIXED_OF_QUESTION))
    _refuse("answer_version", "DELETE")
    _refuse("answer_version", "UPDATE", f"OLD.approved_at IS NOT NULL AND ({_differs(FIXED_OF_ANSWER)})")


def downgrade() -> None:
    for table in (*APPEND_ONLY, "question", "answer_version"):
        for act in ("delete", "update"):
            _drop(table, act)


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
