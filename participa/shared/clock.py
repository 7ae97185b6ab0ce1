"""The only clock of the application."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day of people in Colombia (America/Bogota)."""
    return local(now()).date()


def local(at: datetime) -> datetime:
    """An instant as the clock on a wall in Colombia shows it (America/Bogota)."""
    return at.astimezone(BOGOTA)
