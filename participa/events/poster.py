"""The poster of a space as a PDF to print: what, when, where, and the QR of its page. No slogans (Ley 2345 de 2023)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

MILLIMETRES: Final = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
INK, TEAL, MAIZE, PAPER, MUTED = (11, 43, 47), (12, 90, 97), (243, 179, 61), (250, 246, 238), (75, 90, 91)
WHITE: Final = (255, 255, 255)
LATER_SIGNS: Final = str.maketrans(
    {"–": "-", "—": "-", "’": "'", "‘": "'", "“": "«", "”": "»", "…": "...", "\u2022": "-"}
)
HOW_TO_SCAN: Final = "Abra la cámara del teléfono y apunte al cuadro. O escriba esta dirección:"
MARGIN, FOOT, QUIET = 16.0, 224.0, 4
LINE = 0.42  # millimetres of a line for each point of its letters
logging.getLogger("fpdf.svg").setLevel(logging.ERROR)  # it complains of parts of a crest that it skips
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """All that the poster says. `warning` is shown over everything: cancelled, or another date."""

    entity: str
    eyebrow: str
    title: str
    day: str
    hours: str
    place: str
    details: Sequence[str]
    address: str
    warning: str = ""


def draw(words: Words, size: str, crest: Path | None, made_at: datetime) -> bytes:
    """The poster in «a4» or «a3»; both have the same drawing."""
    from fpdf import FPDF  # noqa: PLC0415 - half a second that only posters need

    width, height = MILLIMETRES[size]
    sheet = FPDF(unit="mm", format=(width, height))
    sheet.set_creation_date(made_at)
    sheet.set_auto_page_break(False)
    sheet.set_margin(0)
    sheet.set_title(_plain(words.title))
    sheet.set_lang("es-CO")
    sheet.add_page()
    _Drawing(sheet, width / MILLIMETRES["a4"][0]).draw(words, crest)
    return bytes(sheet.output())


class _Drawing:
    """Draws in millimetres of an A4 sheet; `scale` makes them those of the paper."""

    def __init__(self, sheet: "FPDF", scale: float) -> None:
        self._sheet, self._scale = sheet, scale

    def draw(self, words: Words, crest: Path | None) -> None:
        self._box(0, 0, 210, 297, PAPER)
        self._masthead(words.entity, crest)
        below = self._warning(words.warning) if words.warning else 58.0
        below = self._text(words.eyebrow.upper(), below, 13, TEAL, is_bold=True, most_lines=1) + 3
        below = self._fitted(words.title, below, 46, 20, most=66) + 7
        below = self._when(words, below)
        below = self._text(words.place, below, 21, INK, is_bold=True, most_lines=3) + 4
        for line in words.details:
            if below + 2 * 15 * LINE < FOOT:
                below = self._text(line, below, 15, MUTED, most_lines=2) + 2
        self._foot(words.address)

    def _masthead(self, entity: str, crest: Path | None) -> None:
        self._box(0, 0, 210, 42, INK)
        for place in range(0, 210, 6):
            self._box(place, 42, 3, 2.4, MAIZE)
            self._box(place + 3, 42, 3, 2.4, TEAL)
        left = MARGIN
        if crest is not None and self._picture(crest, MARGIN, 8, 26):
            left += 30
        self._text(entity, 13, 20, WHITE, is_bold=True, left=left, most_lines=1)
        self._text("Rendición de cuentas", 24, 14, WHITE, left=left, most_lines=1)

    def _warning(self, words: str) -> float:
        self._box(0, 50, 210, 18, MAIZE)
        self._text(words, 54, 22, INK, is_bold=True, most_lines=1)
        return 78.0

    def _when(self, words: Words, top: float) -> float:
        self._box(MARGIN, top, 2.2, 26, MAIZE)
        below = self._text(words.day, top, 29, INK, is_bold=True, left=MARGIN + 7, most_lines=1)
        self._text(words.hours, below + 1, 24, TEAL, is_bold=True, left=MARGIN + 7, most_lines=1)
        return top + 33

    def _foot(self, address: str) -> None:
        self._box(0, FOOT, 210, 297 - FOOT, INK)
        self._qr(address, MARGIN, 231, 59)
        left = MARGIN + 68
        below = self._text("Inscríbase y pregunte", 235, 30, WHITE, is_bold=True, left=left, most_lines=2)
        below = self._text(HOW_TO_SCAN, below + 4, 16, WHITE, left=left, most_lines=3)
        plain = address.removeprefix("https://").removeprefix("http://")
        self._text(plain, below + 4, 12, MAIZE, left=left, most_lines=3)

    def _qr(self, address: str, x: float, y: float, side: float) -> None:
        """Dark squares on white with the quiet border that the standard asks for."""
        modules = segno.make_qr(address, error="m").matrix
        one = side / (len(modules) + 2 * QUIET)
        self._box(x, y, side, side, WHITE)
        for row, line in enumerate(modules):
            for column, is_dark in enumerate(line):
                if is_dark:
                    self._box(x + (column + QUIET) * one, y + (row + QUIET) * one, one, one, INK)

    def _fitted(self, text: str, top: float, largest: int, smallest: int, most: float) -> float:
        """As large as fits in a height."""
        size = next((size for size in range(largest, smallest, -2) if self._height(text, size) <= most), smallest)
        return self._text(text, top, size, INK, is_bold=True, most_lines=5)

    def _height(self, text: str, size: float) -> float:
        return len(self._lines(text, size, MARGIN, is_bold=True)) * size * LINE

    def _text(
        self,
        text: str,
        top: float,
        size: float,
        colour: tuple[int, int, int],
        is_bold: bool = False,
        left: float = MARGIN,
        most_lines: int = 99,
    ) -> float:
        """Write in lines from `top` and say where they end; what does not fit in the lines is cut with an ellipsis."""
        lines = self._lines(text, size, left, is_bold)
        if len(lines) > most_lines:
            lines = [*lines[: most_lines - 1], f"{lines[most_lines - 1]}..."]
        self._sheet.set_text_color(*colour)
        for line in lines:
            self._sheet.set_xy(left * self._scale, top * self._scale)
            self._sheet.cell(text=line, h=size * LINE * self._scale)
            top += size * LINE
        return top

    def _lines(self, text: str, size: float, left: float, is_bold: bool) -> list[str]:
        self._sheet.set_font("Helvetica", "B" if is_bold else "", size * self._scale)
        width = (210 - MARGIN - left) * self._scale
        found = self._sheet.multi_cell(width, text=_plain(text), dry_run=True, output="LINES", align="L")
        return cast(list[str], found)

    def _box(self, x: float, y: float, width: float, height: float, colour: tuple[int, int, int]) -> None:
        self._sheet.set_fill_color(*colour)
        scale = self._scale
        self._sheet.rect(x * scale, y * scale, width * scale, height * scale, style="F")

    def _picture(self, crest: Path, x: float, y: float, height: float) -> bool:
        """Whether the crest could be drawn; a poster without it is still a poster."""
        try:
            self._sheet.image(crest, x * self._scale, y * self._scale, h=height * self._scale)
        except (OSError, ValueError, NotImplementedError) as error:
            log.warning("The crest could not be drawn on a poster: %s", type(error).__name__)
            return False
        return True


def _plain(text: str) -> str:
    """The fonts of every PDF know the letters of Spanish; another sign becomes a question mark."""
    return " ".join(text.translate(LATER_SIGNS).split()).encode("latin-1", "replace").decode("latin-1")
