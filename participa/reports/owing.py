"""What the reports of a year owe, and when: after each space and along the year. Pure: no clock, no database.

After a space the order is the one of a municipality in practice: answers, results, evaluation, plan. Only the term of
the answers is law (Ley 1757 de 2015, art. 56 f); the rest is good practice, or what the strategy promised.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from participa.shared.business_days import BaseReading, WorkCalendar, business_days_left, due_from, next_business_day

ANSWERS, RESULTS = "preguntas-y-respuestas", "resultados"
EVALUATION, PLAN = "evaluacion-del-espacio", "plan-de-mejoramiento"
STRATEGY, OFFICES, FURAG = "evaluacion-de-la-estrategia", "informes-internos", "evidencias-furag"
CONTROL, DRAFT = "seguimiento-de-control-interno", "observaciones-al-borrador"
ORDER = (ANSWERS, RESULTS, EVALUATION, PLAN, DRAFT, CONTROL, OFFICES, STRATEGY, FURAG)
DAYS_AFTER = {ANSWERS: 15, RESULTS: 17, EVALUATION: 18, PLAN: 25}
CONTROL_DAYS = DRAFT_DAYS = 10
SOON_DAYS = 5
LONG_AGO = timedelta(days=60)
AFTER_A_SPACE = timedelta(days=45)
WHY = {
    ANSWERS: "Las respuestas escritas se publican en quince días hábiles (Ley 1757 de 2015, artículo 56).",
    RESULTS: "Sigue a las respuestas: diecisiete días hábiles después del espacio. Es una buena práctica.",
    EVALUATION: "Sigue al informe de resultados: dieciocho días hábiles después del espacio. Es una buena práctica.",
    PLAN: "La ley pide correctivos (Ley 1757 de 2015, artículo 55). Veinticinco días hábiles es una buena práctica.",
    DRAFT: "Diez días hábiles después de cerrar la consulta. Es una buena práctica.",
    CONTROL: "Diez días hábiles después de terminar el cuatrimestre. Es una buena práctica.",
    OFFICES: "Reúne lo del año. Sale con el informe de gestión, a más tardar el 31 de enero.",
    STRATEGY: "Cuenta el año completo. Sale con el informe de gestión, a más tardar el 31 de enero.",
    FURAG: "La fecha la fija Función Pública cada año.",
}
PROMISED = "Así lo dice la estrategia: «{name}»."
EXPECTED = "El espacio todavía no se ha realizado. La fecha puede cambiar."


class OwedState(StrEnum):
    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    SOON = "soon"
    AHEAD = "ahead"
    UNDATED = "undated"


OWED_STATE_LABELS = {
    OwedState.DONE: "Publicado a tiempo",
    OwedState.DONE_LATE: "Publicado tarde",
    OwedState.OVERDUE: "Atrasado",
    OwedState.SOON: "Por vencer",
    OwedState.AHEAD: "Por publicar",
    OwedState.UNDATED: "Sin fecha fija",
}
OWED_STATE_TONES = {
    OwedState.DONE: "good",
    OwedState.DONE_LATE: "warn",
    OwedState.OVERDUE: "bad",
    OwedState.SOON: "warn",
    OwedState.AHEAD: "progress",
    OwedState.UNDATED: "neutral",
}


@dataclass(frozen=True)
class Held:
    """A space that owes reports. `is_held`: it already took place; `owes`, the names of the kinds, in any order."""

    key: str
    title: str
    day: date
    is_held: bool
    owes: frozenset[str]


@dataclass(frozen=True)
class Promise:
    """A day of Colombia that an activity of the strategy gives for a kind of report."""

    kind: str
    day: date
    name: str


@dataclass(frozen=True)
class Debt:
    """A report that is owed. `subject` is the key of what it is about; `due_on` is None when nobody fixed a day.

    `is_certain` is False while the space that it follows was not held yet.
    """

    kind: str
    subject: str
    about: str
    due_on: date | None
    why: str
    is_certain: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject


@dataclass(frozen=True)
class Rules:
    """How the entity counts days."""

    calendar: WorkCalendar
    reading: BaseReading

    def after(self, day: date, days: int) -> date:
        return due_from(day, days, self.calendar, self.reading).due_on


def of_space(space: Held, rules: Rules, promises: Sequence[Promise] = ()) -> list[Debt]:
    """What a space owes once it is held, in its order. A promise of the strategy never makes the answers wait."""
    return [_of_space(space, kind, rules, promises) for kind in DAYS_AFTER if kind in space.owes]


def _of_space(space: Held, kind: str, rules: Rules, promises: Sequence[Promise]) -> Debt:
    due_on, why = rules.after(space.day, DAYS_AFTER[kind]), WHY[kind]
    until = space.day + AFTER_A_SPACE
    near = [one for one in promises if one.kind == kind and space.day <= one.day <= until]
    first = min(near, key=lambda one: (one.day, one.name), default=None)
    if first is not None and (kind != ANSWERS or first.day < due_on):
        due_on, why = first.day, PROMISED.format(name=first.name)
    return Debt(kind, space.key, space.title, due_on, why if space.is_held else f"{why} {EXPECTED}", space.is_held)


def of_year(
    year: int, rules: Rules, promises: Sequence[Promise] = (), consulted_until: date | None = None
) -> list[Debt]:
    """What the year itself owes; with the last day of its consultation, also the report of the observations."""
    return list(_of_year(year, rules, {one.kind: one for one in reversed(promises)}, consulted_until))


def _of_year(year: int, rules: Rules, promised: Mapping[str, Promise], consulted_until: date | None) -> Iterator[Debt]:
    whole, name, end = f"year:{year}:0", f"Todo el año {year}", date(year + 1, 1, 31)
    if consulted_until is not None:
        yield _dated(DRAFT, whole, name, rules.after(consulted_until, DRAFT_DAYS), promised)
    for term, (last, label) in enumerate(_terms(year), 1):
        yield Debt(CONTROL, f"term:{year}:{term}", label, rules.after(last, CONTROL_DAYS), WHY[CONTROL])
    yield _dated(OFFICES, whole, name, end, promised)
    yield _dated(STRATEGY, whole, name, end, promised)
    yield _dated(FURAG, whole, name, None, promised)


def _terms(year: int) -> list[tuple[date, str]]:
    """The last day of each cuatrimestre with its name."""
    names = ("Enero a abril", "Mayo a agosto", "Septiembre a diciembre")
    ends = (date(year, 4, 30), date(year, 8, 31), date(year, 12, 31))
    return [(end, f"{name} de {year}") for end, name in zip(ends, names, strict=True)]


def _dated(kind: str, subject: str, about: str, due_on: date | None, promised: Mapping[str, Promise]) -> Debt:
    promise = promised.get(kind)
    if promise is None:
        return Debt(kind, subject, about, due_on, WHY[kind])
    return Debt(kind, subject, about, promise.day, PROMISED.format(name=promise.name))


def state_of(debt: Debt, done_on: date | None, today: date, calendar: WorkCalendar) -> OwedState:
    """How a debt stands on a day of Colombia."""
    if done_on is not None:
        return OwedState.DONE_LATE if debt.due_on and done_on > debt.due_on else OwedState.DONE
    if debt.due_on is None:
        return OwedState.UNDATED
    if debt.due_on < today:
        return OwedState.OVERDUE
    is_near = business_days_left(today, debt.due_on, calendar) <= SOON_DAYS
    return OwedState.SOON if is_near else OwedState.AHEAD


def in_order(debts: Sequence[Debt]) -> list[Debt]:
    """By day; on the same day in the order of the process; without a day last."""
    return sorted(debts, key=lambda one: (one.due_on or date.max, ORDER.index(one.kind), one.subject))


SOON, LAST, LATE = "soon", "last", "late"


def stage_of(due_on: date, today: date, calendar: WorkCalendar) -> str:
    """The reminder that a working day asks for: five business days before, on the last one, once it passed; or none.

    What passed long ago is on the calendar and is not reminded of any more.
    """
    if due_on < today:
        return LATE if today - due_on <= LONG_AGO else ""
    if due_on < next_business_day(today, calendar):
        return LAST
    return SOON if business_days_left(today, due_on, calendar) <= SOON_DAYS else ""
