"""The private follow code of a question: made from its form key, checked by its last character, kept only as a digest.

A code is 16 characters of Crockford's base 32: 75 secret bits and one check character. It is derived from the form key
with the code key, which lives outside the database, so a retry shows the same code although it is stored nowhere.

The check character makes a weighted sum zero in the field of 32 elements (polynomial x⁵ + x² + 1). Each of the 16
places has a weight of its own, a power of 2, so any single wrong character and any two exchanged ones are noticed.
`static/js/follow-code.js` holds the same arithmetic.
"""

import hashlib
import hmac
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
FIELD_POLYNOMIAL = 0b100101
_LIKE_ANOTHER = str.maketrans("OIL", "011")
_IGNORED = re.compile(r"[\s\u2010-\u2015-]")


def code_for(form_key: str, code_key: str) -> str:
    """The follow code of the question that was sent with this form key."""
    bits = int.from_bytes(_keyed("code", form_key, code_key)[:10], "big") >> 5
    secret = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH - 1)))
    return secret + check_character(secret)


def check_character(secret: str) -> str:
    """The last character of a code, from the others."""
    total = 0
    for character in secret:
        total = _double(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _double(value: int) -> int:
    """Twice a value in the field of 32 elements."""
    return value << 1 ^ (FIELD_POLYNOMIAL if value & 16 else 0)


def normalise(typed: str) -> str:
    """A code as typed by a person: case, spaces and hyphens do not matter; O is 0, I and L are 1."""
    return _IGNORED.sub("", typed).upper().translate(_LIKE_ANOTHER)


def is_well_formed(code: str) -> bool:
    """Whether a normalised code has the length, the alphabet and the check character of one."""
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return False
    return check_character(code[:-1]) == code[-1]


def in_groups(code: str) -> str:
    """K7QM-2D4X-9TRH-6W3P"""
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))


def code_digest(code: str, code_key: str) -> str:
    """What the database keeps of a code."""
    return _keyed("code-digest", code, code_key).hex()


def form_key_digest(form_key: str, code_key: str) -> str:
    """What the database keeps of a form key."""
    return _keyed("form-key", form_key, code_key).hex()


def _keyed(purpose: str, text: str, key: str) -> bytes:
    return hmac.digest(key.encode(), f"{purpose}|{text}".encode(), hashlib.sha256)
