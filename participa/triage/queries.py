"""Reads of the queue: what waits, who has it, the next free one, how the day goes, what can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participa.accounts.models import User
from participa.extensions import db
from participa.questions.models import Question, QuestionMove
from participa.questions.queries.staff import waits_for
from participa.shared.business_days import BOGOTA, WorkCalendar
from participa.triage.models import TriageKeys, TriageLease, TriageStep
from participa.triage.rules import UNDO

PER_PAGE = 15
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Progress:
    """How many questions wait, how many of them for more than one business day, how many left the queue today."""

    waiting: int
    late: int
    decided: int


def waiting(user: User, page: int = 1) -> Pagination:
    """What waits for this person, the one that falls due first on top."""
    found = select(Question).where(waits_for(user)).order_by(Question.due_on, Question.id)
    found = found.options(joinedload(Question.topic), joinedload(Question.department))
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def is_waiting(question: Question, user: User) -> bool:
    return bool(db.session.scalar(select(exists().where(Question.id == question.id, waits_for(user)))))


def leases(ids: Iterable[int], at: datetime) -> Mapping[int, TriageLease]:
    """Who has these questions at an instant, by question."""
    found = select(TriageLease).where(TriageLease.question_id.in_(list(ids)), TriageLease.until > at)
    return {lease.question_id: lease for lease in db.session.scalars(found.options(joinedload(TriageLease.holder)))}


def find_lease(question_id: int) -> TriageLease | None:
    """The lease of a question, as it is now, also when its time is over."""
    found = select(TriageLease).where(TriageLease.question_id == question_id).options(joinedload(TriageLease.holder))
    return db.session.scalar(found.execution_options(populate_existing=True))


def held_by(user: User, at: datetime) -> str | None:
    """The radicado that this person has before the eyes and that still waits."""
    mine = (TriageLease.holder_id == user.id, TriageLease.until > at)
    found = select(Question.radicado).join(TriageLease, TriageLease.question_id == Question.id)
    found = found.where(*mine, waits_for(user)).order_by(TriageLease.until.desc(), Question.id)
    return db.session.scalar(found.limit(1))


def first_free(user: User, at: datetime) -> str | None:
    """The radicado of the most urgent one that nobody else has."""
    return db.session.scalar(_free(user, at).with_only_columns(Question.radicado).limit(1))


def free_to_lock(
    user: User, at: datetime, near: Question | None, is_backwards: bool, without: Iterable[int]
) -> Question | None:
    """The next free one after another one, or before it, locked; what others are deciding this moment is left out."""
    found = _free(user, at, is_backwards).where(Question.id.not_in(list(without)))
    if near is not None:
        found = found.where(_beyond(near, is_backwards))
    return db.session.scalar(found.limit(1).with_for_update(of=Question, skip_locked=True))


def _free(user: User, at: datetime, is_backwards: bool = False) -> Select[Question]:
    lease = (TriageLease.question_id == Question.id, TriageLease.until > at, TriageLease.holder_id != user.id)
    order = (Question.due_on.desc(), Question.id.desc()) if is_backwards else (Question.due_on, Question.id)
    return select(Question).where(waits_for(user), ~exists().where(*lease)).order_by(*order)


def _beyond(near: Question, is_backwards: bool) -> ColumnElement[bool]:
    same_day = Question.due_on == near.due_on
    if is_backwards:
        return or_(Question.due_on < near.due_on, and_(same_day, Question.id < near.id))
    return or_(Question.due_on > near.due_on, and_(same_day, Question.id > near.id))


def lock(radicados: Iterable[str]) -> list[Question]:
    """These questions, locked in the order of their numbers and as they are now: two people never wait in a circle."""
    found = select(Question).where(Question.radicado.in_(list(radicados))).order_by(Question.id)
    return list(db.session.scalars(found.with_for_update(of=Question).execution_options(populate_existing=True)))


def progress(user: User, today: date, calendar: WorkCalendar) -> Progress:
    """How the queue goes on a day in Colombia; two statements."""
    late = func.count(Question.id).filter(Question.received_at < one_business_day_ago(today, calendar))
    waits, for_long = db.session.execute(select(func.count(Question.id), late).where(waits_for(user))).one()
    of_today = (QuestionMove.at >= _midnight(today), QuestionMove.author_id.is_not(None))
    decided = select(func.count(func.distinct(QuestionMove.question_id))).join(QuestionMove.question)
    return Progress(waits, for_long, db.session.scalar(decided.where(*of_today, ~waits_for(user))) or 0)


def one_business_day_ago(today: date, calendar: WorkCalendar) -> datetime:
    """What came before this instant has waited longer than one whole business day."""
    day = today - ONE_DAY
    while not calendar.is_business_day(day):
        day -= ONE_DAY
    return _midnight(day)


def _midnight(day: date) -> datetime:
    """The first instant of a day in Colombia, as aware UTC."""
    return datetime.combine(day, time(), BOGOTA).astimezone(UTC)


def last_act(user: User, at: datetime) -> list[TriageStep]:
    """The steps of the last act of this person that can still be undone."""
    mine = select(TriageStep).where(TriageStep.actor_id == user.id, TriageStep.at >= at - UNDO)
    last = db.session.scalar(mine.order_by(TriageStep.at.desc(), TriageStep.id.desc()).limit(1))
    if last is None or last.undone_at is not None:
        return []
    return steps_of(last.act_key, user)


def steps_of(act_key: str, user: User) -> list[TriageStep]:
    """What this person did in one act, with its questions."""
    found = select(TriageStep).where(TriageStep.act_key == act_key, TriageStep.actor_id == user.id)
    found = found.order_by(TriageStep.id).options(joinedload(TriageStep.question))
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def keys_are_on(user: User) -> bool:
    """Whether single keys act for this person."""
    choice = db.session.get(TriageKeys, user.id)
    return choice is None or choice.are_on
