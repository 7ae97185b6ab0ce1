"""From the fields of a form to answers, and from answers to what of them is kept.

`read` never judges: what cannot be an answer stays as it was typed, so that the page can show it again. `check` says in
plain Spanish what to mend. `whole` looks at everything once more, because what a page sends is never trusted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participa.questionnaires.engine import checking, ordering, writing
from participa.questionnaires.engine.branching import dropped, is_empty, visible
from participa.questionnaires.engine.definition import DECLINED, Definition, Item, ItemType

__all__ = ["DECLINED", "Answers", "Checked", "check", "field_of", "read", "whole"]

Answers = dict[str, Any]
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Checked:
    """What is kept of some answers, and what to mend, by item. Only without errors may it be kept."""

    answers: Answers = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return not self.errors


def field_of(item: Item, part: str = "") -> str:
    """The name of the field of an item, or of one of its options, rows or places."""
    return f"r-{item.name}.{part}" if part else f"r-{item.name}"


def read(items: Iterable[Item], fields: Fields) -> Answers:
    """What was sent for these items, tidied but not judged. Whatever else was sent is not looked at."""
    read_of = {item.name: _read(item, fields) for item in items if item.is_answered}
    return {name: value for name, value in read_of.items() if not is_empty(value)}


def _read(item: Item, fields: Fields) -> Any:
    if item.may_decline and (_one(fields, field_of(item, DECLINED)) or DECLINED in fields.get(field_of(item), ())):
        return DECLINED
    return READERS[item.type](item, fields)


def _one(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _text(item: Item, fields: Fields) -> str:
    return writing.clean(_one(fields, field_of(item)), is_long=item.type is ItemType.LONG_TEXT)


def _number(item: Item, fields: Fields) -> str:
    return writing.number(_text(item, fields))


def _date(item: Item, fields: Fields) -> str:
    return writing.date_text(_text(item, fields))


def _many(item: Item, fields: Fields) -> list[str]:
    return list(dict.fromkeys(writing.clean(code) for code in fields.get(field_of(item), ())[:MOST_CHOSEN]))


def _step(item: Item, fields: Fields) -> int | str:
    typed = _text(item, fields)
    return int(typed) if ordering.is_place(typed) else typed


def _parts(item: Item, fields: Fields, parts: Iterable[str]) -> dict[str, str]:
    typed = {part: writing.clean(_one(fields, field_of(item, part))) for part in parts}
    return {part: text for part, text in typed.items() if text}


def _points(item: Item, fields: Fields) -> dict[str, int | str]:
    typed = _parts(item, fields, (option.code for option in item.options))
    numbers = {code: int(text) if writing.is_points(text) else text for code, text in typed.items()}
    return {code: number for code, number in numbers.items() if number != 0}


def _matrix(item: Item, fields: Fields) -> dict[str, str]:
    return _parts(item, fields, (row.code for row in item.rows))


def _ranking(item: Item, fields: Fields) -> list[str] | dict[str, str]:
    """The order, or, when places are repeated or missing, what was typed, so that the page can show it again."""
    return _listed(item, fields) if ordering.is_list(item) else _chosen(item, fields)


def _listed(item: Item, fields: Fields) -> list[str] | dict[str, str]:
    typed = _parts(item, fields, (option.code for option in item.options))
    wanted = [str(place) for place in range(1, len(item.options) + 1)]
    by_place = {place: code for code, place in typed.items()}
    return [by_place[place] for place in wanted] if sorted(typed.values()) == sorted(wanted) else typed


def _chosen(item: Item, fields: Fields) -> list[str] | dict[str, str]:
    wanted = [str(place) for place in range(1, ordering.places(item) + 1)]
    typed = _parts(item, fields, wanted)
    codes = list(typed.values())
    is_order = list(typed) == wanted[: len(typed)] and len(set(codes)) == len(codes)
    return codes if is_order else typed


def _consent(item: Item, fields: Fields) -> bool:
    return _one(fields, field_of(item)) == "si"


def _nothing(_item: Item, _fields: Fields) -> None:
    """A file does not come in the fields: who keeps it writes its name among the answers."""


MOST_CHOSEN = 400
READERS: dict[ItemType, Callable[[Item, Fields], Any]] = {
    ItemType.SINGLE: _text,
    ItemType.MULTIPLE: _many,
    ItemType.RANKING: _ranking,
    ItemType.POINTS: _points,
    ItemType.SCALE: _step,
    ItemType.FACES: _step,
    ItemType.MATRIX: _matrix,
    ItemType.NUMBER: _number,
    ItemType.DATE: _date,
    ItemType.SHORT_TEXT: _text,
    ItemType.LONG_TEXT: _text,
    ItemType.PLACE: _text,
    ItemType.FILE: _nothing,
    ItemType.CONSENT: _consent,
}


def check(definition: Definition, items: Iterable[Item], answers: Mapping[str, Any]) -> dict[str, str]:
    """What to mend, by the name of the item: of these items, those that the answers let see. It never raises."""
    seen = {item.name for item in visible(definition, answers)}
    said = {item.name: checking.mend(item, answers.get(item.name)) for item in items if item.name in seen}
    return {name: sentence for name, sentence in said.items() if sentence}


def whole(definition: Definition, answers: Mapping[str, Any]) -> Checked:
    """All that is kept of the answers, and what to mend. What they hide is dropped, and so is what nobody asks."""
    kept = dropped(definition, answers)
    errors = check(definition, definition.items, answers)
    order = _order(definition, answers, kept)
    return Checked({**kept, ordering.ORDER: order} if order else kept, errors)


def _order(definition: Definition, answers: Mapping[str, Any], kept: Answers) -> dict[str, list[str]]:
    """The order in which options were shown, only for items that shuffle and were answered, only if it is one."""
    told = answers.get(ordering.ORDER)
    told = told if isinstance(told, dict) else {}
    shuffled = (item for item in definition.items if item.shuffles and item.name in kept)
    return {item.name: told[item.name] for item in shuffled if checking.is_order(item, told.get(item.name))}
