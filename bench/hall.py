"""A hall behind one address: 500 devices ask, and 500 more with two who try to drown them.

`python -m bench hall` shows who was received, who had to try again, how much of the abuse reached the queue and what
the others noticed of it.
"""

import http.client
import random
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench import report
from bench.citizen import Citizen, open_form
from bench.stage import Place, place
from participa.accounts.models import User
from participa.extensions import db
from participa.questions.device import FRESH_SECONDS
from participa.questions.models import AudienceMode, Quarantine, Question
from participa.questions.services.admission import BURST, PAUSE, SECOND
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work

DEVICES, HANDS = 500, 48
WINDOW, WINDOW_QUICK = 300, 60
TRIES, LONGEST_REST, SLICES = 8, 2.0, 5
HONEST, FLOOD, DROPPER = "Pregunta de la sala", "Inundación", "Sin galleta"
BEGIN, END = "<!-- sala: inicio -->", "<!-- sala: fin -->"


@dataclass
class Crowd:
    """What the honest people of one window saw. Waits in seconds, of the first try of each."""

    waits: list[float] = field(default_factory=list)
    first: int = 0
    receipts: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        ranked = sorted(self.waits)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]


@dataclass
class Abuse:
    """How many questions each of the two sent, in how many seconds from the first to the last."""

    flood: int = 0
    dropped: int = 0
    seconds: float = 0.0


def turn_on_audience_mode(hall: Place) -> None:
    with hall.app.app_context(), unit_of_work():
        person = db.session.scalars(select(User.id).order_by(User.id).limit(1)).one()
        at = now()
        db.session.add(AudienceMode(began_at=at, began_by_id=person, ends_at=at + timedelta(hours=6)))


def ask_in_window(people: Iterable[Citizen], window: float, crowd: Crowd) -> None:
    """Each asks once, at a moment of the window of its own; who gets no receipt tries again."""
    chance, lock = random.Random(7), threading.Lock()
    plans = sorted((chance.uniform(0, window), person) for person in people)
    started = time.monotonic()

    def one(plan: tuple[float, Citizen]) -> None:
        moment, person = plan
        time.sleep(max(0.0, started + moment - time.monotonic()))
        _until_receipt(person, crowd, lock)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(one, plans))


def _until_receipt(person: Citizen, crowd: Crowd, lock: threading.Lock) -> None:
    key = secrets.token_urlsafe(16)
    for number in range(TRIES):
        sent = time.monotonic()
        radicado = _try(lambda: person.ask(key, f"{HONEST}: {key}"))
        wait = time.monotonic() - sent
        with lock:
            if number == 0:
                crowd.waits.append(wait)
                crowd.first += radicado is not None
            if radicado is not None:
                crowd.receipts.append(radicado)
                return
        time.sleep(random.uniform(0.2, LONGEST_REST))


def _try(send: Callable[[], str | None]) -> str | None:
    with suppress(OSError, http.client.HTTPException):
        return send()
    return None


def abuse(flooder: Citizen, stop: threading.Event, seen: Abuse) -> list[threading.Thread]:
    """One device that sends without rest, and one that drops its cookie each time. Neither says how fast it was."""

    def flood() -> None:
        while not stop.is_set():
            seen.flood += _try(lambda: flooder.ask(secrets.token_urlsafe(16), f"{FLOOD} {seen.flood}")) is not None

    def drop() -> None:
        while not stop.is_set():
            words = f"{DROPPER} {seen.dropped}"
            seen.dropped += _try(lambda: _ask_anew(flooder.port, words)) is not None  # noqa: B023 - sent at once

    threads = [threading.Thread(target=act) for act in (flood, drop)]
    for thread in threads:
        thread.start()
    return threads


def _ask_anew(port: int, words: str) -> str | None:
    return _without_clock(open_form(port)).ask(secrets.token_urlsafe(16), words)


def _without_clock(person: Citizen) -> Citizen:
    return replace(person, hidden={name: value for name, value in person.hidden.items() if name != "opened"})


