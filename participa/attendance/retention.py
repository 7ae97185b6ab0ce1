"""How long stays what was written by hand about an arrival."""

from datetime import datetime

from sqlalchemy import select, update

from participa.attendance.models import Attendance
from participa.events.models import Event
from participa.extensions import db
from participa.shared.retention import Rule


def forget_reasons(before: datetime, most: int) -> int:
    """Blank why arrivals were taken back, of spaces that ended before; how many. The words may name somebody."""
    found = select(Attendance.id).join(Event, Event.id == Attendance.event_id)
    over = found.where(Attendance.undone_reason != "", Event.ends_at < before)
    ids = list(db.session.scalars(over.order_by(Attendance.id).limit(most)))
    forgotten = update(Attendance).where(Attendance.id.in_(ids)).values(undone_reason="")
    db.session.execute(forgotten, execution_options={"synchronize_session": False})
    return len(ids)


REASONS = Rule(
    key="asistencia.motivos",
    form="Inscripción y llegada a un espacio",
    data="El motivo con que se deshizo una llegada.",
    purpose="Saber qué se corrigió en la puerta.",
    days=365,
    since="el día del espacio",
    afterwards="Se deja vacío. La cuenta de llegadas queda.",
    erase=forget_reasons,
)
