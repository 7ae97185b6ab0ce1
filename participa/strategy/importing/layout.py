"""What each row of the grid is: title, header, section, activity, continuation of the row above, or none of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from participa.strategy.importing.alignment import aligned, fits
from participa.strategy.importing.choices import NONE, Choices
from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.folding import fold, looks_like_code, says_nothing
from participa.strategy.importing.furniture import DOCUMENT_TITLE, is_noise
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headers import find_headers
from participa.strategy.importing.marks import could_mark, is_mark
from participa.strategy.importing.parties import ends_with_connector
from participa.strategy.importing.placed import PlacedRow, RowKind
from participa.strategy.importing.section_rows import with_first_section, without_empty_sections
from participa.strategy.importing.sections import is_section_label, is_shouted, names_structure
from participa.strategy.importing.table_ends import columns_of_rows

TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
WIDE = 2


@dataclass(frozen=True)
class _Place:
    """A row with what its neighbours tell about it."""

    row: Row
    is_header: bool
    table: ColumnMap | None
    previous_row: Row | None
    next_row: Row | None
    before_header: bool
    is_repeated: bool
    capitals_say_nothing: bool

    def is_title_like(self, text: str) -> bool:
        return is_shouted(text) and not self.capitals_say_nothing


def place_rows(rows: Sequence[Row], choices: Choices = NONE) -> list[PlacedRow]:
    """Return every row with its part, in order. None is left out."""
    placed = [_placed(place) for place in _places(rows, choices)]
    return with_first_section(without_empty_sections(placed))


def _places(rows: Sequence[Row], choices: Choices) -> Iterator[_Place]:
    headers = find_headers(rows, choices)
    within = {index: header for header in headers for index in range(header.first, header.last + 1)}
    repeats = Counter(row.text for row in rows if len(row.filled) == 1)
    capitals = _mostly_capitals(rows)
    tables = columns_of_rows(rows, within)
    for index, row in enumerate(rows):
        yield _Place(
            row=row,
            is_header=index in within,
            table=tables[index],
            previous_row=rows[index - 1] if index else None,
            next_row=rows[index + 1] if index + 1 < len(rows) else None,
            before_header=index + 1 in within and index not in within,
            is_repeated=repeats[row.text] > 1,
            capitals_say_nothing=capitals,
        )


def _placed(place: _Place) -> PlacedRow:
    kind = _kind(place)
    if kind is RowKind.ACTIVITY and place.table and not fits(place.row, place.table):
        return PlacedRow(kind, place.row, place.table, aligned(place.row, place.table))
    if kind is RowKind.UNASSIGNED and place.table and _has_moved(place) and (cells := aligned(place.row, place.table)):
        return PlacedRow(RowKind.ACTIVITY, place.row, place.table, cells)
    return PlacedRow(kind, place.row, place.table)


def _has_moved(place: _Place) -> bool:
    """Several cells, none of them in the place of the activity."""
    return len(place.row.filled) > 1 and not is_noise(place.row)


def _kind(place: _Place) -> RowKind:
    if place.is_header:
        return RowKind.HEADER
    if is_noise(place.row):
        return RowKind.UNASSIGNED
    if len(place.row.filled) == 1 and not _completes_merged(place):
        return _lone_kind(place)
    return _row_kind(place, place.table) if place.table else RowKind.UNASSIGNED


def _completes_merged(place: _Place) -> bool:
    """An activity whose other cells are merged from above has only one of its own."""
    if not place.table or not place.row.merged:
        return False
    name = place.table.places[Column.NAME]
    return place.row.filled[0][0] == name or name in dict(place.row.merged)


def _row_kind(place: _Place, table: ColumnMap) -> RowKind:
    row, name = place.row, table.places[Column.NAME]
    if name in dict(row.merged) and not _own_code(row, table):
        return RowKind.CONTINUATION
    if not _names_activity(row, table):
        return RowKind.CONTINUATION if _goes_on(row, table) else RowKind.UNASSIGNED
    return RowKind.SECTION if _is_numbered_section(place, table) else RowKind.ACTIVITY


def _own_code(row: Row, table: ColumnMap) -> str:
    place = table.places.get(Column.CODE)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _goes_on(row: Row, table: ColumnMap) -> bool:
    """The rest of a row that a page cut: no number, no activity, only texts, at the top of a page."""
    first = row.filled[0][1]
    return row.opens_page and not _own_code(row, table) and not is_mark(first)


def _is_numbered_section(place: _Place, table: ColumnMap) -> bool:
    """«1 | APRESTAMIENTO» above «1.1 | …»: a number and a label, nothing else."""
    code = table.places.get(Column.CODE)
    filled = dict(place.row.filled)
    if code is None or set(filled) != {code, table.places[Column.NAME]} or place.row.merged or table.width < 3:
        return False
    label = filled[table.places[Column.NAME]]
    if is_section_label(label) or place.is_title_like(label):
        return True
    following = _own_code(place.next_row, table) if place.next_row else ""
    return following.startswith((f"{filled[code].rstrip('.')}.", f"{filled[code].rstrip('.')}-"))


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
    if place.is_repeated and not is_section_label(text) and table.places.get(Column.SECTION) != index:
        return RowKind.UNASSIGNED
    if index == 0 and DOCUMENT_TITLE.search(fold(text)) and not is_section_label(text):
        return RowKind.UNASSIGNED
    if column in (Column.CODE, Column.SECTION) or _labels_rows(place, column, index, text):
        return RowKind.SECTION
    if index in table.marks and could_mark(text):
        return RowKind.UNASSIGNED
    if column is Column.NAME and _is_own_activity(place, text):
        return RowKind.ACTIVITY
    return RowKind.CONTINUATION if TWO_LETTERS.search(text) else RowKind.UNASSIGNED


def _labels_rows(place: _Place, column: Column | None, index: int, text: str) -> bool:
    if place.row.widths.get(index, 1) > max(WIDE, len(place.row.cells) // 2):
        return True
    if index == 0 and (is_section_label(text) or place.is_title_like(text)):
        return True
    return column is Column.NAME and (names_structure(text) or place.is_title_like(text))


def _is_own_activity(place: _Place, text: str) -> bool:
    """Where rows are true rows (not lines of text), a capital after a finished sentence begins another activity."""
    if not place.row.table or place.row.opens_page or not text[:1].isupper() or place.previous_row is None:
        return False
    before = (
        place.previous_row.cells[place.row.filled[0][0]]
        if len(place.previous_row.cells) == len(place.row.cells)
        else ""
    )
    return not ends_with_connector(before)


def _names_activity(row: Row, table: ColumnMap) -> bool:
    place = table.places[Column.NAME]
    return place < len(row.cells) and not says_nothing(row.cells[place])


def _mostly_capitals(rows: Sequence[Row]) -> bool:
    longest = [max((cell for _, cell in row.filled), key=len) for row in rows if len(row.filled) > 1]
    return sum(text == text.upper() for text in longest) * 2 > len(longest)
