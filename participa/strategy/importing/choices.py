"""What a person said that the columns mean, over what was guessed."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from participa.strategy.importing.columns import Column, ColumnMap

Choices = Mapping[str, str]  # heading as the plan shows it → our name of the column, empty to keep it apart
NONE: Choices = MappingProxyType({})

Meaning = TypeVar("Meaning")


def chosen(columns: ColumnMap, choices: Choices) -> ColumnMap:
    """Return the columns with the choices applied. A column that is chosen takes the place of the guessed one."""
    said = {place: choices[heading] for place, heading in enumerate(columns.headings) if heading in choices}
    changed = {place: name for place, name in said.items() if name in {"", *Column}}
    if not changed:
        return columns
    kept = {column: place for column, place in columns.places.items() if place not in changed}
    wanted = {Column(name): place for place, name in changed.items() if name}
    return replace(
        columns,
        places={**kept, **wanted},
        periods=_without(columns.periods, changed),
        stages=_without(columns.stages, changed),
        elements=_without(columns.elements, changed),
    )


def _without(marks: Mapping[int, Meaning], changed: Mapping[int, str]) -> dict[int, Meaning]:
    return {place: meaning for place, meaning in marks.items() if place not in changed}
