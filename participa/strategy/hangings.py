"""What hangs from an activity. Rooms above this one say here how to find their part, so that none is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from participa.strategy.models import Activity, Strategy


@dataclass(frozen=True)
class Hanging:
    """A thing of another room, as a card of the activity page. `at` is an instant or a day of Colombia."""

    kind: str
    title: str
    url: str
    state: str = ""
    tone: str = "neutral"
    at: datetime | date | None = None


Provider = Callable[[Activity], list[Hanging]]
Check = Callable[[Strategy], list[str]]
_providers: list[Provider] = []
_checks: list[Check] = []


def register(provider: Provider) -> None:
    """Add the finder of a room. It returns only what the public may see, in the order to show it."""
    if provider not in _providers:
        _providers.append(provider)


def of(activities: list[Activity]) -> list[Hanging]:
    """What hangs from one activity in all its versions, each thing once."""
    found = (hanging for provider in _providers for activity in activities for hanging in provider(activity))
    return list(dict.fromkeys(found))


def register_check(check: Check) -> None:
    """Add what a room can say, in whole sentences for the team, of what a strategy still lacks. It never blocks."""
    if check not in _checks:
        _checks.append(check)


def lacks_of(strategy: Strategy) -> list[str]:
    """What the strategy still lacks, room by room."""
    return [sentence for check in _checks for sentence in check(strategy)]
