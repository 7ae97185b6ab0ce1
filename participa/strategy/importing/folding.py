"""Comparing words as people do: without case, accents or punctuation."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

SEPARATORS = re.compile(r"[^\w#]+|_")
CODE = re.compile(
    r"(?:[A-Za-z]{0,3}[-. ]?\d{1,4}(?:\s?[.\-]\s?\d{1,4})*\s?[A-Za-z]?|[IVXivx]{1,5}|[A-Za-z])[ ]?[.):°º-]{0,2}"
)
REMEMBERED = 8_192
LONGEST_REMEMBERED = 200


def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents or punctuation. May be empty."""
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _folded(text)


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    return " ".join(SEPARATORS.sub(" ", without_accents(text)).split())


def without_accents(text: str) -> str:
    """Return the text in lower case without accents; punctuation stays."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", lowered)))


def says_nothing(text: str) -> bool:
    """True for an empty cell and for one that holds only dashes, dots or other marks."""
    return not fold(text)


def looks_like_code(text: str) -> bool:
    """True for 7, 3.1.2, 4a, A-2, IV, b) — and false for words."""
    return bool(CODE.fullmatch(text.strip()))
