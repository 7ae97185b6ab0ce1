"""Which alert a date asks for on a working day: so many days before, once it is overdue, and again each week."""

from collections.abc import Sequence
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
OVERDUE = "overdue"
WEEK = "week/"


def stage_of(due_on: date, today: date, next_working_day: date, offsets: Sequence[int]) -> str:
    """The alert that holds today, or nothing. `today` is a working day of Colombia.

    Days are counted as of the last day before the next working one: a Friday warns of what a Sunday would. Overdue is
    told once, and then each week under the name of its Monday.
    """
    if due_on < today:
        monday = today - timedelta(days=today.weekday())
        return OVERDUE if due_on + ONE_DAY >= monday else f"{WEEK}{monday.isoformat()}"
    left = (due_on - (next_working_day - ONE_DAY)).days
    reached = [offset for offset in offsets if left <= offset]
    return str(min(reached)) if reached else ""


def is_overdue(stage: str) -> bool:
    return stage == OVERDUE or stage.startswith(WEEK)
