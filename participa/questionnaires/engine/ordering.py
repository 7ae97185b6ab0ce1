"""The order in which options are shown, chance once per form, and how one of a ranking is moved."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from participa.questionnaires.engine.definition import Item, ItemType, Option

ORDER = "_order"
UP, DOWN, STAYS = "arriba", "abajo", "queda"
MOST_IN_LIST = 6
USUAL_CHOICES = 3


def order_of(item: Item, seed: str) -> tuple[Option, ...]:
    """The options as this form shows them. The same seed gives the same order, so that a page drawn again stays put."""
    if not item.shuffles or not seed:
        return item.options
    return tuple(sorted(item.options, key=lambda option: sha256(f"{seed}|{item.name}|{option.code}".encode()).digest()))


def orders(items: Iterable[Item], seed: str) -> dict[str, list[str]]:
    """What is kept under `_order`: the codes as they were shown, for the items that shuffle."""
    return {item.name: [option.code for option in order_of(item, seed)] for item in items if item.shuffles}


def is_list(item: Item) -> bool:
    """Whether a ranking orders all its options. With many, people choose some and order only those."""
    everything = len(item.options)
    return everything <= MOST_IN_LIST and (item.maximum is None or item.maximum >= everything)


def places(item: Item) -> int:
    """How many places of a ranking may be given: all, or the first `maximum` (three unless it says otherwise)."""
    if is_list(item):
        return len(item.options)
    return min(max(item.maximum or USUAL_CHOICES, 1), len(item.options))


def move(items: Iterable[Item], answers: Mapping[str, Any], asked: str, seed: str) -> dict[str, Any]:
    """The answers after a button «↑», «↓» or «Este orden está bien» of a ranking was pressed.

    `asked` is the value of the button, `<item>:<direction>:<option>`. Anything else changes nothing.
    """
    name, _, rest = asked.partition(":")
    direction, _, code = rest.partition(":")
    item = next((one for one in items if one.name == name and one.type is ItemType.RANKING and is_list(one)), None)
    if item is None or direction not in (UP, DOWN, STAYS):
        return dict(answers)
    shown = [option.code for option in order_of(item, seed)]
    return {**answers, name: moved(standing(item, answers.get(name), shown), code, direction)}


def moved(order: Sequence[str], code: str, direction: str) -> list[str]:
    """The order with one code a place up or down; at the edge, or for an unknown code, as it was."""
    codes = list(order)
    if code not in codes or direction not in (UP, DOWN):
        return codes
    here = codes.index(code)
    there = here - 1 if direction == UP else here + 1
    if 0 <= there < len(codes):
        codes[here], codes[there] = codes[there], codes[here]
    return codes


def standing(item: Item, value: Any, shown: Sequence[str]) -> list[str]:
    """All codes of a list as far as they are ordered: first by the place given, then as they are shown.

    `value` is an answer, or what was typed and is not one yet: places by code, some repeated or missing.
    """
    if isinstance(value, list):
        given = {code: place for place, code in enumerate(value, 1) if isinstance(code, str)}
    else:
        given = _typed_places(value)
    last = len(item.options) + 1
    return sorted(shown, key=lambda code: given.get(code, last))


def _typed_places(value: Any) -> dict[str, int]:
    typed = value if isinstance(value, dict) else {}
    return {code: int(place) for code, place in typed.items() if isinstance(place, str) and is_place(place)}


def is_place(text: str) -> bool:
    """Whether it is a number of at most three figures, such as the place of an option."""
    return text.isascii() and text.isdigit() and len(text) <= 3
