"""Slows down who guesses the codes of registrations."""

import secrets

from flask import current_app, session

from participa.shared.guess_throttle import GuessThrottle


def check() -> None:
    """Raises TooMany when this browser must wait before its next try."""
    _throttle().check(_device())


def note_wrong() -> None:
    _throttle().note_wrong(_device())


def _device() -> str:
    """A random name of this browser, in its signed cookie."""
    name: str = session.setdefault("device", secrets.token_hex(8))
    return name


def _throttle() -> GuessThrottle:
    throttle: GuessThrottle = current_app.extensions.setdefault("registration_throttle", GuessThrottle())
    return throttle
