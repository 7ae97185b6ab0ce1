"""Mails that people ask for without an account: the two codes of who asked, and the links that carry them.

Both codes are derived from a seed of the row with the code key, which lives outside the database; the rows keep
digests only. In links a code travels after the #, and it can be typed where no script runs.
"""

from dataclasses import dataclass

from participa.config import Settings
from participa.shared import follow_codes


@dataclass(frozen=True)
class Codes:
    """Of a subscriber: one only confirms, the other only stops."""

    confirm: str
    stop: str


@dataclass(frozen=True)
class Written:
    """A mail as its reader gets it; `unsubscribe` takes the POST of a mail program (RFC 8058)."""

    subject: str
    body: str
    unsubscribe: str = ""


def codes_of(seed: str, code_key: str) -> Codes:
    """Derived, never kept."""
    return Codes(*(follow_codes.code_for(f"{use}|{seed}", code_key) for use in ("confirmar", "dejar")))


def email_digest(email: str, code_key: str) -> str:
    """What tells an address from another one, for who has the code key."""
    return follow_codes.form_key_digest(f"correo|{email.casefold()}", code_key)


def digest_of(typed_code: str, code_key: str) -> str:
    """What the rows keep of a code as somebody typed it; empty for what cannot be one."""
    code = follow_codes.normalise(typed_code)
    return follow_codes.code_digest(code, code_key) if follow_codes.is_well_formed(code) else ""


def link(settings: Settings, path: str, page: str, code: str) -> str:
    """How to get to a page with a code. `page` is its name, for where the site does not know its own address."""
    typed = f"Su código: {follow_codes.in_groups(code)}"
    if not settings.public_url:
        return f"Entre a nuestra página, a «{page}».\n{typed}"
    return f"{settings.public_url}{path}#codigo={code}\n{typed}"


def one_click(settings: Settings, path: str, code: str) -> str:
    """The address that a mail program sends its own POST to; nothing where the site does not know its address."""
    return f"{settings.public_url}{path}?codigo={code}" if settings.public_url else ""
