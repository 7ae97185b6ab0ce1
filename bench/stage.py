"""The servers that are measured: one bare, and ours on each database, with data in them."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Date, bindparam, text

from bench.memory import resident_mb
from participa import config, create_app
from participa.accounts import sessions
from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import UnitOfWorkFlask, unit_of_work
from tests import factories as make
from tests.parts import house
from tests.parts.postgres import temporary_cluster
from tests.parts.server import Server, running_server

WORKERS = 2
# As docs/instalacion-grande.md says to set it: what is written is on the disk, and memory for what is read again.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "512MB"}
ACTIVITIES = 40
FEW = 1_000
ROWS = text("""
    INSERT INTO question (radicado, form_key_digest, code_digest, channel, body, kind, received_at, is_late,
        answer_medium, base_on, term_days, due_on, base_reading, calendar_version, status, visibility, revision)
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
    SELECT '2025-' || (1000000 + n), 'k' || n, 'c' || n, 'web',
        'Pregunta número ' || n || ': ¿cuándo se arregla la vía de la vereda El Mirador?', 'pregunta',
        :received, false, 'publication', :base, 15, :due, 'receipt',
        'bench', CASE WHEN n <= :few THEN 'received' ELSE 'published' END,
        CASE WHEN n % 10 = 0 OR n > :few THEN 'public' ELSE 'waiting' END, 0
    FROM number
""").bindparams(bindparam("received", type_=UtcDateTime), bindparam("base", type_=Date), bindparam("due", type_=Date))


@dataclass(frozen=True)
class Place:
    """A running server of ours, its application (to look at its data from here) and a member of the team's cookie."""

    server: Server
    app: UnitOfWorkFlask
    staff_cookie: str
    start_seconds: float
    year: int


@dataclass(frozen=True)
class Stage:
    bare_port: int
    sqlite: Place
    crowded: Place
    postgresql: Place | None


def application(env: Mapping[str, str]) -> UnitOfWorkFlask:
    return create_app(config.from_environment({**os.environ, **env}))


@contextmanager
def bare_server() -> Iterator[int]:
    command = [sys.executable, "-m", "bench.bare", "{port}", str(WORKERS)]
    with running_server(command, health="/") as server:
        yield server.port


@contextmanager
def place(
    folder: Path, rows: int, database_url: str = "", write: Callable[[int], None] | None = None
) -> Iterator[Place]:
    """A served house with a strategy, a space that takes questions, and `rows` questions; `write` writes them."""
    home = house.build(folder, {"DATABASE_URL": database_url, "WEB_WORKERS": str(WORKERS)})
    app = application({"DATABASE_URL": database_url, "PARTICIPA_DATA_DIR": str(folder)})
    with app.app_context():
        cookie = furnish(app, rows, write)
    started = time.monotonic()
    with home.serving() as server:
        yield Place(server, app, cookie, time.monotonic() - started, now().year)


def furnish(app: UnitOfWorkFlask, rows: int, write: Callable[[int], None] | None = None) -> str:
    """Write the data; the cookie of a member of the team who is signed in.

    Of the `rows` questions FEW are open: a town hall with years of history works on as many as a new one.
    """
    plan = make.strategy(year=now().year)
    for _ in range(ACTIVITIES):
        make.activity(plan)
    make.event(activity=make.activity(plan))
    for number in range(6):
        make.topic(name=f"Tema {number}")
        make.department()
    (write or _write_rows)(rows)
    with unit_of_work():
        token = sessions.open_for(make.user(Role.MODERATOR), second_factor=True)
    return cookie_of(app, token)


def _write_rows(count: int) -> None:
    at = now() - timedelta(days=20)
    days = {"received": at, "base": at.date(), "due": now().date()}
    with unit_of_work():
        db.session.execute(ROWS, {"count": count, "few": FEW, **days})
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def cookie_of(app: UnitOfWorkFlask, token: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)
    signed = serializer.dumps({"_user_id": token, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


@contextmanager
def stage(folder: Path, many: int, postgresql: bool) -> Iterator[Stage]:
    """Everything up at the same time, so that all are measured in the same minutes."""
    with ExitStack() as stack:
        bare = stack.enter_context(bare_server())
        sqlite = stack.enter_context(place(folder / "sqlite", FEW))
        crowded = stack.enter_context(place(folder / "crowded", many))
        on_postgresql = None
        if postgresql:
            cluster = stack.enter_context(temporary_cluster(DURABLE))
            on_postgresql = stack.enter_context(place(folder / "postgresql", FEW, cluster.create_database()))
        yield Stage(bare, sqlite, crowded, on_postgresql)


def memory_mb(server: Server) -> list[float]:
    """Resident memory of each process that answers, in megabytes."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [resident_mb(child) for child in children]
