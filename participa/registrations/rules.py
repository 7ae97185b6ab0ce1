"""Who may do what with a registration, and when. Pure: the instant is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState, Modality
from participa.registrations.models import Attends, NeedState, Registration, RegistrationState

KEEPERS = frozenset({Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER})
EXPORTERS = frozenset({Role.COMMUNICATIONS, Role.APPROVER})
GATHERING = frozenset({EventState.CONVENED, EventState.UNDER_WAY})
OVER = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})
HOLDS_SEAT = frozenset({RegistrationState.REGISTERED, RegistrationState.CONFIRMED, RegistrationState.OFFERED})
ACTIVE = HOLDS_SEAT | {RegistrationState.WAITING}
MODES = {
    Modality.PRESENCIAL: (Attends.PRESENCIAL,),
    Modality.VIRTUAL: (Attends.VIRTUAL,),
    Modality.MIXTA: (Attends.PRESENCIAL, Attends.VIRTUAL),
}
NEED_MOVES = {
    NeedState.REQUESTED: (NeedState.ARRANGED, NeedState.DELIVERED, NeedState.NOT_POSSIBLE),
    NeedState.ARRANGED: (NeedState.DELIVERED, NeedState.NOT_POSSIBLE, NeedState.REQUESTED),
    NeedState.DELIVERED: (NeedState.ARRANGED,),
    NeedState.NOT_POSSIBLE: (NeedState.ARRANGED, NeedState.REQUESTED),
}
PART_OF_WHAT_IS_LEFT = 4
SHORTEST_OFFER = timedelta(minutes=30)
LARGEST_GROUP = 200


class Window(StrEnum):
    """Whether one may register now, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Seats:
    """The seats of one way of attending. `capacity` is None when there is no limit."""

    capacity: int | None
    taken: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """Seats that nobody holds, whoever waits for them; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether a newcomer must wait: nothing is free, or others came before."""
        return self.free is not None and (self.free == 0 or self.waiting > 0)

    def takes(self, people: int) -> int:
        """How many of so many newcomers get a seat."""
        if self.is_full:
            return 0
        return people if self.free is None else min(people, self.free)


def modes(event: Event) -> tuple[Attends, ...]:
    """The ways in which one may attend."""
    return MODES[event.modality]


def capacity(event: Event, attends: Attends) -> int | None:
    """How many people fit; None without a limit."""
    return event.capacity_in_room if attends is Attends.PRESENCIAL else event.capacity_online


def opens_at(event: Event) -> datetime | None:
    """When the registrations open; None: with the call."""
    return event.registration_opens_at


def closes_at(event: Event) -> datetime:
    """When the registrations close: on the date that was set, else when the space ends."""
    closes = event.registration_closes_at
    return min(closes, event.ends_at) if closes else event.ends_at


def window(event: Event, at: datetime) -> Window:
    """Whether people may register by themselves at this instant."""
    if event.state is EventState.CANCELLED:
        return Window.CANCELLED
    if event.state is EventState.RESCHEDULED:
        return Window.RESCHEDULED
    if event.state not in GATHERING or at >= closes_at(event):
        return Window.CLOSED
    opens = opens_at(event)
    return Window.NOT_YET if opens is not None and at < opens else Window.OPEN


def is_coming(event: Event, at: datetime) -> bool:
    """Whether the space is still to begin, so that a freed seat is worth offering."""
    return event.state in GATHERING and at < event.starts_at


def offer_ends(event: Event, at: datetime, hours: int) -> datetime:
    """Until when an offered seat waits: `hours`, or a quarter of what is left until the space begins."""
    part = max((event.starts_at - at) / PART_OF_WHAT_IS_LEFT, SHORTEST_OFFER)
    return min(at + min(timedelta(hours=hours), part), event.starts_at)


def may_keep(person: User) -> bool:
    """Whether this person registers people and answers for the list."""
    return person.role in KEEPERS


def may_export(person: User) -> bool:
    """Whether this person takes the list along."""
    return person.role in EXPORTERS


def may_choose_questions(person: User) -> bool:
    """Whether this person decides what else the form of a space asks: it asks personal data."""
    return person.role in EXPORTERS


def is_active(registration: Registration) -> bool:
    return registration.state in ACTIVE


def holds_seat(registration: Registration) -> bool:
    return registration.state in HOLDS_SEAT


def is_offer_alive(registration: Registration, at: datetime) -> bool:
    """Whether an offered seat may still be taken."""
    until = registration.offered_until
    return registration.state is RegistrationState.OFFERED and until is not None and at < until


def may_change(registration: Registration, at: datetime) -> bool:
    """Whether the person may still change what the registration says."""
    event = registration.event
    is_ahead = event.state in GATHERING | {EventState.RESCHEDULED} and at < event.ends_at
    return is_active(registration) and not registration.is_erased and is_ahead


def needs_moves_to(state: NeedState, to: NeedState) -> bool:
    return to in NEED_MOVES[state]
