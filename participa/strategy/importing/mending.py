"""A row written anew by a person: its schedule, its offices and its warnings follow from the new words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.checks import Criteria, check_day
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.parties import Known, PartyKind, names_of, parties
from participa.strategy.importing.plan import ImportedActivity, PlanWarning, WarningCode
from participa.strategy.importing.schedules import ScheduleKind
from participa.strategy.importing.summary import CODE, DATE, NAME, RESPONSIBLE, STAGE, cell_of

ALWAYS_SEEN = frozenset({"Marca", "Toda la fila"})  # whoever saved the row has looked at them


@dataclass(frozen=True)
class RowWords:
    """What a person wrote of a row."""

    name: str
    code: str
    section_position: int | None
    responsible_text: str
    date_text: str
    starts_on: date | None
    ends_on: date | None
    element: str | None
    stages: tuple[str, ...]
    goal: str
    indicator: str


def words_of(activity: ImportedActivity) -> RowWords:
    """What the row says now."""
    return RowWords(**{name: getattr(activity, name) for name in RowWords.__dataclass_fields__})


def mend_row(activity: ImportedActivity, words: RowWords, year: int, calendar: WorkCalendar) -> ImportedActivity:
    """Return the row with the new words. Days that were typed count; without a new day, the text about time is read.

    Warnings of changed cells are over; the new dates and the responsible are checked again.
    """
    mended = replace(activity, **{name: getattr(words, name) for name in RowWords.__dataclass_fields__})
    mended = _scheduled(activity, mended, year)
    mended = _answered(mended) if words.responsible_text != activity.responsible_text else mended
    changed = set(_changed_cells(activity, mended)) | ALWAYS_SEEN
    kept = [warning for warning in activity.warnings if cell_of(warning.code) not in changed]
    return replace(mended, warnings=(*kept, *_new_warnings(mended, changed, Criteria(year, calendar))))


def _scheduled(before: ImportedActivity, mended: ImportedActivity, year: int) -> ImportedActivity:
    if (mended.starts_on, mended.ends_on) != (before.starts_on, before.ends_on):
        kind = ScheduleKind.EXACT if mended.starts_on == mended.ends_on else ScheduleKind.RANGE
        has_days = mended.starts_on or mended.ends_on
        return replace(mended, periods=(), schedule_kind=kind if has_days else ScheduleKind.UNKNOWN)
    if mended.date_text == before.date_text:
        return mended
    read = read_schedule(mended.date_text, year)
    codes = tuple(period.code for period in read.periods)
    return replace(mended, starts_on=read.starts_on, ends_on=read.ends_on, periods=codes, schedule_kind=read.kind)


def _answered(mended: ImportedActivity) -> ImportedActivity:
    named = parties(mended.responsible_text, Known())
    return replace(
        mended,
        offices=names_of(named),
        bodies=names_of([party for party in named if party.kind is PartyKind.BODY]),
        involves_all_offices=any(party.kind is PartyKind.ALL_OFFICES for party in named),
    )


def _changed_cells(before: ImportedActivity, after: ImportedActivity) -> Iterator[str]:
    of_cell = {
        DATE: ("starts_on", "ends_on", "date_text"),
        RESPONSIBLE: ("responsible_text",),
        NAME: ("name",),
        CODE: ("code", "section_position"),
        STAGE: ("stages",),
    }
    for cell, names in of_cell.items():
        if any(getattr(before, name) != getattr(after, name) for name in names):
            yield cell


def _new_warnings(mended: ImportedActivity, changed: set[str], criteria: Criteria) -> Iterator[PlanWarning]:
    if DATE in changed:
        yield from _of_dates(mended, criteria)
    if RESPONSIBLE in changed and says_nothing(mended.responsible_text):
        yield PlanWarning(WarningCode.MISSING_RESPONSIBLE, mended.line, "Falta el responsable.")


def _of_dates(mended: ImportedActivity, criteria: Criteria) -> Iterator[PlanWarning]:
    for name, day in (("fecha inicial", mended.starts_on), ("fecha final", mended.ends_on)):
        if day:
            for code, text in check_day(name, day, criteria):
                yield PlanWarning(code, mended.line, text)
    if mended.starts_on or mended.ends_on or mended.periods:
        return
    if says_nothing(mended.date_text):
        yield PlanWarning(WarningCode.MISSING_DATE, mended.line, "Falta la fecha.")
    elif mended.schedule_kind is ScheduleKind.UNKNOWN:
        text = f"No se pudo leer la fecha «{mended.date_text}». Escríbala como día/mes/año."
        yield PlanWarning(WarningCode.UNREADABLE_DATE, mended.line, text)
