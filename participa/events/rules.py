"""Who may do what with a dialogue space, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState, EventType, Modality
from participa.shared.clock import local

EDITORS = frozenset({Role.COMMUNICATIONS, Role.APPROVER})
RUNNERS = frozenset({Role.APPROVER, Role.MODERATOR})

MOVES: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.CONVENED}),
    EventState.CONVENED: frozenset({EventState.UNDER_WAY, EventState.RESCHEDULED, EventState.CANCELLED}),
    EventState.RESCHEDULED: frozenset({EventState.CONVENED, EventState.CANCELLED}),
    EventState.UNDER_WAY: frozenset({EventState.HELD}),
    EventState.HELD: frozenset({EventState.ANSWERING}),
    EventState.ANSWERING: frozenset({EventState.CLOSED}),
    EventState.CLOSED: frozenset(),
    EventState.CANCELLED: frozenset(),
}
MOVERS: dict[EventState, frozenset[Role]] = {
    EventState.CONVENED: EDITORS,
    EventState.RESCHEDULED: EDITORS,
    EventState.CANCELLED: EDITORS,
    EventState.UNDER_WAY: RUNNERS,
    EventState.HELD: RUNNERS,
    EventState.ANSWERING: RUNNERS,
    EventState.CLOSED: frozenset({Role.APPROVER}),
}
NEED_REASON = frozenset({EventState.RESCHEDULED, EventState.CANCELLED})
EDITABLE = frozenset({EventState.DRAFT, EventState.CONVENED, EventState.RESCHEDULED, EventState.UNDER_WAY})
DATE_IS_FIXED = frozenset({EventState.CONVENED, EventState.UNDER_WAY})
GATHERING = frozenset({EventState.CONVENED, EventState.UNDER_WAY})
OVER_FOR_QUESTIONS = frozenset({EventState.DRAFT, EventState.CANCELLED, EventState.CLOSED})
WHEN, HOW, WINDOWS = "fecha-y-lugar", "como", "plazos"
STREAMED = frozenset({Modality.VIRTUAL, Modality.MIXTA})
DOCUMENTED = frozenset(EventState) - {EventState.CANCELLED, EventState.CLOSED}
REMEMBERED = frozenset({EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING})
AUDIENCIAS = frozenset({EventType.AUDIENCIA_PUBLICA, EventType.AUDIENCIA_SECTORIAL})
AT_A_PLACE = frozenset({Modality.PRESENCIAL, Modality.MIXTA})


@dataclass(frozen=True)
class Requirement:
    """Something that convening needs, whether it is there, and in which part of the space it is written."""

    label: str
    is_met: bool
    part: str


def may_edit(person: User) -> bool:
    """Whether this person writes dialogue spaces."""
    return person.role in EDITORS


def is_editable(event: Event) -> bool:
    return event.state in EDITABLE


def moves_to(event: Event, state: EventState) -> bool:
    return state in MOVES[event.state]


def may_move(person: User, state: EventState) -> bool:
    """Whether this person may bring a space into this state."""
    return person.role in MOVERS.get(state, frozenset())


def needs_reason(state: EventState) -> bool:
    return state in NEED_REASON


def is_its_day(event: Event, at: datetime) -> bool:
    """Whether the day of the space has come in Colombia; before it, nothing can be under way."""
    return local(at).date() >= event.day


def has_fixed_date(event: Event) -> bool:
    """Whether people were called for this date: another one needs a reason."""
    return event.state in DATE_IS_FIXED


def can_be_convened(event: Event, at: datetime) -> bool:
    return all(requirement.is_met for requirement in requirements(event, at))


def requirements(event: Event, at: datetime) -> Iterator[Requirement]:
    """What the act of convening must say (Ley 489 de 1998, art. 33: the methodology among it)."""
    yield Requirement("Fecha, hora de inicio y hora de fin", event.starts_at < event.ends_at, WHEN)
    if event.modality in AT_A_PLACE:
        yield Requirement("Lugar", bool(event.place), WHEN)
    if event.modality in STREAMED:
        yield Requirement("Enlace de la transmisión", bool(event.stream_url), WHEN)
    yield Requirement("Metodología: cómo se hará, paso a paso", bool(event.methodology), HOW)
    yield Requirement("Reglas para participar", bool(event.rules), HOW)
    in_order = has_valid_window(event, at)
    yield Requirement("Período de preguntas: el cierre va después de la apertura", in_order, WINDOWS)
    if event.registration_opens_at is not None:
        is_open_once = event.registration_opens_at < (event.registration_closes_at or event.ends_at)
        yield Requirement("Período de inscripciones: el cierre va después de la apertura", is_open_once, WINDOWS)


def has_valid_window(event: Event, at: datetime) -> bool:
    """Whether the period for questions has a length. Without dates it runs from `at` to the end of the space."""
    return (event.questions_open_at or at) < (event.questions_close_at or event.ends_at)


def receives_questions(event: Event) -> bool:
    """Whether the page of the space invites to ask. A question that comes otherwise is received all the same."""
    return event.state not in OVER_FOR_QUESTIONS


def takes_up_questions(event: Event, at: datetime) -> bool:
    """Whether a question asked now is taken up in the space itself."""
    return event.state in GATHERING and event.takes_up_questions(at)


def takes_documents(event: Event) -> bool:
    return event.state in DOCUMENTED


def takes_memorias(event: Event) -> bool:
    """Whether its memorias are written now: from its beginning until it closes."""
    return event.state in REMEMBERED


def needs_report(event: Event) -> bool:
    """Whether its report has to be linked before it counts as held (Ley 1757 de 2015, art. 55)."""
    return event.type in AUDIENCIAS


def is_early_enough(published_on: date | None, event: Event, days: int) -> bool:
    """Whether a report was published so many calendar days before the space: good practice, not law."""
    return published_on is not None and (event.day - published_on).days >= days
