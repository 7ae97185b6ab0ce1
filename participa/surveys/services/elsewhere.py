"""The surveys of a space that another room shows on its page: this one does not show them a second time."""

from collections.abc import Callable, Collection

from participa.events.models import Event

Finder = Callable[[Event], Collection[int]]
_finders: list[Finder] = []


def show_elsewhere(finder: Finder) -> None:
    """Add what finds the numbers of the surveys of a space that the room shows itself."""
    if finder not in _finders:
        _finders.append(finder)


def shown_elsewhere(event: Event) -> set[int]:
    """Every one that a room shows itself."""
    return {number for finder in _finders for number in finder(event)}
