"""Rows to plan: the steps that every source shares."""

import re
from collections.abc import Iterator, Sequence

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.activities import build_activities, dated_by_section, read_all_fields
from participa.strategy.importing.assembly import ActivityRow, Assembly, assemble
from participa.strategy.importing.checks import Criteria
from participa.strategy.importing.choices import NONE, Choices
from participa.strategy.importing.fields import Fields
from participa.strategy.importing.folding import fold
from participa.strategy.importing.furniture import FURNITURE
from participa.strategy.importing.grid import Row
from participa.strategy.importing.layout import place_rows
from participa.strategy.importing.lists import read_list
from participa.strategy.importing.overview import columns_of, tables_of
from participa.strategy.importing.placed import RowKind
from participa.strategy.importing.plan import ImportedPlan, PlanWarning, SourceLine, WarningCode
from participa.strategy.importing.programmes import is_programme, is_prose
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.sources import text as text_source
from participa.strategy.importing.sources.kinds import is_markup
from participa.strategy.importing.sources.markup import rows_of as markup_rows
from participa.strategy.importing.upright import lying_down
from participa.strategy.importing.years import KnownYear, known_year

NATIONAL = WorkCalendar("nacional")
TITLE_WORDS = re.compile(r"\b(?:cronograma|plan|estrategia|rendicion)\b")
PAGE = re.compile(r"^#+\s+|^p[aá]g(?:ina|\.)?\s*\d+(?:\s*(?:de|/)\s*\d+)?\s+", re.IGNORECASE)
LONGEST_TITLE = 300
NO_TABLE = "No se encontró la fila de encabezados: una columna «Actividad» y al menos otra, como «Responsable»."
PROGRAMME = "El documento parece el programa de un evento, con horas y sin fechas; no es un cronograma de actividades."
PROSE = "No se encontró ningún cronograma: ni una tabla de actividades, ni una lista con responsables o fechas."


def read_plan(data: bytes | str, year: int | None = None, calendar: WorkCalendar = NATIONAL) -> ImportedPlan:
    """Return what a pasted or uploaded text says. Without year, the document's own is taken.

    Raises ImportProblem when it is too large or is not text; anything else is a warning in the plan.
    """
    text = read_text(data)
    return plan_of(markup_rows(text) if is_markup(text) else text_source.rows_of(text), year, calendar)


def plan_of(
    rows: Sequence[Row],
    year: int | None = None,
    calendar: WorkCalendar = NATIONAL,
    notes: Sequence[PlanWarning] = (),
    choices: Choices = NONE,
) -> ImportedPlan:
    """Return what the rows of any source say. `notes` are what the source itself had to tell.

    `choices` are what a person decided about headings, by their text in `plan.tables`: our name of the column, or
    nothing to keep it apart.
    """
    parts, reason = _parts(lying_down(rows), choices)
    fields = read_all_fields(parts.activities, year)
    known = known_year(year, _titles(parts), fields)
    if known.year != year:
        fields = read_all_fields(parts.activities, known.year)
    fields = dated_by_section(parts.activities, fields, list(parts.sections.values()), known.year)
    if reason := reason or _refusal(parts, fields):
        parts.unassigned += [SourceLine(row.line, _text_of(row)) for row in parts.activities]
        parts.activities, fields = [], []
    by_position = {section.position: section for section in parts.sections.values()}
    return ImportedPlan(
        year=known.year,
        title_lines=tuple(parts.titles),
        header_lines=tuple(parts.headers),
        sections=tuple(parts.sections.values()),
        activities=build_activities(parts.activities, fields, Criteria(known.year, calendar), by_position),
        unassigned_lines=tuple(parts.unassigned),
        warnings=(*notes, *_whole_plan(parts, fields, known, reason)),
        title=title_of(parts.titles, _letterhead(parts)),
        columns=columns_of(parts.activities),
        tables=tables_of(parts.activities),
    )


