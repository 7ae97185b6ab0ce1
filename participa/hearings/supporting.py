"""What may be supported, and when a support counts. Pure."""

from collections.abc import Collection
from typing import NamedTuple

from participa.accounts.models import Role, User
from participa.hearings.models import HearingState, Stage, SupportState
from participa.questions.models import Visibility

SHOWN = (Visibility.PUBLIC, Visibility.GROUPED)
REVIEWERS = (Role.MODERATOR, Role.ADMIN)


class Room(NamedTuple):
    """A hearing as it is for who taps. `room_code` is the one on the wall."""

    id: int
    room_code: str
    state: str
    takes_supports: bool
    salt: str | None
    hall_networks: str

    @property
    def is_open(self) -> bool:
        return self.state == HearingState.OPEN


class Card(NamedTuple):
    """A question of the hearing; `visibility` is empty in a rehearsal, without a question behind it.

    `leader` leads its group, itself when it is alone.
    """

    id: int
    stage: str
    is_silent: bool
    visibility: str
    leader: int


def takes_supports(room: Room) -> bool:
    return bool(room.is_open and room.takes_supports and room.salt)


def may_gather(card: Card) -> bool:
    """Whether a question still waits and everybody may read it."""
    is_shown = not card.visibility or card.visibility in SHOWN
    return is_shown and card.stage != Stage.ANSWERED and not card.is_silent


def counts(states: Collection[str]) -> bool:
    """Whether a phone with these supports in one group is one of its supporters."""
    return SupportState.COUNTED in states


def is_held(states: Collection[str]) -> bool:
    """Whether it waits for a person of the team, and does not count by another question of the group."""
    return SupportState.HELD in states and not counts(states)


def may_review(person: User) -> bool:
    return person.role in REVIEWERS
