"""How the two databases are opened.

SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE for writes, and one file lock that each writing transaction and the
only checkpointer hold. The lock gives fair waits and keeps any commit from running during a checkpoint.
"""

import fcntl
import os
import select
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, TextClause, event, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import Session

PATIENCE_MS = 5000
CHECKPOINT_PATIENCE_MS = 100
RESTED_SECONDS = 1.0
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={PATIENCE_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA cache_size=-16000",
)
Statement: TypeAlias = tuple[TextClause, dict[str, Any] | list[dict[str, Any]]]  # and its values
writing: ContextVar[bool] = ContextVar("writing", default=False)


class WriteLock:
    """One writer at a time on this machine, over threads and processes. Waiting is first come, first served."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread_lock = threading.Lock()
        self._holder: int | None = None
        self._file: int | None = None
        self._pid = 0

    def acquire(self) -> None:
        """Wait for the lock. Raises RuntimeError for who holds it already: that one would wait for itself."""
        if self._holder == threading.get_ident():
            raise RuntimeError("A unit of work cannot begin inside another one.")
        self._thread_lock.acquire()
        try:
            fcntl.flock(self._descriptor(), fcntl.LOCK_EX)
        except BaseException:
            self._thread_lock.release()
            raise
        self._holder = threading.get_ident()

    def release(self) -> None:
        """Let go, if this thread holds it."""
        if self._holder == threading.get_ident():
            self._holder = None
            fcntl.flock(self._descriptor(), fcntl.LOCK_UN)
            self._thread_lock.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def _descriptor(self) -> int:
        if self._file is None or self._pid != os.getpid():  # a fork shares the lock of its parent: open anew
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._pid = os.getpid()
        return self._file


def prepare_sqlite(engine: Engine, lock: WriteLock) -> None:
    """Give each connection of the engine the storage profile, and each transaction its right BEGIN."""

    @event.listens_for(engine, "connect")
    def open_connection(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin by itself
        for pragma in PRAGMAS:
            raw.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        lock.acquire()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            lock.release()
            raise


def ask_who_rested(engine: Engine) -> None:
    """Ask each connection that rested whether it still lives, before it is used: a server that restarted ends them all.

    Asking before every use costs a support of a hearing one of seven waits for the server. What was used within the
    last second is asked only when something came from the server meanwhile: it says farewell, and cuts the line.
    """

    @event.listens_for(engine, "checkin")
    def note(_raw: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(raw: Any, record: Any, _used: Any) -> None:
        has_rested = time.monotonic() - record.info.get("rests_since", time.monotonic()) >= RESTED_SECONDS
        try:
            if has_rested or _has_news(raw.fileno()):
                engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone


def _has_news(descriptor: int) -> bool:
    """Whether something that nobody asked for can be read there."""
    line = select.poll()
    line.register(descriptor, select.POLLIN)
    return bool(line.poll(0))


def execute_all(connection: Connection, statements: Sequence[Statement]) -> None:
    """Execute statements that answer nothing, one after the other, without waiting for each.

    A wait for PostgreSQL costs about as much as a statement. Raises what `execute` raises, of any of them.
    """
    if connection.dialect.name == "postgresql" and len(statements) > 1:
        with _pipeline(connection):
            _execute(connection, statements)
    else:
        _execute(connection, statements)


def _execute(connection: Connection, statements: Sequence[Statement]) -> None:
    for statement, values in statements:
        connection.execute(statement, values)


@contextmanager
def _pipeline(connection: Connection) -> Iterator[None]:
    """What fails shows at the end at the latest, as an error of the driver: SQLAlchemy no longer looks there."""
    raw: Any = connection.connection.driver_connection
    driver = connection.dialect.loaded_dbapi
    try:
        with raw.pipeline():
            yield
    except driver.Error as failed:
        if raw.closed:
            connection.invalidate(failed)
        raise DBAPIError.instance(
            None, None, failed, driver.Error, connection_invalidated=raw.closed, dialect=connection.dialect
        ) from failed


def begin_of_one_instant(session: Session) -> None:
    """Let all that this transaction reads be of the same instant. It must be its first statement.

    SQLite always reads so; PostgreSQL only when asked. A session within a transaction of others reads as they do.
    """
    bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def checkpoint(engine: Engine, lock: WriteLock) -> None:
    """Move the write-ahead log into the database file. Nobody can commit meanwhile, so readers are not waited for."""
    with lock.held(), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE_MS}").close()
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            raw.execute(f"PRAGMA busy_timeout={PATIENCE_MS}").close()


def answers(engine: Engine) -> bool:
    """Whether the database answers a trivial question. Raises what the driver raises when it does not."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar_one() == 1)
