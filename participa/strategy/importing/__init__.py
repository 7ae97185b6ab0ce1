"""Importador de cronogramas: lee una tabla real y muestra qué entendió, sin guardar nada.

One pipeline for every document: read → grid → columns → layout → assembly → fields → checks → plan.
"""

from collections.abc import Iterator, Sequence

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.activities import build_activities, guess_year, read_all_fields
from participa.strategy.importing.assembly import Assembly, assemble
from participa.strategy.importing.checks import Criteria
from participa.strategy.importing.fields import Fields
from participa.strategy.importing.grid import to_grid
from participa.strategy.importing.layout import place_rows
from participa.strategy.importing.plan import (
    ImportedActivity,
    ImportedPlan,
    ImportedSection,
    PlanWarning,
    SourceLine,
    WarningCode,
    as_dict,
    fingerprint,
)
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.sections import suggest

__all__ = [
    "ImportProblem",
    "ImportedActivity",
    "ImportedPlan",
    "ImportedSection",
    "PlanWarning",
    "SourceLine",
    "WarningCode",
    "as_dict",
    "fingerprint",
    "read_plan",
    "suggest",
]

NATIONAL = WorkCalendar("nacional")


def read_plan(data: bytes | str, year: int | None = None, calendar: WorkCalendar = NATIONAL) -> ImportedPlan:
    """Return what a pasted or uploaded cronograma says. Without year, the most frequent one of its dates is taken.

    Raises ImportProblem when it is too large or is not text; anything else is a warning in the plan.
    """
    parts = assemble(place_rows(to_grid(read_text(data))))
    fields = read_all_fields(parts.activities)
    known_year = year if year is not None else guess_year(fields)
    activities = build_activities(parts.activities, fields, Criteria(known_year, calendar))
    return ImportedPlan(
        year=known_year,
        title_lines=tuple(parts.titles),
        header_lines=tuple(parts.headers),
        sections=tuple(parts.sections.values()),
        activities=activities,
        unassigned_lines=tuple(parts.unassigned),
        warnings=tuple(_whole_plan(parts, fields, known_year if year is None else None)),
    )


def _whole_plan(parts: Assembly, fields: Sequence[Fields], guessed_year: int | None) -> Iterator[PlanWarning]:
    yield from _structure(parts)
    yield from _missing_columns(fields)
    yield from _empty_sections(parts)
    if guessed_year is not None:
        text = f"Se tomó {guessed_year} como vigencia, el año que más se repite en las fechas."
        yield PlanWarning(WarningCode.GUESSED_YEAR, None, text)
    if parts.unassigned:
        text = "Hay líneas que no pertenecen a ninguna actividad; revíselas al final."
        yield PlanWarning(WarningCode.UNASSIGNED_LINES, None, text)


def _structure(parts: Assembly) -> Iterator[PlanWarning]:
    if not parts.headers:
        text = "No se encontró la fila de encabezados: una columna «Actividad» y al menos otra, como «Responsable»."
        yield PlanWarning(WarningCode.NO_TABLE, None, text)
    elif not parts.activities:
        yield PlanWarning(WarningCode.NO_ACTIVITIES, None, "No se encontró ninguna actividad debajo del encabezado.")


def _missing_columns(fields: Sequence[Fields]) -> Iterator[PlanWarning]:
    if fields and all(row.start is None and row.end is None for row in fields):
        yield PlanWarning(WarningCode.NO_DATE_COLUMN, None, "La tabla no tiene columna de fechas.")
    if fields and all(row.responsible is None for row in fields):
        yield PlanWarning(WarningCode.NO_RESPONSIBLE_COLUMN, None, "La tabla no tiene columna de responsable.")


def _empty_sections(parts: Assembly) -> Iterator[PlanWarning]:
    used = {row.section_position for row in parts.activities}
    for section in parts.sections.values():
        if section.position not in used:
            text = f"La sección «{section.label}» no tiene actividades."
            yield PlanWarning(WarningCode.EMPTY_SECTION, section.line, text)
