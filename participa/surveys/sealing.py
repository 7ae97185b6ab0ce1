"""Seals answers that wait and surveys that are half way, so that who has only the database reads nothing of them.

What waits opens with PARTICIPA_CODE_KEY, which lives outside the database, together with the secret of the survey,
which is destroyed when it closes. A survey half way opens with the code of its owner, which is kept nowhere.
Every sealed text is filled up to a whole number of blocks.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BLOCK = 1024
NONCE_BYTES = 12


def waiting_key(code_key: str, secret: bytes) -> bytes:
    return hmac.digest(code_key.encode(), b"survey-waiting|" + secret, hashlib.sha256)


def draft_key(code_key: str, code: str) -> bytes:
    return hmac.digest(code_key.encode(), b"survey-draft|" + code.encode(), hashlib.sha256)


def seal(content: Mapping[str, Any], survey_id: int, key: bytes) -> str:
    """A document for JSON, filled up and sealed for its survey."""
    plain = json.dumps(content).encode()
    filled = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, filled, _purpose(survey_id))).decode()


def unseal(sealed: str, survey_id: int, key: bytes) -> dict[str, Any]:
    """The document. Raises InvalidTag when it was sealed with another key or for another survey."""
    raw = b64decode(sealed)
    opened: dict[str, Any] = json.loads(AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _purpose(survey_id)))
    return opened


def _purpose(survey_id: int) -> bytes:
    return f"survey|{survey_id}".encode()
