"""What hangs from an activity. Rooms above this one say here how to find their part, so that none is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from participa.strategy.models import Activity


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
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add the finder of a room. It returns only what the public may see, in the order to show it."""
    if provider not in _providers:
        _providers.append(provider)


def of(activities: list[Activity]) -> list[Hanging]:
    """What hangs from one activity in all its versions, each thing once."""
    found = (hanging for provider in _providers for activity in activities for hanging in provider(activity))
    return list(dict.fromkeys(found))
