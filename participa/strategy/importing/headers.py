"""Finding the headings of each table: one to three rows, repeated or not, and what each column means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from participa.strategy.importing.choices import NONE, Choices, chosen
from participa.strategy.importing.columns import FOREIGN, WEAK_NAMES, Column, ColumnMap, is_exact, recognise
from participa.strategy.importing.folding import fold, looks_like_code
from participa.strategy.importing.furniture import is_of_signatures
from participa.strategy.importing.grid import Row
from participa.strategy.importing.header_columns import columns_of, span_of
from participa.strategy.importing.headings import initials, is_group, is_leaf, periods_of
from participa.strategy.importing.sections import stages_in

MOST_ROWS_ABOVE, MOST_ROWS_BELOW = 2, 2
LONGEST_HEADING = 120
SAMPLE = 60
LONGEST_OTHER = 40
NAME_NEIGHBOURS = 1
PROSE_LETTERS = 25
FEWEST_WORDS = 3
NUMBER = re.compile(r"[\d.]+")


@dataclass(frozen=True)
class Header:
    """The rows from `first` to `last`, both included, and the columns that they name."""

    first: int
    last: int
    columns: ColumnMap


def find_header(row: Row) -> ColumnMap | None:
    """Return the columns if this row alone is a header: it names the activity and at least one other column."""
    return _columns([row]) if _may_anchor(row) else None


def find_headers(rows: Sequence[Row], choices: Choices = NONE) -> list[Header]:
    """Return the headers in the order of the rows."""
    found, free = list[Header](), 0
    for index, row in enumerate(rows):
        if index < free or not _may_anchor(row):
            continue
        first, last = _first_row(rows, index, free), _last_row(rows, index)
        if columns := _columns(rows[first : last + 1]):
            found.append(Header(first, last, _as_before(columns, rows[first], found, rows)))
            free = last + 1
    refined = [_refined(header, _rows_below(rows, header, following)) for header, following in _pairs(found)]
    decided = [replace(header, columns=chosen(header.columns, choices)) for header in refined]
    return [header for header in decided if Column.NAME in header.columns.places]


def _as_before(columns: ColumnMap, row: Row, earlier: Sequence[Header], rows: Sequence[Row]) -> ColumnMap:
    """A page that repeats only the first row of the headings means the same columns as before."""
    for header in reversed(earlier):
        before = header.columns
        if len(columns.marks) < len(before.marks) and _is_same(row, rows[header.first]):
            headings = (*columns.headings[:1], *before.headings[1:])
            return replace(before, headings=headings, table=columns.table, sheet=columns.sheet, line=columns.line)
    return columns


def _is_same(row: Row, other: Row) -> bool:
    """The first cell may hold the section."""
    return [fold(cell) for cell in row.cells[1:]] == [fold(cell) for cell in other.cells[1:]]


def _pairs(headers: Sequence[Header]) -> Iterator[tuple[Header, Header | None]]:
    following = [*headers[1:], None][: len(headers)]
    yield from zip(headers, following, strict=True)


def _rows_below(rows: Sequence[Row], header: Header, following: Header | None) -> Sequence[Row]:
    end = following.first if following else len(rows)
    return rows[header.last + 1 : min(end, header.last + 1 + SAMPLE)]


def _may_anchor(row: Row) -> bool:
    """Cheap: some cell names the activity, no cell is long, and nothing is there that only rows of data have."""
    if len(row.filled) < 2 or any(len(cell) > LONGEST_HEADING for cell in row.cells):
        return False
    name = next((index for index, cell in row.filled if recognise(cell) is Column.NAME), None)
    return name is not None and not _is_data(row, name)


def _is_data(row: Row, name: int) -> bool:
    """«4 | Actividades lúdicas | Meta | X»: a number before the activity, a mark, digits in its name."""
    if any(NUMBER.fullmatch(cell) for index, cell in row.filled if index < name):
        return True
    has_exact = any(is_exact(cell) for _, cell in row.filled)
    has_digits = any(char.isdigit() for char in row.cells[name])
    return not has_exact or has_digits or any(cell in ("X", "x", "✓", "✔") for cell in row.cells)


def _columns(block: Sequence[Row]) -> ColumnMap | None:
    columns = columns_of(block)
    if Column.NAME not in columns.places or not _is_of_activities(columns):
        return None
    return columns


def _is_of_activities(columns: ColumnMap) -> bool:
    headings = {fold(heading) for heading in columns.headings}
    if headings & FOREIGN:
        return False
    others = set(columns.places) - {Column.NAME}
    if fold(columns.headings[columns.places[Column.NAME]]) in WEAK_NAMES:
        others -= {Column.CODE}
    return bool(others or columns.marks)


def is_foreign(row: Row) -> bool:
    """True for the headings of what follows a cronograma and is none: versions, signatures, attendance."""
    if is_of_signatures(row):
        return True
    words = {fold(cell) for _, cell in row.filled}
    is_short = all(len(cell) <= LONGEST_OTHER and not NUMBER.fullmatch(cell) for _, cell in row.filled)
    return len(row.filled) > 1 and is_short and bool(words & FOREIGN)


def _first_row(rows: Sequence[Row], anchor: int, free: int) -> int:
    """Rows above that only group columns: «Trimestre», «2024», «ENERO»."""
    first = anchor
    while first > max(free, anchor - MOST_ROWS_ABOVE) and _groups_columns(rows[first - 1], rows[anchor]):
        first -= 1
    return first


def _groups_columns(row: Row, anchor: Row) -> bool:
    same_table = (row.table, row.sheet) == (anchor.table, anchor.sheet)
    begins_late = bool(row.filled) and row.filled[0][0] > 0
    if not same_table or len(row.cells) < 2 or not (begins_late or len(row.filled) > 1):
        return False
    return all(is_group(cell) or recognise(cell) for _, cell in row.filled)


def _last_row(rows: Sequence[Row], anchor: int) -> int:
    last = anchor
    while last < min(len(rows) - 1, anchor + MOST_ROWS_BELOW) and _is_second(rows[last + 1], rows[anchor : last + 1]):
        last += 1
    return last


def _is_second(row: Row, above: Sequence[Row]) -> bool:
    """True for a row that goes on naming columns: no activity in it, only names of months, stages, numbers."""
    if not row.filled or len(row.cells) == 1 or (row.table, row.sheet) != (above[0].table, above[0].sheet):
        return False
    known = {fold(cell) for other in above for _, cell in other.filled}
    cells = [(index, cell) for index, cell in row.filled if fold(cell) not in known]
    if not cells or initials([cell for _, cell in cells]):
        return True  # only repeats headings, or E F M A M J…
    if not all(is_leaf(cell) for _, cell in cells):
        return False
    return _names_under_groups(cells, above)


def _names_under_groups(cells: Sequence[tuple[int, str]], above: Sequence[Row]) -> bool:
    """One name alone must stand under a group; several may also stand under empty cells."""
    under = [cell for index, cell in cells if any(start <= index < end for start, end in _spans(above))]
    named = sum(bool(periods_of(cell) or stages_in(cell)) for _, cell in cells)
    return bool(under) if len(cells) == 1 else bool(under) or named > 1


def _spans(above: Sequence[Row]) -> list[tuple[int, int]]:
    found = [(index, index + span_of(row, index, cell)) for row in above for index, cell in row.filled]
    return [(start, end) for start, end in found if end - start > 1]


def _refined(header: Header, below: Sequence[Row]) -> Header:
    """What the rows themselves tell: «Actividades» over a column of numbers and one of texts; columns of prose."""
    columns = _without_prose(header.columns, below)
    name = columns.places[Column.NAME]
    beside = name + NAME_NEIGHBOURS
    taken = set(columns.places.values()) | columns.marks
    fewest = 1 if _shares_heading(columns, name, beside) else FEWEST_WORDS
    if beside in taken or not _is_of_codes(below, name) or not _is_of_words(below, beside, fewest):
        return replace(header, columns=columns)
    places = {**columns.places, Column.NAME: beside}
    places.setdefault(Column.CODE, name)
    return replace(header, columns=replace(columns, places=places))


def _shares_heading(columns: ColumnMap, name: int, beside: int) -> bool:
    """One heading over both columns, or none over the second."""
    return beside < columns.width and columns.headings[beside] in ("", columns.headings[name])


def _column(rows: Sequence[Row], place: int) -> list[str]:
    return [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]


def _is_of_codes(rows: Sequence[Row], place: int) -> bool:
    cells = _column(rows, place)
    return sum(looks_like_code(cell) for cell in cells) * 2 > len(cells) or not cells


def _is_of_words(rows: Sequence[Row], place: int, fewest: int) -> bool:
    cells = _column(rows, place)
    texts = [cell for cell in cells if not looks_like_code(cell) and len(fold(cell).split()) >= fewest]
    return len(texts) * 2 > len(cells)


def _without_prose(columns: ColumnMap, below: Sequence[Row]) -> ColumnMap:
    """A column of marks holds marks; one of sentences means something else."""
    prose = {place for place in columns.marks if _is_of_prose(below, place)}
    if not prose:
        return columns
    return replace(
        columns,
        periods={place: found for place, found in columns.periods.items() if place not in prose},
        stages={place: found for place, found in columns.stages.items() if place not in prose},
        elements={place: found for place, found in columns.elements.items() if place not in prose},
    )


def _is_of_prose(rows: Sequence[Row], place: int) -> bool:
    cells = _column(rows, place)
    return sum(len(cell) > PROSE_LETTERS for cell in cells) * 2 > len(cells)
