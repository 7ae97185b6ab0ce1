"""The published state of a hearing as the pages of the phones read it, and the cards of each of their lists.

Pages and phones read the same figures: what is dealt here, a phone deals again by itself.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from participa.hearings.models import EXTENT_LABELS, STAGE_LABELS, Extent, Hearing, Stage
from participa.hearings.order import Candidate, deal
from participa.hearings.publishing import FOLDER
from participa.hearings.queries import board
from participa.hearings.snapshot import snapshot_file
from participa.shared.clock import now

FRESH_SECONDS = 15  # a publisher that is there writes its version more often
TO_SUPPORT, MOST_SUPPORTED, LATEST, BY_OFFICE, BY_PLACE, ANSWERED = (
    *("", "apoyadas", "nuevas"),
    *("oficina", "lugar", "respondidas"),
)
VIEW_LABELS = {
    TO_SUPPORT: "Para apoyar",
    MOST_SUPPORTED: "Más apoyadas",
    LATEST: "Nuevas",
    BY_OFFICE: "Por oficina",
    BY_PLACE: "Por barrio o vereda",
    ANSWERED: "Respondidas",
}
NOWHERE = "Sin asignar"


@dataclass(frozen=True)
class Shown:
    """A question as the snapshot tells it. Its figures are None while few people have read it."""

    id: int
    radicado: str
    text: str
    office: str
    territory: str
    stage: Stage
    joined: str
    extent: Extent | None
    is_silent: bool
    supports: int | None
    readers: int | None
    held: int

    @property
    def stage_label(self) -> str:
        return EXTENT_LABELS[self.extent] if self.extent else STAGE_LABELS[self.stage]

    @property
    def tone(self) -> str:
        return {Stage.ANSWERED: "good", Stage.ON_SCREEN: "progress", Stage.NEXT: "info"}.get(self.stage, "neutral")

    @property
    def waits(self) -> bool:
        """Whether it is in the deal: what is being answered, was, or was joined to another has left it."""
        return self.stage not in (Stage.ANSWERED, Stage.ON_SCREEN) and not self.joined


@dataclass(frozen=True)
class LiveBoard:
    """All that the page of a phone shows of a hearing."""

    head: dict[str, Any]
    cards: dict[int, Shown]

    @property
    def now(self) -> Shown | None:
        return self.cards.get(self.head["now"] or 0)

    @property
    def following(self) -> list[Shown]:
        return [self.cards[number] for number in self.head["next"] if number in self.cards]

    def members(self, card: Shown) -> list[Shown]:
        """Those that were grouped with this one, in their own words."""
        return [one for one in self.cards.values() if card.radicado and one.joined == card.radicado]

    def names(self, view: str) -> list[tuple[str, int]]:
        """The offices or the places of the questions that wait, and how many each has."""
        counted = Counter(_name_of(view)(card) for card in self.cards.values() if card.waits)
        return sorted(counted.items(), key=lambda one: (one[0] == NOWHERE, one[0]))

    def listed(self, view: str, name: str, seed: str, seen: Sequence[int]) -> list[Shown]:
        """The cards of a list in its order; in the deal, what this phone has read comes after all others."""
        if view == ANSWERED:
            return [card for card in reversed(self.cards.values()) if card.stage is Stage.ANSWERED]
        waiting = [card for card in self.cards.values() if card.waits]
        if view == LATEST:
            return sorted(waiting, key=lambda card: -card.id)
        if view == MOST_SUPPORTED:
            return sorted(waiting, key=lambda card: (-(card.supports or 0), -(card.readers or 0), card.id))
        if view in (BY_OFFICE, BY_PLACE):
            waiting = [card for card in waiting if _name_of(view)(card) == name]
        return self._dealt(waiting, seed, seen)

    def _dealt(self, waiting: Sequence[Shown], seed: str, seen: Sequence[int]) -> list[Shown]:
        figures = [_candidate(card) for card in waiting]
        unseen = deal(figures, seed, seen)
        return [self.cards[number] for number in (*unseen, *deal(figures, seed, unseen))]


def live_board(hearing: Hearing, data_dir: Path) -> LiveBoard:
    """As published, if the publisher is there; else as the database has it."""
    told = _published(data_dir / FOLDER / hearing.room_code)
    if told is None:
        told = json.loads(snapshot_file(board.state_of(hearing, 0, now())))
    cards = [_shown(card) for card in told.pop("q")]
    return LiveBoard(told, {card.id: card for card in cards})


def _published(folder: Path) -> dict[str, Any] | None:
    try:
        if time() - (folder / "version.json").stat().st_mtime > FRESH_SECONDS:
            return None
        found: dict[str, Any] = json.loads((folder / "snapshot.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found


def _shown(card: dict[str, Any]) -> Shown:
    extent = card.get("x")
    return Shown(
        id=card["i"],
        radicado=card.get("r", ""),
        text=card.get("t", ""),
        office=card.get("d", ""),
        territory=card.get("p", ""),
        stage=Stage(card.get("g", Stage.NO_TURN)),
        joined=card.get("j", ""),
        extent=Extent(extent) if extent else None,
        is_silent=bool(card.get("m")),
        supports=card.get("s"),
        readers=card.get("n"),
        held=card.get("h", 0),
    )


def _candidate(card: Shown) -> Candidate:
    return Candidate(card.id, card.supports or 0, card.readers or 0, since=now())


def _name_of(view: str) -> Callable[[Shown], str]:
    if view == BY_OFFICE:
        return lambda card: card.office or NOWHERE
    return lambda card: card.territory or NOWHERE
