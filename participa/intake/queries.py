"""Reads of the counter: the spaces that are offered, the boxes and their slips."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participa.accounts.models import Department, User
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.intake.models import Slip, SlipBatch, SlipState, VoidReason
from participa.questions.models import Question, Status, Topic

PER_PAGE = 20
MOST_SPACES = 100
UNUSED = Slip.void_reason == VoidReason.UNUSED


@dataclass(frozen=True)
class Counts:
    """The slips of a box: how many there are, how many in each state, and how many of the void ones nobody used."""

    slips: int
    waiting: int
    filed: int
    void: int
    unused: int

    @property
    def typed(self) -> int:
        return self.waiting + self.filed + self.void

    @property
    def missing(self) -> int:
        return self.slips - self.typed

    @property
    def in_hand(self) -> int:
        """Those that came back, which a person can count on the table."""
        return self.typed - self.unused

    @property
    def matches(self) -> bool:
        """Whether slips = filed + void."""
        return self.slips == self.filed + self.void


def spaces() -> list[tuple[int, str]]:
    """The public spaces that are offered, the newest first."""
    shown = Event.state.not_in((EventState.DRAFT, EventState.CANCELLED))
    found = select(Event.id, Event.title).where(shown).order_by(Event.starts_at.desc(), Event.id.desc())
    return [(row.id, row.title) for row in db.session.execute(found.limit(MOST_SPACES))]


def topics(also: int | None = None) -> list[tuple[int, str]]:
    """The topics that are offered, by name; also one that is not offered any more."""
    found = select(Topic.id, Topic.name).where(or_(Topic.is_active, Topic.id == also))
    return [(row.id, row.name) for row in db.session.execute(found.order_by(Topic.name, Topic.id))]


def departments(also: int | None = None) -> list[tuple[int, str]]:
    """The offices that are offered, by name; also one that is not offered any more."""
    found = select(Department.id, Department.name).where(or_(Department.is_active, Department.id == also))
    return [(row.id, row.name) for row in db.session.execute(found.order_by(Department.name, Department.id))]


def find_space(event_id: int | None) -> Event | None:
    return db.session.get(Event, event_id) if event_id else None


def batches(page: int) -> Pagination:
    """The boxes, the open ones first."""
    found = select(SlipBatch).options(joinedload(SlipBatch.event))
    ordered = found.order_by(SlipBatch.closed_at.is_not(None), SlipBatch.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def batch(batch_id: int) -> SlipBatch:
    """A box. Raises NoResultFound."""
    return db.session.scalars(select(SlipBatch).where(SlipBatch.id == batch_id)).one()


def batch_to_change(batch_id: int) -> SlipBatch:
    """The same, which nobody else changes until the commit."""
    return db.session.scalars(select(SlipBatch).where(SlipBatch.id == batch_id).with_for_update()).one()


def find_batch_by_key(digest: str) -> SlipBatch | None:
    return db.session.scalars(select(SlipBatch).where(SlipBatch.form_key_digest == digest)).first()


def sharing_numbers(first: int, last: int) -> SlipBatch | None:
    """A box with slips of these numbers, the lowest first: the number of a paper must say which one it is."""
    found = select(SlipBatch).where(SlipBatch.first <= last, SlipBatch.last >= first)
    return db.session.scalars(found.order_by(SlipBatch.first, SlipBatch.id).limit(1)).first()


def next_free_number() -> int:
    """The number after the last one of all boxes."""
    return (db.session.scalar(select(func.max(SlipBatch.last))) or 0) + 1


def has_filed(of: SlipBatch) -> bool:
    filed = select(exists().where(Slip.batch_id == of.id, Slip.state == SlipState.FILED))
    return bool(db.session.scalar(filed))


def with_old_scan(before: datetime, over: Collection[Status], most: int) -> list[Slip]:
    """Slips with a photo whose question was over before that instant."""
    ended = func.coalesce(Question.answered_at, Question.received_at)
    found = select(Slip).join(Question, Question.id == Slip.question_id).options(joinedload(Slip.scan))
    due = found.where(Slip.scan_id.is_not(None), Question.status.in_(over), ended < before)
    return list(db.session.scalars(due.order_by(Slip.id).limit(most)))


def slip(batch_id: int, number: int) -> Slip:
    """A slip that was typed or voided. Raises NoResultFound."""
    return db.session.scalars(select(Slip).where(Slip.batch_id == batch_id, Slip.number == number)).one()


def find_slip(batch_id: int, number: int) -> Slip | None:
    return db.session.scalars(select(Slip).where(Slip.batch_id == batch_id, Slip.number == number)).first()


def slips(of: SlipBatch) -> list[Slip]:
    """All of a box that were typed or voided, by number."""
    found = select(Slip).where(Slip.batch_id == of.id).options(joinedload(Slip.question))
    return list(db.session.scalars(found.order_by(Slip.number)))


def page_of_slips(of: SlipBatch, page: int) -> Pagination:
    """The same by pages, the last number first."""
    found = select(Slip).where(Slip.batch_id == of.id).options(joinedload(Slip.question))
    ordered = found.order_by(Slip.number.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def next_number(of: SlipBatch) -> int | None:
    """The lowest number that nobody typed yet."""
    taken = set(db.session.scalars(select(Slip.number).where(Slip.batch_id == of.id)))
    return next((number for number in range(of.first, of.last + 1) if number not in taken), None)


def next_to_check(of: SlipBatch, person: User) -> Slip | None:
    """The first slip that waits for somebody else than who typed it."""
    waits = (Slip.batch_id == of.id, Slip.state == SlipState.TYPED, Slip.typed_by_id != person.id)
    return db.session.scalars(select(Slip).where(*waits).order_by(Slip.number).limit(1)).first()


def counts(boxes: Sequence[SlipBatch]) -> dict[int, Counts]:
    """The counts of each box, in one statement."""
    ids = [box.id for box in boxes]
    rows = db.session.execute(
        select(Slip.batch_id, *(_how_many(Slip.state == state) for state in SlipState), _how_many(UNUSED))
        .where(Slip.batch_id.in_(ids))
        .group_by(Slip.batch_id)
    )
    found = {row[0]: tuple(row[1:]) for row in rows}
    none = (0, 0, 0, 0)
    return {box.id: Counts(box.size, *cast(tuple[int, int, int, int], found.get(box.id, none))) for box in boxes}


def _how_many(which: ColumnElement[bool]) -> Any:
    return func.count(case((which, 1)))
