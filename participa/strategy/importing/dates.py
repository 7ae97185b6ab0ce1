"""Dates as municipalities write them: day first, without padding. The raw text is always kept."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participa.strategy.importing.folding import says_nothing

FIRST_YEAR, LAST_YEAR = 1990, 2099
CENTURY = 2000
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s*(?P<mark>[/.\-])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]00:00(?::00)?)?")
FORMS = (DAY_FIRST, YEAR_FIRST)


class DateKind(StrEnum):
    """What could be read in a date cell."""

    EMPTY = "empty"
    EXACT = "exact"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class DateValue:
    """A date cell: the text as written and, when it could be read, its first and last day."""

    raw: str
    kind: DateKind
    starts_on: date | None = None
    ends_on: date | None = None


NO_DATE = DateValue("", DateKind.EMPTY)


def read_date(raw: str) -> DateValue:
    """Return what a date cell says. Never guesses month first: 13/25/2020 is unreadable."""
    text = raw.strip()
    if says_nothing(text):
        return DateValue(raw, DateKind.EMPTY)
    found = _exact(text)
    return DateValue(raw, DateKind.EXACT, found, found) if found else DateValue(raw, DateKind.UNREADABLE)


def _exact(text: str) -> date | None:
    match = next((match for form in FORMS if (match := form.fullmatch(text))), None)
    return _valid_date(match["year"], match["month"], match["day"]) if match else None


def _valid_date(year_text: str, month: str, day: str) -> date | None:
    year = int(year_text) + (CENTURY if len(year_text) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
