"""What a correction changed, text by text."""

from collections.abc import Iterator
from dataclasses import dataclass

from participa.questionnaires.engine.definition import Definition, Item


@dataclass(frozen=True)
class Change:
    """One text: where it stands, what it said and what it says now."""

    where: str
    before: str
    after: str


def changes(before: Definition, after: Definition) -> list[Change]:
    """The texts that are others. Both have the same structure."""
    return [change for change in _texts(before, after) if change.before != change.after]


def _texts(before: Definition, after: Definition) -> Iterator[Change]:
    yield Change("Texto del comienzo", before.intro, after.intro)
    yield Change("Texto del final", before.thanks, after.thanks)
    for number, (one, other) in enumerate(zip(before.items, after.items, strict=False), 1):
        yield from _of_item(f"Pregunta {number}", one, other)


def _of_item(where: str, before: Item, after: Item) -> Iterator[Change]:
    yield Change(where, before.label, after.label)
    yield Change(f"{where}, ayuda", before.help, after.help)
    for name, options in (("fila", (before.rows, after.rows)), ("opción", (before.options, after.options))):
        for place, (one, other) in enumerate(zip(*options, strict=False), 1):
            yield Change(f"{where}, {name} {place}", one.label, other.label)
