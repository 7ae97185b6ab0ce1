"""The address that somebody leaves with an observation is erased when it is over."""

from datetime import datetime

from sqlalchemy import delete, func, select

from participa.documents.models import DraftObservationContact, DraftReply
from participa.extensions import db


def forget_contacts(before: datetime, most: int) -> int:
    """Erase at most `most` addresses of observations whose last public reply came before that instant; how many."""
    of, last = DraftObservationContact, func.max(DraftReply.published_at)
    answered = select(DraftReply.observation_id).group_by(DraftReply.observation_id).having(last < before)
    due = select(of.observation_id).where(of.observation_id.in_(answered)).order_by(of.observation_id).limit(most)
    numbers = list(db.session.scalars(due))
    db.session.execute(delete(of).where(of.observation_id.in_(numbers)))
    return len(numbers)
