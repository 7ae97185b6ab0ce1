"""What waits for a person of the team: counts with the address of the page where each is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from participa.accounts.models import Role, User
from participa.events import queries as events
from participa.events.models import EventState
from participa.portal import queries
from participa.questions.queries import staff as questions
from participa.questions.queries.staff import View, Wanted
from participa.registrations.queries import staff as registrations
from participa.reports.queries import kept as reports
from participa.shared.clock import now
from participa.shared.templating import counted
from participa.strategy import queries as strategies

KEEP_LISTS = (Role.MODERATOR, Role.COMMUNICATIONS)
MAKE_SPACES = (Role.COMMUNICATIONS, Role.APPROVER)
RUN_SPACES = (Role.MODERATOR, Role.APPROVER)
READ_SPACES = (*RUN_SPACES, Role.COMMUNICATIONS, Role.CONTROL)
WRITE_REPORTS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER, Role.CONTROL)
ANSWER = (Role.MODERATOR, Role.LIAISON, Role.APPROVER)
READ_QUESTIONS = (*ANSWER, Role.CONTROL)
MINE = {
    Role.MODERATOR: ("pregunta por clasificar o mostrar", "preguntas por clasificar o mostrar"),
    Role.LIAISON: ("pregunta por responder", "preguntas por responder"),
    Role.APPROVER: ("respuesta por revisar o publicar", "respuestas por revisar o publicar"),
}


@dataclass(frozen=True)
class Task:
    """One thing that waits. `tone` is that of the component `state`."""

    title: str
    url: str
    label: str
    tone: str


def tasks(person: User, today: date) -> list[Task]:
    """What waits for this person, the most urgent first; nothing that counts zero."""
    return [
        *_questions(person, today),
        *_spaces(person),
        *_registrations(person),
        *_strategies(person, today),
        *_reports(person),
        *_house(person),
    ]


def _questions(person: User, today: date) -> Iterator[Task]:
    if person.role not in READ_QUESTIONS:
        return
    counts = questions.view_counts(person, Wanted(View.ALL), today)
    yield from _if_any(counts[View.OVERDUE], ("pregunta vencida", "preguntas vencidas"), View.OVERDUE, "Vencida", "bad")
    due_today = ("pregunta que vence hoy", "preguntas que vencen hoy")
    yield from _if_any(counts[View.TODAY], due_today, View.TODAY, "Vence hoy", "warn")
    if person.role in MINE:
        yield from _if_any(counts[View.MINE], MINE[person.role], View.MINE, "Por hacer", "progress")
    this_week = ("pregunta que vence esta semana", "preguntas que vencen esta semana")
    yield from _if_any(counts[View.THIS_WEEK], this_week, View.THIS_WEEK, "Esta semana", "info")


def _if_any(count: int, words: tuple[str, str], view: View, label: str, tone: str) -> Iterator[Task]:
    if count:
        yield Task(counted(count, *words), url_for("questions.staff.inbox", ver=view.value), label, tone)


def _spaces(person: User) -> Iterator[Task]:
    counts = events.counts_by_state()
    waiting = {
        EventState.DRAFT: (MAKE_SPACES, "espacio en borrador", "espacios en borrador"),
        EventState.RESCHEDULED: (MAKE_SPACES, "espacio espera nueva fecha", "espacios esperan nueva fecha"),
        EventState.UNDER_WAY: (RUN_SPACES, "espacio en curso", "espacios en curso"),
        EventState.HELD: (RUN_SPACES, "espacio por pasar a respuestas", "espacios por pasar a respuestas"),
        EventState.ANSWERING: ((Role.APPROVER,), "espacio por cerrar", "espacios por cerrar"),
    }
    for state, (roles, one, many) in waiting.items():
        if person.role in roles and counts.get(state):
            url = url_for("events.staff.index", estado=state.value)
            yield Task(counted(counts[state], one, many), url, "Espacios", "info")


def _registrations(person: User) -> Iterator[Task]:
    if person.role not in KEEP_LISTS:
        return
    calls, needs = registrations.calls_due(now()), registrations.open_needs(now())
    url = url_for("registrations.staff.index")
    if calls:
        title = counted(calls, "persona por llamar: hay un puesto", "personas por llamar: hay un puesto")
        yield Task(title, url, "Inscripciones", "warn")
    if needs:
        yield Task(counted(needs, "apoyo por disponer", "apoyos por disponer"), url, "Inscripciones", "progress")


def _strategies(person: User, today: date) -> Iterator[Task]:
    yield from _progress(person, today)
    unpublished = queries.unpublished_strategies() if person.role in MAKE_SPACES else 0
    if unpublished:
        title = counted(unpublished, "estrategia sin publicar", "estrategias sin publicar")
        yield Task(title, url_for("strategy.staff.index"), "Estrategia", "info")
    for strategy_id, amount in strategies.unanswered_observations() if person.role in MAKE_SPACES else ():
        title = counted(amount, "observación al borrador por responder", "observaciones al borrador por responder")
        yield Task(title, url_for("strategy.staff.observations", strategy_id=strategy_id), "Por hacer", "progress")


def _reports(person: User) -> Iterator[Task]:
    """Those that everybody read and that are out of sight until somebody corrects them."""
    gone = reports.count_to_correct() if person.role in WRITE_REPORTS else 0
    if gone:
        title = counted(gone, "informe retirado por corregir", "informes retirados por corregir")
        yield Task(title, url_for("reports.staff.index", estado="published"), "Informes", "bad")


def _progress(person: User, today: date) -> Iterator[Task]:
    """For a liaison, what of the own activities is overdue; for internal control, what it has to verify."""
    if person.role is Role.LIAISON:
        late = strategies.overdue_count(person.department_id or 0, today)
        title = counted(late, "actividad vencida por informar", "actividades vencidas por informar")
        task = Task(title, url_for("strategy.staff.mine"), "Vencida", "bad")
    else:
        late = strategies.unverified_count() if person.role is Role.CONTROL else 0
        title = counted(late, "avance por verificar", "avances por verificar")
        task = Task(title, url_for("strategy.staff.to_verify"), "Por hacer", "progress")
    if late:
        yield task


def _house(person: User) -> Iterator[Task]:
    failed = queries.failed_mails() if person.role is Role.ADMIN else 0
    if failed:
        title = counted(failed, "correo no se pudo entregar", "correos no se pudieron entregar")
        yield Task(title, url_for("portal.health"), "Correo", "warn")
