"""Tables that stand upright: the headings go down the first column, and each column beside them is an activity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from participa.strategy.importing.columns import WEAK_NAMES, Column, recognise
from participa.strategy.importing.folding import fold
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headers import find_headers
from participa.strategy.importing.marks import is_mark

FEWEST_ACTIVITIES, FEWEST_HEADINGS = 2, 2


@dataclass
class _Card:
    """Rows one below the other whose first cells are headings, each only once."""

    rows: list[Row] = field(default_factory=list)
    headings: list[Column] = field(default_factory=list)

    def takes(self, row: Row, heading: Column) -> bool:
        if not self.rows:
            return True
        last = self.rows[-1]
        return heading not in self.headings and (row.sheet, row.table) == (last.sheet, last.table)

    @property
    def width(self) -> int:
        return max(row.filled[-1][0] for row in self.rows)

    @property
    def is_of_activities(self) -> bool:
        return Column.NAME in self.headings and len(self.headings) >= FEWEST_HEADINGS

    def lying(self) -> Iterator[Row]:
        """The same cells as a row of headings and a row for each activity."""
        first = self.rows[0]
        yield Row(first.line, tuple(row.filled[0][1] for row in self.rows), table=first.table, sheet=first.sheet)
        start = first.filled[0][0]
        for place in range(start + 1, self.width + 1):
            cells = tuple(_cell(row, place) for row in self.rows)
            if any(cells):
                yield Row(first.line + place - start, cells, table=first.table, sheet=first.sheet)

    def count(self) -> int:
        return len(list(self.lying())) - 1


def lying_down(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows with each upright table laid down; as they are where headings stand in a row as usual."""
    if find_headers(rows) or not stands_upright(rows):
        return rows
    parts = _parts(_with_labels(rows))
    laid = [row for part in parts for row in (part.lying() if isinstance(part, _Card) else [part])]
    return laid if find_headers(laid) else rows


def _with_labels(rows: Sequence[Row]) -> list[Row]:
    """«Responsable: Hacienda» in a line by itself is a heading with what stands beside it."""
    return [_parted(row) or row for row in rows]


def _parted(row: Row) -> Row | None:
    label, colon, rest = row.filled[0][1].partition(":") if len(row.filled) == 1 else ("", "", "")
    if not colon or not rest.strip() or not recognise(label):
        return None
    return replace(row, cells=(label.strip(), rest.strip()))


def stands_upright(rows: Sequence[Row]) -> bool:
    """True when at least two activities stand beside headings that go down."""
    return sum(part.count() for part in _parts(_with_labels(rows)) if isinstance(part, _Card)) >= FEWEST_ACTIVITIES


def _parts(rows: Sequence[Row]) -> Iterator[Row | _Card]:
    """The cards, and the rows between them."""
    card = _Card()
    for row in rows:
        heading = _heading(row)
        if heading is None or not card.takes(row, heading):
            yield from _closed(card)
            card = _Card()
        if heading is None:
            yield row
        else:
            card.rows.append(row)
            card.headings.append(heading)
    yield from _closed(card)


def _closed(card: _Card) -> Iterator[Row | _Card]:
    if card.is_of_activities:
        yield card
    else:
        yield from card.rows


def _heading(row: Row) -> Column | None:
    """What the first cell names, when something stands beside it that names no column itself."""
    if len(row.filled) < 2 or any(recognise(cell) or is_mark(cell) for _, cell in row.filled[1:]):
        return None
    label = row.filled[0][1].rstrip(":")
    column = recognise(label)
    return None if column is Column.NAME and fold(label) in WEAK_NAMES else column


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
