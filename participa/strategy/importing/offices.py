"""Which offices of the entity a responsible text names."""

from collections import Counter
from collections.abc import Iterable

from participa.strategy.importing.folding import fold
from participa.strategy.importing.parties import ALL
from participa.strategy.importing.plan import ImportedActivity, ImportedPlan

LONGEST_NAME = 200


def named_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand whole in the text, whatever their case and accents, in the order of the text.

    A name inside a longer one that also stands there is left out: «Planeación» in «Secretaría de Planeación».
    """
    words = f" {fold(text)} "
    found: dict[int, str] = {}
    for name in sorted(names, key=lambda name: (-len(fold(name)), name)):
        wanted = f" {fold(name)} "
        while wanted.strip() and (place := words.find(wanted)) >= 0:
            found.setdefault(place, name)
            words = words[: place + 1] + "·" * (len(wanted) - 2) + words[place + len(wanted) - 1 :]
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))


def unknown_in(plan: ImportedPlan, names: Iterable[str]) -> dict[str, int]:
    """Return the offices that the plan names and are not among these names, with how many activities name each.

    Bodies (committees, teams) and «todas las dependencias» are no offices. The first way of writing a name is kept.
    """
    known = {fold(name) for name in names}
    written: dict[str, str] = {}
    count: Counter[str] = Counter()
    for activity in plan.activities:
        for name in offices_of(activity):
            key = fold(name)
            if key not in known and len(name) <= LONGEST_NAME:
                count[written.setdefault(key, name)] += 1
    return dict(count.most_common())


def offices_of(activity: ImportedActivity) -> list[str]:
    """The names of offices in the responsible text, without bodies and without «todas las dependencias»."""
    bodies = {fold(body) for body in activity.bodies}
    return [name for name in activity.offices if fold(name) not in bodies and not ALL.fullmatch(fold(name))]


def bodies_in(plan: ImportedPlan) -> list[str]:
    """The committees and teams that the plan names, each once."""
    return list({fold(body): body for activity in plan.activities for body in activity.bodies}.values())
