"""What changed between two versions of a strategy: new, changed field by field, gone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from participa.strategy import queries
from participa.strategy.description import FIELDS
from participa.strategy.models import Activity, Strategy


@dataclass(frozen=True)
class FieldChange:
    """A field of an activity as it was and as it is now, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedActivity:
    before: Activity
    after: Activity
    fields: list[FieldChange]


@dataclass(frozen=True)
class Comparison:
    """Each list is in the order of its version."""

    new: list[Activity]
    changed: list[ChangedActivity]
    gone: list[Activity]
    unchanged: int


def compared(earlier: Strategy, later: Strategy) -> Comparison:
    """What a version changes of another one of its year. As many statements for few activities as for many."""
    return compare(queries.whole_activities(earlier), queries.whole_activities(later), queries.descent(later))


def compare(before: Sequence[Activity], after: Sequence[Activity], descent: Mapping[int, int]) -> Comparison:
    """Match the activities and say what differs.

    `descent` leads from an activity to the one it continues; without it, the same section and name are the same.
    """
    return compare_pairs(before, list(_pairs(before, after, descent)))


def compare_pairs(before: Sequence[Activity], pairs: Sequence[tuple[Activity | None, Activity]]) -> Comparison:
    """The same for activities that are matched already, also with some that are not written yet."""
    matched = [(old, new, _changes(old, new)) for old, new in pairs if old is not None]
    continued = {old.id for old, _new, _fields in matched}
    return Comparison(
        new=[new for old, new in pairs if old is None],
        changed=[ChangedActivity(old, new, fields) for old, new, fields in matched if fields],
        gone=[old for old in before if old.id not in continued],
        unchanged=sum(not fields for _old, _new, fields in matched),
    )


def _pairs(
    before: Sequence[Activity], after: Sequence[Activity], descent: Mapping[int, int]
) -> Iterator[tuple[Activity | None, Activity]]:
    by_id = {old.id: old for old in before}
    kin = {new.id: by_id.pop(_ancestor(new.id, by_id, descent), None) for new in after}
    by_words = {(old.section.label, old.name): old for old in reversed(list(by_id.values()))}
    for new in after:
        yield kin[new.id] or by_words.pop((new.section.label, new.name), None), new


def _ancestor(activity_id: int, wanted: Mapping[int, Activity], descent: Mapping[int, int]) -> int:
    """The first activity in the line of descent that is wanted; 0 without any."""
    seen = {activity_id}
    while activity_id not in wanted:
        activity_id = descent.get(activity_id, 0)
        if activity_id in seen or not activity_id:
            return 0
        seen.add(activity_id)
    return activity_id


def _changes(before: Activity, after: Activity) -> list[FieldChange]:
    told = ((label, tell(before), tell(after)) for label, tell in FIELDS.items())
    return [FieldChange(label, was, now) for label, was, now in told if was != now]
