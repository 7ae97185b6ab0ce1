"""Reads of the team: the inbox of a person, a question as that person may see it, and what waits for a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from participa.accounts.models import Department, Role, User
from participa.events.models import Event
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import (
    AnswerAttachment,
    AnswerReview,
    AnswerVersion,
    Quarantine,
    Question,
    QuestionMove,
    Status,
    Topic,
    Visibility,
)
from participa.questions.moves import Axis, Correction
from participa.questions.queries.answers import has_review_open, waits_for_review
from participa.shared.html import to_line
from participa.shared.sql import fold, folded

PER_PAGE = 25
SUNDAY = 6


class View(StrEnum):
    """The ready-made groups of the inbox, by their word in the address."""

    MINE = "por-hacer"
    OVERDUE = "vencidas"
    TODAY = "hoy"
    THIS_WEEK = "esta-semana"
    LATER = "despues"
    OPEN = "abiertas"
    ALL = "todas"


VIEW_LABELS = {
    View.MINE: "Por hacer",
    View.OVERDUE: "Vencidas",
    View.TODAY: "Vencen hoy",
    View.THIS_WEEK: "Esta semana",
    View.LATER: "Después",
    View.OPEN: "Todas las abiertas",
    View.ALL: "Todas",
}


@dataclass(frozen=True)
class Wanted:
    """What the inbox is asked to show."""

    view: View
    status: Status | None = None
    department_id: int | None = None
    radicado: str = ""


def visible_to(user: User) -> ColumnElement[bool]:
    """What this person may see, the same as `rules.may_see`."""
    if user.role is not Role.LIAISON:
        return true()
    return Question.department_id == user.department_id if user.department_id is not None else false()


def is_quarantined() -> ColumnElement[bool]:
    """What waits apart until somebody of the team reads it; the term runs, so the lists by due date show it too."""
    return exists().where(Quarantine.question_id == Question.id, Quarantine.released_at.is_(None))


def waits_for(user: User) -> ColumnElement[bool]:
    """What nobody but this role moves forward."""
    if user.role is Role.MODERATOR:
        unsorted = Question.status.in_((Status.RECEIVED, Status.CLASSIFIED))
        return and_(or_(unsorted, Question.visibility == Visibility.WAITING), ~is_quarantined())
    if user.role is Role.LIAISON:
        unwritten = Question.status.in_((Status.ASSIGNED, Status.DRAFTING))
        return and_(visible_to(user), or_(unwritten, _correction_is(Correction.RETURNED), waits_for_review(user)))
    if user.role is Role.APPROVER:
        unread = or_(Question.status.in_((Status.IN_REVIEW, Status.ANSWERED)), _correction_is(Correction.PROPOSED))
        return or_(and_(unread, ~has_review_open()), waits_for_review(user))
    return waits_for_review(user) if user.role is Role.COMMUNICATIONS else false()


def _correction_is(state: Correction) -> ColumnElement[bool]:
    last, later = aliased(QuestionMove), aliased(QuestionMove)
    of_question = (last.question_id == Question.id, last.axis == Axis.CORRECTION, last.to_value == state)
    followed = exists().where(later.question_id == last.question_id, later.axis == Axis.CORRECTION, later.id > last.id)
    return and_(Question.status == Status.PUBLISHED, exists().where(*of_question, ~followed))


def waiting_for(user: User) -> int:
    """How many questions wait for this person, for the desk."""
    return _count(visible_to(user), waits_for(user))


def _count(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Question.id)).where(*conditions)) or 0


def inbox(user: User, wanted: Wanted, today: date, page: int = 1) -> Pagination:
    """The questions asked for, the one that falls due first on top."""
    found = select(Question).where(*_conditions(user, wanted, today)).order_by(Question.due_on, Question.id)
    found = found.options(joinedload(Question.topic), joinedload(Question.department))
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def _conditions(user: User, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    return [visible_to(user), _in_view(wanted.view, user, today), *_narrowed(wanted)]


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The filters that are combined with a view."""
    chosen: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        chosen.append(Question.status == wanted.status)
    if wanted.department_id is not None:
        chosen.append(Question.department_id == wanted.department_id)
    if wanted.radicado:
        chosen.append(Question.radicado.contains(wanted.radicado, autoescape=True))
    return chosen


def _in_view(view: View, user: User, today: date) -> ColumnElement[bool]:
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    due, is_open = Question.due_on, Question.status.in_(rules.OPEN)
    conditions: dict[View, ColumnElement[bool]] = {
        View.MINE: waits_for(user),
        View.OVERDUE: and_(is_open, due < today),
        View.TODAY: and_(is_open, due == today),
        View.THIS_WEEK: and_(is_open, due > today, due <= sunday),
        View.LATER: and_(is_open, due > sunday),
        View.OPEN: is_open,
        View.ALL: true(),
    }
    return conditions[view]


def view_counts(user: User, wanted: Wanted, today: date) -> Mapping[View, int]:
    """How many questions each view holds with the other filters as they are; two statements.

    The views of what is in hand are counted over that alone: the history of a town hall is much longer.
    """
    shown = (visible_to(user), *_narrowed(wanted))
    in_hand = [view for view in View if view is not View.ALL]
    counts = [func.count(Question.id).filter(_in_view(view, user, today)) for view in in_hand]
    open_or_waiting = or_(Question.status.in_(rules.OPEN), waits_for(user))
    row = db.session.execute(select(*counts).where(*shown, open_or_waiting)).one()
    return {**dict(zip(in_hand, row, strict=True)), View.ALL: _count(*shown)}


