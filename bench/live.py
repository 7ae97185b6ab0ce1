"""`python -m bench live`: a hall and a stream of phones on one hearing, while people ask and support.

Embedded: 1,000 phones, SQLite, no nginx. Larger: 10,000 phones, nginx before the platform, PostgreSQL. Both write 50
questions and 300 supports a second. What is promised: no error, nothing lost, a new state on the phones within 8 s and
on the big screen within 2 s after the click.
"""

import http.client
import json
import math
import random
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle, repeat
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench import report
from bench.hall import turn_on_audience_mode
from bench.load import run
from bench.memory import resident_mb
from bench.phones import Click, Loop, Phone, Stream, Told, Writers
from bench.stage import DURABLE, Place, application, bare_server, cookie_of
from participa.accounts import sessions
from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import Support, SupportState
from participa.questions.models import Question
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse
from tests.parts import house
from tests.parts.nginx import Behind, running_nginx
from tests.parts.postgres import find_binaries, temporary_cluster
from tests.parts.server import Server, running_server

CODE = "BANCO"
QUESTIONS_A_SECOND, SUPPORTS_A_SECOND = 50, 300
SUPPORTERS = 600  # all phones may ask
CARDS = 150
LINES = 32
DOORS = 4
DRAIN_SECONDS = 30.0
CLICK_SECONDS = 10.0
RAMP_A_SECOND = 800
SAMPLE_SECONDS = 10.0
BLOCK_SECONDS = 2.0
WARM_UP_SECONDS = 22.0  # a support of a phone that has just come counts after 20
STANDING = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD)
FORM = "application/x-www-form-urlencoded"
BEGIN, END = "<!-- vivo {name}: inicio -->", "<!-- vivo {name}: fin -->"
HEAD = ("En vivo", "valor", "meta", "")
ASKED = "Pregunta del banco de medida"


@dataclass(frozen=True)
class Setup:
    """What is measured. `writes`: whether people ask and support meanwhile."""

    name: str
    phones: int
    has_nginx: bool
    title: str


EMBEDDED = Setup("solo", 1_000, False, "Sin nginx: 1.000 teléfonos")
LARGER = Setup("nginx", 10_000, True, "Con nginx: 10.000 teléfonos")


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


@dataclass
class Device:
    """A phone that writes: its cookies, its token, what it supports."""

    cookie: str
    token: str
    supports: set[int] = field(default_factory=set)
    is_busy: bool = False


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
            cards, for_stage, cookie = furnish(app, int(minutes * 60 / CLICK_SECONDS) + 12)
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


def furnish(app: object, on_stage: int) -> tuple[list[int], list[int], str]:
    """An open hearing with questions on it; those to support, those for the stage, the cookie of a moderator."""
    event = make.event(activity=make.activity(make.strategy(year=now().year)))
    hearing = make.hearing(event=event, room_code=CODE, hall_networks="127.0.0.0/8")
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


