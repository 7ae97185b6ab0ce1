"""How SQLite is opened and written to: nothing is lost, nobody waits for ever, nobody commits during a checkpoint.

And who finds that PostgreSQL ended the connections that rested.
"""

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

import pytest
from psycopg.pq import PipelineStatus
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from participa.extensions import db
from participa.shared import database
from participa.shared.database import WriteLock, ask_who_rested, checkpoint, execute_all, prepare_sqlite, writing
from tests.parts.server import ROOT

PROFILE = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "trusted_schema": 0,
    "wal_autocheckpoint": 0,
    "busy_timeout": 5000,
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "participa.db"


@pytest.fixture
def lock(tmp_path):
    return WriteLock(tmp_path / "write.lock")


@pytest.fixture
def engine(path, lock):
    engine = create_engine(f"sqlite:///{path}")
    prepare_sqlite(engine, lock)
    with write(engine, lock) as connection:
        connection.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield engine
    engine.dispose()


@contextmanager
def write(engine, lock):
    """A writing transaction, as the unit of work makes it."""
    token = writing.set(True)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        writing.reset(token)
        lock.release()


def another_may_write(path):
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def is_free(lock, within=30):
    """Whether another thread gets the lock, in seconds; True as soon as it does."""
    taken = threading.Event()

    def take():
        with lock.held():
            taken.set()

    threading.Thread(target=take, daemon=True).start()
    return taken.wait(within)


def is_held(lock):
    return not is_free(lock, within=0.5)


@pytest.mark.parametrize("pragma", PROFILE)
def test_each_connection_has_the_storage_profile(engine, pragma):
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == PROFILE[pragma]


def test_a_writer_holds_the_database_from_its_first_read(engine, lock, path):
    with write(engine, lock) as connection:
        connection.execute(text("SELECT value FROM counter"))
        assert not another_may_write(path)
    assert another_may_write(path)


def test_a_reader_stands_in_nobodys_way(engine, path):
    with engine.connect() as connection:
        connection.execute(text("SELECT value FROM counter"))
        assert another_may_write(path)


def test_the_lock_is_free_again_after_an_error(engine, lock, path):
    with pytest.raises(OperationalError), write(engine, lock) as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert is_free(lock)
    assert another_may_write(path)


def test_the_lock_is_free_again_when_the_database_was_busy(engine, lock, path, monkeypatch):
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA busy_timeout=50"))
    engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"), write(engine, lock):
            pass
    assert is_free(lock)


def test_the_lock_keeps_a_second_writer_waiting(lock):
    with lock.held():
        assert is_held(lock)
    assert is_free(lock)


def test_who_does_not_hold_the_lock_cannot_open_it(lock):
    with lock.held():
        thread = threading.Thread(target=lock.release)
        thread.start()
        thread.join()
        assert is_held(lock)


def test_a_checkpoint_empties_the_log_and_keeps_the_data(engine, lock, path):
    for number in range(200):
        with write(engine, lock) as connection:
            connection.execute(text("UPDATE counter SET value = :number"), {"number": number})
    log = path.with_name("participa.db-wal")
    assert log.stat().st_size > 100_000, "the connections of the requests never make checkpoints"
    checkpoint(engine, lock)
    assert log.stat().st_size == 0
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 199


def test_a_checkpoint_waits_for_who_writes(engine, lock):
    done = threading.Event()

    def tidy():
        checkpoint(engine, lock)
        done.set()

    with write(engine, lock) as connection:
        connection.execute(text("UPDATE counter SET value = 1"))
        threading.Thread(target=tidy, daemon=True).start()
        assert not done.wait(0.3)
    assert done.wait(30)


def test_a_checkpoint_beside_a_reader_does_no_harm_and_keeps_no_writer_waiting(engine, lock):
    with engine.connect() as reader:
        before = reader.execute(text("SELECT value FROM counter")).scalar_one()
        with write(engine, lock) as connection:
            connection.execute(text("UPDATE counter SET value = value + 1"))
        started = time.monotonic()
        checkpoint(engine, lock)
        assert time.monotonic() - started < database.PATIENCE_MS / 1000 / 2
        assert reader.execute(text("SELECT value FROM counter")).scalar_one() == before
    with engine.connect() as reader:
        assert reader.execute(text("SELECT value FROM counter")).scalar_one() == before + 1


