"""Periods with an opening and a closing instant."""

from datetime import datetime


def is_open(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> bool:
    """Whether `at` lies in the period; a missing end does not limit. The closing instant itself is outside."""
    return (opens_at is None or opens_at <= at) and (closes_at is None or at < closes_at)
