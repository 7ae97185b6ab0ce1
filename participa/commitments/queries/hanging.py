"""The commitments that are shown on the pages of a question, a space and an activity."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from participa.commitments.models import Commitment, CommitmentKind, CommitmentQuestion
from participa.events.models import Event
from participa.extensions import db
from participa.strategy.models import Activity

MOST_SHOWN = 12


def of_question(question_id: int, with_registered: bool = False) -> list[Commitment]:
    """The promises that were born of a question, the first one first; for the team also what is not public yet."""
    found = select(Commitment).join(CommitmentQuestion).where(CommitmentQuestion.question_id == question_id)
    shown = found.where(_is_promise() if with_registered else _is_public()).options(joinedload(Commitment.lead))
    return list(db.session.scalars(shown.order_by(Commitment.id)))


def of_activity(activity: Activity) -> list[Commitment]:
    """The latest public promises of an activity."""
    found = select(Commitment).where(Commitment.activity_id == activity.id, _is_public())
    latest = found.order_by(Commitment.published_at.desc(), Commitment.id.desc()).limit(MOST_SHOWN)
    return list(db.session.scalars(latest))


def counts_of(event: Event) -> tuple[int, int]:
    """How many public promises were born in a space, and how many are not public yet. One statement."""
    public = func.count().filter(_is_public())
    found = select(public, func.count()).where(Commitment.event_id == event.id, _is_promise())
    amount, every = db.session.execute(found).one()
    return amount, every - amount


def _is_promise() -> ColumnElement[bool]:
    return Commitment.kind == CommitmentKind.PROMISE


def _is_public() -> ColumnElement[bool]:
    return _is_promise() & Commitment.published_at.is_not(None)
