"""Dialogue spaces as appointments of iCalendar (RFC 5545), for the calendar of a telephone or a computer."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, timedelta

from icalendar import Calendar
from icalendar import Event as Appointment

from participa.events.models import Event, EventMove, EventState
from participa.shared.clock import local

PRODUCT = "-//Participa//Espacios//ES"
ONE_DAY = timedelta(days=1)
STATUS = {EventState.CANCELLED: "CANCELLED", EventState.RESCHEDULED: "TENTATIVE"}


def feed(
    events: Iterable[Event],
    moves: Callable[[Event], Sequence[EventMove]],
    address: Callable[[Event], str],
    name: str,
    host: str,
) -> bytes:
    """One calendar with each space. `address` is the whole address of its page, `name` what the calendar is called.

    A space keeps its mark (UID) when its date changes, so that calendars move it and do not repeat it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "America/Bogota")
    calendar.add("refresh-interval", ONE_DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for event in events:
        calendar.add_component(_appointment(event, moves(event), address(event), host))
    return bytes(calendar.to_ical())


def _appointment(event: Event, moves: Sequence[EventMove], address: str, host: str) -> Appointment:
    """In UTC, which needs no table of zones; Colombia has no summer time."""
    one = Appointment()
    one.add("uid", f"espacio-{event.id}@{host}")
    one.add("dtstamp", (moves[-1].at if moves else event.created_at).astimezone(UTC))
    one.add("sequence", len(moves))  # calendars obey only a number above the one they have
    one.add("summary", " ".join(event.title.split()))
    one.add("dtstart", event.starts_at.astimezone(UTC))
    one.add("dtend", event.ends_at.astimezone(UTC))
    one.add("location", ", ".join(filter(None, (event.place, event.address))) or event.stream_url)
    one.add("description", _words(event, moves, address))
    one.add("url", address)
    one.add("status", STATUS.get(event.state, "CONFIRMED"))
    return one


def _words(event: Event, moves: Sequence[EventMove], address: str) -> str:
    reasons = [f"{move.note}" for move in moves if move.note and move.to_state in STATUS]
    changed = f"Cambio: {reasons[-1]}" if reasons else ""
    stream = f"Transmisión: {event.stream_url}" if event.stream_url else ""
    return "\n".join(filter(None, (event.type_label, event.objective, changed, stream, address)))


def file_name(event: Event) -> str:
    return f"{local(event.starts_at):%Y-%m-%d}-{event.slug[:60]}.ics"
