"""What a source hands on: its rows, what it has to tell about the whole document, and what it found it to be."""

from collections.abc import Callable
from dataclasses import dataclass

from participa.strategy.importing.grid import Row

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """The rows of a document, sentences about the whole of it, and its kind in Spanish."""

    rows: list[Row]
    notes: tuple[str, ...]
    kind: str


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""
