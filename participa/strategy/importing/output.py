"""A plan as plain data: the JSON of the preview, and the digest of its content."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from participa.strategy.importing.plan import ImportedActivity, ImportedPlan, ImportedSection, PlanWarning

OUTSIDE_DIGEST = frozenset({"line", "warnings", "sheet"})


def as_dict(plan: ImportedPlan) -> dict[str, Any]:
    """Return the plan as plain dicts, lists, numbers and texts; dates in ISO form, `columns` from ours to theirs."""
    labels = {section.position: section.label for section in plan.sections}
    return {
        "title": plan.title,
        "year": plan.year,
        "columns": {ours: _one_or_all(theirs) for ours, theirs in plan.columns},
        "sections": [_section(section, plan) for section in plan.sections],
        "activities": [_activity(activity, labels) for activity in plan.activities],
        "unassigned": [{"line": line.line, "text": line.text} for line in plan.unassigned_lines],
        "warnings": [_warning(warning) for warning in plan.warnings],
    }


def _one_or_all(headings: Sequence[str]) -> str | list[str]:
    return headings[0] if len(headings) == 1 else list(headings)


def _section(section: ImportedSection, plan: ImportedPlan) -> dict[str, Any]:
    count = len(plan.activities_of(section))
    return {"label": section.label, "element": section.elemento, "stage": section.etapa, "count": count}


def _activity(activity: ImportedActivity, labels: Mapping[int, str]) -> dict[str, Any]:
    return {
        "row": activity.line,
        "section": labels.get(activity.section_position or 0),
        "code": activity.code,
        "name": activity.name,
        "product": activity.goal,
        "indicator": activity.indicator,
        "responsible_text": activity.responsible_text,
        "offices": list(activity.offices),
        "element": activity.element,
        "stages": list(activity.stages),
        "starts_on": _plain(activity.starts_on),
        "ends_on": _plain(activity.ends_on),
        "periods": list(activity.periods),
        "schedule_kind": activity.schedule_kind.value,
        "schedule_text": activity.date_text,
        "warnings": [_warning(warning) for warning in activity.warnings],
    }


def _warning(warning: PlanWarning) -> dict[str, Any]:
    return {"code": warning.code.value, "line": warning.line, "text": warning.text}


def fingerprint(plan: ImportedPlan) -> str:
    """Return the SHA-256 of the content in hexadecimal.

    The same sections and activities give the same value whatever the encoding, the format of the file, blank lines or
    line numbers.
    """
    content = [[section.label for section in plan.sections], [_content(activity) for activity in plan.activities]]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def _content(activity: ImportedActivity) -> list[Any]:
    values = asdict(activity)
    return [_plain(value) for key, value in sorted(values.items()) if key not in OUTSIDE_DIGEST]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