def status_counts(user: User) -> list[tuple[Status, int]]:
    """How many questions this person may see in each status, in the order of the trámite."""
    found = select(Question.status, func.count(Question.id)).where(visible_to(user)).group_by(Question.status)
    order = list(Status)
    counts = [(status, count) for status, count in db.session.execute(found)]
    return sorted(counts, key=lambda pair: order.index(pair[0]))


def department_counts(user: User) -> list[tuple[Department, int]]:
    """How many open questions each office has, by name."""
    found = (
        select(Department, func.count(Question.id))
        .join(Question, Question.department_id == Department.id)
        .where(visible_to(user), Question.status.in_(rules.OPEN))
        .group_by(Department.id)
        .order_by(Department.name, Department.id)
    )
    return [(office, count) for office, count in db.session.execute(found)]


def question(radicado: str, user: User) -> Question:
    """A question that this person may see, with all its page shows. Raises NoResultFound."""
    with_all = (
        joinedload(Question.topic),
        joinedload(Question.department),
        joinedload(Question.asked_department),
        joinedload(Question.event),
        selectinload(Question.moves).joinedload(QuestionMove.author),
        selectinload(Question.moves).joinedload(QuestionMove.department),
        selectinload(Question.answers).joinedload(AnswerVersion.author),
        selectinload(Question.answers).joinedload(AnswerVersion.approved_by),
        selectinload(Question.answers).selectinload(AnswerVersion.reviews).joinedload(AnswerReview.done_by),
        selectinload(Question.answers).selectinload(AnswerVersion.reviews).joinedload(AnswerReview.department),
        selectinload(Question.answers).selectinload(AnswerVersion.ticks),
        selectinload(Question.answers).selectinload(AnswerVersion.attachments).joinedload(AnswerAttachment.file),
        selectinload(Question.answers).joinedload(AnswerVersion.promise),
        selectinload(Question.answers).joinedload(AnswerVersion.withheld),
    )
    return db.session.scalars(_named(radicado, user).options(*with_all)).one()


def question_to_change(radicado: str, user: User) -> Question:
    """The same, locked until the end of the transaction: two people who act at once see each other."""
    return db.session.scalars(_named(radicado, user).with_for_update(of=Question)).one()


def _named(radicado: str, user: User) -> Select[Question]:
    return select(Question).where(Question.radicado == to_line(radicado), visible_to(user))


def find_by_radicado(radicado: str) -> Question | None:
    return db.session.scalar(select(Question).where(Question.radicado == radicado.strip()))


def neighbours(near: Question, user: User, wanted: Wanted, today: date) -> tuple[str | None, str | None]:
    """The radicados before and after a question in the order of the inbox, whether it is still in it or not."""
    same_day = Question.due_on == near.due_on
    before = or_(Question.due_on < near.due_on, and_(same_day, Question.id < near.id))
    after = or_(Question.due_on > near.due_on, and_(same_day, Question.id > near.id))
    conditions = _conditions(user, wanted, today)
    previous = select(Question.radicado).where(*conditions, before)
    following = select(Question.radicado).where(*conditions, after)
    return (
        db.session.scalar(previous.order_by(Question.due_on.desc(), Question.id.desc()).limit(1)),
        db.session.scalar(following.order_by(Question.due_on, Question.id).limit(1)),
    )


def copies_of(answered: Question, body: str) -> int:
    """How many other questions were answered with this very text."""
    same = select(func.count(func.distinct(AnswerVersion.question_id))).where(
        AnswerVersion.body == body, AnswerVersion.question_id != answered.id
    )
    return db.session.scalar(same) or 0


def active_departments() -> list[Department]:
    found = select(Department).where(Department.is_active).order_by(Department.name, Department.id)
    return list(db.session.scalars(found))


def department(department_id: int) -> Department:
    """Raises NoResultFound."""
    return db.session.scalars(select(Department).where(Department.id == department_id)).one()


def topics() -> list[Topic]:
    """All topics, by name."""
    return list(db.session.scalars(select(Topic).order_by(Topic.name, Topic.id)))


def topic(topic_id: int) -> Topic:
    """Raises NoResultFound."""
    return db.session.scalars(select(Topic).where(Topic.id == topic_id)).one()


def find_topic(name: str) -> Topic | None:
    """The topic of that name, whatever the capitals and accents."""
    return db.session.scalar(select(Topic).where(folded(Topic.name) == fold(name)).order_by(Topic.id))


def topics_for(question: Question) -> list[Topic]:
    """The topics that are offered, and the one that the question already has."""
    return [topic for topic in topics() if topic.is_active or topic.id == question.topic_id]


def count_open_of(event: Event) -> int:
    """How many questions of a space still have no published answer nor another end."""
    waiting = select(func.count()).where(Question.event_id == event.id, Question.status.in_(rules.OPEN))
    return db.session.scalar(waiting) or 0
