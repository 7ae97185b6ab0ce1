"""The clock of a recording: 1:23:45 and its seconds. Pure."""

import re

SHAPE = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)")
LONGEST = 24 * 60 * 60


def seconds_of(typed: str) -> int:
    """5025 from «1:23:45», 83 from «1:23». Raises ValueError."""
    found = SHAPE.fullmatch(typed.strip())
    if found is None:
        raise ValueError("Not a clock.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if found.group(1) and minutes > 59:
        raise ValueError("Not a clock.")
    second = hours * 3600 + minutes * 60 + seconds
    if second > LONGEST:
        raise ValueError("No recording is that long.")
    return second


def clock_of(second: int) -> str:
    """«1:23:45»"""
    return f"{second // 3600}:{second // 60 % 60:02d}:{second % 60:02d}"
