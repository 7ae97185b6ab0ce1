"""What deserves a look before confirming an import. Warnings only: nothing here blocks or changes a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.dates import DateKind, DateValue
from participa.strategy.importing.fields import Fields
from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.plan import PlanWarning, WarningCode

LONGEST_NAME = 2_000
TRAILING_DASH = re.compile(r"[-–—]\s*$")


@dataclass(frozen=True)
class Criteria:
    """What dates are compared with: the strategy's year (None: unknown) and the working days of the entity."""

    year: int | None
    calendar: WorkCalendar


def check_activity(fields: Fields, line: int, criteria: Criteria) -> tuple[PlanWarning, ...]:
    """Return the warnings of one activity, dates first."""
    found = [*_dates(fields, criteria), *_responsible(fields), *_name(fields)]
    return tuple(PlanWarning(code, line, text) for code, text in found)


Finding = tuple[WarningCode, str]


def _dates(fields: Fields, criteria: Criteria) -> Iterator[Finding]:
    named = _named_dates(fields)
    if named and all(value.kind is DateKind.EMPTY for _, value in named):
        yield WarningCode.MISSING_DATE, "Falta la fecha."
        return
    for name, value in named:
        yield from _one_date(name, value, criteria)
    yield from _order(fields)


def _named_dates(fields: Fields) -> list[tuple[str, DateValue]]:
    both = (("fecha inicial", fields.start), ("fecha final", fields.end))
    present = [(name, value) for name, value in both if value is not None]
    if len(present) == 2 and _is_same_day(fields):
        return [("fecha", present[0][1])]
    return present


def _is_same_day(fields: Fields) -> bool:
    if fields.is_one_date:
        return True
    return bool(fields.start and fields.end and fields.start.starts_on and fields.start.starts_on == fields.end.ends_on)


def _one_date(name: str, value: DateValue, criteria: Criteria) -> Iterator[Finding]:
    if value.kind is DateKind.EMPTY:
        yield WarningCode.MISSING_DATE, f"Falta la {name}."
    elif value.kind is DateKind.UNREADABLE:
        yield WarningCode.UNREADABLE_DATE, f"No se pudo leer la {name} «{value.raw}». Escríbala como día/mes/año."
    for day in dict.fromkeys(day for day in (value.starts_on, value.ends_on) if day):
        yield from _one_day(f"La {name} {_written(day)}", day, criteria)


def _one_day(subject: str, day: date, criteria: Criteria) -> Iterator[Finding]:
    if closed := _closure(day, criteria.calendar):
        code, reason = closed
        yield code, f"{subject} cae en {reason}."
    if criteria.year is not None and day.year != criteria.year:
        yield WarningCode.OUTSIDE_YEAR, f"{subject} está fuera de la vigencia {criteria.year}."


def _closure(day: date, calendar: WorkCalendar) -> Finding | None:
    if weekend := calendar.weekend_name(day):
        return WarningCode.WEEKEND, weekend
    if holiday := calendar.holiday_name(day):
        return WarningCode.HOLIDAY, f"festivo ({holiday})"
    reason = calendar.reason_closed(day)
    return (WarningCode.CLOSED_DAY, reason) if reason else None


def _order(fields: Fields) -> Iterator[Finding]:
    first = fields.start.starts_on if fields.start else None
    last = fields.end.ends_on if fields.end else None
    if first and last and last < first:
        text = f"La fecha final {_written(last)} es anterior a la fecha inicial {_written(first)}."
        yield WarningCode.END_BEFORE_START, text


def _responsible(fields: Fields) -> Iterator[Finding]:
    if fields.responsible is None:
        return
    if says_nothing(fields.responsible):
        yield WarningCode.MISSING_RESPONSIBLE, "Falta el responsable."
    elif TRAILING_DASH.search(fields.responsible):
        text = f"El responsable «{fields.responsible}» termina en guion: puede faltar otra dependencia."
        yield WarningCode.TRAILING_DASH, text


def _name(fields: Fields) -> Iterator[Finding]:
    if len(fields.name) > LONGEST_NAME:
        yield WarningCode.LONG_TEXT, f"El texto de la actividad tiene {len(fields.name)} caracteres; revíselo."


def _written(day: date) -> str:
    return f"{day.day}/{day.month:02}/{day.year}"
