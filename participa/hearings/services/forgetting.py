"""Forgetting who spoke at the microphone, once the space is over. The turn, its time and its question stay."""

from datetime import datetime

from sqlalchemy import select, update

from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing, MicrophoneTurn


def forget_speakers(before: datetime, most: int) -> int:
    """Blank the names of those who spoke in spaces that ended before; how many."""
    found = select(MicrophoneTurn.id).join(Hearing, Hearing.id == MicrophoneTurn.hearing_id)
    over = found.join(Event, Event.id == Hearing.event_id).where(MicrophoneTurn.speaker != "", Event.ends_at < before)
    ids = list(db.session.scalars(over.order_by(MicrophoneTurn.id).limit(most)))
    blank = update(MicrophoneTurn).where(MicrophoneTurn.id.in_(ids)).values(speaker="")
    db.session.execute(blank, execution_options={"synchronize_session": False})
    return len(ids)
