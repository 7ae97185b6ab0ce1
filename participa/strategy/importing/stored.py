"""A whole plan as JSON and back, to keep it between the steps of an import."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from participa.strategy.importing.plan import (
    ImportedActivity,
    ImportedColumn,
    ImportedPlan,
    ImportedSection,
    ImportedTable,
    PlanWarning,
    SourceLine,
    WarningCode,
)
from participa.strategy.importing.schedules import ScheduleKind

LISTS = ("periods", "stages", "offices", "bodies")


def to_json(plan: ImportedPlan) -> dict[str, Any]:
    """Return the plan as plain dicts, lists, numbers and texts, whole: `from_json` gives the same plan."""
    rest = {name: value for name, value in vars(plan).items() if name != "activities"}
    bare = asdict(ImportedPlan(**rest, activities=()))
    return {**bare, "activities": [activity_to_json(activity) for activity in plan.activities]}


def activity_to_json(activity: ImportedActivity) -> dict[str, Any]:
    """One activity as plain values; days in ISO form."""
    values = dict(vars(activity))
    values["warnings"] = [asdict(warning) for warning in activity.warnings]
    for name in ("starts_on", "ends_on"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def from_json(stored: Mapping[str, Any]) -> ImportedPlan:
    """The plan that `to_json` wrote, before or after a stay in a database."""
    return ImportedPlan(
        year=stored["year"],
        title_lines=_lines(stored["title_lines"]),
        header_lines=_lines(stored["header_lines"]),
        sections=tuple(ImportedSection(**section) for section in stored["sections"]),
        activities=tuple(activity_from_json(activity) for activity in stored["activities"]),
        unassigned_lines=_lines(stored["unassigned_lines"]),
        warnings=_warnings(stored["warnings"]),
        title=stored["title"],
        columns=tuple((ours, tuple(theirs)) for ours, theirs in stored["columns"]),
        tables=tuple(_table(table) for table in stored["tables"]),
    )


def activity_from_json(stored: Mapping[str, Any]) -> ImportedActivity:
    """The activity that `activity_to_json` wrote."""
    values = dict(stored)
    for name in ("starts_on", "ends_on"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in LISTS:
        values[name] = tuple(values[name])
    values["extra"] = tuple((heading, text) for heading, text in values["extra"])
    values["warnings"] = _warnings(values["warnings"])
    values["schedule_kind"] = ScheduleKind(values["schedule_kind"])
    return ImportedActivity(**values)


def _table(stored: Mapping[str, Any]) -> ImportedTable:
    columns = (ImportedColumn(one["heading"], one["meaning"], tuple(one["samples"])) for one in stored["columns"])
    return ImportedTable(stored["line"], stored["sheet"], tuple(columns))


def _lines(stored: Any) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(**line) for line in stored)


def _warnings(stored: Any) -> tuple[PlanWarning, ...]:
    return tuple(PlanWarning(WarningCode(one["code"]), one["line"], one["text"]) for one in stored)
