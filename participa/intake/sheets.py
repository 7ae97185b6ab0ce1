"""The numbered slips to print, one A5 each: the form, the authorisation, and the stub that the person keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from participa.questions.services import authorization_words
from participa.shared.follow_codes import in_groups
from participa.shared.papers import A5, draw_qr, new_paper, plain, write

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, RIGHT, CUT = 10.0, 138.0, 166.0
WIDE = RIGHT - LEFT
KINDS = ("Es:", "pregunta", "propuesta", "queja", "denuncia", "otra")
MEDIA = ("Quiero la respuesta:", "solo en la página", "por correo", "por teléfono", "por carta")
BLANKS = (
    ("Tema, si lo sabe", "Oficina que debería responder, si la sabe"),
    ("Nombre (opcional)", "Documento (opcional)"),
    ("Correo, teléfono o dirección", "Organización (opcional)"),
    ("Barrio o vereda", "Fecha"),
)
WRITING, ROW = 6.2, 8.6  # millimetres between two lines to write on
HOW_TO = "Escriba con letra clara. Si no quiere dar su nombre, déjelo en blanco: le respondemos igual."
KEEP = "Guarde este talón. Con el código ve cada paso y la respuesta. Nadie más lo tiene."


@dataclass(frozen=True)
class Words:
    """What each slip says; the addresses are those of the form and of the page to follow."""

    entity: str
    title: str
    box: str
    ask_address: str
    follow_address: str


def draw(words: Words, stubs: Iterable[tuple[int, str]], made_at: datetime) -> bytes:
    """A page for each (number, follow code)."""
    paper = new_paper(A5, f"Hojas de preguntas: {words.box}", made_at)
    paper.set_auto_page_break(False)
    for number, code in stubs:
        paper.add_page()
        _head(paper, words, number)
        _fields(paper)
        _stub(paper, words, number, code)
    return bytes(paper.output())


def _head(paper: "FPDF", words: Words, number: int) -> None:
    write(paper, words.entity, LEFT, 8, 9)
    write(paper, "Haga su pregunta", LEFT, 12.5, 17, bold=True)
    write(paper, _cut(words.title, 120), LEFT, 20.5, 9, width=WIDE - 34)
    write(paper, f"Hoja N.º {number:04d}", LEFT, 29, 11, bold=True)
    draw_qr(paper, words.ask_address, RIGHT - 30, 5, 30)
    write(paper, "O pregunte desde el teléfono", RIGHT - 32, 34, 7)


def _fields(paper: "FPDF") -> None:
    write(paper, HOW_TO, LEFT, 38, 8, width=WIDE)
    write(paper, "Mi pregunta", LEFT, 44, 10, bold=True)
    paper.set_line_width(0.2)
    for line in range(8):
        paper.line(LEFT, 55 + WRITING * line, RIGHT, 55 + WRITING * line)
    _boxes(paper, KINDS, 101)
    _boxes(paper, MEDIA, 106.5)
    _blanks(paper)
    _box(paper, authorization_words(), LEFT, 150)
    _box(paper, "Tengo menos de 18 años.", LEFT, 156.5)


def _boxes(paper: "FPDF", words: tuple[str, ...], top: float) -> None:
    """A label and, after it, boxes to tick in a row."""
    label, *choices = words
    write(paper, label, LEFT, top, 8)
    left = LEFT + paper.get_string_width(label) + 3
    for choice in choices:
        left = _box(paper, choice, left, top) + 4


def _box(paper: "FPDF", words: str, left: float, top: float) -> float:
    """A square to tick and its words; where they end."""
    paper.rect(left, top - 0.3, 3.4, 3.4)
    write(paper, words, left + 4.6, top, 8)
    return left + 4.6 + paper.get_string_width(plain(words))


def _blanks(paper: "FPDF") -> None:
    for place, pair in enumerate(BLANKS):
        top = 112.5 + ROW * place
        for label, start, end in zip(pair, (LEFT, 76), (72, RIGHT), strict=True):
            write(paper, label, start, top, 7)
            paper.line(start, top + ROW - 1, end, top + ROW - 1)


def _stub(paper: "FPDF", words: Words, number: int, code: str) -> None:
    paper.set_dash_pattern(2, 1.5)
    paper.line(0, CUT, 148, CUT)
    paper.set_dash_pattern()
    write(paper, f"Talón de la hoja N.º {number:04d}", LEFT, CUT + 4, 11, bold=True)
    write(paper, in_groups(code), LEFT, CUT + 11, 16, bold=True)
    write(paper, KEEP, LEFT, CUT + 20, 8.5, width=88)
    write(paper, words.follow_address, LEFT, CUT + 29, 7.5, width=88)
    draw_qr(paper, f"{words.follow_address}#codigo={code}", RIGHT - 37, CUT + 2, 37)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
