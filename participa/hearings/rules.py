"""Who may do what in a hearing, and which steps a question may take on its way to the stage. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState
from participa.hearings.models import Hearing, HearingState, Stage, StagedQuestion, TurnState
from participa.hearings.order import Place
from participa.shared.clock import local

CONDUCTORS = frozenset({Role.MODERATOR, Role.ADMIN})
ANSWER_MARKERS = frozenset({Role.MODERATOR})
WITH_HEARING = frozenset({EventState.CONVENED, EventState.UNDER_WAY})
WAY = tuple(Stage)
SHOWN = (Stage.NEXT, Stage.ON_SCREEN)
MOST_NEXT = 2
UNDO = timedelta(minutes=1)
SHORTEST_TURN, LONGEST_TURN = 30, 1800  # seconds
TURN_STEPS: dict[TurnState, frozenset[TurnState]] = {
    TurnState.WAITING: frozenset({TurnState.SPEAKING, TurnState.ABSENT}),
    TurnState.SPEAKING: frozenset({TurnState.DONE, TurnState.WAITING}),
    TurnState.DONE: frozenset(),
    TurnState.ABSENT: frozenset({TurnState.WAITING}),
}


def may_conduct(person: User) -> bool:
    """Whether this person moves the hearing along."""
    return person.role in CONDUCTORS


def may_say_answered(person: User, hearing: Hearing) -> bool:
    """Whether this person says how far a spoken answer went: of a true question, only the moderation does."""
    return may_conduct(person) if hearing.is_rehearsal else person.role in ANSWER_MARKERS


def stands_beside_terms(person: User, staged: StagedQuestion) -> bool:
    """Whether that a question was answered aloud is also told beside its terms: that of a space, by the moderation."""
    return staged.question is not None and staged.question.event_id is not None and person.role in ANSWER_MARKERS


def may_type_spoken(person: User) -> bool:
    """Whether this person writes down what somebody said at the microphone."""
    return person.role in ANSWER_MARKERS


def may_bring_registered(person: User, hearing: Hearing) -> bool:
    """Whether this person brings those who asked to speak when they registered: of a true hearing, the moderation."""
    return person.role in ANSWER_MARKERS and hearing.is_open and not hearing.is_rehearsal


def may_have_hearing(event: Event) -> bool:
    return event.state in WITH_HEARING


def has_rules(event: Event) -> bool:
    """Whether everybody could read beforehand how people take part (Ley 489 de 1998, art. 33)."""
    return event.is_public and bool(event.rules.strip()) and bool(event.methodology.strip())


def may_be_opened(hearing: Hearing) -> bool:
    return hearing.state is HearingState.PREPARING and has_rules(hearing.event)


def is_step(from_stage: Stage, to: Stage) -> bool:
    """Whether a question may go from one stage to the other: forwards, or back to the queue."""
    if from_stage is Stage.ANSWERED or to is Stage.ANSWERED:
        return from_stage is Stage.ON_SCREEN and to is Stage.ANSWERED
    return to is Stage.NO_TURN and from_stage is not to or WAY.index(to) > WAY.index(from_stage)


def is_other_day(event: Event, at: datetime) -> bool:
    """Whether people were called for another day than this one, in Colombia."""
    return not event.day <= local(at).date() <= local(event.ends_at).date()


def departs(staged_id: int, to: Stage, queue: Sequence[Place], following: Sequence[int]) -> bool:
    """Whether somebody ahead would be passed. `following`: the numbers of those that follow, first called first.

    To gather a question for later passes nobody, and neither does sending one back.
    """
    if to not in SHOWN:
        return False
    if to is Stage.ON_SCREEN and following:
        return staged_id != following[0]
    return any(place.candidate.id != staged_id for place in queue[:1])


def may_undo(actor_id: int, author_id: int, moved_at: datetime, at: datetime) -> bool:
    """Whether this person may still step back from the own last step."""
    return actor_id == author_id and at - moved_at <= UNDO


def may_turn(from_state: TurnState, to: TurnState) -> bool:
    return to in TURN_STEPS[from_state]
