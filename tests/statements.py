"""What the database is asked while a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """The statements sent over the connection of this test, without those that only begin and end."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(NOT_COUNTED):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)
