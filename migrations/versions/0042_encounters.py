"""Encounters on the commitments: what each is about, the remarks of the offices and the published documents."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE = "encounter_document"


def upgrade() -> None:
    _create_encounter()
    _create_remark()
    _create_document()
    for act in ("DELETE", "UPDATE"):
        _refuse(act)


def _create_encounter() -> None:
    op.create_table(
        "encounter",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("years", "event_ids", "office_ids")),
        sa.Column("opening", sa.Text(), nullable=False),
        _instant("changed_at"),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("encounter", "event_id", "event", "id"),
        _points("encounter", "changed_by_id", "user_account", "id"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_encounter")),
    )


def _create_remark() -> None:
    op.create_table(
        "encounter_remark",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _instant("changed_at"),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        _points("encounter_remark", "event_id", "encounter", "event_id"),
        _points("encounter_remark", "department_id", "department", "id"),
        _points("encounter_remark", "changed_by_id", "user_account", "id"),
        sa.PrimaryKeyConstraint("event_id", "department_id", name=op.f("pk_encounter_remark")),
    )


def _create_document() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _instant("cut_at"),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_encounter_document_reason")),
        _points(TABLE, "event_id", "encounter", "event_id"),
        _points(TABLE, "published_by_id", "user_account", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_document")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_encounter_document_event_id_number")),
    )


def downgrade() -> None:
    for act in ("DELETE", "UPDATE"):
        _drop(act)
    for table in (TABLE, "encounter_remark", "encounter"):
        op.drop_table(table)


def _refuse(act: str) -> None:
    name, message = f"guard_{TABLE}_{act.lower()}", f"{TABLE}: {act} is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(act: str) -> None:
    name = f"guard_{TABLE}_{act.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {TABLE}")
    op.execute(f"DROP FUNCTION {name}()")


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _points(table: str, column: str, target: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}_{target}"))
