"""What people and chores do about terms. Nothing here commits but the chore, which opens its own unit of work."""

from participa.deadlines.services.alerts import change_plan, send_due
from participa.deadlines.services.marks import (
    close_outage,
    drop_calendar,
    hand_over,
    mark_live,
    new_calendar,
    note_outage,
    unmark_live,
)

__all__ = [
    "change_plan",
    "close_outage",
    "drop_calendar",
    "hand_over",
    "mark_live",
    "new_calendar",
    "note_outage",
    "send_due",
    "unmark_live",
]
