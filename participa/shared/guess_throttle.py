"""Slows down who guesses follow codes: ten wrong ones a minute from one browser, a hundred in total.

The counts live in the memory of each process that serves, so with several of them the limits are that much higher.
A code carries 75 secret bits, so the limits spare the database rather than the secret. They never stop a right code
of somebody else: past the total, only browsers that were wrong in the last minute must wait.
"""

import secrets
from collections import deque
from threading import Lock
from time import monotonic

from flask import current_app, session

from participa.shared.errors import TooMany

PERIOD_SECONDS = 60.0
MOST_OF_ONE = 10
MOST_IN_TOTAL = 100


class GuessThrottle:
    """The wrong codes of the last minute. At most MOST_IN_TOTAL are remembered, so the memory is bounded."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[float, str]] = deque(maxlen=MOST_IN_TOTAL)
        self._lock = Lock()

    def check(self, device: str) -> None:
        """Raise TooMany when this browser must wait before its next try."""
        with self._lock:
            self._forget_old()
            own = sum(guesser == device for _, guesser in self._wrong)
            is_crowded = len(self._wrong) >= MOST_IN_TOTAL
        if own >= MOST_OF_ONE or (is_crowded and own):
            raise TooMany("Hubo varios códigos que no coinciden. Espere un minuto e intente de nuevo.")

    def note_wrong(self, device: str) -> None:
        with self._lock:
            self._wrong.append((monotonic(), device))

    def _forget_old(self) -> None:
        oldest = monotonic() - PERIOD_SECONDS
        while self._wrong and self._wrong[0][0] < oldest:
            self._wrong.popleft()


def check(codes: str) -> None:
    """Raise TooMany when the browser that asks must wait before its next try at codes of this kind."""
    _throttle(codes).check(_device())


def note_wrong(codes: str) -> None:
    """Count a wrong code of this kind against the browser that asks."""
    _throttle(codes).note_wrong(_device())


def _device() -> str:
    """A random name of this browser, in its signed cookie."""
    name: str = session.setdefault("device", secrets.token_hex(8))
    return name


def _throttle(codes: str) -> GuessThrottle:
    throttle: GuessThrottle = current_app.extensions.setdefault(f"{codes}_throttle", GuessThrottle())
    return throttle
