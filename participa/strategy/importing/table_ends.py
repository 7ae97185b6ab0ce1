"""Which headings hold for each row and where they stop: a new sheet, a table of another shape, a list of versions."""

from collections.abc import Mapping, Sequence

from participa.strategy.importing.alignment import aligned
from participa.strategy.importing.columns import ColumnMap
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headers import Header, is_foreign
from participa.strategy.importing.marks import is_mark

LONGEST_TITLE_CELL = 40
SAMPLE = 5


def columns_of_rows(rows: Sequence[Row], within: Mapping[int, Header]) -> list[ColumnMap | None]:
    """The columns that hold for each row: those of the last header, until a table of another shape begins."""
    found, current, table = list[ColumnMap | None](), None, 0
    for index, row in enumerate(rows):
        if header := within.get(index):
            current, table = header.columns, row.table
        elif is_foreign(row) or (current and _leaves(row, table, current, rows[index : index + SAMPLE])):
            current = None
        elif row.table:
            table = row.table
        found.append(current)
    return found


def _leaves(row: Row, table: int, current: ColumnMap, following: Sequence[Row]) -> bool:
    return row.sheet != current.sheet or _is_other_table(row, table, current, following)


def _is_other_table(row: Row, table: int, current: ColumnMap, following: Sequence[Row]) -> bool:
    """A new table without known headings goes on with the columns before only if its first row could be one of it."""
    if not row.table or row.table == table:
        return False
    if len(row.cells) == current.width and row.opens_page:
        return False
    looks_like_headings = len(row.filled) == len(row.cells) > 1 and all(
        len(cell) <= LONGEST_TITLE_CELL and not is_mark(cell) and not any(char.isdigit() for char in cell)
        for cell in row.cells
    )
    if len(row.cells) == current.width:
        return looks_like_headings
    same_table = [other for other in following if other.table == row.table]
    return looks_like_headings or not any(aligned(other, current) for other in same_table)
