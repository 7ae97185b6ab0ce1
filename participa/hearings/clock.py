"""Seconds of the recording of a hearing. Pure."""

from datetime import datetime, timedelta

from participa.hearings.models import Hearing
from participa.shared.recording import LONGEST


def second_at(hearing: Hearing, at: datetime) -> int | None:
    """The second of the recording at an instant; None before it began, and beyond the longest recording."""
    if hearing.recording_began_at is None:
        return None
    second = int((at - hearing.recording_began_at).total_seconds())
    return second if 0 <= second <= LONGEST else None


def began_at(second: int, at: datetime) -> datetime:
    """When the recording began, if it is at that second now."""
    return at - timedelta(seconds=second)