def _parts(rows: Sequence[Row], choices: Choices) -> tuple[Assembly, PlanWarning | None]:
    placed = place_rows(rows, choices)
    if any(row.kind is RowKind.HEADER for row in placed):
        return assemble(placed), None
    found = read_list(rows)
    if found is None:
        return assemble(placed), None
    fields = read_all_fields(found.activities)
    if is_programme(found.activities, fields):
        return found, PlanWarning(WarningCode.NOT_A_SCHEDULE, None, PROGRAMME)
    if is_prose(fields, [line.text for line in found.titles]):
        return assemble(placed), PlanWarning(WarningCode.NOT_A_SCHEDULE, None, PROSE)
    return found, None


def _refusal(parts: Assembly, fields: Sequence[Fields]) -> PlanWarning | None:
    if is_programme(parts.activities, fields):
        return PlanWarning(WarningCode.NOT_A_SCHEDULE, None, PROGRAMME)
    return None


def _text_of(row: ActivityRow) -> str:
    return " | ".join(cell for cell in row.cells.values() if cell)


def _titles(parts: Assembly) -> list[str]:
    return [line.text for line in (*parts.titles, *parts.headers)]


def title_of(lines: Sequence[SourceLine], letterhead: Sequence[str] = ()) -> str:
    """Return the first block of title lines that speaks of a cronograma, a plan or a strategy; else the first block.

    `letterhead` are cells above the headings, among which the title may also be.
    """
    blocks = list(_blocks(lines))
    named = [block for block in (*blocks, *letterhead) if TITLE_WORDS.search(fold(block))]
    return next(iter(named or blocks), "")[:LONGEST_TITLE]


def _letterhead(parts: Assembly) -> list[str]:
    first = min((header.line for header in parts.headers), default=0)
    return [cell for line in parts.unassigned if line.line < first for cell in line.text.split(" | ")]


def _blocks(lines: Sequence[SourceLine]) -> Iterator[str]:
    """Lines that follow each other without a blank one between are one title."""
    texts, last = list[str](), None
    for line in lines:
        if FURNITURE.fullmatch(line.text):
            continue
        if texts and last is not None and line.line > last + 1:
            yield _one_title(texts)
            texts = []
        texts.append(line.text)
        last = line.line
    if texts:
        yield _one_title(texts)


def _one_title(texts: Sequence[str]) -> str:
    """Sheets and pages repeat their title."""
    return PAGE.sub("", " ".join(dict.fromkeys(texts)))


def _whole_plan(
    parts: Assembly, fields: Sequence[Fields], known: KnownYear, reason: PlanWarning | None
) -> Iterator[PlanWarning]:
    yield from [reason] if reason else _structure(parts)
    yield from _missing_columns(fields)
    yield from _empty_sections(parts)
    yield from known.warnings if fields else ()
    if known.year is None and any(row.schedule.periods for row in fields):
        text = "No se pudo saber la vigencia; los periodos quedan sin año hasta que la escriba."
        yield PlanWarning(WarningCode.UNKNOWN_YEAR, None, text)
    if parts.unassigned:
        text = "Hay líneas que no pertenecen a ninguna actividad; revíselas al final."
        yield PlanWarning(WarningCode.UNASSIGNED_LINES, None, text)


def _structure(parts: Assembly) -> Iterator[PlanWarning]:
    if not parts.headers and not parts.activities:
        yield PlanWarning(WarningCode.NO_TABLE, None, NO_TABLE)
    elif not parts.activities:
        yield PlanWarning(WarningCode.NO_ACTIVITIES, None, "No se encontró ninguna actividad debajo del encabezado.")


def _missing_columns(fields: Sequence[Fields]) -> Iterator[PlanWarning]:
    if fields and all(row.schedule.is_empty and row.start is None and row.end is None for row in fields):
        yield PlanWarning(WarningCode.NO_DATE_COLUMN, None, "La tabla no tiene columna de fechas.")
    if fields and all(row.responsible is None for row in fields):
        yield PlanWarning(WarningCode.NO_RESPONSIBLE_COLUMN, None, "La tabla no tiene columna de responsable.")


def _empty_sections(parts: Assembly) -> Iterator[PlanWarning]:
    used = {row.section_position for row in parts.activities}
    for section in parts.sections.values():
        if section.position not in used:
            text = f"La sección «{section.label}» no tiene actividades."
            yield PlanWarning(WarningCode.EMPTY_SECTION, section.line, text)
