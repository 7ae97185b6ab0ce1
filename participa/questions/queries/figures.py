"""How the entity keeps its word: what was received, answered in time, answered late, and how fast.

Counting reads every question. A chore does it and keeps the result; pages read what is kept, however many there are.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select, true

from participa.accounts.models import Department
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions.models import KeptFigures, Question, Status, Topic
from participa.questions.queries import public
from participa.shared.business_days import WorkCalendar, business_days_left
from participa.shared.clock import today
from participa.shared.sql import bogota_date

NAME = "questions"
WINDOW = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """Counts of questions, public or not. `median_days` is in business days, None without answers."""

    received: int = 0
    answered_in_time: int = 0
    answered_late: int = 0
    pending: int = 0
    overdue: int = 0
    median_days: float | None = None

    @property
    def answered(self) -> int:
        return self.answered_in_time + self.answered_late

    @property
    def share_in_time(self) -> int | None:
        """Of each hundred answered, how many were in time; rounded down, so that 100 means all."""
        return 100 * self.answered_in_time // self.answered if self.answered else None


@dataclass(frozen=True)
class Performance:
    """The figures of all time, those of the last twelve months, and these by office and by topic.

    The months count from the day a question was received, in Colombia. Pending and overdue are always all of them.
    """

    whole: Figures = field(default_factory=Figures)
    recent: Figures = field(default_factory=Figures)
    offices: dict[str, Figures] = field(default_factory=dict)
    topics: dict[str, Figures] = field(default_factory=dict)


def whole() -> Figures:
    """The figures of all questions, as counted last; counted now when nobody did before."""
    kept = find_kept(NAME)
    return Figures(**kept["whole"]) if kept is not None else _one(today(), _DayCount(current_calendar()))


def recent() -> Figures:
    """The figures of the questions received in the last twelve months, likewise."""
    kept, day = find_kept(NAME), today()
    return Figures(**kept["recent"]) if kept is not None else _one(day, _DayCount(current_calendar()), _is_recent(day))


def performance() -> Performance:
    """All of them, as counted last; counted now when nobody did before."""
    kept = find_kept(NAME)
    return _from_plain(kept) if kept is not None else count(today())


def find_kept(name: str) -> dict[str, Any] | None:
    """What is kept under a name."""
    kept: dict[str, Any] | None = db.session.scalar(_kept(), {"name": name})
    return kept


@cache
def _kept() -> Select[dict[str, Any]]:
    return select(KeptFigures.content).where(KeptFigures.name == bindparam("name"))


def plain(counted: Performance) -> dict[str, Any]:
    """As it is kept."""
    return asdict(counted)


def _from_plain(kept: dict[str, Any]) -> Performance:
    return Performance(
        whole=Figures(**kept["whole"]),
        recent=Figures(**kept["recent"]),
        offices={name: Figures(**told) for name, told in kept["offices"].items()},
        topics={name: Figures(**told) for name, told in kept["topics"].items()},
    )


def count(day: date) -> Performance:
    """Count everything anew; `day` is a day in Colombia. Takes seconds with hundreds of thousands of questions."""
    days = _DayCount(current_calendar())
    return Performance(
        whole=_one(day, days),
        recent=_one(day, days, _is_recent(day)),
        offices=_by(Question.department_id, Department.name, Department.id, day, days),
        topics=_by(Question.topic_id, Topic.name, Topic.id, day, days),
    )


class _DayCount:
    """Business days between two days, each day counted once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[date, date], int] = {}

    def between(self, base_on: date, day: date) -> int:
        pair = (base_on, day)
        if pair not in self._known:
            self._known[pair] = max(0, business_days_left(base_on, day, self._calendar))
        return self._known[pair]


def _one(day: date, days: _DayCount, *conditions: ColumnElement[bool]) -> Figures:
    """The figures of the questions that meet the conditions. Two statements."""
    totals, pairs = _totals(day).where(*conditions), _pairs().where(*conditions)
    received, in_time, late, pending, overdue = db.session.execute(totals).one()
    return Figures(received, in_time, late, pending, overdue, _median(db.session.execute(pairs), days))


def of_period(first: date, last: date, day: date) -> Performance:
    """Of the questions received from one day to another, in Colombia: the whole, by office and by topic.

    Pending and overdue are of these questions alone. `recent` says the same as `whole`.
    """
    days, received_on = _DayCount(current_calendar()), bogota_date(Question.received_at)
    during = and_(received_on >= first, received_on <= last)
    whole = _one(day, days, during)
    offices = _by(Question.department_id, Department.name, Department.id, day, days, during, during)
    topics = _by(Question.topic_id, Topic.name, Topic.id, day, days, during, during)
    return Performance(whole, whole, offices, topics)


