"""Due dates as appointments of iCalendar (RFC 5545). They hold filing numbers and dates, and nobody's words."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Participa//Vencimientos//ES"
ONE_DAY = timedelta(days=1)
NAME = "Vencimientos de respuestas"


def feed(rows: Iterable[tuple[str, date, int]], address: Callable[[str], str], host: str, at: datetime) -> bytes:
    """One calendar with a whole day for each due date. `address` is that of a page that asks for an account.

    A row is radicado, due date and revision, which grows with each change of the question. A question keeps its mark
    (UID) when its term moves, so that calendars move it and do not repeat it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for radicado, due_on, revision in rows:
        calendar.add_component(_appointment((radicado, due_on, revision), address(radicado), host, at))
    return bytes(calendar.to_ical())


def _appointment(row: tuple[str, date, int], address: str, host: str, at: datetime) -> Event:
    radicado, due_on, revision = row
    one = Event()
    one.add("uid", f"plazo-{radicado}@{host}")
    one.add("dtstamp", at)
    one.add("sequence", revision)  # calendars obey the highest, also when a term moves back
    one.add("summary", f"Vence la respuesta {radicado}")
    one.add("dtstart", due_on)
    one.add("dtend", due_on + ONE_DAY)
    one.add("url", address)
    one.add("transp", "TRANSPARENT")
    return one
