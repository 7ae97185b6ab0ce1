"""Slows guessing down without locking anybody out.

Failures are counted by account, apart for each browser that its owner has used before (the «device cookie» of OWASP):
who attacks an account from elsewhere makes only unknown browsers wait. The tries are counted in services/tries.py.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from participa.config import Settings
from participa.shared.clock import local, now
from participa.shared.errors import TooMany
from participa.shared.templating import hour, long_day

UNKNOWN_BROWSER = ""
MOST_ACCOUNTS = 8


class WaitBeforeNextTry(TooMany):
    """Too many wrong tries; `seconds` to wait."""

    def __init__(self, until: datetime) -> None:
        at = now()
        self.seconds = max(1, int((until - at).total_seconds()) + 1)
        super().__init__(f"Hubo varios intentos fallidos. Intente de nuevo {_in_words(until, at)}.")


def _in_words(until: datetime, at: datetime) -> str:
    """In seconds, in minutes, or at an hour: what says it best."""
    seconds = int((until - at).total_seconds()) + 1
    if seconds <= 90:
        return "en 1 segundo" if seconds <= 1 else f"en {seconds} segundos"
    if seconds <= 60 * 60:
        return f"en {-(-seconds // 60)} minutos"
    day = "" if local(until).date() == local(at).date() else f"el {long_day(until)} "
    return f"{day}a las {hour(until)}"


@dataclass(frozen=True)
class Browser:
    """What the device cookie says: a random name of the browser and the accounts that have signed in on it."""

    name: str = UNKNOWN_BROWSER
    accounts: tuple[str, ...] = ()

    def key_for(self, account_key: str) -> str:
        known = self.name and account_key in self.accounts
        return hashlib.sha256(self.name.encode()).hexdigest() if known else UNKNOWN_BROWSER

    def remembering(self, email: str) -> "Browser":
        """This browser, from now on known to the owner of an account."""
        key = account_key(email)
        others = [account for account in self.accounts if account != key]
        return replace(self, name=self.name or secrets.token_urlsafe(16), accounts=(key, *others)[:MOST_ACCOUNTS])


def browser_from(cookie: str) -> Browser:
    """The browser that a cookie names; an unknown one when it is absent or was tampered with."""
    try:
        name, accounts = _signer().loads(cookie)
    except BadSignature:
        return Browser()
    return Browser(name, tuple(accounts))


def cookie_of(browser: Browser) -> str:
    text: str = _signer().dumps([browser.name, list(browser.accounts)])
    return text


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def account_key(email: str) -> str:
    """What stands for an account in the counters and in the cookie; it exists for unknown e-mails too."""
    settings: Settings = current_app.extensions["settings"]
    return hmac.new(settings.code_key.encode(), f"account:{email}".encode(), hashlib.sha256).hexdigest()[:32]
