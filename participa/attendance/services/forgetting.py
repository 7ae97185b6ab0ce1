"""What is blanked when its time is over."""

from datetime import datetime

from sqlalchemy import select, update

from participa.attendance.models import Attendance
from participa.events.models import Event
from participa.extensions import db


def forget_reasons(before: datetime, most: int) -> int:
    """Blank why arrivals were taken back, of spaces that ended before; how many. The words may name somebody."""
    found = select(Attendance.id).join(Event, Event.id == Attendance.event_id)
    over = found.where(Attendance.undone_reason != "", Event.ends_at < before)
    ids = list(db.session.scalars(over.order_by(Attendance.id).limit(most)))
    forgotten = update(Attendance).where(Attendance.id.in_(ids)).values(undone_reason="")
    db.session.execute(forgotten, execution_options={"synchronize_session": False})
    return len(ids)
