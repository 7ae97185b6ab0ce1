"""Papers with a single-use code each, to print, cut and give away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from participa.shared.papers import A4, draw_qr, new_paper, write
from participa.surveys.proofs import in_halves

if TYPE_CHECKING:
    from fpdf import FPDF

COLUMNS, ROWS = 2, 5
MARGIN = 10.0
WIDE, HIGH = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
QR_SIDE = 30.0
HOW = "Abra la encuesta con la cámara o escriba la dirección. Después escriba este código."
ONCE = "Sirve una sola vez. Nadie sabrá qué respondió usted."


@dataclass(frozen=True)
class Words:
    """What each slip says."""

    entity: str
    title: str
    address: str
    closes: str


def draw(words: Words, codes: Sequence[str], made_at: datetime) -> bytes:
    """Ten slips a page, with lines to cut along."""
    paper = new_paper(A4, f"Códigos: {words.title}", made_at)
    paper.set_auto_page_break(False)
    for place, code in enumerate(codes):
        if place % (COLUMNS * ROWS) == 0:
            paper.add_page()
        row, column = divmod(place % (COLUMNS * ROWS), COLUMNS)
        _slip(paper, words, code, MARGIN + column * WIDE, MARGIN + row * HIGH)
    return bytes(paper.output())


def _slip(paper: "FPDF", words: Words, code: str, x: float, y: float) -> None:
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=1.5, gap=1.5)
    paper.rect(x, y, WIDE, HIGH)
    paper.set_dash_pattern()
    text = WIDE - QR_SIDE - 8
    write(paper, words.entity, x + 4, y + 4, 8)
    write(paper, _cut(words.title, 70), x + 4, y + 8, 10, bold=True, width=text)
    write(paper, in_halves(code), x + 4, y + 21, 17, bold=True)
    write(paper, HOW, x + 4, y + 30, 7.5, width=text)
    write(paper, ONCE, x + 4, y + 38.5, 7.5, width=text)
    write(paper, f"Cierra: {words.closes}", x + 4, y + 46, 7.5, width=WIDE - 8)
    write(paper, words.address, x + 4, y + 50, 6.5)
    draw_qr(paper, words.address, x + WIDE - QR_SIDE - 3, y + 4, QR_SIDE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
