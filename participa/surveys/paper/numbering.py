"""The number of a sheet as it is printed, with two letters that a mistyped number or another survey does not have."""

import re

from participa.shared.follow_codes import ALPHABET, normalise
from participa.surveys.proofs import keyed

TYPED = re.compile(r"(\d{1,4})([0-9A-Z]{2})")
LETTERS = 2


def printed(survey_id: int, number: int) -> str:
    """«0014-K7»"""
    return f"{number:04d}-{_letters(survey_id, number)}"


def number_of(survey_id: int, typed: str) -> int | None:
    """The number of a sheet of this survey; nothing when the letters are not its own."""
    found = TYPED.fullmatch(normalise(typed))
    if not found:
        return None
    number, letters = int(found[1]), found[2]
    return number if letters == _letters(survey_id, number) else None


def _letters(survey_id: int, number: int) -> str:
    bits = int(keyed(f"survey-sheet|{survey_id}|{number}"), 16)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LETTERS))
