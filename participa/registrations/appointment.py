"""A space as an appointment of iCalendar (RFC 5545), for who registered. It names nobody."""

from icalendar import Calendar
from icalendar import Event as Appointment

from participa.events.models import Event, EventState

PRODUCT = "-//Participa//Inscripciones//ES"


def of(event: Event, address: str, host: str) -> bytes:
    """The calendar with the space alone. `address` is the whole address of its page."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_appointment(event, address, host))
    return bytes(calendar.to_ical())


def _appointment(event: Event, address: str, host: str) -> Appointment:
    appointment = Appointment()
    appointment.add("uid", f"espacio-{event.slug}@{host}")
    appointment.add("dtstamp", event.convened_at or event.created_at)
    appointment.add("summary", event.title)
    appointment.add("dtstart", event.starts_at)
    appointment.add("dtend", event.ends_at)
    appointment.add("location", event.place or event.stream_url)
    appointment.add("description", "\n".join(filter(None, [event.objective, event.stream_url, address])))
    appointment.add("url", address)
    appointment.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    return appointment
