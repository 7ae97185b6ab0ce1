"""How passwords are kept: argon2id with the parameters that OWASP gives as the floor (19 MiB, two passes).

Hashing takes some 40 ms. It runs before the first statement of the unit of work, never with the lock of the writers.
"""

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from participa.config import Mode, Settings

NO_PASSWORD = "!"  # noqa: S105 - what stands in the place of a hash until a password is chosen


def hash_of(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(_unified(password))


def is_right(password: str, stored: str | None) -> bool:
    """Whether a password is the stored one. Without a usable hash it takes the same time and is wrong."""
    usable = stored is not None and stored.startswith("$argon2")
    try:
        matches = _hasher().verify(stored if usable and stored else _nobodys_hash(_mode()), _unified(password))
    except (VerificationError, InvalidHashError):
        return False
    return usable and matches


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def _unified(password: str) -> str:
    """The same letters from any keyboard: an accent may come as one character or as two."""
    return unicodedata.normalize("NFC", password)


def _hasher() -> PasswordHasher:
    return _hasher_of(_mode())


def _mode() -> Mode:
    settings: Settings = current_app.extensions["settings"]
    return settings.mode


@cache
def _hasher_of(mode: Mode) -> PasswordHasher:
    if mode is Mode.TEST:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash(mode: Mode) -> str:
    return _hasher_of(mode).hash(secrets.token_urlsafe(32))
