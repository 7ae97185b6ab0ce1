"""What a room lets be found, and how one thing of it is shown among what was found."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

AT_ONCE = 500
LONGEST_TEXT = 20_000  # letters of one text that are looked up


@dataclass(frozen=True)
class Card:
    """Something public as it is at this moment. `texts` are all the words that find it; `about` says what it is.

    `endpoint` with `values` is its page. `day` is a day of Colombia, None when it has none.
    """

    kind: str
    ref: int
    title: str
    texts: tuple[str, ...]
    endpoint: str
    values: dict[str, Any]
    day: date | None = None
    about: tuple[str, ...] = ()

    @property
    def found_by(self) -> tuple[str, ...]:
        """What goes into the index."""
        return tuple(text[:LONGEST_TEXT] for text in self.texts if text)


Cards = Callable[[Collection[int]], list[Card]]


@dataclass(frozen=True)
class Source:
    """A kind of thing that is found. `kind` is the one of the index, `code` the one of the address.

    `public` selects the numbers of the rows that everybody may read; `cards` shows those of them that still are.
    `write` puts rows into the index as their own room does it, with its locks; None for what the search itself writes.
    `find_code` finds the one with this number. `at_once` rows are compared in one minute.
    """

    kind: str
    code: str
    one: str
    many: str
    public: Callable[[], Select[int]]
    cards: Cards
    write: Callable[[Collection[int]], None] | None = None
    find_code: Callable[[str], list[Card]] | None = None
    at_once: int = AT_ONCE
