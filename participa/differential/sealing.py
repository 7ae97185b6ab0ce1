"""Seals a set of answers so that who has only the database, or a copy of it, reads nothing before it is counted.

The key comes from PARTICIPA_CODE_KEY, which lives outside the database. Every sealed set has the same length.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LENGTH = 600
NONCE_BYTES = 12
Answers = Mapping[str, list[str]]


def seal(answers: Answers, event_id: int, code_key: str) -> str:
    """The answers, filled up with spaces and sealed for their space."""
    plain = json.dumps(answers, sort_keys=True).encode().ljust(LENGTH)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return b64encode(nonce + _cipher(code_key).encrypt(nonce, plain, _purpose(event_id))).decode()


def unseal(sealed: str, event_id: int, code_key: str) -> Answers:
    """The answers. Raises InvalidTag when they were sealed with another key or for another space."""
    raw = b64decode(sealed)
    nonce, body = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    answers: Answers = json.loads(_cipher(code_key).decrypt(nonce, body, _purpose(event_id)))
    return answers


def _cipher(code_key: str) -> AESGCM:
    return AESGCM(hmac.digest(code_key.encode(), b"differential-seal", hashlib.sha256))


def _purpose(event_id: int) -> bytes:
    return f"differential|{event_id}".encode()
