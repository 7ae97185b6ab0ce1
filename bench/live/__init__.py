"""`python -m bench live`: a hall and a stream of phones on one hearing, while people ask and support.

Embedded: 1,000 phones, SQLite, no nginx. Larger: 10,000 phones, nginx before the platform, PostgreSQL. Both write 50
questions and 300 supports a second. What is promised: no error, nothing lost, a new state on the phones within 8 s and
on the big screen within 2 s after the click.
"""

import time
from dataclasses import replace

from bench import report
from bench.live.figures import QUESTIONS_A_SECOND, SUPPORTS_A_SECOND, Outcome, figures, text_of
from bench.live.hall import CODE, EMBEDDED, LARGER, Hall, Setup, opened
from bench.live.people import Crowd, Moderator
from bench.live.polls import polls_beside
from bench.live.watch import Watch
from bench.phones import Click, Loop, Phone, Stream, Told, Writers
from tests.parts.postgres import find_binaries

LINES = 32
DRAIN_SECONDS = 30.0
RAMP_A_SECOND = 800
BEGIN, END = "<!-- vivo {name}: inicio -->", "<!-- vivo {name}: fin -->"


def storm(hall: Hall, setup: Setup, minutes: float) -> Outcome:
    """Phones come in, then people write for some minutes, then what is under way is waited for."""
    ratios, crowd = polls_beside(hall), Crowd(hall, setup.phones)
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
        moderator.stop()
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


def measure_live(which: str, minutes: float, phones: int, database: str, keep: bool) -> None:
    """Run the set-ups that are asked for; print and, with `keep`, write the tables."""
    setups = [setup for setup in (EMBEDDED, LARGER) if which in ("todo", setup.name)]
    for setup in setups:
        chosen = replace(setup, phones=phones or setup.phones)
        usual = "postgresql" if setup.has_nginx and find_binaries() else "sqlite"
        with opened(chosen, minutes, database or usual) as hall:
            outcome = storm(hall, chosen, minutes)
            told = figures(chosen, outcome)
        text = text_of(chosen, minutes, database or usual, told)
        print(
            f"{setup.title}\n\n{text}\n", dict(outcome.told.statuses), dict(outcome.told.errors), sep="\n", flush=True
        )
        if keep:
            report.write(text, BEGIN.format(name=setup.name), END.format(name=setup.name))
