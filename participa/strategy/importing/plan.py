"""What the importer read: immutable, without database, ready for a preview."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


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
    """One activity. `position` counts from 1 inside its section; `extra` holds the cells of columns without a field."""

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

    def activities_of(self, section: ImportedSection | None) -> tuple[ImportedActivity, ...]:
        position = section.position if section else None
        return tuple(activity for activity in self.activities if activity.section_position == position)

    @property
    def all_warnings(self) -> tuple[PlanWarning, ...]:
        """Warnings of the whole first, then those of each activity in order."""
        return self.warnings + tuple(warning for activity in self.activities for warning in activity.warnings)


def as_dict(plan: ImportedPlan) -> dict[str, Any]:
    """Return the plan as plain dicts, lists, numbers and texts, dates in ISO form."""
    return {key: _plain(value) for key, value in asdict(plan).items()}


def fingerprint(plan: ImportedPlan) -> str:
    """Return the SHA-256 of the content in hexadecimal.

    The same sections and activities give the same value whatever the encoding, blank lines or line numbers.
    """
    content = [[section.label for section in plan.sections], [_content(activity) for activity in plan.activities]]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def _content(activity: ImportedActivity) -> list[Any]:
    values = _plain(asdict(activity))
    return [value for key, value in sorted(values.items()) if key not in ("line", "warnings")]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
