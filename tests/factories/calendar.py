"""Days of the entity's own."""

from datetime import date

from participa.calendar import services
from participa.calendar.models import CalendarDay, DayKind, OwnDay
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work


def own_day(day: date, kind: DayKind = DayKind.CLOSED, name: str = "Día cívico") -> CalendarDay:
    """A day in the calendar of the entity, written as the console does, with its version."""
    with unit_of_work():
        row = services.add_day(OwnDay(day, kind, name, "Decreto 45"), "Lo ordena el decreto", actor=None)
    db.session.refresh(row)
    return row
