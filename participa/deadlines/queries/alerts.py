"""What the alerts and the weekly digest tell, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from participa.accounts.models import Department, Role, User
from participa.deadlines.models import FIRST_HOUR, FIRST_OFFSETS, AlertDay, AlertPlan, TermAlert
from participa.extensions import db
from participa.questions.models import Question, QuestionLink, Status
from participa.questions.queries.terms import pending
from participa.shared.clock import now
from participa.shared.sql import bogota_date

ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """A question whose alert is due. `office_id` is the one that answers, for a grouped question its leader's."""

    question_id: int
    radicado: str
    due_on: date
    office_id: int | None
    office: str
    is_read_by_approval: bool
    stage: int


@dataclass(frozen=True)
class Week:
    """How an office went in a week: received, answered, of these in term; due in the next one; overdue now."""

    office_id: int | None
    office: str
    received: int
    answered: int
    in_time: int
    due_soon: int
    overdue: int


def plan() -> AlertPlan:
    """The plan of the entity, or the usual one."""
    return db.session.get(AlertPlan, 1) or AlertPlan(id=1, offsets=list(FIRST_OFFSETS), hour=FIRST_HOUR)


def is_done(day: date) -> bool:
    """Whether the alerts of a day were written, by a clock that did not run ahead."""
    found = select(AlertDay.day).where(AlertDay.day == day, AlertDay.at <= now())
    return db.session.scalar(found) is not None


def is_first_of_week(day: date) -> bool:
    """Whether no day of the same week had its alerts yet: then the digest goes along, on a Monday or after it."""
    monday = day - timedelta(days=day.weekday())
    found = select(AlertDay.day).where(AlertDay.day >= monday, AlertDay.day < day).limit(1)
    return db.session.scalar(found) is None


def due(stages: Sequence[tuple[int, date, date]]) -> list[Due]:
    """The questions in hand whose present stage was not told for their due date, the most urgent first."""
    return [one for stage, first, last in stages for one in _due(stage, first, last)]


def _due(stage: int, first: date, last: date) -> list[Due]:
    leader, office = aliased(Question), aliased(Department)
    link = and_(QuestionLink.question_id == Question.id, QuestionLink.ended_at.is_(None))
    answers = func.coalesce(Question.department_id, leader.department_id)
    told = exists().where(
        TermAlert.question_id == Question.id, TermAlert.due_on == Question.due_on, TermAlert.stage == stage
    )
    read_by_approval = Question.status.in_((Status.IN_REVIEW, Status.ANSWERED))
    found = (
        select(Question.id, Question.radicado, Question.due_on, answers, office.name, read_by_approval)
        .outerjoin(QuestionLink, link)
        .outerjoin(leader, leader.id == QuestionLink.leader_id)
        .outerjoin(office, office.id == answers)
        .where(*pending(), Question.due_on.between(first, last), ~told)
        .order_by(Question.due_on, Question.id)
    )
    return [Due(*row[:4], row[4] or "", bool(row[5]), stage) for row in db.session.execute(found)]


def team() -> list[User]:
    """The active people of the team, by number."""
    return list(db.session.scalars(select(User).where(User.is_active).order_by(User.id)))


def week(monday: date) -> list[Week]:
    """The week before a Monday and the one that it begins, by office; without office last. One row for each."""
    rows = db.session.execute(_week(monday)).all()
    return [Week(number, name or "", *amounts) for number, name, *amounts in rows]


def _week(monday: date):  # type: ignore[no-untyped-def] # a statement of seven columns
    before, after = monday - ONE_WEEK, monday + ONE_WEEK
    received, answered = bogota_date(Question.received_at), bogota_date(Question.answered_at)
    was_received = and_(received >= before, received < monday)
    was_answered = and_(answered >= before, answered < monday)
    is_pending = and_(*pending())
    falls_due = and_(is_pending, Question.due_on >= monday, Question.due_on < after)
    is_overdue = and_(is_pending, Question.due_on < monday)
    wanted = (was_received, was_answered, and_(was_answered, answered <= Question.due_on), falls_due, is_overdue)
    counts = [func.count(Question.id).filter(condition) for condition in wanted]
    return (
        select(Department.id, Department.name, *counts)
        .select_from(Question)
        .outerjoin(Department, Department.id == Question.department_id)
        .where(or_(was_received, was_answered, is_pending))
        .group_by(Department.id, Department.name)
        .order_by(Department.name.is_(None), Department.name, Department.id)
    )


def heads_of(people: Sequence[User], office_id: int | None) -> list[User]:
    """Who directs the office, of these people."""
    return [one for one in people if office_id is not None and one.leads_office and one.department_id == office_id]


def liaisons_of(people: Sequence[User], office_id: int | None) -> list[User]:
    """Who answers for the office, of these people."""
    of_office = [one for one in people if office_id is not None and one.department_id == office_id]
    return [one for one in of_office if one.role is Role.LIAISON]


def with_role(people: Sequence[User], *roles: Role) -> list[User]:
    return [one for one in people if one.role in roles]
