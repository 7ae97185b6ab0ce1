"""The codes of a registration. What they share with other receipts is in shared/follow_codes.py."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import current_app

from participa.config import Settings
from participa.shared import follow_codes


@dataclass(frozen=True)
class Codes:
    """The code that the person keeps and what the database keeps of it."""

    code: str
    code_digest: str
    form_key_digest: str
    door_digest: str


def of_form(event_id: int, form_key: str) -> Codes:
    """The codes of the registration that this form makes in this space; the same each time."""
    key, name = _key(), f"inscripcion/{event_id}/{form_key}"
    code = follow_codes.code_for(name, key)
    return Codes(
        code, follow_codes.code_digest(code, key), follow_codes.form_key_digest(name, key), door_digest(event_id, code)
    )


def door_digest(event_id: int, code: str) -> str:
    """What a device at the door knows of a normalised code: SHA-256, in hexadecimal."""
    return hashlib.sha256(f"{event_id}|{code}".encode()).hexdigest()


def fresh() -> tuple[str, str]:
    """Another code for the mail of an offer, and its digest: the first one is stored nowhere."""
    code = follow_codes.code_for(f"puesto/{secrets.token_urlsafe(16)}", _key())
    return code, digest(code)


def digest(code: str) -> str:
    return follow_codes.code_digest(code, _key())


def _key() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.code_key
