"""What people nominated stays as they wrote it: the database refuses to rewrite it and to delete it."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "topic_nomination"
WRITTEN = "call_id, number, words, why, place, received_at"
GUARDS = {"update": f"UPDATE OF {WRITTEN}", "delete": "DELETE"}


def upgrade() -> None:
    for act, when in GUARDS.items():
        _refuse(act, when)


def downgrade() -> None:
    for act in GUARDS:
        _drop(act)


def _refuse(act: str, when: str) -> None:
    name, message = f"guard_{TABLE}_{act}", f"{TABLE}: {act.upper()} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(act: str) -> None:
    name = f"guard_{TABLE}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {TABLE}")
    op.execute(f"DROP FUNCTION {name}()")
