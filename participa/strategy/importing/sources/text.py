"""Text to rows: cells between tabs, semicolons, commas or bars; a quote opens a cell only when it also closes one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from participa.strategy.importing.grid import Row, check_width, checked, clean_cell
from participa.strategy.importing.headers import find_header
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.unruled import rows_of_spaced
from participa.strategy.importing.upright import stands_upright

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_LINES = 400
HEADING = re.compile(r"^#{1,6}\s+(?=\S)")


def rows_of(text: str) -> list[Row]:
    """Return the rows that hold something. Raises ImportProblem beyond 20,000 rows or 300 columns."""
    delimiter = delimiter_of(text)
    if not delimiter and "   " in text and (spaced := rows_of_spaced(text)):
        return checked(spaced)
    return checked(list(_rows(text, delimiter))) if delimiter else checked(_lines(text))


def delimiter_of(text: str) -> str:
    """Return what stands between the cells: the first sign that gives a table, else a tab, else nothing."""
    present = [delimiter for delimiter in DELIMITERS if delimiter in text]
    for is_table in (_has_header, stands_upright):
        if found := next((delimiter for delimiter in present if _gives(text, delimiter, is_table)), None):
            return found
    return "\t" if "\t" in text else ""


def _has_header(rows: Sequence[Row]) -> bool:
    return any(find_header(row) for row in rows)


def _gives(text: str, delimiter: str, is_table: Callable[[Sequence[Row]], bool]) -> bool:
    try:
        return is_table([row for row in _rows(text, delimiter) if row.filled])
    except ImportProblem:
        return False  # prose with hundreds of commas in a line


def _lines(text: str) -> list[Row]:
    return [Row(number, (clean_cell(_unquoted(line)),)) for number, line in enumerate(text.split("\n"), start=1)]


def _unquoted(line: str) -> str:
    """The line of a file of one column, as spreadsheets save it."""
    is_quoted = len(line) > 1 and line.startswith('"') and line.endswith('"')
    return line[1:-1].replace('""', '"') if is_quoted else line


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    read_cell = _reader(text, delimiter)
    table = 0 if delimiter == "\t" else 1  # tabs are pasted lines, which a page may cut; the rest are true rows
    line, position, cells = 1, 0, list[str]()
    first_line = line
    while position <= len(text):
        raw, end = read_cell(text, position)
        cells.append(clean_cell(raw))
        check_width(cells)
        line += text.count("\n", position, end)
        if end == len(text) or text[end] == "\n":
            yield Row(first_line, _cells(cells, delimiter), table=table)
            line, cells = line + 1, []
            first_line = line
        position = end + 1


def _cells(cells: list[str], delimiter: str) -> tuple[str, ...]:
    if len(cells) == 1:
        return (HEADING.sub("", cells[0]),)
    return _without_bars(cells) if delimiter == "|" else tuple(cells)


def _without_bars(cells: list[str]) -> tuple[str, ...]:
    """A row of «| a | b |» has no cell before its first bar nor after its last one."""
    first = 1 if len(cells) > 1 and not cells[0] else 0
    last = len(cells) - 1 if len(cells) > 2 and not cells[-1] else len(cells)
    return tuple(cells[first:last])


def _reader(text: str, delimiter: str) -> Callable[[str, int], tuple[str, int]]:
    quoted, plain = _forms(delimiter)
    whole_row = _usual_count(text, delimiter)

    def read(text: str, position: int) -> tuple[str, int]:
        if (found := quoted.match(text, position)) and not _swallows(found[1], delimiter, whole_row):
            return found[1].replace('""', '"'), found.end()
        cell = plain.match(text, position)
        end = cell.end() if cell else position
        return text[position:end], end

    return read


@cache
def _forms(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sign = re.escape(delimiter)
    return re.compile(rf'"((?:[^"]++|"")*+)"(?={sign}|\n|\Z)'), re.compile(rf"[^{sign}\n]*+")


def _swallows(cell: str, delimiter: str, whole_row: int) -> bool:
    """True when what stands between two quotes holds a whole row: the first of them was not closed."""
    if delimiter == "\t":
        return "\t" in cell
    lines = cell.split("\n")
    return len(lines) > 1 and any(line.count(delimiter) >= whole_row for line in lines)


def _usual_count(text: str, delimiter: str) -> int:
    """How many of the sign most lines have."""
    counts = Counter(count for line in text.split("\n")[:SAMPLE_LINES] if (count := line.count(delimiter)))
    return max(counts, key=lambda count: (counts[count], count), default=1)
