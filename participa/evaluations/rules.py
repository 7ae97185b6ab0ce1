"""When a space is evaluated, who switches it on, and who works with what was said."""

from datetime import datetime, timedelta

from participa.accounts.models import Role, User
from participa.evaluations.models import Evaluation
from participa.events.models import Event, EventState
from participa.shared.suppression import FEW

EDITORS = (Role.COMMUNICATIONS, Role.APPROVER)
KEEPERS = (Role.MODERATOR, *EDITORS)
READERS = (*KEEPERS, Role.CONTROL)
BEFORE_IT_IS_HELD = frozenset({EventState.CONVENED, EventState.RESCHEDULED, EventState.UNDER_WAY})
ENDED = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})
USUAL_DAYS, MOST_DAYS = 5, 30


def may_start(person: User, event: Event) -> bool:
    return person.role in EDITORS and is_startable(event)


def is_startable(event: Event) -> bool:
    """Only before the space is held: afterwards nobody could be given a code in it."""
    return event.state in BEFORE_IT_IS_HELD


def may_hand_out(person: User) -> bool:
    """Who shows the codes at the exit."""
    return person.role in KEEPERS


def may_tag(person: User) -> bool:
    """Who reads what was written and says what was done with it."""
    return person.role in EDITORS


def opens_and_closes(event: Event, days: int) -> tuple[datetime, datetime]:
    """From the end of the space on, for so many days."""
    return event.ends_at, event.ends_at + timedelta(days=days)


def is_over(evaluation: Evaluation) -> bool:
    return all(survey.is_over for _door, survey in evaluation.surveys)


def is_told(evaluation: Evaluation) -> bool:
    """Whether everybody reads its figures: of a space that was cancelled there is nothing to tell."""
    return evaluation.is_counted and evaluation.event.state is not EventState.CANCELLED


def is_open(evaluation: Evaluation, at: datetime) -> bool:
    return any(not survey.is_over and survey.opens_at <= at < survey.closes_at for _door, survey in evaluation.surveys)


def rate(people: int, attended: int | None) -> int | None:
    """Of each hundred who attended, how many answered with a code; None for a few, or with more answers than people."""
    if attended is None or attended < FEW or not FEW <= people <= attended:
        return None
    return round(100 * people / attended)
