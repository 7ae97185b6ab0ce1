"""History from other years or systems: loads and rows that never change. The day of what the search finds."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

KINDS = ("question", "space", "commitment")
KEPT = ("load_id", "kind", "source", "key", "year", "day", "text", "outcome", "office", "label", "place")
KEPT_OR_NONE = ("outcome_on", "due_on", "people")
DISTINCT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("day", sa.Date(), nullable=True))
    op.create_index("ix_search_entry_day", "search_entry", ["day"])
    _create_load()
    _create_row()
    for name, (table, act, condition) in _guards().items():
        _refuse(name, table, act, condition)


def _create_load() -> None:
    table = "history_load"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        _one_of(table, "kind", "kind", KINDS),
        sa.Column("source", sa.String(length=120), nullable=False),
        _one_of(table, "state", "state", ("preview", "loaded", "withdrawn")),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        _instant("brought_at", nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=False),
        _instant("loaded_at"),
        _instant("withdrawn_at"),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'loaded' OR loaded_at IS NOT NULL", name=op.f("ck_history_load_loaded")),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR (withdrawn_at IS NOT NULL AND reason <> '')",
            name=op.f("ck_history_load_withdrawn"),
        ),
        _points(table, "brought_by_id", "user_account"),
        _points(table, "withdrawn_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_load")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_history_load_form_key_digest")),
    )
    op.create_index("ix_history_load_state", table, ["state", "id"])


def _create_row() -> None:
    table = "history_row"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        _one_of(table, "kind", "kind", KINDS),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        _instant("withdrawn_at"),
        sa.CheckConstraint("people IS NULL OR people >= 0", name=op.f("ck_history_row_people")),
        _points(table, "load_id", "history_load"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_row")),
    )
    op.create_index(op.f("ix_history_row_load_id"), table, ["load_id"])
    op.create_index("ix_history_row_listed", table, ["year", "kind", "day", "id"])
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_history_row_standing",
        table,
        ["source", "kind", "key"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    for name, (table, *_rest) in _guards().items():
        _drop(name, table)
    op.drop_table("history_row")
    op.drop_table("history_load")
    op.drop_index("ix_search_entry_day", table_name="search_entry")
    op.drop_column("search_entry", "day")


def _guards() -> dict[str, tuple[str, str, str]]:
    """What the database itself refuses, whoever asks: the table, the act and when."""
    other = DISTINCT[op.get_bind().dialect.name]
    changed = [f"NEW.{name} <> OLD.{name}" for name in KEPT]
    other_instant = f"NEW.withdrawn_at {other} OLD.withdrawn_at"
    changed += [f"NEW.{name} {other} OLD.{name}" for name in KEPT_OR_NONE]
    return {
        "history_row_delete": ("history_row", "DELETE", "1 = 1"),
        "history_row_words": ("history_row", "UPDATE", " OR ".join(changed)),
        "history_row_back": ("history_row", "UPDATE", f"OLD.withdrawn_at IS NOT NULL AND {other_instant}"),
        "history_load_delete": ("history_load", "DELETE", "OLD.state <> 'preview'"),
        "history_load_back": (
            "history_load",
            "UPDATE",
            "(OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn') OR (OLD.state = 'loaded' AND NEW.state = 'preview')"
            " OR (OLD.state <> 'preview' AND (NEW.sha256 <> OLD.sha256 OR NEW.source <> OLD.source))",
        ),
    }


def _refuse(name: str, table: str, act: str, condition: str) -> None:
    message = f"{table}: {act} is refused ({name})"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER guard_{name} BEFORE {act} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER guard_{name} BEFORE {act} ON {table} FOR EACH ROW WHEN ({condition}) "
        f"EXECUTE FUNCTION guard_{name}()"
    )


def _drop(name: str, table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER guard_{name}")
        return
    op.execute(f"DROP TRIGGER guard_{name} ON {table}")
    op.execute(f"DROP FUNCTION guard_{name}()")


def _one_of(table: str, column: str, name: str, values: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=False)


def _instant(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
