"""What the platform already knows of an office in a space: it is brought into its report, apart from what is typed.

A line never holds the words of a question, because these may be hidden later: it names the question, whose page tells.
"""

from collections.abc import Iterator

from sqlalchemy import select

from participa.attendance import queries as attendance
from participa.evaluations.models import Evaluation, Recommendation
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing, LivePromise
from participa.office_reports.models import PARTS
from participa.questions.models import AnswerPromise, AnswerVersion, Question, Status
from participa.questions.queries import public
from participa.shared.templating import counted, long_day
from participa.strategy.models import Activity

Line = dict[str, str]
Lines = dict[str, list[Line]]
MOST_QUESTIONS = 40


def lines(event: Event, department_id: int) -> Lines:
    """By part, in order. A fixed number of statements."""
    asked = _questions(event, department_id)
    own = _activities(event, department_id)
    known: Lines = {
        "activities": [_line(_what(event)), *(_line(f"Actividad de la estrategia: {one.name}") for one in own)],
        "groups": [_line(group.name) for group in event.value_groups],
        "topics": list(_topics(event, own)),
        "observations": [*_listed(asked), *_recommended(event)],
        "outcome": list(_outcome(asked)),
        "commitments": [*_promised_live(event, department_id), *_promised_in_writing(asked)],
    }
    return {part: known[part] for part in PARTS}


def attendees(event: Event) -> int | None:
    """How many arrivals the platform noted; None when nobody noted any."""
    return attendance.counts(event).arrived or None


def _line(text: str, radicado: str = "") -> Line:
    return {"text": text, "radicado": radicado}


def _what(event: Event) -> str:
    return f"{event.type_label} «{event.title}», el {long_day(event.starts_at)}"


def _activities(event: Event, department_id: int) -> list[Activity]:
    """Those of the office; without any, those of the space."""
    own = [one for one in event.activities if any(office.id == department_id for office in one.departments)]
    return own or list(event.activities)


def _topics(event: Event, own: list[Activity]) -> Iterator[Line]:
    yield from (_line(f"Tema: {topic}") for topic in event.topics)
    metas = [*event.goals, *(one.meta_pdm for one in own if one.meta_pdm)]
    yield from (_line(f"Meta: {meta}") for meta in dict.fromkeys(metas))


def _questions(event: Event, department_id: int) -> list[Question]:
    """The questions of the space that the office answers and everybody may know of."""
    found = select(Question).where(
        Question.event_id == event.id, Question.department_id == department_id, public.is_listed()
    )
    return list(db.session.scalars(found.order_by(Question.received_at, Question.id)))


def _listed(asked: list[Question]) -> Iterator[Line]:
    for question in asked[:MOST_QUESTIONS]:
        yield _line(f"{question.kind_label} {question.radicado}: {question.status_label.lower()}", question.radicado)
    rest = len(asked) - MOST_QUESTIONS
    if rest > 0:
        yield _line(f"Y {counted(rest, 'petición más', 'peticiones más')} del espacio.")


def _recommended(event: Event) -> Iterator[Line]:
    found = select(Recommendation).join(Recommendation.evaluation).where(Evaluation.event_id == event.id)
    for one in db.session.scalars(found.order_by(Recommendation.id)):
        yield _line(f"Recomendación de la evaluación: {one.words}")


def _outcome(asked: list[Question]) -> Iterator[Line]:
    if asked:
        done = sum(question.status is Status.PUBLISHED for question in asked)
        received = counted(len(asked), "petición recibida", "peticiones recibidas")
        yield _line(f"{received} y {counted(done, 'respondida', 'respondidas')} hasta hoy")


def _promised_live(event: Event, department_id: int) -> Iterator[Line]:
    found = (
        select(LivePromise.text)
        .join(Hearing, Hearing.id == LivePromise.hearing_id)
        .where(Hearing.event_id == event.id, Hearing.is_rehearsal.is_(False))
        .where(LivePromise.department_id == department_id, LivePromise.struck_at.is_(None))
    )
    for text in db.session.scalars(found.order_by(LivePromise.id)):
        yield _line(f"Dicho en la audiencia: {text}")


def _promised_in_writing(asked: list[Question]) -> Iterator[Line]:
    """Promises of published answers, by the number of their question."""
    found = (
        select(AnswerVersion.question_id)
        .join(AnswerPromise, AnswerPromise.version_id == AnswerVersion.id)
        .where(AnswerVersion.question_id.in_([one.id for one in asked]), AnswerVersion.published_at.is_not(None))
        .distinct()
    )
    promised = set(db.session.scalars(found.order_by(AnswerVersion.question_id)))
    for question in asked:
        if question.id in promised:
            yield _line(f"Compromiso en la respuesta a {question.radicado}", question.radicado)
