"""A plan in figures and sentences, for the preview on a page and on the console."""

from collections.abc import Iterator
from dataclasses import dataclass

from participa.strategy.importing.plan import ImportedActivity, ImportedPlan, SourceLine, WarningCode

WITHOUT_SECTION = "Sin sección"
DATE, RESPONSIBLE, NAME, CODE, STAGE, ROW = "Fecha", "Responsable", "Actividad", "Número", "Etapas", "Toda la fila"
WHOLE = "Todo el documento"
CELLS = {
    WarningCode.END_BEFORE_START: DATE,
    WarningCode.WEEKEND: DATE,
    WarningCode.HOLIDAY: DATE,
    WarningCode.CLOSED_DAY: DATE,
    WarningCode.OUTSIDE_YEAR: DATE,
    WarningCode.MISSING_DATE: DATE,
    WarningCode.UNREADABLE_DATE: DATE,
    WarningCode.SERIAL_DATE: DATE,
    WarningCode.MISSING_RESPONSIBLE: RESPONSIBLE,
    WarningCode.TRAILING_DASH: RESPONSIBLE,
    WarningCode.REPEATED_CODE: CODE,
    WarningCode.LONG_TEXT: NAME,
    WarningCode.CUT_TEXT: NAME,
    WarningCode.JOINED_ROW: ROW,
    WarningCode.NO_TABLE: WHOLE,
    WarningCode.NO_DATE_COLUMN: WHOLE,
    WarningCode.NO_RESPONSIBLE_COLUMN: WHOLE,
    WarningCode.NO_ACTIVITIES: WHOLE,
    WarningCode.EMPTY_SECTION: WHOLE,
    WarningCode.GUESSED_YEAR: WHOLE,
    WarningCode.UNASSIGNED_LINES: WHOLE,
    WarningCode.ASSUMED_YEAR: DATE,
    WarningCode.YEAR_CONFLICT: WHOLE,
    WarningCode.UNKNOWN_YEAR: WHOLE,
    WarningCode.UNSURE_MARK: "Marca",
    WarningCode.GLUED_MARK: "Marca",
    WarningCode.PAINTED_MARK: "Marca",
    WarningCode.MISSING_STAGE: STAGE,
    WarningCode.DOUBTFUL_RESPONSIBLE: RESPONSIBLE,
    WarningCode.UNCERTAIN_SPLIT: ROW,
    WarningCode.MOVED_CELLS: ROW,
    WarningCode.MISPLACED_CELLS: ROW,
    WarningCode.NOT_A_SCHEDULE: WHOLE,
    WarningCode.SOURCE_NOTE: ROW,
    WarningCode.FORMULA: ROW,
    WarningCode.WRONG_EXTENSION: WHOLE,
}


@dataclass(frozen=True)
class SectionTotal:
    """A section with its activities; `warnings` counts theirs."""

    label: str
    activities: tuple[ImportedActivity, ...]

    @property
    def count(self) -> int:
        return len(self.activities)

    @property
    def warnings(self) -> int:
        return sum(len(activity.warnings) for activity in self.activities)


def sections(plan: ImportedPlan) -> list[SectionTotal]:
    """The sections in the order of the document; first, activities that belong to none."""
    loose = plan.activities_of(None)
    named = [SectionTotal(section.label, plan.activities_of(section)) for section in plan.sections]
    return [*([SectionTotal(WITHOUT_SECTION, loose)] if loose else []), *named]


def other_lines(plan: ImportedPlan) -> list[SourceLine]:
    """The lines of the document that are neither headings of the table nor activities, in its order."""
    return sorted([*plan.title_lines, *plan.unassigned_lines], key=lambda line: line.line)


def cell_of(code: str) -> str:
    """The Spanish name of the cell that a warning is about."""
    return CELLS.get(WarningCode(code), ROW)


def as_lines(plan: ImportedPlan) -> Iterator[str]:
    """The preview for a console, in Spanish."""
    yield f"Vigencia: {plan.year or 'no se pudo saber'}"
    yield f"Actividades: {len(plan.activities)}"
    yield from _block("Secciones", [f"{part.count:4}  {part.label}" for part in sections(plan)])
    yield from _block("Avisos", [*_whole_warnings(plan), *_row_warnings(plan)])
    others = [f"línea {line.line}: {line.text}" for line in other_lines(plan)]
    yield from _block("Líneas que no son actividades", others)


def _block(title: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"{title}: {'ninguno' if not lines and title == 'Avisos' else len(lines) or 'ninguna'}"
    yield from (f"  {line}" for line in lines)


def _whole_warnings(plan: ImportedPlan) -> list[str]:
    return [f"todo el documento: {warning.text}" for warning in plan.warnings]


def _row_warnings(plan: ImportedPlan) -> list[str]:
    found = (warning for activity in plan.activities for warning in activity.warnings)
    return [f"línea {warning.line}, {cell_of(warning.code).lower()}: {warning.text}" for warning in found]
