"""What printed papers share: letters, lines and a QR drawn in millimetres."""

from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

A4: Final = (210.0, 297.0)
A5: Final = (148.0, 210.0)
INK: Final = (11, 43, 47)
QUIET: Final = 4
LATER_SIGNS: Final = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": "«", "”": "»", "…": "..."})


def new_paper(size: tuple[float, float], title: str, made_at: datetime) -> "FPDF":
    """An empty document; the size in millimetres."""
    from fpdf import FPDF  # noqa: PLC0415 - half a second that only papers need

    paper = FPDF(unit="mm", format=size)
    paper.set_creation_date(made_at)
    paper.set_title(plain(title))
    paper.set_lang("es-CO")
    paper.c_margin = 0
    paper.set_text_color(*INK)
    paper.set_draw_color(*INK)
    return paper


def write(paper: "FPDF", text: str, x: float, y: float, points: float, bold: bool = False, width: float = 0) -> None:
    """Text from a corner; with `width` it goes on in more lines."""
    paper.set_font("Helvetica", "B" if bold else "", points)
    paper.set_xy(x, y)
    if width:
        paper.multi_cell(width, points * 0.42, plain(text), align="L")
    else:
        paper.cell(text=plain(text))


def draw_qr(paper: "FPDF", address: str, x: float, y: float, side: float) -> None:
    """Dark squares with the quiet border that the standard asks for."""
    modules = _modules(address)
    one = side / (len(modules) + 2 * QUIET)
    paper.set_fill_color(*INK)
    for row, line in enumerate(modules):
        column = 0
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                paper.rect(x + (column + QUIET) * one, y + (row + QUIET) * one, length * one, one, style="F")
            column += length


@lru_cache(maxsize=2)
def _modules(address: str) -> tuple[bytearray, ...]:
    """The squares of a QR, row by row. The one of the form is the same on each slip of a box."""
    return segno.make_qr(address, error="m").matrix


def plain(text: str) -> str:
    """The fonts of every PDF know the letters of Spanish; another sign becomes a question mark."""
    return " ".join(text.translate(LATER_SIGNS).split()).encode("latin-1", "replace").decode("latin-1")
