"""What a questionnaire is made of: items in one order, some of which begin a page or depend on earlier answers.

It is kept as a document (JSON) and read into these frozen values. A condition may only look back, at items that stand
before its own, so no chain of conditions can turn into a circle.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
FIGURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
MOST_POINTS = 100_000
MOST_ITEMS = 200
MOST_OPTIONS = 300
MOST_LETTERS = 10_000


class ItemType(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    POINTS = "points"
    SCALE = "scale"
    FACES = "faces"
    MATRIX = "matrix"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    PLACE = "place"
    FILE = "file"
    CONSENT = "consent"
    NOTE = "note"


ITEM_TYPE_LABELS = {
    ItemType.SINGLE: "Una sola opción",
    ItemType.MULTIPLE: "Varias opciones",
    ItemType.RANKING: "Ordenar por preferencia",
    ItemType.POINTS: "Repartir puntos",
    ItemType.SCALE: "Escala de 1 a 5",
    ItemType.FACES: "Caritas",
    ItemType.MATRIX: "Cuadro de filas y columnas",
    ItemType.NUMBER: "Número",
    ItemType.DATE: "Fecha",
    ItemType.SHORT_TEXT: "Texto corto",
    ItemType.LONG_TEXT: "Texto largo",
    ItemType.PLACE: "Comuna o vereda",
    ItemType.FILE: "Archivo",
    ItemType.CONSENT: "Autorización",
    ItemType.NOTE: "Texto de sección",
}
LONGEST_TEXTS = {ItemType.SHORT_TEXT: 200, ItemType.LONG_TEXT: 2000}
WITH_OPTIONS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.POINTS, ItemType.MATRIX})
UNANSWERED = frozenset({ItemType.NOTE})
DECLINED = "prefiere_no_responder"
DECLINED_LABEL = "Prefiero no responder"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    INCLUDES = "includes"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"


_CHOICE = (Operator.IS, Operator.IS_NOT, Operator.ANSWERED)
_MANY = (Operator.INCLUDES, Operator.ANSWERED)
_COUNTED = (Operator.IS, Operator.IS_NOT, Operator.AT_LEAST, Operator.AT_MOST, Operator.ANSWERED)
OPERATORS = {
    **dict.fromkeys(ItemType, (Operator.ANSWERED,)),
    **dict.fromkeys((ItemType.SINGLE, ItemType.PLACE), _CHOICE),
    **dict.fromkeys((ItemType.MULTIPLE, ItemType.RANKING), _MANY),
    **dict.fromkeys((ItemType.SCALE, ItemType.FACES, ItemType.NUMBER), _COUNTED),
    ItemType.NOTE: (),
}
"""What a condition may ask of each type of item."""


@dataclass(frozen=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True)
class Look:
    """One look at an earlier answer. `value` is the code of an option or a number as text; ANSWERED asks for none."""

    item: str
    operator: Operator
    value: str = ""


@dataclass(frozen=True)
class Condition:
    tests: tuple[Look, ...]
    needs_all: bool = True


@dataclass(frozen=True)
class Item:
    """One thing to answer, or a text between them. `name` stays the same for ever: answers are kept under it.

    `minimum` and `maximum` mean what the type asks for: how many options, how many points to share (maximum), the
    range of a number. `rows` are those of a matrix, `options` its columns.
    """

    name: str
    type: ItemType
    label: str
    help: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    shuffles: bool = False
    may_decline: bool = False
    starts_page: bool = False
    condition: Condition | None = None

    @property
    def is_answered(self) -> bool:
        return self.type not in UNANSWERED

    @property
    def looks_at(self) -> frozenset[str]:
        """The names of the items on which it depends."""
        return frozenset(test.item for test in self.condition.tests) if self.condition else frozenset()

    def label_of(self, code: str) -> str:
        """The words of an option or row. Raises KeyError for a code that it does not have."""
        return {option.code: option.label for option in (*self.options, *self.rows)}[code]


@dataclass(frozen=True)
class Definition:
    items: tuple[Item, ...] = ()
    intro: str = ""
    thanks: str = ""

    @cached_property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items cut where one begins a page, and before one that looks at an answer of its own page.

        So each page knows what it shows before it is drawn: nothing has to appear while somebody answers.
        """
        pages: list[list[Item]] = []
        for item in self.items:
            if item.starts_page or not pages or item.looks_at.intersection(one.name for one in pages[-1]):
                pages.append([])
            pages[-1].append(item)
        return tuple(tuple(page) for page in pages)

    @cached_property
    def to_answer(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_answered)

    def item(self, name: str) -> Item:
        """Raises KeyError for a name that it does not have."""
        return {item.name: item for item in self.items}[name]


