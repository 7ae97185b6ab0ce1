"""Cells that only mark a column: an X, a tick, a dot, a 1."""

import re

from participa.strategy.importing.folding import fold, says_nothing
from participa.strategy.importing.grid import Row

MARK = re.compile(r"(?:[xX×✕✖✗✘]{1,3}|[✓✔√☑☒●•■◼▪◆★*]|1|[sS][iIíÍ]|\([xX]\)|\[[xX]\]|ok|OK)")
NO_MARK = frozenset({"0", "no", "n a", "na", "ninguno", "no aplica"})
GLUED = re.compile(r"(?P<mark>[xX✓✔•●])\s+(?P<text>[A-ZÁÉÍÓÚÑ¿(\"0-9].*)", re.DOTALL)
LONGEST_NOTE = 25


def is_mark(cell: str) -> bool:
    return bool(MARK.fullmatch(cell.strip()))


def says_no(cell: str) -> bool:
    """True for an empty cell, a dash, «No», «N/A», 0 and 0 %."""
    return says_nothing(cell) or fold(cell) in NO_MARK


def could_mark(cell: str) -> bool:
    """True for what may stand in a column of marks: a mark, a number, a short note as «Semana 2»."""
    return is_mark(cell) or len(cell) <= LONGEST_NOTE


def unglued(cell: str) -> tuple[str, str] | None:
    """Return the mark and the text of a cell where both came together: «X Informe de avance»."""
    found = GLUED.fullmatch(cell)
    return (found["mark"], found["text"]) if found else None


def is_only_marks(row: Row) -> bool:
    return bool(row.filled) and all(is_mark(cell) for _, cell in row.filled)
