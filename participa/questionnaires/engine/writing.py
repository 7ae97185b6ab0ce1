"""What people type, tidied: without control characters, numbers and dates written one way."""

import re
from datetime import date
from decimal import Decimal

from participa.questionnaires.engine.branching import figure
from participa.questionnaires.engine.definition import FIGURE
from participa.shared.html import to_plain

LONGEST = 20_000  # letters; more than any text may have, so that who writes too much is told by how much
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def clean(text: str, is_long: bool = False) -> str:
    """Without the characters that no one can see; a long text keeps its lines. What passes LONGEST is cut off."""
    tidied = to_plain(to_plain(text[:LONGEST]))  # what goes in the first pass may join two letters that were apart
    return tidied if is_long else " ".join(tidied.split())


def number(text: str) -> str:
    """«1.500», «12,50» or «-3» as «1500», «12.5» or «-3»; another text as it is. A comma begins the decimals."""
    plain = text.replace(" ", "")
    if "," in plain or _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".", 1)
    return _shortest(Decimal(plain)) if FIGURE.fullmatch(plain) else text


def _shortest(found: Decimal) -> str:
    written = f"{found:f}"
    short = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if short == "-0" else short


def number_as_written(text: str) -> str:
    """A kept number as people here write it: «12.5» as «12,5»."""
    return text.replace(".", ",") if FIGURE.fullmatch(text) else text


def is_number(value: object) -> bool:
    return isinstance(value, str) and bool(FIGURE.fullmatch(value)) and figure(value) is not None


def is_points(text: str) -> bool:
    """Whether it is a whole number that points may be: no sign, at most six figures."""
    return text.isascii() and text.isdigit() and len(text) <= 6


def date_text(text: str) -> str:
    """«21/11/2026» as «2026-11-21», day first; another text as it is."""
    found = _DAY_FIRST.fullmatch(text)
    if not found or not text.isascii():
        return text
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def as_date(value: object) -> date | None:
    """The day of «2026-11-21»; nothing for what is not a day between EARLIEST and LATEST."""
    if not isinstance(value, str) or not value.isascii() or not _ISO.fullmatch(value):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
