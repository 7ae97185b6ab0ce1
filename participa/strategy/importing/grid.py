"""The rows that every source gives: cells as text, and what the source says about merges, pages and sheets."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from participa.strategy.importing.problems import ImportProblem

MAX_ROWS, MAX_COLUMNS = 20_000, 300
TOO_MANY_ROWS = f"La tabla tiene más de {MAX_ROWS:,} filas. Divida el cronograma.".replace(",", ".")
TOO_MANY_COLUMNS = f"Una fila de la tabla tiene más de {MAX_COLUMNS} columnas. Copie solo las columnas del cronograma."

BOLD = "**"
TAG = re.compile(
    r"</?(?:p|br|b|i|u|s|a|em|strong|span|div|font|ul|ol|li|sup|sub|small|center|h[1-6]|table|tbody|thead|tr|td|th|o:p)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10}\d{0,2});", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


@dataclass(frozen=True)
class Row:
    """One row of the source: the line where it starts (1-based) and its cleaned cells, empty ones included.

    `merged` holds what belongs to this row because a merged cell begins above; `spans`, the first place and the width
    of cells merged across; `painted`, the places of empty cells with a background of their own. `table` counts the
    tables of sources that have them; 0 is a line of text.
    """

    line: int
    cells: tuple[str, ...]
    merged: tuple[tuple[int, str], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    painted: tuple[int, ...] = ()
    table: int = 0
    sheet: str = ""
    notes: tuple[str, ...] = ()
    opens_page: bool = False

    @cached_property
    def filled(self) -> tuple[tuple[int, str], ...]:
        """The cells that are written in this very row."""
        return tuple((index, cell) for index, cell in enumerate(self.cells) if cell)

    @property
    def whole(self) -> dict[int, str]:
        """The cells of the row with those merged from above."""
        return dict(sorted({**dict(self.merged), **dict(self.filled)}.items()))

    @property
    def text(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)

    @property
    def widths(self) -> Mapping[int, int]:
        return dict(self.spans)


def clean_cell(raw: str) -> str:
    """Return the cell in one line, without markup, bold marks nor repeated spaces; the spelling stays as written."""
    text = TAG.sub(" ", raw) if "<" in raw else raw
    text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text
    return " ".join(INVISIBLE.sub("", text.replace(BOLD, "")).split())


def check_width(cells: list[str]) -> None:
    """Raises ImportProblem beyond 300 columns."""
    if len(cells) > MAX_COLUMNS:
        raise ImportProblem(TOO_MANY_COLUMNS)


def checked(rows: list[Row]) -> list[Row]:
    """Return the rows that hold something. Raises ImportProblem beyond 20,000 of them."""
    held = [row for row in rows if row.filled]
    if len(held) > MAX_ROWS:
        raise ImportProblem(TOO_MANY_ROWS)
    return held
