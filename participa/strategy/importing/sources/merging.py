"""Cells that stand over several columns or rows, as web pages, documents and PDF tell them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from participa.strategy.importing.grid import Row, check_width, clean_cell


@dataclass(frozen=True)
class Cell:
    """A cell with the number of columns and rows that it stands over."""

    text: str
    across: int = 1
    down: int = 1
    is_painted: bool = False


@dataclass
class _Above:
    """A merged cell that goes on below: its text and the rows still to come."""

    text: str
    across: int
    rows: int


def rows_from(table: Sequence[Sequence[Cell]], first_line: int, number: int) -> Iterator[Row]:
    """Return the rows of one table, the first on `first_line`; every cell in its true column."""
    open_: dict[int, _Above] = {}
    placed = [_place(cells, open_) for cells in table]
    width = max((end for _, _, end in placed), default=0)
    for offset, (cells, merged, _end) in enumerate(placed):
        texts = [""] * width
        for place, cell in cells.items():
            texts[place] = clean_cell(cell.text)
        check_width(texts)
        yield Row(
            line=first_line + offset,
            cells=tuple(texts),
            merged=tuple((place, text) for place, text in sorted(merged.items()) if text),
            spans=tuple((place, cell.across) for place, cell in cells.items() if cell.across > 1),
            painted=tuple(place for place, cell in cells.items() if cell.is_painted),
            table=number,
        )


def _place(cells: Sequence[Cell], open_: dict[int, _Above]) -> tuple[dict[int, Cell], dict[int, str], int]:
    """Put the cells of a row where those that come from above leave room."""
    taken = {place + step for place, above in open_.items() for step in range(above.across)}
    merged = {place: above.text for place, above in open_.items()}
    placed, place = dict[int, Cell](), 0
    for cell in cells:
        while place in taken:
            place += 1
        placed[place] = cell
        place += cell.across
    _close(open_)
    for start, cell in placed.items():
        if cell.down > 1:
            open_[start] = _Above(clean_cell(cell.text), cell.across, cell.down - 1)
    return placed, merged, max([place, *(other + 1 for other in taken)])


def _close(open_: dict[int, _Above]) -> None:
    for place in list(open_):
        open_[place].rows -= 1
        if not open_[place].rows:
            del open_[place]
