"""An import under way as the person sees it: the plan with what was mended, row by row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from participa.strategy.importing import (
    ImportedActivity,
    ImportedPlan,
    activity_from_json,
    fingerprint,
    from_json,
)
from participa.strategy.models import Header, ImportDraft


@dataclass(frozen=True)
class DraftRow:
    """An activity of the document as it is now. `place` counts from 0 in the document and never changes."""

    place: int
    activity: ImportedActivity
    is_dropped: bool
    is_mended: bool


@dataclass(frozen=True)
class Mended:
    """The plan as it was read, and its rows with what was mended."""

    read: ImportedPlan
    rows: Sequence[DraftRow]

    @cached_property
    def plan(self) -> ImportedPlan:
        """What would be written: without the dropped rows, each activity with its order in its section."""
        orders: Counter[int | None] = Counter()
        kept = []
        for row in self.rows:
            if not row.is_dropped:
                orders[row.activity.section_position] += 1
                kept.append(replace(row.activity, position=orders[row.activity.section_position]))
        return replace(self.read, activities=tuple(kept))

    @property
    def dropped(self) -> list[DraftRow]:
        return [row for row in self.rows if row.is_dropped]

    def section_label(self, position: int | None) -> str:
        return next((one.label for one in self.read.sections if one.position == position), "")


def mended(draft: ImportDraft) -> Mended:
    """The plan of a draft that was read, with its edits."""
    plan, edits = from_json(draft.plan), draft.edits
    return Mended(plan, [_row(place, one, edits.get(str(place), {})) for place, one in enumerate(plan.activities)])


def _row(place: int, activity: ImportedActivity, edit: dict[str, object]) -> DraftRow:
    stored = edit.get("activity")
    current = activity_from_json(stored) if isinstance(stored, dict) else activity
    return DraftRow(place, current, bool(edit.get("is_dropped")), stored is not None)


def header_of(draft: ImportDraft, whole: Mended) -> Header:
    """What is written besides the plan."""
    title = draft.title or f"Estrategia de rendición de cuentas {draft.year}"
    return Header(draft.entity_name, draft.year, title, draft.source_name, fingerprint(whole.read))
