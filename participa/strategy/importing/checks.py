"""What deserves a look before confirming an import. Warnings only: nothing here blocks or changes a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.date_tokens import is_serial
from participa.strategy.importing.fields import Fields
from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.parties import ends_with_connector, looks_like_product
from participa.strategy.importing.plan import PlanWarning, WarningCode
from participa.strategy.importing.schedules import Schedule, ScheduleKind

# A column for the first day that already says the last one, or a habit, needs no other.
WHOLE = frozenset(
    {ScheduleKind.RANGE, ScheduleKind.SET, ScheduleKind.PERIODIC, ScheduleKind.PERMANENT, ScheduleKind.RELATIVE}
)
LONGEST_NAME = 2_000
LONGEST_QUOTE = 80
FORMULA = re.compile(r"=\s*[A-Za-z(+\-\d$\"]")
TRAILING_DASH = re.compile(r"[-–—]\s*$")


@dataclass(frozen=True)
class Criteria:
    """What dates are compared with: the strategy's year (None: unknown) and the working days of the entity."""

    year: int | None
    calendar: WorkCalendar


def check_activity(fields: Fields, line: int, criteria: Criteria) -> tuple[PlanWarning, ...]:
    """Return the warnings of one activity, dates first."""
    found = [*_dates(fields, criteria), *_marks(fields), *_responsible(fields), *_name(fields), *_formulas(fields)]
    return tuple(PlanWarning(code, line, text) for code, text in found)


Finding = tuple[WarningCode, str]


def _dates(fields: Fields, criteria: Criteria) -> Iterator[Finding]:
    named = _named_dates(fields)
    if fields.schedule.is_empty and (named or fields.has_period_columns):
        text = "Falta la fecha." if named else "No tiene marcado ningún periodo."
        yield WarningCode.MISSING_DATE, text
        return
    is_whole = any(value.periods or value.kind in WHOLE for _, value in named)
    for name, value in named:
        yield from _one_date(name, value, criteria, fields.has_period_columns or is_whole)
    yield from _order(fields)
    yield from _year(fields, criteria)


def _named_dates(fields: Fields) -> list[tuple[str, Schedule]]:
    both = (("fecha inicial", fields.start), ("fecha final", fields.end))
    present = [(name, value) for name, value in both if value is not None]
    if len(present) == 2 and _is_same_day(fields):
        return [("fecha", present[0][1])]
    return present


def _is_same_day(fields: Fields) -> bool:
    if fields.is_one_date:
        return True
    return bool(fields.start and fields.end and fields.start.starts_on and fields.start.starts_on == fields.end.ends_on)


def _one_date(name: str, value: Schedule, criteria: Criteria, may_be_empty: bool) -> Iterator[Finding]:
    if value.is_empty and not may_be_empty:
        yield WarningCode.MISSING_DATE, f"Falta la {name}."
    elif value.is_unreadable:
        yield WarningCode.UNREADABLE_DATE, f"No se pudo leer la {name} «{value.raw}». Escríbala como día/mes/año."
    if is_serial(value.raw) and value.starts_on:
        text = (
            f"La {name} decía «{value.raw}», como guarda los días una hoja de cálculo; es {_written(value.starts_on)}."
        )
        yield WarningCode.SERIAL_DATE, text
    for day in dict.fromkeys(day for day in (value.starts_on, value.ends_on) if day):
        yield from _one_day(f"La {name} {_written(day)}", day, criteria, value.by_day)


def check_day(name: str, day: date, criteria: Criteria) -> Iterator[tuple[WarningCode, str]]:
    """What deserves a look in one day that somebody typed, as code and sentence."""
    return _one_day(f"La {name} {_written(day)}", day, criteria, by_day=True)


def _one_day(subject: str, day: date, criteria: Criteria, by_day: bool) -> Iterator[Finding]:
    if by_day and (closed := _closure(day, criteria.calendar)):
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
    first, last = fields.schedule.starts_on, fields.schedule.ends_on
    if first and last and last < first:
        text = f"La fecha final {_written(last)} es anterior a la fecha inicial {_written(first)}."
        yield WarningCode.END_BEFORE_START, text


def _year(fields: Fields, criteria: Criteria) -> Iterator[Finding]:
    if fields.schedule.year_assumed and criteria.year is not None:
        text = f"La fecha «{fields.schedule.raw}» no dice el año; se tomó la vigencia {criteria.year}."
        yield WarningCode.ASSUMED_YEAR, text
    other = {period.year for period in fields.schedule.periods if period.year} - {criteria.year}
    if other and criteria.year is not None and not fields.schedule.starts_on:
        text = f"La fecha «{fields.schedule.raw}» está fuera de la vigencia {criteria.year}."
        yield WarningCode.OUTSIDE_YEAR, text


def _marks(fields: Fields) -> Iterator[Finding]:
    if fields.has_stage_columns and not fields.stages:
        yield WarningCode.MISSING_STAGE, "No tiene marcada ninguna etapa."
    for heading, cell in fields.unsure_marks:
        yield WarningCode.UNSURE_MARK, f"En «{heading}» dice «{cell}» y se tomó como marca."
    for cell in fields.unglued:
        yield WarningCode.GLUED_MARK, f"Una marca venía pegada al texto «{_short(cell)}»; se separó."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"


def _responsible(fields: Fields) -> Iterator[Finding]:
    if fields.responsible is None:
        return
    if says_nothing(fields.responsible):
        yield WarningCode.MISSING_RESPONSIBLE, "Falta el responsable."
    elif TRAILING_DASH.search(fields.responsible):
        text = f"El responsable «{fields.responsible}» termina en guion: puede faltar otra dependencia."
        yield WarningCode.TRAILING_DASH, text
    elif looks_like_product(fields.responsible):
        text = f"El responsable «{_short(fields.responsible)}» parece un producto, no una dependencia."
        yield WarningCode.DOUBTFUL_RESPONSIBLE, text


def _name(fields: Fields) -> Iterator[Finding]:
    if ends_with_connector(fields.name):
        yield WarningCode.CUT_TEXT, f"El texto de la actividad parece cortado: termina en «{fields.name.split()[-1]}»."
    if len(fields.name) > LONGEST_NAME:
        yield WarningCode.LONG_TEXT, f"El texto de la actividad tiene {len(fields.name)} caracteres; revíselo."


def _formulas(fields: Fields) -> Iterator[Finding]:
    cells = (fields.name, fields.goal, fields.responsible or "", fields.date_text, *(cell for _, cell in fields.extra))
    for cell in cells:
        if FORMULA.match(cell):
            yield WarningCode.FORMULA, f"La celda «{_short(cell)}» es una fórmula sin resultado; escriba su valor."


def _written(day: date) -> str:
    return f"{day.day}/{day.month:02}/{day.year}"