COUNT = """
import sys
from pathlib import Path
from sqlalchemy import create_engine, text
from tests.shared.test_database import WriteLock, prepare_sqlite, write

folder, times = Path(sys.argv[1]), int(sys.argv[2])
lock = WriteLock(folder / "write.lock")
engine = create_engine(f"sqlite:///{folder / 'participa.db'}")
prepare_sqlite(engine, lock)
for _ in range(times):
    with write(engine, lock) as connection:
        value = connection.execute(text("SELECT value FROM counter")).scalar_one()
        connection.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})
"""


@pytest.mark.slow
def test_processes_that_read_and_then_write_lose_nothing(engine, path):
    command = [sys.executable, "-c", COUNT, str(path.parent), "60"]
    counting = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(60) for process in counting] == [0, 0]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 120


def test_what_people_write_is_not_in_the_error_that_goes_to_the_log(context):
    with pytest.raises(DBAPIError) as error:
        db.session.execute(text("SELECT nothing_like_this(:words)"), {"words": "persona@correo.example"})
    assert "persona@correo.example" not in str(error.value)


def test_who_holds_the_lock_is_told_instead_of_waiting_for_itself(tmp_path):
    lock = WriteLock(tmp_path / "write.lock")
    with lock.held(), pytest.raises(RuntimeError, match="inside another"):
        lock.acquire()
    with lock.held():
        pass  # it was let go


@pytest.mark.parametrize("rested", [0, 60], ids=["after a rest", "at once"])
def test_a_connection_that_the_server_ended_while_nobody_used_it_is_not_used(cluster, monkeypatch, rested):
    monkeypatch.setattr(database, "RESTED_SECONDS", rested)
    engine = create_engine(cluster.create_database())
    ask_who_rested(engine)
    with engine.connect() as connection:
        first = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    end_backend(engine.url, first)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != first
    engine.dispose()


def test_a_connection_that_was_just_used_is_not_asked_again(cluster, monkeypatch):
    monkeypatch.setattr(database, "RESTED_SECONDS", 60)
    engine, pings = create_engine(cluster.create_database()), []
    ask_who_rested(engine)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    monkeypatch.setattr(engine.dialect, "do_ping", pings.append)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    assert not pings


@pytest.fixture
def rows(cluster):
    engine = create_engine(cluster.create_database())
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (number int PRIMARY KEY)"))
    yield engine
    engine.dispose()


INSERT = text("INSERT INTO kept VALUES (:number)")


def numbers(engine):
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT number FROM kept ORDER BY number")).scalars())


def test_statements_that_go_together_are_all_executed_in_their_order(rows):
    double = text("UPDATE kept SET number = number * 10")
    with rows.begin() as connection:
        execute_all(connection, [(INSERT, [{"number": 1}, {"number": 2}]), (double, {}), (INSERT, {"number": 1})])
    assert numbers(rows) == [1, 10, 20]


def test_statements_that_go_together_are_sent_without_waiting_for_each(rows):
    ways = []
    with rows.begin() as connection:
        event.listen(connection, "before_cursor_execute", lambda one, *_: ways.append(way_of(one)))
        execute_all(connection, [(INSERT, {"number": 1}), (INSERT, {"number": 2})])
        execute_all(connection, [(INSERT, {"number": 3})])
    assert ways == [PipelineStatus.ON, PipelineStatus.ON, PipelineStatus.OFF]


def way_of(connection):
    return connection.connection.driver_connection.pgconn.pipeline_status


def test_one_that_fails_among_statements_that_go_together_is_told_as_usual_and_undoes_all(rows):
    twice = [(INSERT, {"number": 1}), (INSERT, {"number": 1}), (INSERT, {"number": 2})]
    with rows.connect() as connection:
        with pytest.raises(IntegrityError):
            execute_all(connection, twice)
        connection.rollback()
        execute_all(connection, [(INSERT, {"number": 5}), (INSERT, {"number": 6})])
        connection.commit()
    assert numbers(rows) == [5, 6]


GOODBYE = (text("SELECT pg_terminate_backend(pg_backend_pid())"), {})


@pytest.mark.parametrize("after", [[(INSERT, {"number": 2})], []], ids=["in the middle", "at the very end"])
def test_a_line_that_breaks_among_statements_that_go_together_is_told_as_usual(rows, after):
    with rows.connect() as connection:
        with pytest.raises(OperationalError):
            execute_all(connection, [(INSERT, {"number": 1}), GOODBYE, *after])
        connection.invalidate()
    assert numbers(rows) == []


def end_backend(url, number):
    other = create_engine(url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number, 10000)"), {"number": number})
    other.dispose()
