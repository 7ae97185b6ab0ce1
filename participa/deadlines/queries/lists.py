"""The lists of the team: what falls due, what is to be transferred, what can be archived, complaints without number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participa.accounts.models import Department, User
from participa.deadlines import rules
from participa.deadlines.models import PqrsdHandover
from participa.extensions import db
from participa.questions.models import Question, Status
from participa.questions.queries.staff import visible_to
from participa.questions.queries.terms import CLARIFICATION_DAYS, NEAR_DAYS, TRANSFER_DAYS, came_to, pending
from participa.shared.business_days import BaseReading, TrafficLight, WorkCalendar
from participa.shared.sql import bogota_date

PER_PAGE = 25
IN_CALENDAR = 500


class View(StrEnum):
    """The lists, by their word in the address."""

    DUE = "por-responder"
    TRANSFER = "por-trasladar"
    UNCLEAR = "sin-aclarar"
    COMPLAINTS = "sin-pqrsd"


VIEW_LABELS = {
    View.DUE: "Por responder",
    View.TRANSFER: "Por clasificar o trasladar",
    View.UNCLEAR: "Sin aclarar en diez días",
    View.COMPLAINTS: "Quejas sin número de PQRSD",
}


@dataclass(frozen=True)
class Wanted:
    """What a list is asked to show."""

    view: View = View.DUE
    department_id: int | None = None
    light: TrafficLight | None = None


@dataclass(frozen=True)
class Office:
    """How many questions of an office are in each light."""

    department_id: int | None
    name: str
    red: int
    amber: int
    green: int


@dataclass(frozen=True)
class Limits:
    """The days of today that the lists compare with, from the calendar of the entity."""

    today: date
    amber_until: date
    red_until: date
    calendar: WorkCalendar

    @classmethod
    def of(cls, today: date, calendar: WorkCalendar) -> "Limits":
        return cls(today, rules.reach(today, 5, calendar), rules.reach(today, 0, calendar), calendar)


def rows(user: User, wanted: Wanted, limits: Limits, page: int = 1) -> Pagination:
    """A page of the list, the one that falls due first on top."""
    return db.paginate(_rows(user, wanted, limits), page=page, per_page=PER_PAGE, error_out=False)


def all_rows(user: User, wanted: Wanted, limits: Limits) -> Iterator[Question]:
    """The whole list, in the same order."""
    return iter(db.session.scalars(_rows(user, wanted, limits).execution_options(yield_per=500)))


def _rows(user: User, wanted: Wanted, limits: Limits) -> Select[Question]:
    found = select(Question).where(*_conditions(user, wanted, limits)).order_by(Question.due_on, Question.id)
    return found.options(joinedload(Question.department))


def view_counts(user: User, wanted: Wanted, limits: Limits) -> dict[View, int]:
    """How many questions each list holds with the same office."""
    return {view: _count(user, Wanted(view, wanted.department_id), limits) for view in View}


def _count(user: User, wanted: Wanted, limits: Limits) -> int:
    return db.session.scalar(select(func.count(Question.id)).where(*_conditions(user, wanted, limits))) or 0


def _conditions(user: User, wanted: Wanted, limits: Limits) -> list[ColumnElement[bool]]:
    chosen = [visible_to(user), *_in_view(wanted.view, limits)]
    if wanted.department_id is not None:
        chosen.append(Question.department_id == wanted.department_id)
    if wanted.light is not None:
        chosen.append(_in_light(wanted.light, limits))
    return chosen


def _in_view(view: View, limits: Limits) -> tuple[ColumnElement[bool], ...]:
    if view is View.TRANSFER:
        return _near_transfer(limits)
    if view is View.UNCLEAR:
        return (Question.status == Status.CLARIFYING, _asked_long_ago(limits))
    if view is View.COMPLAINTS:
        handed = exists().where(PqrsdHandover.question_id == Question.id)
        return (Question.kind.in_(rules.COMPLAINTS), ~handed)
    return pending()


def _in_light(light: TrafficLight, limits: Limits) -> ColumnElement[bool]:
    due = Question.due_on
    if light is TrafficLight.RED:
        return due <= limits.red_until
    if light is TrafficLight.AMBER:
        return and_(due > limits.red_until, due <= limits.amber_until)
    return due > limits.amber_until


def _near_transfer(limits: Limits) -> tuple[ColumnElement[bool], ...]:
    """Not yet sorted nor handed over, with few of its five business days left or none (CPACA art. 21)."""
    limit = rules.reach(limits.today, NEAR_DAYS, limits.calendar)
    by_reading = [
        and_(
            Question.base_reading == reading.value,
            Question.base_on <= rules.last_base(limit, TRANSFER_DAYS, reading, limits.calendar),
        )
        for reading in BaseReading
    ]
    return (Question.status.in_(rules.UNSORTED), or_(*by_reading))


def _asked_long_ago(limits: Limits) -> ColumnElement[bool]:
    """Whether the ten business days to make a question clear are over (CPACA art. 17 and 19)."""
    yesterday = limits.today - timedelta(days=1)
    last = rules.last_base(yesterday, CLARIFICATION_DAYS, BaseReading.RECEIPT, limits.calendar)
    return bogota_date(came_to(Status.CLARIFYING)) <= last


def offices(user: User, limits: Limits) -> list[Office]:
    """The lights of each office, without office last; one statement."""
    counts = [func.count(Question.id).filter(_in_light(light, limits)) for light in LIGHTS]
    found = (
        select(Department.id, Department.name, *counts)
        .select_from(Question)
        .outerjoin(Department, Department.id == Question.department_id)
        .where(visible_to(user), *pending())
        .group_by(Department.id, Department.name)
        .order_by(Department.name.is_(None), Department.name, Department.id)
    )
    return [Office(number, name or "Sin asignar", *amounts) for number, name, *amounts in db.session.execute(found)]


LIGHTS = (TrafficLight.RED, TrafficLight.AMBER, TrafficLight.GREEN)


def for_calendar(user: User) -> list[tuple[str, date, int]]:
    """(radicado, due date, revision) of what this person follows, the first due first; at most IN_CALENDAR."""
    found = select(Question.radicado, Question.due_on, Question.revision).where(visible_to(user), *pending())
    rows = db.session.execute(found.order_by(Question.due_on, Question.id).limit(IN_CALENDAR))
    return [(radicado, due_on, revision) for radicado, due_on, revision in rows]
