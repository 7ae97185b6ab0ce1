"""Which activity of the version before each row of a document continues."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from participa.strategy.importing import ImportedActivity, ImportedPlan
from participa.strategy.importing.folding import fold
from participa.strategy.models import Activity

SAME_CODE, SAME_WORDS = 0.5, 0.75  # how alike two names must be to be the same, with and without the same number
MOST_PAIRS = 250_000  # of names compared word by word; beyond, only equal names and numbers count


def continued(before: Sequence[Activity], plan: ImportedPlan) -> dict[int, Activity]:
    """From the place of an activity in the plan to the one that it continues; each is continued once.

    Equal section and words count first, then equal words anywhere, then the number or very similar words in a section.
    """
    labels = {section.position: fold(section.label) for section in plan.sections}
    new = {place: (labels.get(one.section_position or 0, ""), one) for place, one in enumerate(plan.activities)}
    old = {one.id: one for one in before}
    found: dict[int, Activity] = {}
    for key_of_new, key_of_old in KEYS:
        _pair(new, old, found, key_of_new, key_of_old)
    _pair_alike(new, old, found)
    return found


Row = tuple[str, ImportedActivity]
KEYS: tuple[tuple[Callable[[Row], Hashable], Callable[[Activity], Hashable]], ...] = (
    (
        lambda row: (row[0], row[1].code, fold(row[1].name)),
        lambda one: (fold(one.section.label), one.code, fold(one.name)),
    ),
    (lambda row: (row[0], fold(row[1].name)), lambda one: (fold(one.section.label), fold(one.name))),
    (lambda row: fold(row[1].name), lambda one: fold(one.name)),
)


def _pair(
    new: dict[int, Row],
    old: dict[int, Activity],
    found: dict[int, Activity],
    key_of_new: Callable[[Row], Hashable],
    key_of_old: Callable[[Activity], Hashable],
) -> None:
    waiting: dict[Hashable, list[Activity]] = {}
    for one in old.values():
        waiting.setdefault(key_of_old(one), []).append(one)
    for place, row in list(new.items()):
        if twins := waiting.get(key_of_new(row)):
            _take(place, twins.pop(0), new, old, found)


def _take(
    place: int, twin: Activity, new: dict[int, Row], old: dict[int, Activity], found: dict[int, Activity]
) -> None:
    found[place] = twin
    del new[place], old[twin.id]


def _pair_alike(new: dict[int, Row], old: dict[int, Activity], found: dict[int, Activity]) -> None:
    """Rewritten names: the best pairs first, each activity once."""
    if len(new) * len(old) > MOST_PAIRS:
        return
    for _likeness, place, id_ in sorted(_likely(new, old.values()), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if place in new and id_ in old:
            _take(place, old[id_], new, old, found)


def _likely(new: Mapping[int, Row], old: Iterable[Activity]) -> list[tuple[float, int, int]]:
    by_section: dict[str, list[Activity]] = {}
    for one in old:
        by_section.setdefault(fold(one.section.label), []).append(one)
    pairs = ((place, row[1], twin) for place, row in new.items() for twin in by_section.get(row[0], ()))
    likely = ((_likeness(row, twin), place, twin.id) for place, row, twin in pairs)
    return [(likeness, place, id_) for likeness, place, id_ in likely if likeness]


def _likeness(row: ImportedActivity, twin: Activity) -> float:
    """From 0 to 1; 0 when they are not alike enough. The same number counts as much as half of the words."""
    has_code = bool(row.code) and row.code == twin.code
    least = SAME_CODE if has_code else SAME_WORDS
    matcher = SequenceMatcher(None, fold(row.name).split(), fold(twin.name).split(), autojunk=False)
    if matcher.quick_ratio() < least or (ratio := matcher.ratio()) < least:
        return 0.0
    return ratio + has_code