def to_document(definition: Definition) -> dict[str, Any]:
    """The definition as a document for JSON."""
    return asdict(definition)


def from_document(document: Mapping[str, Any]) -> Definition:
    """The definition of a document written here. Raises KeyError, TypeError or ValueError for another one."""
    items = tuple(_item(written) for written in document["items"])
    return Definition(items, document.get("intro", ""), document.get("thanks", ""))


def _item(written: Mapping[str, Any]) -> Item:
    parts = dict(written)
    parts["type"] = ItemType(parts["type"])
    parts["options"] = tuple(Option(**option) for option in parts.get("options", ()))
    parts["rows"] = tuple(Option(**row) for row in parts.get("rows", ()))
    parts["condition"] = _condition(parts.get("condition"))
    return Item(**parts)


def _condition(written: Mapping[str, Any] | None) -> Condition | None:
    if written is None:
        return None
    tests = (Look(test["item"], Operator(test["operator"]), test.get("value", "")) for test in written["tests"])
    return Condition(tuple(tests), written.get("needs_all", True))


def lacks(definition: Definition) -> list[str]:
    """What keeps the questionnaire from being published, in whole sentences for the team."""
    return list(_lacks(definition))


def _lacks(definition: Definition) -> Iterator[str]:
    if not definition.to_answer:
        yield "Agregue al menos una pregunta."
    before: dict[str, Item] = {}
    for number, item in enumerate(definition.items, 1):
        yield from (f"Pregunta {number}: {lack}" for lack in _lacks_of(item, before))
        before[item.name] = item
    last = definition.pages[-1] if definition.items else ()
    if any(item.type is ItemType.FILE and item not in last for item in definition.items):
        yield "Ponga las preguntas de archivo en la última página: un archivo no espera de una página a otra."


def _lacks_of(item: Item, before: Mapping[str, Item]) -> Iterator[str]:
    if not NAME.fullmatch(item.name) or item.name in before:
        yield f"el nombre «{item.name}» no sirve o está repetido."
    if not item.label.strip():
        yield "escriba el texto que leerá la gente."
    yield from _lacks_of_options(item)
    if not _are_limits(item):
        yield "el mínimo y el máximo no se pueden cumplir."
    for test in item.condition.tests if item.condition else ():
        yield from _lacks_of_test(test, before.get(test.item))


def _lacks_of_options(item: Item) -> Iterator[str]:
    if item.type in WITH_OPTIONS and len(item.options) < 2:
        yield "escriba al menos dos opciones."
    if len(item.options) > MOST_OPTIONS:
        yield f"tiene más de {MOST_OPTIONS} opciones."
    if item.type is ItemType.MATRIX and not item.rows:
        yield "escriba al menos una fila."
    for kind in (item.options, item.rows):
        codes = {option.code for option in kind}
        if len(codes) < len(kind):
            yield "dos opciones tienen el mismo código."
        if not all(CODE.fullmatch(code) and code != DECLINED for code in codes):
            yield "los códigos de las opciones llevan solo letras sin tilde, cifras y guiones."


def _are_limits(item: Item) -> bool:
    """Whether some answer can be within the limits of an item."""
    least, most = item.minimum, item.maximum
    if least is not None and most is not None and least > most:
        return False
    match item.type:
        case ItemType.NUMBER:
            return all(limit is None or abs(limit) < 10**15 for limit in (least, most))
        case ItemType.MULTIPLE | ItemType.RANKING:
            return _are_positive(least, most) and (least or 1) <= len(item.options)
        case ItemType.POINTS:
            return most is None or 0 < most <= MOST_POINTS
        case ItemType.SHORT_TEXT | ItemType.LONG_TEXT:
            return _are_positive(least, most) and (least or 0) <= (most or LONGEST_TEXTS[item.type]) <= MOST_LETTERS
    return True


def _are_positive(least: int | None, most: int | None) -> bool:
    return (least is None or least >= 0) and (most is None or most >= 1)


def _lacks_of_test(test: Look, looked_at: Item | None) -> Iterator[str]:
    if looked_at is None:
        yield "su condición mira una pregunta que no está antes."
    elif test.operator not in OPERATORS[looked_at.type]:
        yield f"su condición no sirve para una pregunta como «{looked_at.label}»."
    elif not _is_answer_of(test, looked_at):
        yield f"su condición busca en «{looked_at.label}» una respuesta que no se puede dar."


def _is_answer_of(test: Look, item: Item) -> bool:
    if test.operator is Operator.ANSWERED:
        return True
    if item.options:
        return test.value in {option.code for option in item.options}
    return item.type is ItemType.PLACE or bool(FIGURE.fullmatch(test.value))
