"""When answers about groups are received, and when they are counted."""

from datetime import datetime, timedelta

from participa.events.models import Event, EventState
from participa.shared.clock import local

RECEIVING = frozenset(
    {EventState.CONVENED, EventState.RESCHEDULED, EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING}
)
HELD = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})
TOGETHER = 10  # sets that are counted at once, so that no count ever grows by one person


def closes_at(event: Event) -> datetime:
    """The end of the day after the space: who leaves the room answers on the way home."""
    day_after = local(event.ends_at) + timedelta(days=2)
    return day_after.replace(hour=0, minute=0, second=0, microsecond=0)


def receives_answers(event: Event, at: datetime) -> bool:
    """Whether people may still say to which groups they belong."""
    return event.state in RECEIVING and at < closes_at(event)


def has_final_counts(event: Event, at: datetime) -> bool:
    """Whether the space was held and nobody may answer any more: only then are its counts published, once."""
    return event.state in HELD and not receives_answers(event, at)


def may_be_counted(waiting: int, is_over: bool) -> bool:
    """Whether the waiting sets may be opened and counted: many together, or the rest when it is over."""
    return waiting >= TOGETHER or (is_over and waiting > 0)