def of_space(event_id: int, day: date) -> Performance:
    """Likewise of the questions that a dialogue space received, whenever they came."""
    days, here = _DayCount(current_calendar()), Question.event_id == event_id
    whole = _one(day, days, here)
    offices = _by(Question.department_id, Department.name, Department.id, day, days, here, here)
    topics = _by(Question.topic_id, Topic.name, Topic.id, day, days, here, here)
    return Performance(whole, whole, offices, topics)


def _by(
    owner: Any,
    name: Any,
    key: Any,
    day: date,
    days: _DayCount,
    counts: ColumnElement[bool] | None = None,
    waits: ColumnElement[bool] | None = None,
) -> dict[str, Figures]:
    """The figures by the name of an office or topic, in the order of the names. Four statements.

    Without conditions, what was received lately counts, and all that waits.
    """
    received = _is_recent(day) if counts is None else counts
    counted, waiting = _totals_by(owner, day, received), _waiting_by(owner, day, true() if waits is None else waits)
    rows = db.session.execute(
        _pairs().add_columns(owner).where(received).group_by(owner).order_by(owner).execution_options(yield_per=1000)
    )
    medians = {number: _median(pairs, days) for number, pairs in groupby(rows, key=lambda row: row[-1])}
    names = db.session.execute(select(key, name).order_by(name, key)).all()
    return {
        label: _together(counted.get(number), waiting.get(number), medians.get(number))
        for number, label in names
        if number in counted or number in waiting
    }


def _together(answered: tuple[int, ...] | None, waiting: tuple[int, ...] | None, median: float | None) -> Figures:
    received, in_time, late = answered or (0, 0, 0)
    pending, overdue = waiting or (0, 0)
    return Figures(received, in_time, late, pending, overdue, median)


def _totals_by(owner: Any, day: date, counts: ColumnElement[bool]) -> dict[int | None, tuple[int, ...]]:
    """Received, in time and late, of those that count."""
    found = _totals(day).add_columns(owner).where(counts).group_by(owner)
    return {row[-1]: tuple(row[:3]) for row in db.session.execute(found)}


def _waiting_by(owner: Any, day: date, waits: ColumnElement[bool]) -> dict[int | None, tuple[int, ...]]:
    """Pending and overdue, of those that count."""
    found = select(func.count(Question.id), _sum(Question.due_on < day), owner).where(*_pending(), waits)
    found = found.group_by(owner)
    return {row[-1]: tuple(row[:2]) for row in db.session.execute(found)}


def _is_recent(day: date) -> ColumnElement[bool]:
    return bogota_date(Question.received_at) > day - WINDOW


def _pending() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return public.is_open(), Question.answered_at.is_(None)


def _totals(day: date) -> Select[*tuple[Any, ...]]:
    """Received, in time, late, pending, overdue."""
    answered_on, is_pending = bogota_date(Question.answered_at), and_(*_pending())
    return select(
        func.count(Question.id),
        _sum(answered_on <= Question.due_on),
        _sum(answered_on > Question.due_on),
        _sum(is_pending),
        _sum(is_pending & (Question.due_on < day)),
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _pairs() -> Select[Any]:
    """How many questions were answered on a day of those with a base: few rows, and the median comes from them."""
    answered_on = bogota_date(Question.answered_at).label("answered_on")
    return (
        select(Question.base_on, answered_on, func.count(Question.id))
        .where(Question.answered_at.is_not(None), Question.status.in_((Status.ANSWERED, Status.PUBLISHED)))
        .group_by(Question.base_on, answered_on)
    )


def _median(pairs: Iterable[Any], days: _DayCount) -> float | None:
    """Of the business days from the base to the answer; `pairs` are base, day of the answer and how many."""
    amounts: dict[int, int] = {}
    for base_on, answered_on, amount, *_ in pairs:
        taken = days.between(base_on, answered_on)
        amounts[taken] = amounts.get(taken, 0) + amount
    total = sum(amounts.values())
    if not total:
        return None
    low, high = (_at(amounts, place) for place in ((total - 1) // 2, total // 2))
    middle = (low + high) / 2
    return int(middle) if middle.is_integer() else middle


def _at(amounts: dict[int, int], place: int) -> int:
    """The value in that place, from 0, of the ordered values."""
    seen = 0
    for value in sorted(amounts):
        seen += amounts[value]
        if place < seen:
            return value
    raise IndexError(place)
