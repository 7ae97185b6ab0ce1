"""How Alembic opens the database. Tables are rebuilt on SQLite without losing what points at them."""

from alembic import context
from flask import current_app

from participa.extensions import db
from participa.shared import database
from participa.shared.types import UtcDateTime


def upgrade_online() -> None:
    """Run the migrations. On SQLite foreign keys rest meanwhile, and are all checked at the end."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        if on_sqlite:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF").close()
        writing = database.writing.set(True)
        try:
            _run(connection, on_sqlite)
        finally:
            database.writing.reset(writing)
            current_app.extensions["write_lock"].release()
            if on_sqlite:
                raw.execute("PRAGMA foreign_keys=ON").close()


def _render(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name plain column types, so that they stand when the code moves on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run(connection, on_sqlite: bool) -> None:
    with connection.begin():
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_render,
            include_name=lambda name, kind, _parents: not (kind == "table" and "_fts" in (name or "")),
        )
        if not on_sqlite:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        context.run_migrations()
        if on_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"The migration left rows that point nowhere: {broken[:5]}")


upgrade_online()
