"""The terms of questions: which one runs, how it moved and how it was counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, select, tuple_

from participa.extensions import db
from participa.questions import rules
from participa.questions.models import Question, QuestionMove, Status, TermCause, TermChange, TermKind
from participa.questions.moves import Axis
from participa.questions.rules import CLARIFICATION_DAYS as CLARIFICATION_DAYS
from participa.questions.rules import TRANSFER_DAYS as TRANSFER_DAYS
from participa.questions.standing import Standing as Standing
from participa.questions.standing import standing_of
from participa.shared.business_days import BaseReading, Deadline, WorkCalendar, business_days_left, due_from
from participa.shared.templating import counted

AT_ONCE = 500
NEAR_DAYS = 2  # business days before the limit of a transfer from which it is near


@dataclass(frozen=True)
class Explained:
    """How a due date was counted. `deadline` is the count with the calendar of today: `is_same` when it agrees."""

    due_on: date
    calendar_version: str
    deadline: Deadline
    changes: tuple[TermChange, ...]

    @property
    def is_same(self) -> bool:
        return self.deadline.due_on == self.due_on


@dataclass(frozen=True)
class Affected:
    """A question in hand whose due date would be another with the calendar of today."""

    question: Question
    deadline: Deadline


def changes(question_id: int) -> list[TermChange]:
    """Each change of the due date, first come first."""
    return list(db.session.scalars(_changes(), {"question_id": question_id}))


@cache
def _changes() -> Select[TermChange]:
    return select(TermChange).where(TermChange.question_id == bindparam("question_id")).order_by(TermChange.id)


def kind_of(question: Question) -> TermKind:
    """The term that the law gives this question: the one it was classified with, or the one of its channel."""
    last = changes(question.id)[-1:]
    if last:
        return last[0].kind
    return TermKind.RDC_15 if question.event_id is not None else TermKind.GENERAL_15


def is_extended(question: Question) -> bool:
    return any(change.cause is TermCause.EXTENSION for change in changes(question.id))


def explain(question: Question, calendar: WorkCalendar) -> Explained:
    """How the due date of a question was counted, with each day that did not count."""
    return Explained(
        question.due_on, question.calendar_version, _count(question, calendar), tuple(changes(question.id))
    )


def _count(question: Question, calendar: WorkCalendar) -> Deadline:
    return due_from(question.base_on, question.term_days, calendar, BaseReading(question.base_reading))


def standing(question: Question, today: date, calendar: WorkCalendar) -> Standing:
    """How a question stands with its term on a day in Colombia."""
    return standing_of(question.status, question.due_on, question.answered_at, today, calendar)


def standing_with(limit: date, today: date, calendar: WorkCalendar) -> Standing:
    """How a question still in hand stands with another day of the law, such as that of a transfer."""
    return standing_of(Status.RECEIVED, limit, None, today, calendar)


def transfer_warning(question: Question, today: date, calendar: WorkCalendar) -> tuple[str, str] | None:
    """Words and tone when the five business days to hand over what nobody sorted are near or gone (CPACA art. 21)."""
    if question.status not in (Status.RECEIVED, Status.CLASSIFIED):
        return None
    left = business_days_left(today, rules.transfer_ends_on(question, calendar), calendar)
    if left > NEAR_DAYS:
        return None
    days = counted(abs(left), "día hábil", "días hábiles")
    if left > 0:
        return f"Traslado: {'falta' if left == 1 else 'faltan'} {days}", "warn"
    return ("Traslado: vence hoy" if left == 0 else f"Traslado: venció hace {days}"), "bad"


def pending() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What still owes its answer: not yet approved, and without another end."""
    return Question.status.in_(rules.OPEN), Question.answered_at.is_(None)


def owes_answer(status: Status, answered_at: datetime | None) -> bool:
    """The same of one question."""
    return status in rules.OPEN and answered_at is None


def came_to(status: Status) -> ScalarSelect[datetime]:
    """The instant at which a question last came to a status, as a part of a statement about questions."""
    last = select(func.max(QuestionMove.at)).where(
        QuestionMove.question_id == Question.id, QuestionMove.axis == Axis.STATUS, QuestionMove.to_value == status
    )
    return last.correlate(Question).scalar_subquery()


def affected(calendar: WorkCalendar) -> list[Affected]:
    """The questions in hand that the calendar of today would move, by due date; at most so many at once."""
    found = select(Question).where(*_in_hand(calendar), _is_one_of(_moved(calendar)))
    rows = db.session.scalars(found.order_by(Question.due_on, Question.id).limit(AT_ONCE))
    return [Affected(question, _count(question, calendar)) for question in rows]


def affected_to_change(calendar: WorkCalendar) -> list[Affected]:
    """The same, locked and as they are now."""
    ids = [each.question.id for each in affected(calendar)]
    found = select(Question).where(Question.id.in_(ids)).order_by(Question.id).with_for_update(of=Question)
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    both = [Affected(question, _count(question, calendar)) for question in rows if question.status in rules.OPEN]
    return [each for each in both if each.deadline.due_on != each.question.due_on]


def _in_hand(calendar: WorkCalendar) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Question.status.in_(rules.OPEN), Question.calendar_version != calendar.version


def _moved(calendar: WorkCalendar) -> list[tuple[date, int, str, date]]:
    """Each way of counting that today gives another day: few, however many questions there are."""
    ways = select(Question.base_on, Question.term_days, Question.base_reading, Question.due_on)
    rows = db.session.execute(ways.where(*_in_hand(calendar)).distinct())
    return [
        (base, days, reading, due)
        for base, days, reading, due in rows
        if due_from(base, days, calendar, BaseReading(reading)).due_on != due
    ]


def _is_one_of(ways: Iterable[tuple[date, int, str, date]]) -> ColumnElement[bool]:
    columns = tuple_(Question.base_on, Question.term_days, Question.base_reading, Question.due_on)
    return columns.in_(list(ways))
