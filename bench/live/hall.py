"""The platform with an open hearing, in one of two set-ups."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.hall import turn_on_audience_mode
from bench.stage import DURABLE, Place, application, bare_server, cookie_of
from participa.accounts import sessions
from participa.accounts.models import Role
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.parts import house
from tests.parts.nginx import Behind, running_nginx
from tests.parts.postgres import temporary_cluster
from tests.parts.server import Server, running_server

CODE = "BANCO"
CARDS = 150
CLICK_SECONDS = 10.0


@dataclass(frozen=True)
class Setup:
    """What is measured. `pace`: the seconds between two polls of a phone, as who conducts the hearing sets it."""

    name: str
    phones: int
    pace: int
    has_nginx: bool
    title: str


EMBEDDED = Setup("solo", 1_000, 4, False, "Sin nginx: 1.000 teléfonos")
LARGER = Setup("nginx", 10_000, 4, True, "Con nginx: 10.000 teléfonos")


@dataclass(frozen=True)
class Hall:
    """Everything up. `port` is where phones go, `staff` where the team goes, `streams` 0 without streams."""

    place: Place
    servers: list[Server]
    port: int
    staff: int
    streams: int
    bare: int
    folder: Path
    cards: list[int]
    for_stage: list[int]


@contextmanager
def opened(setup: Setup, minutes: float, database: str) -> Iterator[Hall]:
    """The platform with an open hearing, nginx before it if asked for."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="live-")))
        folder.chmod(0o755)
        env = {"PARTICIPA_DATA_DIR": str(folder), "PARTICIPA_PROXIES": "1" if setup.has_nginx else "0"}
        if database == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(temporary_cluster(DURABLE)).create_database()
        home = house.build(folder, env)
        app = application(env)
        with app.app_context():
            cards, for_stage, cookie = furnish(app, int(minutes * 60 / CLICK_SECONDS) + 12, setup.pace)
        bare = stack.enter_context(bare_server())
        started = time.monotonic()
        for_public = replace(home, env={**home.env, "PARTICIPA_KEEPER_AFTER": "20"}) if setup.has_nginx else home
        public = stack.enter_context(for_public.serving())
        place = Place(public, app, cookie, time.monotonic() - started, now().year)
        turn_on_audience_mode(place)
        servers, port, staff, streams = [public], public.port, public.port, 0
        if setup.has_nginx:
            own = replace(home, env={**home.env, "WEB_WORKERS": "1"})
            team = stack.enter_context(own.serving())
            command = [*house.FLASK, "hearings", "events"]
            news = stack.enter_context(running_server(command, env=home.environment))
            front = stack.enter_context(running_nginx(folder, Behind(public.port, team.port, news.port)))
            servers, port, staff, streams = [public, team, news], front.port, front.port, front.port
        live = folder / "live" / CODE
        _wait_for(live / "version.json")
        yield Hall(place, servers, port, staff, streams, bare, live, cards, for_stage)


def furnish(app: object, on_stage: int, pace: int) -> tuple[list[int], list[int], str]:
    """An open hearing with questions on it; those to support, those for the stage, the cookie of a moderator."""
    event = make.event(activity=make.activity(make.strategy(year=now().year)))
    hearing = make.hearing(event=event, room_code=CODE, hall_networks="127.0.0.0/8", poll_seconds=pace)
    offices = [make.department() for _ in range(6)]
    numbers = []
    for place in range(CARDS + on_stage):
        words = f"¿Cuándo arreglan la vía número {place} de la vereda y cuánto ha costado el contrato hasta hoy?"
        question = make.public_question(event, body=words)
        numbers.append(make.staged(hearing, question=question, department_id=offices[place % 6].id).id)
    with unit_of_work():
        token = sessions.open_for(make.user(Role.MODERATOR), second_factor=True)
    return numbers[:CARDS], numbers[CARDS:], cookie_of(app, token)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        if time.monotonic() > deadline:
            raise TimeoutError("nobody publishes the hearing")
        time.sleep(0.1)
