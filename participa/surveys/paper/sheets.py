"""The sheets to print: each questionnaire with its own number, its options numbered and room to write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from participa.questionnaires.engine import hints, ordering, phrasing
from participa.questionnaires.engine.checking import total_points
from participa.questionnaires.engine.definition import Definition, Item, ItemType
from participa.questionnaires.engine.showing import STEP_LABELS
from participa.shared.papers import A4, draw_qr, new_paper, plain, write

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, RIGHT, BOTTOM, TOP = 14.0, 196.0, 282.0, 14.0
WIDE = RIGHT - LEFT
QR_SIDE = 26.0
LINE, BOX, LETTERS = 5.2, 3.6, 10
RULED, KEPT_WHOLE = 7.5, 70.0
HOW = "Escriba con letra clara y marque con una X. No ponga su nombre ni su documento. Si se equivoca, pida otra hoja."
CLOSES = "Entregue la hoja antes de"


@dataclass(frozen=True)
class Words:
    """What each sheet says besides its questions."""

    entity: str
    title: str
    about: str
    address: str
    closes: str


def draw(words: Words, definition: Definition, numbers: Iterable[str], made_at: datetime) -> bytes:
    """Every sheet begins on a page of its own and has its number on all of them."""
    wanted = list(numbers)
    pages = _Sheet(_new(words, made_at), words, wanted[0]).draw(definition) if wanted else 0
    paper = _new(words, made_at)
    for number in wanted:
        _Sheet(paper, words, number, pages).draw(definition)
    return bytes(paper.output())


def _new(words: Words, made_at: datetime) -> "FPDF":
    paper = new_paper(A4, f"Hojas: {words.title}", made_at)
    paper.set_auto_page_break(False)
    return paper


class _Sheet:
    """One sheet while it is drawn, of so many `pages`; `y` is how far down it is, in millimetres."""

    def __init__(self, paper: "FPDF", words: Words, number: str, pages: int = 0) -> None:
        self.paper, self.words, self.number, self.pages = paper, words, number, pages
        self.page, self.y = 0, TOP

    def draw(self, definition: Definition) -> int:
        """How many pages it took."""
        self._turn()
        self._head()
        number = 0
        for item in definition.items:
            number += item.is_answered
            self._item(definition, item, number)
        return self.page

    def _turn(self) -> None:
        self.paper.add_page()
        self.page += 1
        self.y = TOP
        write(
            self.paper, f"Hoja N.º {self.number} · página {self.page} de {self.pages}", LEFT, BOTTOM + 4, 9, bold=True
        )

    def _need(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._turn()

    def _head(self) -> None:
        paper, words, text = self.paper, self.words, WIDE - QR_SIDE - 6
        draw_qr(paper, words.address, RIGHT - QR_SIDE, TOP - 4, QR_SIDE)
        write(paper, words.entity, LEFT, self.y, 9)
        self.y += 5
        self._write(words.title, 15, text, bold=True)
        write(paper, f"Hoja N.º {self.number}", LEFT, self.y + 1, 12, bold=True)
        self.y += 8
        self._write(words.about, LETTERS, text)
        self.y = max(self.y, TOP + QR_SIDE - 2)
        self._write(f"{HOW} {CLOSES} {words.closes.rstrip('.')}.", 9, WIDE)
        self.y += 2

    def _write(self, text: str, points: float, width: float, bold: bool = False, left: float = LEFT) -> None:
        """Text in as many lines as it needs."""
        if not text.strip():
            return
        write(self.paper, text, left, self.y, points, bold=bold, width=width)
        self.y = self.paper.get_y() + 1

    def _height(self, text: str, points: float, width: float, bold: bool = False) -> float:
        self.paper.set_font("Helvetica", "B" if bold else "", points)
        height = self.paper.multi_cell(width, points * 0.42, plain(text), dry_run=True, output="HEIGHT")
        return cast(float, height) + 1

    def _item(self, definition: Definition, item: Item, number: int) -> None:
        title = f"{number}. {item.label}" if item.is_answered else item.label
        self._need(self._height(title, 11, WIDE, bold=True) + 11 + min(_room_height(item), KEPT_WHOLE))
        self.y += 3
        self._write(title, 11, WIDE, bold=True)
        self._write(_told(definition, item), 9, WIDE)
        self._room(item)

    def _room(self, item: Item) -> None:
        draw_room = ROOMS.get(item.type)
        if draw_room is not None:
            draw_room(self, item)
        if item.may_decline:
            self._option("Prefiero no responder", BOX)

    def _ranking(self, item: Item) -> None:
        if ordering.is_list(item):
            self._wide_options(item)
        else:
            self._chosen(item)

    def _consent(self, _item: Item) -> None:
        self._option("Sí", BOX)

    def _wide_options(self, item: Item) -> None:
        self._options(item, width=12)

    def _options(self, item: Item, width: float = BOX) -> None:
        for number, option in enumerate(item.options, 1):
            self._option(f"{number}  {option.label}", width)

    def _option(self, words: str, width: float) -> None:
        text = WIDE - width - 6
        self._need(max(self._height(words, LETTERS, text), LINE))
        self.paper.rect(LEFT + 2, self.y, width, BOX)
        top = self.y
        self._write(words, LETTERS, text, left=LEFT + width + 5)
        self.y = max(self.y, top + LINE)

    def _chosen(self, item: Item) -> None:
        self._numbered(item)
        for place in range(1, ordering.places(item) + 1):
            self._option(f"número de la opción que va en el puesto {place}", 12)

    def _numbered(self, item: Item) -> None:
        for number, option in enumerate(item.options, 1):
            words = f"{number}  {option.label}"
            self._need(self._height(words, LETTERS, WIDE - 6))
            self._write(words, LETTERS, WIDE - 6, left=LEFT + 4)

    def _matrix(self, item: Item) -> None:
        columns = "   ".join(f"{number} {option.label}" for number, option in enumerate(item.options, 1))
        self._need(self._height(columns, 9, WIDE) + LINE)
        self._write(columns, 9, WIDE)
        room = len(item.options) * 10 + 4
        for row in item.rows:
            self._need(max(self._height(row.label, LETTERS, WIDE - room), LINE))
            self._boxes(len(item.options), RIGHT - room)
            top = self.y
            self._write(row.label, LETTERS, WIDE - room - 4, left=LEFT + 2)
            self.y = max(self.y, top + LINE)

    def _steps(self, item: Item) -> None:
        for step, words in STEP_LABELS.items():
            label = f"{step}  {words}" if item.type is ItemType.FACES else str(step)
            left = LEFT + 2 + (step - 1) * WIDE / 5
            self.paper.rect(left, self.y, BOX, BOX)
            write(self.paper, label, left + BOX + 1.5, self.y, LETTERS)
        self.y += LINE + 1

    def _boxes(self, many: int, left: float) -> None:
        for place in range(many):
            self.paper.rect(left + place * 10, self.y, BOX, BOX)
            write(self.paper, str(place + 1), left + place * 10 + BOX + 0.8, self.y, 8)

    def _lines(self, item: Item) -> None:
        for _ in range(_lines_of(item)):
            self._need(RULED)
            self.y += RULED - 0.5
            self.paper.line(LEFT + 2, self.y, RIGHT, self.y)
        self.y += 1


ROOMS: dict[ItemType, Callable[[_Sheet, Item], None]] = {
    ItemType.SINGLE: _Sheet._options,
    ItemType.MULTIPLE: _Sheet._options,
    ItemType.RANKING: _Sheet._ranking,
    ItemType.POINTS: _Sheet._wide_options,
    ItemType.MATRIX: _Sheet._matrix,
    ItemType.SCALE: _Sheet._steps,
    ItemType.FACES: _Sheet._steps,
    ItemType.CONSENT: _Sheet._consent,
    **dict.fromkeys((ItemType.SHORT_TEXT, ItemType.LONG_TEXT, ItemType.NUMBER), _Sheet._lines),
    **dict.fromkeys((ItemType.DATE, ItemType.PLACE), _Sheet._lines),
}


def _lines_of(item: Item) -> int:
    return 5 if item.type is ItemType.LONG_TEXT else 1


def _room_height(item: Item) -> float:
    """About how tall the place for its answer is, in millimetres: a short one is not split between two pages."""
    rows = len(item.rows or item.options)
    height = rows * LINE if rows else _lines_of(item) * RULED
    return height + (LINE if item.may_decline else 0)


def _told(definition: Definition, item: Item) -> str:
    """The condition, the help and the limits, as sentences."""
    condition = ""
    if item.condition is not None:
        condition = f"Responda solo {phrasing.condition_words(definition, item.condition)}."
    return " ".join(part for part in (condition, item.help, _limits(item)) if part)


def _limits(item: Item) -> str:
    if item.type is ItemType.RANKING:
        return "Escriba 1 en la que más le importa, 2 en la siguiente, y así." if ordering.is_list(item) else ""
    if item.type is ItemType.POINTS:
        return f"Reparta {total_points(item)} puntos: escriba cuántos le da a cada una."
    if item.type is ItemType.DATE:
        return "Día, mes y año."
    if item.type is ItemType.SCALE and item.help:
        return ""
    return hints.limits(item)
