"""Which of the rows that look like a section are one, once all rows are known."""

from collections.abc import Sequence
from dataclasses import replace

from participa.strategy.importing.columns import Column, recognise
from participa.strategy.importing.folding import fold
from participa.strategy.importing.furniture import DOCUMENT_TITLE
from participa.strategy.importing.grid import Row
from participa.strategy.importing.placed import PlacedRow, RowKind
from participa.strategy.importing.sections import is_section_label


def with_first_section(placed: list[PlacedRow]) -> list[PlacedRow]:
    """A table whose later parts have their own section rows has the first one in the line above its header."""
    header = next((index for index, row in enumerate(placed) if row.kind is RowKind.HEADER), 0)
    if header == 0:
        return placed
    above = placed[header - 1]
    if above.kind is not RowKind.TITLE or DOCUMENT_TITLE.search(fold(above.row.text)):
        return placed
    if not _starts_without_section(placed[header:]):
        return placed
    return [*placed[: header - 1], replace(placed[header - 1], kind=RowKind.SECTION), *placed[header:]]


def _starts_without_section(table_rows: Sequence[PlacedRow]) -> bool:
    kinds = [row.kind for row in table_rows if row.kind in (RowKind.SECTION, RowKind.ACTIVITY)]
    columns = table_rows[0].table
    has_own_column = columns is not None and (Column.SECTION in columns.places or columns.section_label is not None)
    return RowKind.SECTION in kinds and kinds[0] is RowKind.ACTIVITY and not has_own_column


def without_empty_sections(placed: list[PlacedRow]) -> list[PlacedRow]:
    """A title without activities is none, unless its words say that it is a section."""
    done, pending = list(placed), False
    for index in range(len(placed) - 1, -1, -1):
        row = placed[index]
        if row.kind is RowKind.ACTIVITY or (row.kind is RowKind.HEADER and row.table and row.table.section_label):
            pending = True
        elif row.kind is RowKind.SECTION:
            if _stands_above_sections(placed, index):
                done[index] = replace(row, kind=RowKind.TITLE)
            elif not pending and not _is_label(row.row):
                done[index] = replace(row, kind=RowKind.UNASSIGNED)
            else:
                pending = False
    return done


def _stands_above_sections(placed: Sequence[PlacedRow], index: int) -> bool:
    """«Componente 3: rendición de cuentas» over a table whose own column names the sections."""
    if index + 1 >= len(placed) or placed[index + 1].kind is not RowKind.HEADER:
        return False
    first = next((row for row in placed[index:] if row.kind is RowKind.ACTIVITY), None)
    place = first.table.places.get(Column.SECTION) if first and first.table else None
    return first is not None and place is not None and bool(first.row.whole.get(place))


def _is_label(row: Row) -> bool:
    return any(is_section_label(cell) or recognise(cell) is Column.SECTION for _, cell in row.filled)
