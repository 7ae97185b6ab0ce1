"""A month as weeks of days, each with its spaces, from Monday to Sunday."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from participa.events.models import Event
from participa.shared.clock import BOGOTA
from participa.shared.templating import MONTHS

MONDAY_FIRST = Calendar()
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Square:
    """A day of the grid; `is_inside` is false for the days of the months around."""

    day: date
    is_inside: bool
    events: list[Event]


def weeks(first: date, events: Iterable[Event]) -> list[list[Square]]:
    by_day: dict[date, list[Event]] = {}
    for event in events:
        by_day.setdefault(event.day, []).append(event)
    return [
        [Square(day, day.month == first.month, by_day.get(day, []) if day.month == first.month else []) for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]


def is_shown(first: date) -> bool:
    return FIRST_YEAR <= first.year <= LAST_YEAR


def following(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def period(first: date) -> tuple[datetime, datetime]:
    """When the month begins in Colombia and when the next one does."""
    ends = following(first)
    return datetime(first.year, first.month, 1, tzinfo=BOGOTA), datetime(ends.year, ends.month, 1, tzinfo=BOGOTA)


def code(first: date) -> str:
    """2026-08"""
    return f"{first:%Y-%m}"


def name(first: date) -> str:
    """agosto de 2026"""
    return f"{MONTHS[first.month - 1]} de {first.year}"
