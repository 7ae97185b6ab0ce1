"""What breaks in the middle of a hearing, in real processes: phones read on, and everything resumes by itself."""

import http.client
import json
import os
import resource
import secrets
import signal
import socketserver
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from fakeredis import TcpFakeServer
from psycopg import sql
from sqlalchemy import make_url

from bench.citizen import open_form
from bench.live.people import fetch
from participa import create_app
from participa.config import from_environment
from participa.extensions import db
from participa.hearings.models import Hearing
from participa.hearings.services import joining
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.factories.keep import next_number
from tests.parts import house
from tests.parts.server import running_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def redis():
    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    stop(server)


def stop(redis):
    """Once or again."""
    redis.shutdown()
    socketserver.TCPServer.server_close(redis)


@pytest.fixture(scope="module")
def home(tmp_path_factory, redis, request):
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder / 'participa.db'}"
    if ON_POSTGRESQL:
        url = request.getfixturevalue("cluster").create_database()
    queue = f"redis://127.0.0.1:{redis.server_address[1]}/0"
    return house.build(folder, {"DATABASE_URL": url, "REDIS_URL": queue})


@pytest.fixture(scope="module")
def server(home):
    """One server for all that it must survive. The tests that need the house for themselves come before it."""
    with home.serving() as server:
        yield server


@dataclass(frozen=True)
class Hall:
    id: int
    room_code: str


@pytest.fixture
def hall(home):
    """An open hearing with one question."""
    app = create_app(from_environment(home.environment))
    with app.app_context():
        hearing = make.hearing(room_code=f"SALA{next_number()}", opened_at=now())
        here = Hall(hearing.id, hearing.room_code)
        one_more(here)
        yield here
        db.session.remove()
        db.engine.dispose()


def one_more(hall):
    """The team publishes another question. The chore of the server may bring it to the stage first."""
    db.session.rollback()
    hearing = db.session.get_one(Hearing, hall.id)
    question = make.public_question(hearing.event)
    with unit_of_work():
        joining.join(hearing, question)
    return joining.find(question.id).id


def read(server, hall, name="version.json"):
    """What a phone reads. It tries again as phones do: the worker that had its connection may just have died."""
    for patience in (0.5, 1, 2, 4, 0):
        try:
            with urllib.request.urlopen(f"{server.url}/vivo/datos/{hall.room_code}/{name}", timeout=15) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return {"v": 0, "q": [], "at": ""}
        except OSError:
            time.sleep(patience)
    raise AssertionError("nobody answers the phones")


def until(condition, most=90.0):
    deadline = time.monotonic() + most
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def shows(server, hall, staged_id):
    return lambda: staged_id in {card["i"] for card in read(server, hall, "snapshot.json")["q"]}


def is_published(server, hall):
    return lambda: bool(read(server, hall, "snapshot.json")["q"])


def keeper(home):
    """The process that holds the lock of the keeper, which publishes; or None."""
    inode = (home.data_dir / "keeper.lock").stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        parts = line.split()
        if "FLOCK" in parts and "->" not in parts and parts[5].endswith(f":{inode}"):
            return int(parts[4])
    return None


def workers(server):
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(child) for child in children]


def test_when_everything_is_killed_the_files_are_whole_on_the_disk(home, hall):
    with home.serving() as server:
        until(is_published(server, hall))
        one_more(hall)
        server.kill()
    folder = home.data_dir / "live" / hall.room_code
    versions = {json.loads((folder / name).read_bytes())["v"] for name in ("version.json", "snapshot.json")}
    assert max(versions) - min(versions) <= 1
    with home.serving() as server:
        until(lambda: read(server, hall)["v"] > max(versions))


def test_a_clock_that_jumps_forth_and_back_takes_no_version_back(home, hall):
    ahead = datetime.now(UTC) + timedelta(days=2)
    jumped = [sys.executable, "-m", "tests.parts.serve_at", ahead.isoformat()]
    with running_server(jumped, env=home.environment, cwd=home.cwd) as server:
        until(is_published(server, hall))
        there = read(server, hall)
    with home.serving() as server:
        until(lambda: read(server, hall)["v"] > there["v"])
        until(shows(server, hall, one_more(hall)))
        assert read(server, hall)["at"] < there["at"]


