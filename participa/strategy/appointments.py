"""A cronograma as appointments of iCalendar (RFC 5545), for the calendar of a telephone or a computer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from participa.strategy.models import Activity, ActivityState, Strategy

PRODUCT = "-//Participa//Cronograma//ES"
ONE_DAY = timedelta(days=1)


def feed(
    strategy: Strategy,
    activities: Iterable[Activity],
    address: Callable[[Activity], str],
    host: str,
    first_slugs: Mapping[int, str],
) -> bytes:
    """One calendar with each activity that has a day. `address` is the whole address of its page.

    `first_slugs` gives the slug that an activity had in the first version that has it, where it is another one.

    An activity keeps its mark (UID) from version to version, so that calendars move it and do not repeat it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Rendición de cuentas {strategy.year} · {strategy.entity_name}")
    calendar.add("x-wr-timezone", "America/Bogota")
    calendar.add("refresh-interval", ONE_DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for activity in activities:
        first, last = activity.starts_on or activity.ends_on, activity.ends_on or activity.starts_on
        if first and last:
            mark = f"{strategy.year}-{first_slugs.get(activity.id, activity.slug)}@{host}"
            calendar.add_component(_appointment(strategy, activity, (first, max(first, last)), address(activity), mark))
    return bytes(calendar.to_ical())


def _appointment(strategy: Strategy, activity: Activity, days: tuple[date, date], address: str, mark: str) -> Event:
    """Whole days, without hours; the end of iCalendar is the day after the last one."""
    event = Event()
    event.add("uid", mark)
    event.add("dtstamp", _stamp(strategy))
    event.add("sequence", _changes(strategy, activity))
    event.add("summary", " ".join(activity.name.split()))
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + ONE_DAY)
    event.add("description", _words(activity, address))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if activity.state is ActivityState.CANCELLED else "CONFIRMED")
    return event


def _changes(strategy: Strategy, activity: Activity) -> int:
    """Grows with each version and each new date: calendars obey only a number above the one they have."""
    return strategy.version * 1000 + len(activity.earlier_dates) + (activity.state is ActivityState.CANCELLED)


def _stamp(strategy: Strategy) -> datetime:
    return strategy.published_at or strategy.created_at


def _words(activity: Activity, address: str) -> str:
    responsible = activity.responsible_text and f"Responsable: {activity.responsible_text}"
    return "\n".join(filter(None, [activity.section.label, responsible, activity.state_note, address]))
