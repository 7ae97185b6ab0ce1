"""The only clock of the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day of people in Colombia (America/Bogota)."""
    return local(now()).date()


def local(at: datetime) -> datetime:
    """An instant as the clock on a wall in Colombia shows it (America/Bogota)."""
    return at.astimezone(BOGOTA)


@contextmanager
def at_instant(at: datetime) -> Iterator[None]:
    """Let the clock stand at an aware instant. Only for the demonstration data, whose story lies in the past."""
    told = _told.set(at)
    try:
        yield
    finally:
        _told.reset(told)