def test_a_publisher_that_is_killed_is_replaced_and_the_version_goes_on(server, home, hall):
    until(is_published(server, hall))
    before, first = read(server, hall)["v"], keeper(home)
    os.kill(first, signal.SIGKILL)
    assert read(server, hall, "snapshot.json")["q"], "the last state stays readable"
    until(lambda: keeper(home) not in (None, first))
    until(shows(server, hall, one_more(hall)))
    assert read(server, hall)["v"] > before


def test_a_worker_that_is_killed_is_not_missed(server, home, hall):
    until(is_published(server, hall))
    publishes = keeper(home)
    other = next(number for number in workers(server) if number != publishes)
    os.kill(other, signal.SIGKILL)
    until(shows(server, hall, one_more(hall)))
    assert keeper(home) == publishes
    until(lambda: len(workers(server)) == 2)


@contextmanager
def broken_database(home):
    """On SQLite somebody holds the database for writing; PostgreSQL takes no connection and ends the present ones."""
    url = make_url(home.env["DATABASE_URL"])
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(url.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    name = sql.Identifier(url.database)
    address = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        try:
            yield
        finally:
            other.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def test_a_database_that_takes_no_writes_leaves_the_phones_reading(server, home, hall):
    until(is_published(server, hall))
    person, key = open_form(server.port), secrets.token_urlsafe(16)
    db.session.rollback()
    db.engine.dispose()
    with broken_database(home):
        assert person.ask(key) is None, "no receipt for what is not on the disk"
        assert len(read(server, hall, "snapshot.json")["q"]) == 1
    assert person.ask(key), "the same form goes through as soon as the database is there"
    until(shows(server, hall, one_more(hall)))


def test_what_cannot_be_written_during_a_fault_is_told_and_kept(server, home, hall):
    person = open_form(server.port)
    db.session.rollback()
    db.engine.dispose()
    with broken_database(home):
        status, page = send(person, "¿Se pierde lo que escribí?")
    assert status == 503
    assert "¿Se pierde lo que escribí?" in page


def test_a_tap_while_the_database_takes_no_writes_is_refused_and_then_goes_through(server, home, hall):
    card, path = one_more(hall), f"/vivo/{hall.room_code}"
    _, told, cookie = fetch(server.port, f"{path}/mias")
    tap = {"apoyar": str(card), "csrf_token": json.loads(told)["token"]}
    db.session.rollback()
    db.engine.dispose()
    with broken_database(home):
        assert fetch(server.port, f"{path}/apoyos", cookie, tap)[0] == 503
    assert fetch(server.port, f"{path}/apoyos", cookie, tap)[0] == 303
    assert json.loads(fetch(server.port, f"{path}/mias", cookie)[1])["supports"] == [card]


def send(person, words):
    connection = http.client.HTTPConnection("127.0.0.1", person.port, timeout=20)
    with closing(connection):
        headers = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/preguntas/nueva", person.body(secrets.token_urlsafe(16), words), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_disk_without_room_leaves_the_last_state_and_it_goes_on_when_there_is_room(server, home, hall):
    """The system lets the publisher write no file of more than a few bytes, as when the disk is full."""
    until(is_published(server, hall))
    before, publishes = read(server, hall, "snapshot.json"), keeper(home)
    usual = resource.prlimit(publishes, resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))
    card = one_more(hall)
    time.sleep(3)
    assert read(server, hall, "snapshot.json") == before
    resource.prlimit(publishes, resource.RLIMIT_FSIZE, usual)
    until(shows(server, hall, card))
    assert keeper(home) == publishes
    leftovers = [path.name for path in (home.data_dir / "live" / hall.room_code).iterdir() if path.name[0] == "."]
    assert leftovers == []


def test_redis_that_stops_holds_nothing_up(server, hall, redis):
    until(is_published(server, hall))
    stop(redis)
    until(shows(server, hall, one_more(hall)))
    person = open_form(server.port)
    assert person.ask(secrets.token_urlsafe(16))
