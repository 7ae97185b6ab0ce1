"""The doors of a commitment to the rest of its room and the rooms above: panels of its two pages, and the news of its
history. They say it here, so that none is imported from below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from participa.accounts.models import User
from participa.commitments.models import Commitment, CommitmentCheck, CommitmentEntry


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template, which reads what it shows from `panel.data`."""

    template: str
    data: Mapping[str, object] = field(default_factory=dict)


PublicPanels: TypeAlias = Callable[[Commitment], list[Panel]]
StaffPanels: TypeAlias = Callable[[Commitment, User], list[Panel]]
News: TypeAlias = CommitmentEntry | CommitmentCheck
Listener: TypeAlias = Callable[[News], None]
Part = TypeVar("Part")
_public: list[PublicPanels] = []
_staff: list[StaffPanels] = []
_listeners: list[Listener] = []


def register_public(panels: PublicPanels) -> None:
    """Add panels to the public page of a commitment, which is the same for everybody and cached."""
    _add(_public, panels)


def register_staff(panels: StaffPanels) -> None:
    """Add panels to the page of the team, as this person may see them."""
    _add(_staff, panels)


def listen(listener: Listener) -> None:
    """Hear each line of a history and each verification once it is written, inside its transaction."""
    _add(_listeners, listener)


def public_panels(commitment: Commitment) -> list[Panel]:
    return [panel for panels in _public for panel in panels(commitment)]


def staff_panels(commitment: Commitment, person: User) -> list[Panel]:
    return [panel for panels in _staff for panel in panels(commitment, person)]


def tell_entry(entry: CommitmentEntry) -> None:
    _tell(entry)


def tell_check(check: CommitmentCheck) -> None:
    _tell(check)


def _tell(news: News) -> None:
    for listener in _listeners:
        listener(news)


def _add(registry: list[Part], part: Part) -> None:
    if part not in registry:
        registry.append(part)
