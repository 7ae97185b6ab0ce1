"""What a page needs to draw an item: its fields, what was answered, what to mend, its options in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from participa.questionnaires.engine import checking, hints, ordering, writing
from participa.questionnaires.engine.answering import field_of
from participa.questionnaires.engine.definition import DECLINED, DECLINED_LABEL, Definition, Item, ItemType, Option

STEP_LABELS = {1: "Muy mal", 2: "Mal", 3: "Regular", 4: "Bien", 5: "Muy bien"}
PLACE_NAMES = ("primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima")


@dataclass(frozen=True)
class Shown:
    """An item as one form shows it. `value` is an answer, or what was typed when it is not one yet."""

    item: Item
    options: tuple[Option, ...]
    value: Any = None
    error: str = ""

    @property
    def type(self) -> str:
        return self.item.type.value

    @property
    def field(self) -> str:
        return field_of(self.item)

    @property
    def decline_field(self) -> str:
        return field_of(self.item, DECLINED)

    @property
    def decline_label(self) -> str:
        return DECLINED_LABEL

    @property
    def declined_code(self) -> str:
        return DECLINED

    @property
    def first_control(self) -> str:
        """The id of the control to which an error leads."""
        match self.item.type:
            case ItemType.POINTS | ItemType.RANKING:
                first = "1" if self.is_choosing else self.rows_in_order[0].code
                return field_of(self.item, first)
            case ItemType.MATRIX:
                return f"{self.row_field(self.unanswered_row)}-0"
            case ItemType.SINGLE | ItemType.MULTIPLE | ItemType.SCALE | ItemType.FACES:
                return f"{self.field}-0"
        return self.field

    @property
    def hint(self) -> str:
        """The help of the item and what its type asks for, as sentences under the question."""
        return " ".join(part for part in (self.item.help, hints.limits(self.item)) if part)

    @property
    def steps(self) -> tuple[tuple[int, str], ...]:
        """The five steps of a scale or of the faces, with their words."""
        labels = STEP_LABELS if self.item.type is ItemType.FACES else {step: str(step) for step in STEP_LABELS}
        return tuple(labels.items())

    @property
    def is_declined(self) -> bool:
        return bool(self.value == DECLINED)

    @property
    def text(self) -> str:
        """What was typed, as people write it; empty when it is no text."""
        if not isinstance(self.value, str) or self.is_declined:
            return str(self.value) if _is_step(self.value) else ""
        return writing.number_as_written(self.value) if self.item.type is ItemType.NUMBER else self.value

    def has(self, code: str | int) -> bool:
        """Whether this option, step or box is the answer or one of them."""
        return bool(code in self.value) if isinstance(self.value, list) else self.is_value(code)

    def is_value(self, code: str | int) -> bool:
        return self.value is not True and bool(self.value == code)

    def part(self, code: str) -> str:
        """What was typed for an option, a row or a place."""
        value = self.value.get(code) if isinstance(self.value, dict) else None
        return "" if value is None else str(value)

    def row_field(self, code: str) -> str:
        return field_of(self.item, code)

    @property
    def unanswered_row(self) -> str:
        codes = [row.code for row in self.item.rows]
        return next((code for code in codes if not self.part(code)), codes[0] if codes else "")

    @property
    def longest(self) -> int:
        return checking.longest(self.item)

    @property
    def total(self) -> int:
        return checking.total_points(self.item)

    @property
    def shared_out(self) -> int:
        """The points shared so far, of what was typed as points."""
        typed = self.value.values() if isinstance(self.value, dict) else ()
        return sum(points for points in typed if _is_step(points))

    @property
    def points_left(self) -> str:
        """How many points are left, as a sentence; empty when none is."""
        return checking.points_left(self.item, self.shared_out)

    @property
    def is_choosing(self) -> bool:
        """Whether a ranking asks to choose some of many options, place by place."""
        return self.item.type is ItemType.RANKING and not ordering.is_list(self.item)

    @property
    def places(self) -> int:
        return ordering.places(self.item)

    def place_name(self, place: int) -> str:
        """«primera», «segunda»…; from the eleventh on, «número 11»."""
        return PLACE_NAMES[place - 1] if place <= len(PLACE_NAMES) else f"número {place}"

    def chosen_at(self, place: int) -> str:
        """The code chosen for a place of a ranking that chooses."""
        if isinstance(self.value, list):
            return str(self.value[place - 1]) if place <= len(self.value) else ""
        return self.part(str(place))

    @property
    def rows_in_order(self) -> tuple[Option, ...]:
        """The options of a ranking in the order given so far, otherwise as this form shows them."""
        if self.item.type is not ItemType.RANKING:
            return self.options
        by_code = {option.code: option for option in self.options}
        return tuple(by_code[code] for code in ordering.standing(self.item, self.value, list(by_code)))

    def place_of(self, code: str) -> str:
        """The place given to an option of a list, as its field says it; empty while none was given."""
        if isinstance(self.value, list):
            return str(self.value.index(code) + 1) if code in self.value else ""
        return self.part(code)

    @property
    def is_ordered(self) -> bool:
        """Whether somebody already gave an order, and so the list is not only how chance showed it."""
        return isinstance(self.value, list) and bool(self.value)


def _is_step(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9


def show(
    items: Iterable[Item], answers: Mapping[str, Any], errors: Mapping[str, str] | None = None, seed: str = ""
) -> list[Shown]:
    """The items of a page, ready to be drawn."""
    mend = errors or {}
    return [
        Shown(item, ordering.order_of(item, seed), answers.get(item.name), mend.get(item.name, "")) for item in items
    ]


def with_places(definition: Definition, places: Iterable[Option]) -> Definition:
    """The same questionnaire with the catalogue of comunas and veredas as the options of its items of place.

    An item of place without options is answered in writing, so a municipality without a catalogue can use it.
    """
    catalogue = tuple(places)
    items = tuple(_placed(item, catalogue) for item in definition.items)
    return replace(definition, items=items)


def _placed(item: Item, catalogue: tuple[Option, ...]) -> Item:
    return replace(item, options=catalogue) if item.type is ItemType.PLACE else item
