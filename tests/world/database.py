"""A connection whose work never lands, and a hash of everything that is stored."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, event

from participa.extensions import Base, db
from participa.shared.unit_of_work import UnitOfWorkFlask

# What must survive a refusal and tells nothing of the domain.
TRACES = {"sign_in_attempt"}
TRACE_COLUMNS = {("login_session", "seen_at")}


@contextmanager
def one_transaction(app: UnitOfWorkFlask) -> Iterator[Connection]:
    """All sessions of the application share this connection; at the end nothing of it remains."""
    with app.app_context():
        engine = db.engine
    connection = engine.connect()
    transaction = connection.begin()
    engines = db._app_engines[app]
    engines[None] = connection
    try:
        yield connection
    finally:
        engines[None] = engine
        transaction.rollback()
        connection.close()


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """What happens inside is taken back at the end, by a savepoint.

    It is also released: a savepoint that was only rolled back stays, each later one nests in it, and PostgreSQL keeps a
    lock for each.
    """
    connection.exec_driver_sql("SAVEPOINT undone")
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT undone")
        connection.exec_driver_sql("RELEASE SAVEPOINT undone")


READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def writings(connection: Connection) -> Iterator[list[str]]:
    """The statements that may change rows, of those sent over this connection while the block runs.

    Looking at every row after a request that sent none would take most of the time of the guards.
    """
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.lstrip().startswith(READING):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def rows(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table as text, in an order that does not depend on the database; without the traces.

    Straight from the driver: it runs after each of some thousand requests.
    """
    cursor = connection.connection.cursor()
    try:
        return {name: sorted(map(repr, cursor.execute(query).fetchall())) for name, query in QUERIES.items()}
    finally:
        cursor.close()


def content(connection: Connection) -> str:
    """A hash of all rows of all tables."""
    return hashlib.sha256(repr(rows(connection)).encode()).hexdigest()


def _query(table: Table) -> str:
    names = [column.name for column in table.columns if (table.name, column.name) not in TRACE_COLUMNS]
    return f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table.name)}"  # noqa: S608 - names of our own tables


def quoted(name: str) -> str:
    """Some columns have a name that means something to a database: authorization."""
    return f'"{name}"'


QUERIES = {table.name: _query(table) for table in Base.metadata.sorted_tables if table.name not in TRACES}
