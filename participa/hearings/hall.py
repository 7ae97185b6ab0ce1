"""The number of the hall: four digits on the big screen that change each ten minutes. Who types them is in the hall.

It is a label, to compare the hall with the stream, and lets many new phones in; it never makes a support weigh more.
"""

from collections.abc import Iterator
from datetime import datetime

from participa.hearings.devices import digest
from participa.hearings.models import Hearing
from participa.shared.clock import now

PERIOD_SECONDS = 10 * 60
GOOD_PERIODS = 3  # half an hour: who typed slowly, or a screen that was slow
DIGITS = 4


def label_of(hearing: Hearing) -> str:
    """The digits of now, or empty when the hearing is not open."""
    return next(_good(hearing.salt, now()), "") if hearing.is_open and hearing.salt else ""


def is_good(hearing: Hearing, typed: str) -> bool:
    """Whether these are the digits of the last half hour."""
    written = "".join(sign for sign in typed if sign.isdigit())
    return bool(written) and hearing.is_open and hearing.salt is not None and written in _good(hearing.salt, now())


def _good(salt: str, at: datetime) -> Iterator[str]:
    period = int(at.timestamp()) // PERIOD_SECONDS
    for back in range(GOOD_PERIODS):
        yield f"{int(digest(salt, 'hall', str(period - back)), 16) % 10**DIGITS:0{DIGITS}d}"
