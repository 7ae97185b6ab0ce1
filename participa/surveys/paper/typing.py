"""What a person types from a sheet, in few keys, and the answer that it means. Pure.

Options are numbered on the sheet from 1 in the order of the questionnaire: one number says one option, several numbers
with spaces say several. A ranking of few options is typed as it stands on the paper: the place of each one, from top to
bottom. Points likewise. A matrix is typed row by row. «-» says that the person preferred not to answer.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from participa.questionnaires.engine import ordering, writing
from participa.questionnaires.engine.answering import Answers
from participa.questionnaires.engine.branching import is_empty
from participa.questionnaires.engine.checking import total_points
from participa.questionnaires.engine.definition import DECLINED, Definition, Item, ItemType, Option

DECLINES = "-"
BETWEEN = re.compile(r"[\s,;.]+")
MOST_FIGURES = 300
NUMBERED = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.POINTS, ItemType.MATRIX})
STEPPED = frozenset({ItemType.SCALE, ItemType.FACES})


class Unread(Exception):
    """What was typed is no answer; `sentence` says what to mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def on_paper(definition: Definition) -> Definition:
    """The questionnaire as paper can keep it: nobody stops who leaves a required question blank."""
    return replace(definition, items=tuple(replace(item, is_required=False) for item in definition.items))


def read_all(items: Iterable[Item], typed: Mapping[str, str]) -> tuple[Answers, dict[str, str]]:
    """The answers, and what to mend of what could not be read, by item."""
    answers: Answers = {}
    errors: dict[str, str] = {}
    for item in items:
        try:
            value = read(item, typed.get(item.name, ""))
        except Unread as wrong:
            errors[item.name] = wrong.sentence
        else:
            answers |= {} if is_empty(value) else {item.name: value}
    return answers, errors


def read(item: Item, typed: str) -> Any:
    """The answer, nothing when nothing was typed. Raises Unread."""
    text = writing.clean(typed, is_long=item.type is ItemType.LONG_TEXT)
    if not text:
        return None
    if text == DECLINES and item.may_decline:
        return DECLINED
    return READERS.get(item.type, _text)(item, text)


def write(item: Item, value: Any) -> str:
    """An answer as it is typed: `read` of it gives the same answer back."""
    if is_empty(value):
        return ""
    if value == DECLINED:
        return DECLINES
    return WRITERS.get(item.type, _text_of)(item, value)


def _figures(text: str) -> list[int]:
    parts = [part for part in BETWEEN.split(text) if part]
    if len(parts) > MOST_FIGURES or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        raise Unread("Escriba solo los números de la hoja, con espacios entre ellos.")
    return [int(part) for part in parts]


def _code(options: Sequence[Option], number: int) -> str:
    if not 1 <= number <= len(options):
        raise Unread(f"No hay opción {number}. Escriba un número de 1 a {len(options)}.")
    return options[number - 1].code


def _single(item: Item, text: str) -> str:
    figures = _figures(text)
    if len(figures) != 1:
        raise Unread("Escriba un solo número. Si la hoja trae varios, déjela en blanco.")
    return _code(item.options, figures[0])


def _multiple(item: Item, text: str) -> list[str]:
    return list(dict.fromkeys(_code(item.options, number) for number in _figures(text)))


def _ranking(item: Item, text: str) -> list[str]:
    return _places(item, _figures(text)) if ordering.is_list(item) else _chosen(item, _figures(text))


def _places(item: Item, places: list[int]) -> list[str]:
    if sorted(places) != list(range(1, len(item.options) + 1)):
        raise Unread(f"Escriba el puesto de cada opción, de arriba abajo: {len(item.options)} números sin repetir.")
    by_place = dict(zip(places, item.options, strict=True))
    return [by_place[place].code for place in sorted(places)]


def _chosen(item: Item, numbers: list[int]) -> list[str]:
    if len(set(numbers)) != len(numbers) or len(numbers) > ordering.places(item):
        raise Unread(f"Escriba hasta {ordering.places(item)} números distintos, primero el preferido.")
    return [_code(item.options, number) for number in numbers]


def _points(item: Item, text: str) -> dict[str, int]:
    points = _figures(text)
    if len(points) != len(item.options) or sum(points) != total_points(item):
        raise Unread(
            f"Escriba los puntos de cada opción, de arriba abajo, con 0 en las vacías. Suman {total_points(item)}."
        )
    return {option.code: number for option, number in zip(item.options, points, strict=True) if number}


