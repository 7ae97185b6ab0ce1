"""What the importer read: immutable, without database, ready for a preview."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participa.strategy.importing.schedules import ScheduleKind


class WarningCode(StrEnum):
    """Kinds of warning. None of them blocks an import."""

    END_BEFORE_START = "end_before_start"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED_DAY = "closed_day"
    OUTSIDE_YEAR = "outside_year"
    MISSING_DATE = "missing_date"
    UNREADABLE_DATE = "unreadable_date"
    MISSING_RESPONSIBLE = "missing_responsible"
    TRAILING_DASH = "trailing_dash"
    JOINED_ROW = "joined_row"
    REPEATED_CODE = "repeated_code"
    LONG_TEXT = "long_text"
    NO_TABLE = "no_table"
    NO_DATE_COLUMN = "no_date_column"
    NO_RESPONSIBLE_COLUMN = "no_responsible_column"
    NO_ACTIVITIES = "no_activities"
    EMPTY_SECTION = "empty_section"
    GUESSED_YEAR = "guessed_year"
    UNASSIGNED_LINES = "unassigned_lines"
    ASSUMED_YEAR = "assumed_year"
    YEAR_CONFLICT = "year_conflict"
    UNKNOWN_YEAR = "unknown_year"
    UNSURE_MARK = "unsure_mark"
    GLUED_MARK = "glued_mark"
    PAINTED_MARK = "painted_mark"
    MISSING_STAGE = "missing_stage"
    DOUBTFUL_RESPONSIBLE = "doubtful_responsible"
    UNCERTAIN_SPLIT = "uncertain_split"
    MOVED_CELLS = "moved_cells"
    MISPLACED_CELLS = "misplaced_cells"
    NOT_A_SCHEDULE = "not_a_schedule"
    SOURCE_NOTE = "source_note"
    FORMULA = "formula"
    CUT_TEXT = "cut_text"
    WRONG_EXTENSION = "wrong_extension"
    SERIAL_DATE = "serial_date"


@dataclass(frozen=True)
class PlanWarning:
    """Something to look at before confirming: a Spanish sentence, and the source line it is about (None: the whole)."""

    code: WarningCode
    line: int | None
    text: str


@dataclass(frozen=True)
class SourceLine:
    """A line of the source as it was read; cells are joined by " | "."""

    line: int
    text: str


@dataclass(frozen=True)
class ImportedSection:
    """A section with its original label, its order from 1, and the codes that the label suggests."""

    label: str
    position: int
    line: int
    elemento: str | None
    etapa: str | None


@dataclass(frozen=True)
class ImportedActivity:
    """One activity. `position` counts from 1 inside its section; `extra` holds the cells of columns without a field.

    `stages` and `element` are codes of the Manual, `element` that of the section when no column says it. `periods` are
    codes as «2021-C2». `offices` are the names found in the responsible text, bodies and «todas las dependencias»
    among them; `bodies` says which of them are committees or teams.
    """

    section_position: int | None
    position: int
    code: str
    name: str
    starts_on: date | None
    ends_on: date | None
    date_text: str
    responsible_text: str
    goal: str
    indicator: str
    extra: tuple[tuple[str, str], ...]
    line: int
    warnings: tuple[PlanWarning, ...]
    schedule_kind: ScheduleKind = ScheduleKind.UNKNOWN
    periods: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    element: str | None = None
    offices: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    involves_all_offices: bool = False
    budget: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class ImportedColumn:
    """A heading of a table, what was understood by it («name», «periods»…, empty: kept apart),
    and up to three cells.
    """

    heading: str
    meaning: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ImportedTable:
    """The columns of one table, in the order of the source."""

    line: int
    sheet: str
    columns: tuple[ImportedColumn, ...]


@dataclass(frozen=True)
class ImportedPlan:
    """A whole cronograma. Every text of the source is in one of its parts."""

    year: int | None
    title_lines: tuple[SourceLine, ...]
    header_lines: tuple[SourceLine, ...]
    sections: tuple[ImportedSection, ...]
    activities: tuple[ImportedActivity, ...]
    unassigned_lines: tuple[SourceLine, ...]
    warnings: tuple[PlanWarning, ...]
    title: str = ""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tables: tuple[ImportedTable, ...] = ()

    def activities_of(self, section: ImportedSection | None) -> tuple[ImportedActivity, ...]:
        position = section.position if section else None
        return tuple(activity for activity in self.activities if activity.section_position == position)

    @property
    def all_warnings(self) -> tuple[PlanWarning, ...]:
        """Warnings of the whole first, then those of each activity in order."""
        return self.warnings + tuple(warning for activity in self.activities for warning in activity.warnings)
