"""What each row of the grid is: title, header, section, activity, continuation of the row above, or none of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from participa.strategy.importing.columns import Column, ColumnMap, find_header
from participa.strategy.importing.folding import fold, looks_like_code, says_nothing
from participa.strategy.importing.grid import Row
from participa.strategy.importing.sections import is_section_label, is_shouted, names_structure

FURNITURE = re.compile(r"(?:@\w+|(?:https?://|www\.)\S+|p[aá]g(?:ina|\.)?\s*\d+(?:\s*(?:de|/)\s*\d+)?)", re.IGNORECASE)
TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)


class RowKind(StrEnum):
    """The part that a row plays in the cronograma."""

    TITLE = "title"
    HEADER = "header"
    SECTION = "section"
    ACTIVITY = "activity"
    CONTINUATION = "continuation"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True)
class PlacedRow:
    """A row, the part it plays, and the columns of the table it is in (None before the first header)."""

    kind: RowKind
    row: Row
    table: ColumnMap | None


@dataclass(frozen=True)
class _Place:
    """A row with what its neighbours tell about it."""

    row: Row
    header: ColumnMap | None
    table: ColumnMap | None
    next_row: Row | None
    before_header: bool
    is_repeated: bool
    capitals_say_nothing: bool

    def is_title_like(self, text: str) -> bool:
        return is_shouted(text) and not self.capitals_say_nothing


def place_rows(rows: Sequence[Row]) -> list[PlacedRow]:
    """Return every row with its part, in order. None is left out."""
    placed = [PlacedRow(_kind(place), place.row, place.table) for place in _places(rows)]
    return _with_first_section(placed)


def _places(rows: Sequence[Row]) -> list[_Place]:
    headers = [find_header(row) for row in rows]
    tables: Iterator[ColumnMap | None] = accumulate(headers, _latest)
    repeats = Counter(row.text for row in rows if len(row.filled) == 1)
    capitals = _mostly_capitals(rows)
    following = [*zip(rows[1:], headers[1:], strict=True), (None, None)][: len(rows)]
    return [
        _Place(row, header, table, next_row, next_header is not None, repeats[row.text] > 1, capitals)
        for row, header, table, (next_row, next_header) in zip(rows, headers, tables, following, strict=True)
    ]


def _latest(current: ColumnMap | None, found: ColumnMap | None) -> ColumnMap | None:
    return found or current


def _kind(place: _Place) -> RowKind:
    if place.header:
        return RowKind.HEADER
    if _is_noise(place.row):
        return RowKind.UNASSIGNED
    if len(place.row.filled) == 1:
        return _lone_kind(place)
    return RowKind.ACTIVITY if place.table and _names_activity(place.row, place.table) else RowKind.UNASSIGNED


def _lone_kind(place: _Place) -> RowKind:
    index, text = place.row.filled[0]
    if place.before_header and _heads_a_table(place, text):
        return RowKind.SECTION
    if place.table is None:
        return RowKind.TITLE
    if len(place.row.cells) == 1:
        return _plain_line_kind(place, text)
    return _lone_cell_kind(place, place.table, index, text)


def _heads_a_table(place: _Place, text: str) -> bool:
    return is_section_label(text) or (place.table is not None and not place.is_repeated)


def _plain_line_kind(place: _Place, text: str) -> RowKind:
    heads_rows = place.next_row is not None and len(place.next_row.filled) > 1
    is_unique_title = place.is_title_like(text) and not place.is_repeated and heads_rows
    return RowKind.SECTION if is_section_label(text) or is_unique_title else RowKind.UNASSIGNED


def _lone_cell_kind(place: _Place, table: ColumnMap, index: int, text: str) -> RowKind:
    column = table.column_at(index, text)
    if column is Column.CODE and looks_like_code(text):
        return RowKind.UNASSIGNED
    if column in (Column.CODE, Column.SECTION) or _labels_rows(place, column, index, text):
        return RowKind.SECTION
    return RowKind.CONTINUATION if TWO_LETTERS.search(text) else RowKind.UNASSIGNED


def _labels_rows(place: _Place, column: Column | None, index: int, text: str) -> bool:
    if index == 0:
        return is_section_label(text) or place.is_title_like(text)
    return column is Column.NAME and (names_structure(text) or place.is_title_like(text))


def _names_activity(row: Row, table: ColumnMap) -> bool:
    place = table.places[Column.NAME]
    return place < len(row.cells) and not says_nothing(row.cells[place])


def _is_noise(row: Row) -> bool:
    return not fold(row.text) or all(FURNITURE.fullmatch(cell) for _, cell in row.filled)


def _mostly_capitals(rows: Sequence[Row]) -> bool:
    longest = [max((cell for _, cell in row.filled), key=len) for row in rows if len(row.filled) > 1]
    return sum(text == text.upper() for text in longest) * 2 > len(longest)


def _with_first_section(placed: list[PlacedRow]) -> list[PlacedRow]:
    """A table whose later parts have their own section rows has the first one in the line above its header."""
    header = next((index for index, row in enumerate(placed) if row.kind is RowKind.HEADER), 0)
    if header == 0 or placed[header - 1].kind is not RowKind.TITLE or not _starts_without_section(placed[header:]):
        return placed
    return [*placed[: header - 1], replace(placed[header - 1], kind=RowKind.SECTION), *placed[header:]]


def _starts_without_section(table_rows: Sequence[PlacedRow]) -> bool:
    kinds = [row.kind for row in table_rows if row.kind in (RowKind.SECTION, RowKind.ACTIVITY)]
    columns = table_rows[0].table
    has_own_column = columns is not None and (Column.SECTION in columns.places or columns.section_label is not None)
    return RowKind.SECTION in kinds and kinds[0] is RowKind.ACTIVITY and not has_own_column
