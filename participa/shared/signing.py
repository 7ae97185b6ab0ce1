"""Signatures of the entity (Ed25519). The key is derived from the code key, which lives outside the database."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from participa.config import Settings

PURPOSE = b"public record"


def sign(statement: str) -> str:
    """The signature of a text in UTF-8, 128 hexadecimal digits."""
    return _key(_settings().code_key).sign(statement.encode()).hex()


def public_key() -> str:
    """The key with which anybody checks the signatures, 64 hexadecimal digits."""
    return _key(_settings().code_key).public_key().public_bytes_raw().hex()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@lru_cache(maxsize=4)
def _key(code_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(code_key.encode(), PURPOSE, hashlib.sha256))
