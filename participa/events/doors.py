"""The doors of a space to the rooms above it: what its pages show of them, what they ask before it closes, and the
news they hear. Rooms say it here, so that none is imported from below."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from participa.accounts.models import User
from participa.events.models import Event, EventState


@dataclass(frozen=True)
class Door:
    """A panel of the page of a space: `text` in one or two whole sentences, and the link that opens the door."""

    title: str
    text: str
    url: str
    label: str
    is_main: bool = False


@dataclass(frozen=True)
class Move:
    """News of a space: it came to a state, who brought it there and the reason that the public reads.

    A change of date with its new date is told as two, and the space is convened already when the first is heard.
    """

    event: Event
    to: EventState
    author: User
    note: str


PublicDoors: TypeAlias = Callable[[Event], list[Door]]
StaffDoors: TypeAlias = Callable[[Event, User], list[Door]]
Lacks: TypeAlias = Callable[[Event], list[str]]
Listener: TypeAlias = Callable[[Move], None]
Part = TypeVar("Part")
_public: list[PublicDoors] = []
_staff: list[StaffDoors] = []
_lacks: list[Lacks] = []
_listeners: list[Listener] = []


def register_public(doors: PublicDoors) -> None:
    """Add the doors of a room for the public page, which is the same for everybody."""
    _add(_public, doors)


def register_staff(doors: StaffDoors) -> None:
    """Add the doors of a room for the page of the team, as this person may open them."""
    _add(_staff, doors)


def register_lacks(lacks: Lacks) -> None:
    """Add what a room still lacks before a space may close, in whole sentences for the team."""
    _add(_lacks, lacks)


def listen(listener: Listener) -> None:
    """Hear each move of a space, inside its transaction: to notify, queue mails here."""
    _add(_listeners, listener)


def public_doors(event: Event) -> list[Door]:
    return [door for doors in _public for door in doors(event)]


def staff_doors(event: Event, person: User) -> list[Door]:
    return [door for doors in _staff for door in doors(event, person)]


def lacks_to_close(event: Event) -> list[str]:
    return [sentence for lacks in _lacks for sentence in lacks(event)]


def tell(move: Move) -> None:
    for listener in _listeners:
        listener(move)


def _add(registry: list[Part], part: Part) -> None:
    if part not in registry:
        registry.append(part)