def fetch(port: int, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """One request by itself: status, body, the cookies that it brought."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Cookie": cookie} | ({"Content-Type": FORM} if form is not None else {})
        body = urlencode(form) if form is not None else None
        connection.request("POST" if form is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        given = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
        return answer.status, answer.read().decode(), given
    finally:
        connection.close()


def devices(hall: Hall, number: int) -> list[Device]:
    """Phones that came in and have their token."""
    with ThreadPoolExecutor(DOORS) as doors:
        return list(doors.map(lambda _: _let_phone_in(hall), range(number)))


def _let_phone_in(hall: Hall) -> Device:
    status, body, cookie = fetch(hall.port, f"/vivo/{CODE}/mias")
    assert status == 200, f"a phone was not let in: {status}"
    return Device(cookie, json.loads(body)["token"])


class Crowd:
    """Who writes, and what the server said that it has."""

    def __init__(self, hall: Hall, askers: int) -> None:
        self.hall, self.receipts = hall, set()
        self._askers = cycle(devices(hall, askers))
        self._all = devices(hall, SUPPORTERS)
        self._supporters, self._chance = cycle(self._all), random.Random(11)

    @property
    def standing(self) -> int:
        return sum(len(device.supports) for device in self._all)

    def question(self) -> tuple[bytes, Callable[[int, bytes], bool]]:
        device, key = next(self._askers), secrets.token_urlsafe(16)
        words = {"body": f"{ASKED}: {key}", "is_other": "y", "website": "", "opened": ""}
        return _post(f"/vivo/{CODE}/preguntar", device, words | {"form_key": key}), self._received

    def _received(self, status: int, body: bytes) -> bool:
        told = json.loads(body) if status == http.client.CREATED else {}
        self.receipts.add(told.get("radicado", ""))
        return told.get("outcome") == "received"

    def support(self) -> tuple[bytes, Callable[[int, bytes], bool]]:
        device = next(one for one in self._supporters if not one.is_busy)
        number, device.is_busy = self._chance.choice(self.hall.cards), True
        word = "quitar" if number in device.supports else "apoyar"
        form = {word: str(number), "leidas": str(self._chance.choice(self.hall.cards))}

        def tell(status: int, body: bytes) -> bool:
            device.is_busy = False
            if status != http.client.OK:
                return False
            device.supports = set(json.loads(body)["supports"])
            return (number in device.supports) is (word == "apoyar")

        return _post(f"/vivo/{CODE}/apoyos", device, form), tell


def _post(path: str, device: Device, form: dict[str, str]) -> bytes:
    body = urlencode(form | {"csrf_token": device.token}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {device.cookie}\r\nAccept: application/json\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Moderator:
    """Brings one question after the other to the screen, each through the page of the team."""

    def __init__(self, hall: Hall, clicks: list[Click], told: Told) -> None:
        self._hall, self._clicks, self._told = hall, clicks, told
        self._stop, self._cookie = threading.Event(), hall.place.staff_cookie
        self._thread = threading.Thread(target=self._work)
        self.desk: list[float] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        token, earlier = "", None
        for number in self._hall.for_stage:
            if self._stop.wait(CLICK_SECONDS):
                return
            token = token or self._enter()
            if earlier is not None:
                self._send(f"/preguntas/{earlier}/respondida", token, extent="partial")
            earlier = number if self._click(number, token) else None

    def _enter(self) -> str:
        """The token of the page of the team, or nothing while it does not open."""
        page, given = self._ask("/")
        self._cookie = given or self._cookie  # with the secret of its token
        return parse(page).hidden["csrf_token"] if page else ""

    def _click(self, number: int, token: str) -> bool:
        """Bring a question to the screen and see it on the own page; whether the server took it. Slow is slow, too."""
        click = Click(number, time.monotonic())
        self._clicks.append(click)
        is_taken = self._send(f"/preguntas/{number}/mover", token, to="en_pantalla", reason="urgent", note="")
        click.is_lost = not is_taken
        self._ask("/")
        self.desk.append(time.monotonic() - click.at)
        return is_taken

    def _ask(self, path: str) -> tuple[str, str]:
        """The page and the cookies that came with it; both empty when none came."""
        status, page, given = self._fetch(path)
        if status != http.client.OK:
            self._told.fail(f"desk {status or 'without answer'}")
            return "", ""
        return page, given

    def _send(self, path: str, token: str, **form: str) -> bool:
        status, _, _ = self._fetch(path, form | {"csrf_token": token})
        if status != http.client.SEE_OTHER:
            self._told.fail(f"click {status or 'without answer'}")
        return status == http.client.SEE_OTHER

    def _fetch(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """As `fetch`; status 0 when nothing came in time."""
        try:
            return fetch(self._hall.staff, f"/vivo/gestion/{CODE}{path}", self._cookie, form)
        except (OSError, http.client.HTTPException):
            return 0, "", ""


class Watch:
    """Reads from the disk in which version a click came out, and how much memory the processes take."""

    def __init__(self, hall: Hall, loop: Loop, clicks: list[Click]) -> None:
        self._hall, self._loop, self._clicks = hall, loop, clicks
        self._seen = 0
        self.memory: list[float] = []
        self._look()
        self._weigh()

    def _look(self) -> None:
        self._loop.at(time.monotonic() + 0.03, self._look)
        path = self._hall.folder / "snapshot.json"
        mark = path.stat().st_ino
        waiting = [click for click in self._clicks if click.version is None]
        if not waiting or mark == self._seen:
            return
        self._seen, state = mark, json.loads(path.read_bytes())
        places = [place for place, click in enumerate(waiting) if state["now"] == click.number]
        for click in waiting[: places[-1] + 1 if places else 0]:  # one that another overtook is over, too
            click.version = state["v"]

    def _weigh(self) -> None:
        self._loop.at(time.monotonic() + SAMPLE_SECONDS, self._weigh)
        self.memory.append(max(_memory_mb(server) for server in self._hall.servers))


def _memory_mb(server: Server) -> float:
    """Of the largest process of a server, in megabytes."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max(resident_mb(number) for number in [str(parent), *children])


@dataclass
class Outcome:
    told: Told
    seconds: float
    crowd: Crowd
    watch: Watch
    clicks: list[Click]
    desk: list[float]
    ratios: dict[str, float]
    polls: int


def storm(hall: Hall, setup: Setup, minutes: float) -> Outcome:
    """Phones come in, then people write for some minutes, then what is under way is waited for."""
    ratios, crowd = polls_beside_bare(hall), Crowd(hall, setup.phones)
    told, clicks, loop = Told(), [], Loop()
    watch, moderator = Watch(hall, loop, clicks), Moderator(hall, clicks, told)
    try:
        _let_in(hall, setup, loop, clicks, told)
        screen = Phone(loop, hall.port, CODE, clicks, told, fixed=1.0)
        screen.ask()
        if hall.streams:
            Stream(loop, hall.streams, CODE, hall.place.staff_cookie, screen.ask)
        loop.run(time.monotonic() + 5)
        moderator.start()
        started, polls = time.monotonic(), told.polls
        writers = [
            Writers(loop, hall.port, "question", QUESTIONS_A_SECOND, crowd.question, told, LINES),
            Writers(loop, hall.port, "support", SUPPORTS_A_SECOND, crowd.support, told, LINES),
        ]
        loop.run(started + minutes * 60)
        polls = told.polls - polls
        for writer in writers:
            writer.end()
        _drain(loop, writers, told)
        moderator.stop()
        loop.run(time.monotonic() + 6)
        return Outcome(told, minutes * 60, crowd, watch, clicks, moderator.desk, ratios, polls)
    finally:
        moderator.stop() if moderator._thread.is_alive() else None
        loop.close()


def _let_in(hall: Hall, setup: Setup, loop: Loop, clicks: list[Click], told: Told) -> None:
    """Some hundreds each second: a full hall reads one code at once, and no faster."""
    for number in range(setup.phones):
        phone = Phone(loop, hall.port, CODE, clicks, told)
        phone.ask()
        if number % 20 == 19:
            loop.run(time.monotonic() + 20 / RAMP_A_SECOND)
    loop.run(time.monotonic() + 5)


def _drain(loop: Loop, writers: list[Writers], told: Told) -> None:
    """Wait for what is under way; what is not answered even then is an error."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while any(writer.pending for writer in writers) and time.monotonic() < deadline:
        loop.run(time.monotonic() + 0.5)
    for _ in range(sum(writer.pending for writer in writers)):
        told.fail("a write without answer")


def polls_beside_bare(hall: Hall) -> dict[str, float]:
    """How many polls a second, as a part of what bare Flask answers in the same minute."""
    version = json.loads((hall.folder / "version.json").read_bytes())["v"]
    path = f"/vivo/datos/{CODE}/delta-{version}.json"
    etag = _etag(hall.port, path)
    plain = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    asked = {
        "bare": (hall.bare, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        "version": (hall.port, f"{plain}\r\n".encode()),
        "unchanged": (hall.port, f"{plain}If-None-Match: {etag}\r\n\r\n".encode()),
    }
    found = {name: run(port, lambda _, sent=sent: repeat(sent), BLOCK_SECONDS) for name, (port, sent) in asked.items()}
    return {name: outcome.expect(200, 304).rps for name, outcome in found.items()}


def _etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer.headers["ETag"]
    finally:
        connection.close()


def lost(outcome: Outcome) -> tuple[int, int]:
    """Receipts that are not in the database; supports there that differ from what the phones were told."""
    with outcome.crowd.hall.place.app.app_context():
        kept = set(db.session.scalars(select(Question.radicado).where(Question.body.startswith(ASKED))))
        supports = db.session.scalar(select(func.count()).select_from(Support).where(Support.state.in_(STANDING))) or 0
    return len(outcome.crowd.receipts - kept), abs(supports - outcome.crowd.standing)


def p95(values: object) -> float:
    """Infinite when nothing came at all."""
    ranked = sorted(values)  # type: ignore[call-overload]
    return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] if ranked else math.inf


def figures(setup: Setup, outcome: Outcome) -> list[tuple[str, str, str, str]]:
    """A figure, its value, its aim, and whether it was reached."""
    told, seconds = outcome.told, outcome.seconds
    questions, supports = (len(told.waits[name]) for name in ("question", "support"))
    requests = told.polls + questions + supports
    missing, differing = lost(outcome)
    bare, memory, clicks = outcome.ratios["bare"], outcome.watch.memory, outcome.clicks
    rows = [
        ("Teléfonos a la vez", report.decimal(setup.phones, 0), "", None),
        ("Consultas de los teléfonos por segundo", report.decimal(outcome.polls / seconds, 0), "", None),
        _measured("Preguntas recibidas por segundo", questions / seconds, "≥", QUESTIONS_A_SECOND * 0.99),
        _measured("Apoyos recibidos por segundo", supports / seconds, "≥", SUPPORTS_A_SECOND * 0.99),
        _measured("Errores de cada 100 solicitudes", 100 * told.errors.total() / requests, "≤", 0),
        _measured("Preguntas con radicado que no están en la base", missing, "≤", 0),
        _measured("Apoyos de más o de menos en la base", differing, "≤", 0),
        _measured(f"Toques de quien modera sin respuesta o sin verse, de {len(clicks)}", _failed(outcome), "≤", 0),
        _measured("Estado nuevo en los teléfonos, p95 (s)", p95(told.fresh), "≤", 8),
        _measured("Del toque de quien modera a la pantalla grande, p95 (s)", p95(told.screen), "≤", 2),
        _measured("Del toque a la mesa de quien modera, p95 (s)", p95(outcome.desk), "≤", 2),
        _measured("Pregunta recibida, p95 (s)", p95(told.waits["question"]), "≤", 1),
        _measured("Apoyo recibido, p95 (s)", p95(told.waits["support"]), "≤", 1),
        (
            "Consulta con novedades frente a Flask vacío",
            f"{report.decimal(outcome.ratios['version'] / bare)} ×",
            "",
            None,
        ),
        _measured("Consulta sin novedades (304) frente a Flask vacío (×)", outcome.ratios["unchanged"] / bare, "≥", 6),
        ("Memoria del mayor proceso al empezar y al final", f"{memory[0]:.0f} y {memory[-1]:.0f} MB", "", None),
        _measured("Lo que creció tras el primer tercio (%)", _growth(memory), "≤", 10),
    ]
    return [(name, value, aim, "" if met is None else "sí" if met else "no") for name, value, aim, met in rows]


def _failed(outcome: Outcome) -> int:
    """Clicks that the server did not take in time, or that the big screen never showed."""
    return len(outcome.clicks) - len(outcome.told.screen)


def _measured(name: str, value: float, sign: str, aim: float) -> tuple[str, str, str, bool]:
    met = value >= aim if sign == "≥" else value <= aim
    return name, "nunca" if value == math.inf else report.decimal(value), f"{sign} {report.decimal(aim)}", met


def _growth(memory: list[float]) -> float:
    settled = memory[len(memory) // 3 :]
    return 100 * (settled[-1] / settled[0] - 1) if settled else 0.0


def measure_live(which: str, minutes: float, phones: int, database: str, keep: bool) -> None:
    """Run the set-ups that are asked for; print and, with `keep`, write the tables."""
    setups = [setup for setup in (EMBEDDED, LARGER) if which in ("todo", setup.name)]
    for setup in setups:
        chosen = replace(setup, phones=phones or setup.phones)
        usual = "postgresql" if setup.has_nginx and find_binaries() else "sqlite"
        with opened(chosen, minutes, database or usual) as hall:
            outcome = storm(hall, chosen, minutes)
            told = figures(chosen, outcome)
        text = _text(chosen, minutes, database or usual, told)
        print(
            f"{setup.title}\n\n{text}\n", dict(outcome.told.statuses), dict(outcome.told.errors), sep="\n", flush=True
        )
        if keep:
            report.write(text, BEGIN.format(name=setup.name), END.format(name=setup.name))


def _text(setup: Setup, minutes: float, database: str, told: list[tuple[str, str, str, str]]) -> str:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    front = "nginx delante" if setup.has_nginx else "sin nginx"
    about = (
        f"{report.decimal(minutes, 0)} min, {names[database]}, {front}; el generador de carga usa los mismos núcleos."
    )
    return f"Medido con `python -m bench live --setup {setup.name} --minutes {minutes:g}`: {about}\n\n" + report.table(
        told, HEAD
    )
