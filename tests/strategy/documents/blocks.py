"""A document as blocks: lines of text and tables whose cells may stand over several columns or rows."""

from collections.abc import Sequence
from dataclasses import dataclass

GROUPS = ("ETAPAS", "Cuatrimestre")


@dataclass(frozen=True)
class Merge:
    """A cell that stands over several others: its row and column in the table, and how far it reaches."""

    row: int
    column: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of the same width; cells under a merge are empty."""

    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])


Block = str | Table


def table(*rows: Sequence[str], merges: Sequence[Merge] = ()) -> Table:
    width = max(len(row) for row in rows)
    return Table(tuple((*row, *[""] * (width - len(row))) for row in rows), tuple(merges))


def of_text(text: str) -> list[Block]:
    """The blocks of a text whose tables are lines with tabs. Group headings become merged cells."""
    blocks, rows = list[Block](), list[list[str]]()
    for line in text.split("\n"):
        cells = [cell.strip().replace("**", "") for cell in line.split("\t")]
        if len(cells) > 1:
            rows.append(cells)
        elif cells[0] or not rows:
            blocks += [_merged(rows)] if rows else []
            blocks.append(cells[0])
            rows = []
    return [*blocks, *([_merged(rows)] if rows else [])]


def _merged(rows: list[list[str]]) -> Table:
    whole = table(*rows)
    found = []
    for number, row in enumerate(whole.rows):
        for column, cell in enumerate(row):
            if cell in GROUPS:
                following = next((other for other in range(column + 1, len(row)) if row[other]), len(row))
                found.append(Merge(number, column, across=following - column))
            if column == 0 and cell and not any(row[1:]):
                found.append(Merge(number, 0, across=len(row)))
    return Table(whole.rows, tuple(found))
