"""What phones and screens read of a hearing, as small files: the state, its version and what changed since another.

Pure: rows in, JSON out. Keys are one letter in the list of questions, which every phone downloads again and again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from participa.hearings.order import FEWEST_READERS_SHOWN

FIGURES = {"s", "n", "h"}
NO_CARD: dict[str, Any] = {"": None}  # has what no card has


@dataclass(frozen=True)
class Card:
    """A question as everybody may see it. `supports` and `readers` are hidden while few people have read it.

    `held` supports wait for a person of the team: they are shown apart, and never hidden.

    `stage` as in models.Stage; `joined` is the filing number of the question that it is grouped with.
    """

    id: int
    radicado: str
    text: str
    office: str = ""
    territory: str = ""
    stage: str = ""
    supports: int = 0
    held: int = 0
    readers: int = 0
    is_silent: bool = False
    joined: str = ""
    extent: str = ""

    def shown(self) -> dict[str, Any]:
        """Only what is not empty, by one letter."""
        letters: dict[str, Any] = {
            "i": self.id,
            "r": self.radicado,
            "t": self.text,
            "d": self.office,
            "p": self.territory,
            "g": self.stage,
            "j": self.joined,
            "x": self.extent,
            "h": self.held or "",
        }
        if self.is_silent:
            letters["m"] = 1
        elif self.readers >= FEWEST_READERS_SHOWN:
            letters |= {"s": self.supports, "n": self.readers}
        return {letter: value for letter, value in letters.items() if value not in ("", None)}


@dataclass(frozen=True)
class Counters:
    """The figures of the public record that the screen shows, with its fingerprint."""

    received: int = 0
    published: int = 0
    withheld: int = 0
    fingerprint: str = ""


@dataclass(frozen=True)
class State:
    """A hearing at one version. `at` is an instant as ISO 8601 in UTC; `order` are the numbers of the stage queue."""

    version: int
    at: str
    state: str
    title: str
    poll: int
    is_rehearsal: bool = False
    is_blank: bool = False
    takes_questions: bool = True
    takes_supports: bool = True
    item: str = ""
    item_ends_at: str = ""
    now: int | None = None
    following: Sequence[int] = ()
    order: Sequence[int] = ()
    override: str = ""
    counters: Counters = field(default_factory=Counters)
    cards: Mapping[int, Card] = field(default_factory=dict)

    @cached_property
    def shown(self) -> dict[int, dict[str, Any]]:
        return {number: card.shown() for number, card in self.cards.items()}

    @cached_property
    def words(self) -> tuple[Any, ...]:
        """All that a person wrote, as it is shown."""
        cards = {
            number: {letter: card[letter] for letter in card.keys() - FIGURES} for number, card in self.shown.items()
        }
        return self.title, self.item, self.override, cards


def version_file(state: State) -> bytes:
    """Which version is the last one, for what watches the folder."""
    return _json({"v": state.version, "at": state.at, "poll": state.poll, "state": state.state})


def snapshot_file(state: State) -> bytes:
    return _json(_head(state) | {"q": list(state.shown.values())})


def delta_file(old: State, new: State) -> bytes:
    """What a phone that has `old` asks for: cards that came or lost something, what others show now, and which went.

    From a state to itself, that nothing changed.
    """
    whole = [card for number, card in new.shown.items() if not old.shown.get(number, NO_CARD).keys() <= card.keys()]
    stayed = [(old.shown[number], card) for number, card in new.shown.items() if number in old.shown]
    changed = [_change(before, after) for before, after in stayed if before != after and before.keys() <= after.keys()]
    gone = [number for number in old.shown if number not in new.shown]
    return _json(_head(new) | {"from": old.version, "q": whole, "c": changed, "gone": gone})


def _change(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The letters that differ, and which card it is."""
    return {letter: value for letter, value in after.items() if letter == "i" or before.get(letter) != value}


def patched(snapshot: Mapping[str, Any], delta: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot brought to the version of a delta; what the phones do, written down here to be tested."""
    cards = {card["i"]: card for card in [*snapshot["q"], *delta["q"]] if card["i"] not in set(delta["gone"])}
    for change in delta["c"]:
        cards[change["i"]] = cards[change["i"]] | change
    return {name: value for name, value in delta.items() if name not in ("from", "gone", "c")} | {
        "q": [*cards.values()]
    }


def _head(state: State) -> dict[str, Any]:
    return {
        "v": state.version,
        "at": state.at,
        "poll": state.poll,
        "state": state.state,
        "title": state.title,
        "rehearsal": state.is_rehearsal,
        "blank": state.is_blank,
        "asks": state.takes_questions,
        "supports": state.takes_supports,
        "item": state.item,
        "item_ends": state.item_ends_at,
        "now": state.now,
        "next": list(state.following),
        "order": list(state.order),
        "override": state.override,
        "counters": asdict(state.counters),
    }


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
