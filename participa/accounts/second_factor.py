"""One-time codes of the telephone (TOTP, RFC 6238): six digits, thirty seconds, one step of tolerance each way."""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote

import pyotp
import segno
from flask import current_app

STEP_SECONDS = 30
TOLERANCE = (0, -1, 1)


def offered_secret(login_token: str) -> str:
    """The secret (160 bits) that a login is offered: the same on each reload of the page, kept nowhere meanwhile."""
    key = current_app.config["SECRET_KEY"].encode()
    made = hmac.new(key, f"totp:{login_token}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def matching_step(secret: str, typed: str, at: datetime, after: int | None) -> int | None:
    """The step whose code was typed, later than `after`: a code is good once. None when there is none."""
    digits, present = "".join(typed.split()), int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (present + shift for shift in TOLERANCE):
        is_fresh = after is None or step > after
        if is_fresh and hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return step
    return None


def address(secret: str, account: str, issuer: str) -> str:
    """What the telephone reads from the QR code."""
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?secret={secret}&issuer={quote(issuer)}"


def qr(secret: str, account: str, issuer: str) -> str:
    """The QR code as the address of an image (data:image/svg+xml…)."""
    drawn: str = segno.make(address(secret, account, issuer), error="m").svg_data_uri(border=2)
    return drawn


def in_groups(secret: str) -> str:
    """The secret as it is typed by hand: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
