"""The numbers of a space, as they are. What leaves for the public passes through `protecting` first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from participa.attendance.models import Attendance
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.registrations.models import Registration, RegistrationChannel, RegistrationState

FINISHED = (EventState.HELD, EventState.ANSWERING, EventState.CLOSED)
COMPARED = 5
Pair = tuple[str, bool]


@dataclass(frozen=True)
class Totals:
    """How many registered (who cancelled too), confirmed, wait, cancelled, came, and came without registering."""

    registered: int = 0
    confirmed: int = 0
    waiting: int = 0
    cancelled: int = 0
    attended: int = 0
    at_the_door: int = 0


def arrived() -> ColumnElement[bool]:
    """Whether a registration has an arrival that was not undone."""
    arrival = select(Attendance.id).where(Attendance.registration_id == Registration.id, Attendance.undone_at.is_(None))
    return arrival.exists()


def totals_of(events: Iterable[Event]) -> dict[int, Totals]:
    """The totals of several spaces, by their number, in one question."""
    state, came = Registration.state, arrived()
    at_the_door = Registration.channel == RegistrationChannel.WALK_IN
    counts = {
        "registered": ~at_the_door,
        "confirmed": (state == RegistrationState.CONFIRMED) & ~at_the_door,
        "waiting": state == RegistrationState.WAITING,
        "cancelled": state == RegistrationState.CANCELLED,
        "attended": came,
        "at_the_door": came & at_the_door,
    }
    columns = [func.count().filter(condition).label(name) for name, condition in counts.items()]
    found = select(Registration.event_id, *columns).where(Registration.event_id.in_([event.id for event in events]))
    rows = db.session.execute(found.group_by(Registration.event_id).order_by(Registration.event_id))
    return {number: Totals(**dict(zip(counts, amounts, strict=True))) for number, *amounts in rows}


def totals(event: Event) -> Totals:
    return totals_of([event]).get(event.id, Totals())


def by(event: Event, column: Any) -> dict[Pair, int]:
    """People who did not cancel or who came, by a column and by whether they came."""
    counts = (Registration.state != RegistrationState.CANCELLED) | arrived()
    columns = (column.label("part"), arrived().label("came"), func.count())
    counted = select(*columns).where(Registration.event_id == event.id, counts).group_by("part", "came")
    rows = db.session.execute(counted.order_by("part", "came"))
    return {(str(part), bool(came)): amount for part, came, amount in rows}


def earlier(event: Event) -> list[Event]:
    """The last spaces of the same type that were held before, latest first."""
    found = select(Event).where(Event.type == event.type, Event.state.in_(FINISHED), Event.starts_at < event.starts_at)
    return list(db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc()).limit(COMPARED)))
