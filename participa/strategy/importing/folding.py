"""Comparing words as people do: without case, accents or punctuation."""

import re
import unicodedata

SEPARATORS = re.compile(r"[^\w#]+|_")
CODE = re.compile(r"(?:[A-Za-z]{0,3}[-. ]?\d{1,4}(?:[.\-]\d{1,4})*[A-Za-z]?|[IVXivx]{1,5}|[A-Za-z])[.):°º-]{0,2}")


def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents or punctuation. May be empty."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(SEPARATORS.sub(" ", bare).split())


def says_nothing(text: str) -> bool:
    """True for an empty cell and for one that holds only dashes, dots or other marks."""
    return not fold(text)


def looks_like_code(text: str) -> bool:
    """True for 7, 3.1.2, 4a, A-2, IV, b) — and false for words."""
    return bool(CODE.fullmatch(text.strip()))
