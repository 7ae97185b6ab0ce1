"""Text to rows of cells. Tabs separate cells; a quote opens a cell only when it also closes one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from participa.strategy.importing.problems import ImportProblem

MAX_ROWS, MAX_COLUMNS = 20_000, 300
TOO_MANY_ROWS = f"La tabla tiene más de {MAX_ROWS:,} filas. Divida el cronograma.".replace(",", ".")
TOO_MANY_COLUMNS = f"Una fila de la tabla tiene más de {MAX_COLUMNS} columnas. Copie solo las columnas del cronograma."

# No tab inside: an unclosed quote would otherwise swallow the rows up to the next quoted cell.
QUOTED_CELL = re.compile(r'"((?:[^"\t]++|"")*+)"(?=[\t\n]|\Z)')
PLAIN_CELL = re.compile(r"[^\t\n]*+")
BOLD = "**"


@dataclass(frozen=True)
class Row:
    """One row of the source: the line where it starts (1-based) and its cleaned cells, empty ones included."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[tuple[int, str], ...]:
        return tuple((index, cell) for index, cell in enumerate(self.cells) if cell)

    @property
    def text(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)


def to_grid(text: str) -> list[Row]:
    """Return the rows that hold something. Raises ImportProblem beyond 20,000 rows or 300 columns."""
    rows: list[Row] = []
    for row in _rows(text):
        if not row.filled:
            continue
        rows.append(row)
        if len(rows) > MAX_ROWS:
            raise ImportProblem(TOO_MANY_ROWS)
    return rows


def clean_cell(raw: str) -> str:
    """Return the cell in one line, without bold marks nor repeated spaces; the spelling stays as it was written."""
    return " ".join(raw.replace(BOLD, "").split())


def _rows(text: str) -> Iterator[Row]:
    line, position, cells = 1, 0, list[str]()
    first_line = line
    while position <= len(text):
        raw, end = _cell_at(text, position)
        cells.append(clean_cell(raw))
        _check_width(cells)
        line += text.count("\n", position, end)
        if end == len(text) or text[end] == "\n":
            yield Row(first_line, tuple(cells))
            line, cells = line + 1, []
            first_line = line
        position = end + 1


def _check_width(cells: list[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise ImportProblem(TOO_MANY_COLUMNS)


def _cell_at(text: str, position: int) -> tuple[str, int]:
    if quoted := QUOTED_CELL.match(text, position):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = PLAIN_CELL.match(text, position)
    end = plain.end() if plain else position
    return text[position:end], end
