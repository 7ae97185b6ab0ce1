"""What came of it, beside what is promised."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Select, func, select

from bench import report
from bench.live.hall import CLICK_SECONDS, Setup
from bench.live.people import ASKED, Crowd
from bench.live.watch import Watch
from bench.phones import Click, Told
from participa.extensions import db
from participa.hearings.models import StagedQuestion, Support, SupportState
from participa.questions.models import Question

QUESTIONS_A_SECOND, SUPPORTS_A_SECOND = 50, 300
SEEN = (SupportState.COUNTED, SupportState.HELD)
STANDING = (SupportState.WARMING, *SEEN)
HEAD = ("En vivo", "valor", "meta", "")
Figure: TypeAlias = tuple[str, str, str, str]


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


def lost(outcome: Outcome) -> tuple[int, int]:
    """Receipts that are not in the database; supports of a question that phones, rows and its figures tell apart."""
    with outcome.crowd.hall.place.app.app_context():
        kept = set(db.session.scalars(select(Question.radicado).where(Question.body.startswith(ASKED))))
        shown = _counted(select(StagedQuestion.id, StagedQuestion.supports + StagedQuestion.held_supports))
        differing = apart(outcome.crowd.standing, _rows(*STANDING)) + apart(shown, _rows(*SEEN))
    return len(outcome.crowd.receipts - kept), differing


def apart(one: Counter[int], other: Counter[int]) -> int:
    """By how much two counts differ, question by question: one too many does not hide one too few of another."""
    return ((one - other) + (other - one)).total()


def _rows(*states: SupportState) -> Counter[int]:
    """How many supports of each question are in one of these states."""
    return _counted(
        select(Support.staged_id, func.count()).where(Support.state.in_(states)).group_by(Support.staged_id)
    )


def _counted(statement: Select[tuple[int, int]]) -> Counter[int]:
    return Counter(dict(db.session.execute(statement).tuples().all()))


def p95(values: object) -> float:
    """Infinite when nothing came at all."""
    ranked = sorted(values)  # type: ignore[call-overload]
    return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] if ranked else math.inf


def figures(setup: Setup, outcome: Outcome) -> list[Figure]:
    """A figure, its value, its aim, and whether it was reached."""
    hall = [
        _plain("Teléfonos a la vez", setup.phones),
        _plain("Segundos entre dos consultas de un teléfono", setup.pace),
        _measured("Consultas de los teléfonos por segundo", outcome.polls / outcome.seconds, "≥", _due(setup)),
    ]
    return [*hall, *_received(outcome), *_lost(outcome), *_waits(outcome), *_polls(outcome), *_memory(outcome)]


def _due(setup: Setup) -> float:
    """How many polls come each second when no phone hangs; a twentieth may be waiting."""
    return setup.phones / setup.pace * 0.95


def _received(outcome: Outcome) -> list[Figure]:
    told, seconds = outcome.told, outcome.seconds
    questions, supports = (len(told.waits[name]) for name in ("question", "support"))
    failed = 100 * told.errors.total() / (told.polls + questions + supports)
    return [
        _measured("Preguntas recibidas por segundo", questions / seconds, "≥", QUESTIONS_A_SECOND * 0.99),
        _measured("Apoyos recibidos por segundo", supports / seconds, "≥", SUPPORTS_A_SECOND * 0.99),
        _measured("Errores de cada 100 solicitudes", failed, "≤", 0),
    ]


def _lost(outcome: Outcome) -> list[Figure]:
    missing, differing = lost(outcome)
    clicks = len(outcome.clicks)
    unseen = clicks - len(outcome.told.screen)
    enough = math.floor(outcome.seconds / CLICK_SECONDS / 2)
    return [
        _measured("Toques de quien modera", clicks, "≥", enough),
        _measured("Preguntas con radicado que no están en la base", missing, "≤", 0),
        _measured("Apoyos de más o de menos, pregunta por pregunta", differing, "≤", 0),
        _measured(f"Toques de quien modera sin respuesta o sin verse, de {clicks}", unseen, "≤", 0),
    ]


def _waits(outcome: Outcome) -> list[Figure]:
    told = outcome.told
    return [
        _measured("Estado nuevo en los teléfonos, p95 (s)", p95(told.fresh), "≤", 8),
        _measured("Del toque de quien modera a la pantalla grande, p95 (s)", p95(told.screen), "≤", 2),
        _measured("Del toque a la mesa de quien modera, p95 (s)", p95(outcome.desk), "≤", 2),
        _measured("Pregunta recibida, p95 (s)", p95(told.waits["question"]), "≤", 1),
        _measured("Apoyo recibido, p95 (s)", p95(told.waits["support"]), "≤", 1),
    ]


def _polls(outcome: Outcome) -> list[Figure]:
    ratios = outcome.ratios
    bare, unchanged = ratios["bare"], ratios["unchanged"]
    rows = [
        _times("Consulta con novedades frente a Flask vacío", ratios["version"] / bare),
        _measured("Consulta sin novedades (304) frente a Flask vacío (×)", unchanged / bare, "≥", 6),
    ]
    if "nginx" in ratios:
        rows.append(_times("Consulta sin novedades (304) frente a la de nginx", unchanged / ratios["nginx"]))
    return rows


def _memory(outcome: Outcome) -> list[Figure]:
    memory = outcome.watch.memory
    first_and_last = f"{memory[0]:.0f} y {memory[-1]:.0f} MB"
    return [
        ("Memoria del mayor proceso al empezar y al final", first_and_last, "", ""),
        _measured("Lo que creció tras el primer tercio (%)", _growth(memory), "≤", 10),
    ]


def _plain(name: str, value: float) -> Figure:
    return name, report.decimal(value, 0), "", ""


def _times(name: str, ratio: float) -> Figure:
    return name, f"{report.decimal(ratio)} ×", "", ""


def _measured(name: str, value: float, sign: str, aim: float) -> Figure:
    met = value >= aim if sign == "≥" else value <= aim
    told = "nunca" if value == math.inf else report.decimal(value)
    return name, told, f"{sign} {report.decimal(aim)}", "sí" if met else "no"


def _growth(memory: list[float]) -> float:
    settled = memory[len(memory) // 3 :]
    return 100 * (settled[-1] / settled[0] - 1) if settled else 0.0


def text_of(setup: Setup, minutes: float, database: str, told: list[Figure]) -> str:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    front = "nginx delante" if setup.has_nginx else "sin nginx"
    about = (
        f"{report.decimal(minutes, 0)} min, {names[database]}, {front}; el generador de carga usa los mismos núcleos."
    )
    return f"Medido con `python -m bench live --setup {setup.name} --minutes {minutes:g}`: {about}\n\n" + report.table(
        told, HEAD
    )