def run(hall: Place, window: float) -> tuple[Crowd, Crowd, Abuse]:
    """Two crowds in slices that take turns, so that what else the machine does weighs on both alike."""
    port, alone, pressed, seen = hall.server.port, Crowd(), Crowd(), Abuse()
    turn_on_audience_mode(hall)
    with ThreadPoolExecutor(8) as pool:
        people = list(pool.map(lambda _: open_form(port), range(2 * DEVICES)))
    flooder = _without_clock(open_form(port))
    time.sleep(FRESH_SECONDS + 1)  # nobody writes a question faster
    started = time.monotonic()
    for turn in range(2 * SLICES):
        ours, crowd = people[turn :: 2 * SLICES], pressed if turn % 2 else alone
        stop = threading.Event()
        threads = abuse(flooder, stop, seen) if crowd is pressed else []
        ask_in_window(ours, window / SLICES, crowd)
        stop.set()
        for thread in threads:
            thread.join()
    seen.seconds = time.monotonic() - started
    return alone, pressed, seen


def in_queue(hall: Place, words: str) -> int:
    """How many questions that begin so reached the queue without anybody of the team."""
    held = select(Quarantine.question_id).where(Quarantine.released_at.is_(None))
    found = select(func.count(Question.id)).where(Question.body.startswith(words), Question.id.not_in(held))
    with hall.app.app_context():
        return db.session.scalar(found) or 0


def lost(hall: Place, receipts: Iterable[str]) -> int:
    with hall.app.app_context():
        kept = set(db.session.scalars(select(Question.radicado).where(Question.body.startswith(HONEST))))
    return len(set(receipts) - kept)


def figures(hall: Place, alone: Crowd, pressed: Crowd, seen: Abuse) -> list[tuple[str, str, str, str]]:
    """What is told: a figure, its value, its aim and whether it was reached."""
    sent, most = 2 * DEVICES, BURST + int(seen.seconds) * SECOND // PAUSE
    receipts = [*alone.receipts, *pressed.receipts]
    first, after = (100 * number / sent for number in (alone.first + pressed.first, len(receipts)))
    missing, apart = lost(hall, receipts), sent - in_queue(hall, HONEST)
    flooded, dropped = in_queue(hall, FLOOD), in_queue(hall, DROPPER)
    wait, ratio = 1000 * pressed.p95, pressed.p95 / alone.p95
    return [
        ("Recibidas al primer intento", f"{report.decimal(first, 1)} %", "≥ 99,5 %", _reached(first >= 99.5)),
        ("Recibidas después de reintentar", f"{report.decimal(after, 1)} %", "100 %", _reached(after == 100)),
        ("Radicados mostrados que no están en la base", str(missing), "0", _reached(missing == 0)),
        ("De la sala, en cuarentena", str(apart), "0", _reached(apart == 0)),
        ("Enviadas por el aparato que inunda", report.decimal(seen.flood, 0), "", ""),
        ("… de ellas llegan a la fila", str(flooded), f"≤ {most}", _reached(flooded <= most)),
        ("Enviadas por quien bota la galleta", report.decimal(seen.dropped, 0), "", ""),
        ("… de ellas llegan a la fila", str(dropped), f"≤ {most}", _reached(dropped <= most)),
        ("p95 de la sala sola", f"{report.decimal(1000 * alone.p95, 0)} ms", "", ""),
        ("p95 de la sala con los dos", f"{report.decimal(wait, 0)} ms", "≤ 2.000 ms", _reached(wait <= 2000)),
        ("El segundo frente al primero", f"{report.decimal(ratio, 1)} ×", "≤ 2 ×", _reached(ratio <= 2)),
    ]


def _reached(is_reached: bool) -> str:
    return "sí" if is_reached else "no"


def measure_hall(quick: bool, keep: bool) -> None:
    """Run both windows on SQLite; print and, if asked, write the table."""
    window = WINDOW_QUICK if quick else WINDOW
    with tempfile.TemporaryDirectory(prefix="hall-") as folder, place(Path(folder), 0) as hall:
        told = figures(hall, *run(hall, window))
    head = (f"{DEVICES} aparatos y una dirección en {window} s, dos veces por turnos", "valor", "meta", "")
    text = report.table(list(told), head)
    print(text)
    if keep:
        report.write(text, BEGIN, END)
