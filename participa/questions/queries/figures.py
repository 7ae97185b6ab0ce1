"""How the entity is keeping its word: what was received, answered in time, answered late, and how fast."""

from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, case, func, select

from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import Question, Status
from participa.shared.business_days import business_days_left
from participa.shared.sql import bogota_date


@dataclass(frozen=True)
class Figures:
    """Counts of all questions, public or not. `median_days` is in business days, None without answers."""

    received: int
    answered_in_time: int
    answered_late: int
    pending: int
    median_days: float | None


def figures() -> Figures:
    """The figures of the home page, now. Two statements."""
    answered_on = bogota_date(Question.answered_at)
    counts = select(
        func.count(Question.id),
        _count(answered_on <= Question.due_on),
        _count(answered_on > Question.due_on),
        _count(Question.status.in_(rules.OPEN) & Question.answered_at.is_(None)),
    )
    received, in_time, late, pending = db.session.execute(counts).one()
    return Figures(received, in_time, late, pending, _median_days())


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _median_days() -> float | None:
    """Business days from the base to the answer, by pairs of days so that the rows stay few."""
    answered_on = bogota_date(Question.answered_at).label("answered_on")
    pairs = (
        select(Question.base_on, answered_on, func.count(Question.id))
        .where(Question.answered_at.is_not(None), Question.status.in_((Status.ANSWERED, Status.PUBLISHED)))
        .group_by(Question.base_on, answered_on)
        .order_by(Question.base_on, answered_on)
    )
    calendar = current_calendar()
    days: list[int] = []
    for base_on, day, count in db.session.execute(pairs):
        days += [max(0, business_days_left(base_on, day, calendar))] * count
    return median(days) if days else None
