"""Terms in business days: which days count, when a term ends, how much of it is left.

Sources: Ley 4 de 1913 arts. 59-62 (business days, until midnight), Ley 51 de 1983 and Ley 2578 de 2026 (holidays),
Ley 1437 de 2011 arts. 14 and 54 (the two readings of the base day). Pure: no clock, no database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holidays import country_holidays

BOGOTA = ZoneInfo("America/Bogota")
FIRST_YEAR, LAST_YEAR = 1984, 2099  # Ley 51 de 1983 rules from 1984; the library's table ends in 2100
LONGEST_TERM = 365
ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
SATURDAY, SUNDAY = 5, 6
WEEKEND_NAMES = {SATURDAY: "sábado", SUNDAY: "domingo"}


class BaseReading(StrEnum):
    """Which day is day 1 when something arrives on a day that is not a business day."""

    RECEIPT = "receipt"
    FILING = "filing"


BASE_READING_LABELS = {
    BaseReading.RECEIPT: "Desde la recepción: el primer día es el día hábil siguiente a la recepción",
    BaseReading.FILING: "Desde la radicación: lo recibido en día no hábil se radica el día hábil siguiente, "
    "y el primer día es el día hábil posterior",
}


class TrafficLight(StrEnum):
    """How urgent a term is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


TRAFFIC_LIGHT_LABELS = {
    TrafficLight.GREEN: "En término",
    TrafficLight.AMBER: "Por vencer",
    TrafficLight.RED: "Vence hoy o está vencida",
}
AMBER_FROM, RED_FROM = 5, 0


@dataclass(frozen=True, eq=False)  # each calendar equals only itself, so that terms can be remembered by it
class WorkCalendar:
    """Working days of one entity, as they were known in one version of its calendar.

    `closed` holds the entity's own non-working days with their names; `opened`, national holidays on which it does work
    or which a later law dropped. `opened` never turns a Sunday, nor a day of `closed`, into a business day.
    """

    version: str
    closed: Mapping[date, str] = field(default_factory=dict)
    opened: frozenset[date] = frozenset()
    saturday_works: bool = False

    def weekend_name(self, day: date) -> str | None:
        """Return "sábado" or "domingo" when the entity rests that day of the week."""
        return None if self.saturday_works and day.weekday() == SATURDAY else WEEKEND_NAMES.get(day.weekday())

    def holiday_name(self, day: date) -> str | None:
        return None if day in self.opened else national_holidays(day.year).get(day)

    def reason_closed(self, day: date) -> str | None:
        """Return in Spanish why the day does not count, or None when it is a business day."""
        if weekend := self.weekend_name(day):
            return weekend
        if holiday := self.holiday_name(day):
            return f"festivo: {holiday}"
        return f"día no hábil de la entidad: {self.closed[day]}" if day in self.closed else None

    def is_business_day(self, day: date) -> bool:
        return self.reason_closed(day) is None


@dataclass(frozen=True)
class Deadline:
    """A computed term. Dates are Bogotá dates; `skipped` lists the days after the base that did not count, and why."""

    base_on: date
    due_on: date
    days: int
    reading: BaseReading
    calendar_version: str
    skipped: tuple[tuple[date, str], ...]


@cache
def national_holidays(year: int) -> Mapping[date, str]:
    """Return the Colombian holidays of a year with their Spanish names, by the rules in force that year."""
    found = country_holidays("CO", years=year, language="es")
    return MappingProxyType({day: name.replace(" (observado)", "") for day, name in sorted(found.items())})


def bogota_day(instant: datetime) -> date:
    """Return the date in Bogotá at that instant. Raises ValueError when the instant has no time zone."""
    if instant.utcoffset() is None:
        raise ValueError("La fecha y hora debe indicar su zona horaria.")
    return instant.astimezone(BOGOTA).date()


def filed_on(received_on: date, calendar: WorkCalendar) -> date:
    """Return the day on which what arrived that day is filed: the same day or the next business one (CPACA art. 54)."""
    return received_on if calendar.is_business_day(received_on) else next_business_day(received_on, calendar)


def next_business_day(day: date, calendar: WorkCalendar) -> date:
    """Return the first business day after the given day."""
    return next(later for later in _days_after(day) if calendar.is_business_day(later))


def due_on(received_at: datetime, days: int, calendar: WorkCalendar, reading: BaseReading) -> Deadline:
    """Return the term of something received at an aware instant.

    Raises ValueError when the instant is naive, when days is not 1..365, or when the year has no holiday table.
    """
    return due_from(bogota_day(received_at), days, calendar, reading)


@lru_cache(maxsize=128)
def due_from(base_on: date, days: int, calendar: WorkCalendar, reading: BaseReading) -> Deadline:
    """Return the term counted from a Bogotá date, for terms that run from an event. Raises ValueError as `due_on`."""
    _check_term(base_on, days)
    start = filed_on(base_on, calendar) if reading is BaseReading.FILING else base_on
    due = start
    for _ in range(days):
        due = next_business_day(due, calendar)
    return Deadline(base_on, due, days, reading, calendar.version, _skipped(base_on, due, calendar))


def due_at_end(due_on: date) -> datetime:
    """Return the last second of that Bogotá day as aware UTC (Ley 4 de 1913 art. 59)."""
    return datetime.combine(due_on, LAST_SECOND, BOGOTA).astimezone(UTC)


def business_days_left(today: date, due_on: date, calendar: WorkCalendar) -> int:
    """Return how many business days remain after today until the due date inclusive; 0 on the last one.

    Negative when overdue: the business days gone since, and at least -1 from the first day after the due date.
    """
    if today > due_on:
        return -max(1, _count_business_days(due_on, today, calendar))
    return _count_business_days(today, due_on, calendar)


def traffic_light(days_left: int) -> TrafficLight:
    if days_left <= RED_FROM:
        return TrafficLight.RED
    return TrafficLight.AMBER if days_left <= AMBER_FROM else TrafficLight.GREEN


def days_left_text(days_left: int) -> str:
    """Return the Spanish sentence that goes beside the colour, which must never stand alone."""
    if days_left == 0:
        return "Es el último día hábil"
    count = "1 día hábil" if abs(days_left) == 1 else f"{abs(days_left)} días hábiles"
    if days_left < 0:
        return f"Vencida hace {count}"
    return f"Queda {count}" if days_left == 1 else f"Quedan {count}"


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        yield day


def _days_between(after: date, until: date) -> Iterator[date]:
    return (after + ONE_DAY * step for step in range(1, (until - after).days + 1))


@lru_cache(maxsize=1_000)
def _count_business_days(after: date, until: date, calendar: WorkCalendar) -> int:
    return sum(calendar.is_business_day(day) for day in _days_between(after, until))


def _skipped(base_on: date, due: date, calendar: WorkCalendar) -> tuple[tuple[date, str], ...]:
    reasons = ((day, calendar.reason_closed(day)) for day in _days_between(base_on, due))
    return tuple((day, reason) for day, reason in reasons if reason)


def _check_term(base_on: date, days: int) -> None:
    if not 1 <= days <= LONGEST_TERM:
        raise ValueError(f"El término debe estar entre 1 y {LONGEST_TERM} días hábiles.")
    if not FIRST_YEAR <= base_on.year <= LAST_YEAR:
        raise ValueError(f"No hay calendario de festivos para el año {base_on.year}.")
