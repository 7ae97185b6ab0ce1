"""Tables set only with spaces: columns begin where their headings do, rows where a number or a wider gap says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.folding import looks_like_code
from participa.strategy.importing.furniture import FURNITURE
from participa.strategy.importing.grid import Row, clean_cell
from participa.strategy.importing.headers import find_header
from participa.strategy.importing.sections import is_section_label

GAP = 1.0  # times the height of the letters: more than a space
TOLERANCE = 4.0
WIDER = 1.35


@dataclass(frozen=True)
class Segment:
    """Words of a line that stand together."""

    left: float
    text: str


@dataclass(frozen=True)
class Line:
    """One line of a page, from left to right."""

    top: float
    bottom: float
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


@dataclass
class Columns:
    """The headings of the table being read; they hold on the following pages too."""

    lefts: list[float]
    table: ColumnMap
    number: int = 0


def lines_of(words: Sequence[dict[str, Any]]) -> list[Line]:
    """Return the lines of a page out of its words."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if rows and word["top"] < (rows[-1][0]["top"] + rows[-1][0]["bottom"]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"])) for row in rows]


def _line(words: Sequence[dict[str, Any]]) -> Line:
    height = words[0]["bottom"] - words[0]["top"]
    groups = [[words[0]]]
    for before, word in pairwise(words):
        if word["x0"] - before["x1"] > height * GAP:
            groups.append([])
        groups[-1].append(word)
    segments = tuple(Segment(group[0]["x0"], clean_cell(" ".join(word["text"] for word in group))) for group in groups)
    return Line(words[0]["top"], words[0]["bottom"], segments)


def columns_in(line: Line, number: int) -> Columns | None:
    """Return the columns if the line is the headings of a cronograma."""
    row = Row(1, tuple(segment.text for segment in line.segments))
    table = find_header(row)
    return Columns([segment.left for segment in line.segments], table, number) if table else None


def cells_of(line: Line, columns: Columns) -> tuple[str, ...]:
    """Return the texts of a line by the column that begins last before each."""
    cells = [""] * len(columns.lefts)
    for segment in line.segments:
        before = [index for index, left in enumerate(columns.lefts) if left <= segment.left + TOLERANCE]
        index = before[-1] if before else 0
        cells[index] = f"{cells[index]} {segment.text}".strip()
    return tuple(cells)


def begins_row(cells: Sequence[str], gap: float, usual: float, columns: Columns) -> bool:
    """True when a line is no continuation: it has a number or, in tables without them, stands apart or is whole."""
    code = columns.table.places.get(Column.CODE)
    if code is not None:
        return looks_like_code(cells[code])
    is_whole = len(cells) > 2 and all(cell[:1].isupper() or cell[:1].isdigit() for cell in cells)
    return gap > usual * WIDER or is_whole


class UnruledReader:
    """Goes through the pages of a document; `rows` is empty of tables when no line was a header."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.has_table = False
        self._columns: Columns | None = None
        self._line, self._tables = 0, 0

    def read_page(self, words: Sequence[dict[str, Any]]) -> None:
        """Add the lines of a page, given as words with their positions."""
        lines = lines_of(words)
        usual = _usual_gap(lines)
        for before, line in pairwise([None, *lines]):
            if line is not None:
                self._add(line, line.top - before.top if before else usual, usual)
        self._line += 1  # a page break is a blank line

    def _add(self, line: Line, gap: float, usual: float) -> None:
        if found := columns_in(line, self._tables + 1):
            self._columns, self.has_table = found, True
            self._tables += 1
            self._append(tuple(segment.text for segment in line.segments))
        elif self._columns is None or self._is_apart(line):
            self._line += gap > usual * WIDER
            self._append((line.text,), table=0)
        else:
            self._add_cells(cells_of(line, self._columns), gap, usual, self._columns)

    def _is_apart(self, line: Line) -> bool:
        """Section labels and page furniture are no part of the row above."""
        if len(line.segments) > 1:
            return False
        return is_section_label(line.text) or bool(FURNITURE.fullmatch(line.text))

    def _add_cells(self, cells: tuple[str, ...], gap: float, usual: float, columns: Columns) -> None:
        last = self.rows[-1]
        if begins_row(cells, gap, usual, columns) or last.table == 0 or find_header(last):
            self._append(cells)
            return
        joined = tuple(f"{above} {below}".strip() for above, below in zip(last.cells, cells, strict=True))
        self.rows[-1] = Row(last.line, joined, table=last.table)

    def _append(self, cells: tuple[str, ...], table: int | None = None) -> None:
        self._line += 1
        self.rows.append(Row(self._line, cells, table=self._tables if table is None else table))


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = sorted(second.top - first.top for first, second in pairwise(lines))
    return gaps[len(gaps) // 4] if gaps else 0.0


WORD = re.compile(r"\S+")


def rows_of_spaced(text: str) -> list[Row]:
    """Return the rows of a text whose columns are set with spaces; none when no line is a header."""
    if not any(columns_in(line, 1) for line in lines_of(_words(text)) if len(line.segments) > 1):
        return []
    reader = UnruledReader()
    reader.read_page(_words(text))
    return reader.rows


def _words(text: str) -> list[dict[str, Any]]:
    """The words of a text as if each letter were one unit wide and high."""
    return [
        {"text": word[0], "x0": word.start(), "x1": word.end(), "top": float(number), "bottom": number + 1.0}
        for number, line in enumerate(text.split("\n"))
        for word in WORD.finditer(line)
    ]
