"""Codes of one use: to choose a password, and to sign in without the telephone.

Twelve characters of Crockford's base 32 (60 bits). Only an HMAC is stored, with a key that lives outside the database.
"""

import hashlib
import hmac
import secrets

from flask import current_app

from participa.config import Settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_AS_MEANT = str.maketrans("OIL", "011")


def fresh() -> str:
    """A new code, in groups that are easy to copy by hand."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def tidy(typed: str) -> str:
    """A code as it was meant: without spaces and dashes, in capitals, O as 0, I and L as 1."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_AS_MEANT)


def digest(code: str, purpose: str) -> str:
    """What is stored of a code. `purpose` names what it opens and for whom."""
    settings: Settings = current_app.extensions["settings"]
    message = f"{purpose}:{tidy(code)}".encode()
    return hmac.new(settings.code_key.encode(), message, hashlib.sha256).hexdigest()