def _matrix(item: Item, text: str) -> dict[str, str]:
    columns = _figures(text)
    if len(columns) != len(item.rows):
        raise Unread(f"Escriba un número por fila, {len(item.rows)} en total, con 0 en las vacías.")
    pairs = zip(item.rows, columns, strict=True)
    return {row.code: _code(item.options, column) for row, column in pairs if column}


def _step(_item: Item, text: str) -> int:
    figures = _figures(text)
    if len(figures) != 1 or not 1 <= figures[0] <= 5:
        raise Unread("Escriba un número de 1 a 5.")
    return figures[0]


def _consent(_item: Item, text: str) -> bool:
    if text.lower() not in ("1", "si", "sí", "0", "no"):
        raise Unread("Escriba 1 si marcó la casilla, o deje en blanco.")
    return text.lower() in ("1", "si", "sí")


def _text(_item: Item, text: str) -> str:
    return text


READERS: dict[ItemType, Callable[[Item, str], Any]] = {
    ItemType.SINGLE: _single,
    ItemType.MULTIPLE: _multiple,
    ItemType.RANKING: _ranking,
    ItemType.POINTS: _points,
    ItemType.MATRIX: _matrix,
    ItemType.SCALE: _step,
    ItemType.FACES: _step,
    ItemType.CONSENT: _consent,
    ItemType.NUMBER: lambda _item, text: writing.number(text),
    ItemType.DATE: lambda _item, text: writing.date_text(text),
}


def _number_of(options: Sequence[Option], code: str) -> int:
    return next(number for number, option in enumerate(options, 1) if option.code == code)


def _numbers(options: Sequence[Option], codes: Iterable[str]) -> str:
    return " ".join(str(_number_of(options, code)) for code in codes)


def _ranking_of(item: Item, codes: list[str]) -> str:
    if not ordering.is_list(item):
        return _numbers(item.options, codes)
    return " ".join(str(codes.index(option.code) + 1) for option in item.options)


def _points_of(item: Item, points: Mapping[str, int]) -> str:
    return " ".join(str(points.get(option.code, 0)) for option in item.options)


def _matrix_of(item: Item, chosen: Mapping[str, str]) -> str:
    columns = (chosen.get(row.code, "") for row in item.rows)
    return " ".join(str(_number_of(item.options, column)) if column else "0" for column in columns)


def _text_of(_item: Item, value: Any) -> str:
    return str(value)


WRITERS: dict[ItemType, Callable[[Item, Any], str]] = {
    ItemType.SINGLE: lambda item, code: _numbers(item.options, [code]),
    ItemType.MULTIPLE: lambda item, codes: _numbers(item.options, codes),
    ItemType.RANKING: _ranking_of,
    ItemType.POINTS: _points_of,
    ItemType.MATRIX: _matrix_of,
    ItemType.CONSENT: lambda _item, _value: "1",
    ItemType.NUMBER: lambda _item, value: writing.number_as_written(value),
}


def how_to(item: Item) -> str:
    """What to type for an item, in few words."""
    match item.type:
        case ItemType.SINGLE | ItemType.MULTIPLE:
            words = _listed(item.options)
        case ItemType.RANKING:
            words = _how_to_rank(item)
        case ItemType.POINTS:
            words = f"Puntos de arriba abajo, con 0 en las vacías: {_listed(item.options)}"
        case ItemType.MATRIX:
            words = f"Un número por fila, con 0 en las vacías. Columnas: {_listed(item.options)}"
        case ItemType.SCALE | ItemType.FACES:
            words = "De 1 a 5"
        case ItemType.CONSENT:
            words = "1 si marcó la casilla"
        case ItemType.DATE:
            words = "Día/mes/año"
        case _:
            words = ""
    return " · ".join(part for part in (words, "- si prefirió no responder" if item.may_decline else "") if part)


def _how_to_rank(item: Item) -> str:
    if ordering.is_list(item):
        return f"El puesto de cada opción, de arriba abajo: {_listed(item.options)}"
    return f"Hasta {ordering.places(item)} números, primero el preferido: {_listed(item.options)}"


def _listed(options: Iterable[Option]) -> str:
    return " · ".join(f"{number}\u00a0{option.label}" for number, option in enumerate(options, 1))
