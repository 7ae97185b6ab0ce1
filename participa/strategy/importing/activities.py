"""Assembled rows to activities: order inside the section, typed dates and warnings."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from participa.strategy.importing.alignment import fits
from participa.strategy.importing.assembly import ActivityRow
from participa.strategy.importing.checks import Criteria, check_activity
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.fields import Fields, read_fields
from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.headings import periods_of
from participa.strategy.importing.marks import is_mark
from participa.strategy.importing.parties import Known, PartyKind, learnt, names_of, parties
from participa.strategy.importing.plan import ImportedActivity, ImportedSection, PlanWarning, WarningCode
from participa.strategy.importing.sections import stage_named

NUMBERED = re.compile(
    r"(?P<code>\d{1,3}(?:\.\d{1,3}){1,4}(?=[\s.)])|\d{1,3}(?=\s?[.)°º-]))\s?[.)°º-]*\s*(?P<name>[^\W\d_].*)", re.DOTALL
)
FEWEST_NUMBERED = 3


def read_all_fields(rows: Sequence[ActivityRow], year: int | None = None) -> list[Fields]:
    """Return the fields of every row. Dates without a year get the one given."""
    return _with_codes([read_fields(row.table, row.cells, year, _painted(row)) for row in rows])


def _with_codes(fields: list[Fields]) -> list[Fields]:
    """Where no row has a number of its own and nearly all texts begin with one, the number is the code."""
    parted = [NUMBERED.fullmatch(row.name) for row in fields]
    numbered = sum(found is not None for found in parted)
    if numbered < FEWEST_NUMBERED or numbered * 5 < len(fields) * 4 or any(row.code for row in fields):
        return fields
    return [
        replace(row, code=found["code"], name=found["name"]) if found else row
        for row, found in zip(fields, parted, strict=True)
    ]


def dated_by_section(
    rows: Sequence[ActivityRow], fields: Sequence[Fields], sections: Sequence[ImportedSection], year: int | None
) -> list[Fields]:
    """Under the section «MARZO» or «Segundo trimestre», rows without a date of their own have that one."""
    named = {section.position: read_schedule(section.label, year) for section in sections if periods_of(section.label)}
    return [
        replace(row_fields, schedule=found, date_text=found.raw)
        if row_fields.schedule.is_empty and (found := named.get(row.section_position or 0))
        else row_fields
        for row, row_fields in zip(rows, fields, strict=True)
    ]


def _painted(row: ActivityRow) -> tuple[int, ...]:
    """Coloured cells stand for marks only where the row has no mark of its own."""
    has_marks = any(is_mark(row.cells.get(place, "")) for place in row.table.periods)
    return () if has_marks else tuple(place for place in row.row.painted if place in row.table.periods)


def build_activities(
    rows: Sequence[ActivityRow],
    fields: Sequence[Fields],
    criteria: Criteria,
    sections: Mapping[int, ImportedSection] = MappingProxyType({}),
) -> tuple[ImportedActivity, ...]:
    """Return the activities in the order of the source, each with its warnings."""
    known = learnt(row.responsible or "" for row in fields)
    orders: Counter[int | None] = Counter()
    codes: Counter[tuple[int | None, str]] = Counter()
    built = []
    for index, (row, row_fields) in enumerate(zip(rows, fields, strict=True)):
        orders[row.section_position] += 1
        codes[row.section_position, row_fields.code] += 1
        section = sections.get(row.section_position or 0)
        activity = _activity(row, row_fields, orders[row.section_position], section, known)
        own = [*_suggesting_neighbours(check_activity(row_fields, row.line, criteria), index, rows, fields)]
        repeated = codes[row.section_position, row_fields.code] > 1
        told = (*own, *_of_source(row), *_joined(row), *_repeated_code(row, row_fields, repeated))
        built.append(replace(activity, warnings=told))
    return tuple(built)


def _activity(
    row: ActivityRow, fields: Fields, position: int, section: ImportedSection | None, known: Known
) -> ImportedActivity:
    named = parties(fields.responsible or "", known)
    return ImportedActivity(
        section_position=row.section_position,
        position=position,
        code=fields.code,
        name=fields.name,
        starts_on=fields.schedule.starts_on,
        ends_on=fields.schedule.ends_on,
        date_text=fields.date_text,
        responsible_text=fields.responsible or "",
        goal=fields.goal,
        indicator=fields.indicator,
        extra=fields.extra,
        line=row.line,
        warnings=(),
        schedule_kind=fields.schedule.kind,
        periods=tuple(period.code for period in fields.schedule.periods),
        stages=fields.stages or _stage_of(section),
        element=fields.element or (section.elemento if section else None),
        offices=names_of(named),
        bodies=names_of([party for party in named if party.kind is PartyKind.BODY]),
        involves_all_offices=any(party.kind is PartyKind.ALL_OFFICES for party in named),
        budget=fields.budget,
        sheet=row.row.sheet,
    )


def _stage_of(section: ImportedSection | None) -> tuple[str, ...]:
    """The section «Etapa de diseño» says the stage itself; other labels only suggest one."""
    stage = stage_named(section.label) if section else None
    return (stage,) if stage else ()


def _of_source(row: ActivityRow) -> Iterator[PlanWarning]:
    if row.has_moved:
        text = "La fila tenía las celdas en otro orden de columnas; se acomodaron según lo que dicen."
        yield PlanWarning(WarningCode.MOVED_CELLS, row.line, text)
    elif not fits(row.row, row.table):
        text = "Hay celdas que no corresponden a su columna; revise la fila."
        yield PlanWarning(WarningCode.MISPLACED_CELLS, row.line, text)
    if _painted(row):
        text = "Las celdas de color se tomaron como marcas."
        yield PlanWarning(WarningCode.PAINTED_MARK, row.line, text)
    for note in row.row.notes:
        yield PlanWarning(WarningCode.SOURCE_NOTE, row.line, note)


def _suggesting_neighbours(
    warnings: Sequence[PlanWarning], index: int, rows: Sequence[ActivityRow], fields: Sequence[Fields]
) -> Iterator[PlanWarning]:
    for warning in warnings:
        if warning.code is WarningCode.MISSING_RESPONSIBLE and (offices := _neighbours(index, rows, fields)):
            quoted = " y ".join(f"«{office}»" for office in offices)
            yield replace(warning, text=f"{warning.text} En las filas vecinas: {quoted}.")
        else:
            yield warning


def _neighbours(index: int, rows: Sequence[ActivityRow], fields: Sequence[Fields]) -> list[str]:
    section = rows[index].section_position
    near = [other for other in (index - 1, index + 1) if 0 <= other < len(rows)]
    offices = [fields[other].responsible or "" for other in near if rows[other].section_position == section]
    return list(dict.fromkeys(office for office in offices if not says_nothing(office)))


def _joined(row: ActivityRow) -> Iterator[PlanWarning]:
    for source in row.joined:
        text = f"Se unió a esta fila el texto de la línea {source.line}: «{source.text}»."
        yield PlanWarning(WarningCode.JOINED_ROW, source.line, text)


def _repeated_code(row: ActivityRow, fields: Fields, repeated: bool) -> Iterator[PlanWarning]:
    if repeated and fields.code:
        text = f"El número «{fields.code}» está repetido en la sección."
        yield PlanWarning(WarningCode.REPEATED_CODE, row.line, text)
