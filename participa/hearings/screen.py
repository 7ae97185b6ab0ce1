"""What the big screen shows, from the published state of a hearing. Pure; static/js/behaviours/screen.js does the same.

At most three questions: the one that is answered and the next two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_FOLLOWING = 2
SIZES = (40, 70, 110, 160, 210, 270, 340)


class Mode(StrEnum):
    """What the screen is doing."""

    PREPARING = "preparing"
    NOW = "now"
    BETWEEN = "between"
    BLANK = "blank"
    CLOSED = "closed"


class Theme(StrEnum):
    LIGHT = "claro"
    DARK = "oscuro"


class Sign(StrEnum):
    """Where room is left for the picture of the sign-language interpreter."""

    NONE = "no"
    LEFT = "izquierda"
    RIGHT = "derecha"


@dataclass(frozen=True)
class Shown:
    """A question on the screen. `size` goes from 1, the largest letters, to 8."""

    text: str
    whence: str
    figures: str
    size: int


@dataclass(frozen=True)
class Face:
    """All that is on the screen. `override` says why the question is out of its order."""

    mode: Mode
    title: str
    item: str
    is_rehearsal: bool
    now: Shown | None
    following: Sequence[Shown]
    override: str
    counters: Mapping[str, Any]
    at: str


def face(state: Mapping[str, Any]) -> Face:
    """The screen of a snapshot as it is published."""
    cards = {card["i"]: card for card in state["q"]}
    now = cards.get(state["now"])
    mode = mode_of(state, now is not None)
    called = [cards[number] for number in state["next"] if number in cards][:MOST_FOLLOWING]
    is_showing = mode in (Mode.NOW, Mode.BETWEEN)
    return Face(
        mode=mode,
        title=state["title"],
        item=state["item"] if is_showing else "",
        is_rehearsal=state["rehearsal"],
        now=shown(now) if now is not None and mode is Mode.NOW else None,
        following=[shown(card) for card in called] if is_showing else [],
        override=state["override"] if mode is Mode.NOW else "",
        counters=state["counters"],
        at=state["at"],
    )


def mode_of(state: Mapping[str, Any], has_question: bool) -> Mode:
    if state["state"] == "closed":
        return Mode.CLOSED
    if state.get("blank"):
        return Mode.BLANK
    if state["state"] != "open":
        return Mode.PREPARING
    return Mode.NOW if has_question else Mode.BETWEEN


def shown(card: Mapping[str, Any]) -> Shown:
    whence = " · ".join(filter(None, (card.get("d"), card.get("p"))))
    return Shown(card["t"], whence, figures(card), size_of(card["t"]))


def figures(card: Mapping[str, Any]) -> str:
    """How many support the question, beside how many read it; what came on paper or by voice cannot collect any."""
    if card.get("m"):
        return "Llegó en papel o por voz"
    told = f"La apoyan {_number(card['s'])} de {_number(card['n'])} que la leyeron" if "s" in card else ""
    held = f"En revisión: {_number(card['h'])}" if card.get("h") else ""
    return " · ".join(filter(None, (told, held)))


def size_of(text: str) -> int:
    return next((place for place, most in enumerate(SIZES, 1) if len(text) <= most), len(SIZES) + 1)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
