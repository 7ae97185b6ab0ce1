"""Whether an answer is one, item by item. Each check says what to mend in a plain sentence, or nothing."""

import re
from collections.abc import Callable
from typing import Any

from participa.questionnaires.engine import ordering, writing
from participa.questionnaires.engine.branching import figure, is_empty
from participa.questionnaires.engine.definition import (
    DECLINED,
    DECLINED_LABEL,
    LONGEST_TEXTS,
    MOST_LETTERS,
    Item,
    ItemType,
)

STEPS = range(1, 6)
ALL_POINTS = 100
LONGEST_PLACE = 120
STORED_NAME = re.compile(r"[0-9a-f]{32}")
PICK_ONE = "Elija una de las opciones de la lista."
NOT_ASKED = "Esta respuesta no se pudo leer. Respóndala otra vez."
MISSING = {
    **dict.fromkeys(ItemType, "Escriba su respuesta."),
    **dict.fromkeys((ItemType.SINGLE, ItemType.SCALE, ItemType.FACES), "Elija una opción."),
    ItemType.MULTIPLE: "Elija al menos una opción.",
    ItemType.RANKING: "Ordene las opciones según su preferencia.",
    ItemType.POINTS: "Reparta los puntos.",
    ItemType.MATRIX: "Responda cada fila.",
    ItemType.NUMBER: "Escriba un número.",
    ItemType.DATE: "Escriba una fecha.",
    ItemType.PLACE: "Elija su comuna o vereda.",
    ItemType.FILE: "Adjunte el archivo.",
    ItemType.CONSENT: "Para seguir, marque la casilla si está de acuerdo.",
}


def mend(item: Item, value: Any) -> str:
    """What to mend in the answer of an item that is seen; empty when it is right. It never raises."""
    if not item.is_answered:
        return ""
    if is_empty(value):
        return MISSING[item.type] if item.is_required else ""
    if value == DECLINED:
        return "" if item.may_decline else f"Aquí no se puede elegir «{DECLINED_LABEL}»."
    return CHECKS[item.type](item, value)


def is_order(item: Item, codes: Any) -> bool:
    """Whether it is every code of the item, each once."""
    return is_codes(codes) and sorted(codes) == sorted(option.code for option in item.options)


def is_codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def total_points(item: Item) -> int:
    """How many points an item shares out: its maximum, 100 unless it says otherwise."""
    return item.maximum or ALL_POINTS


def longest(item: Item) -> int:
    """How many letters a text may have: its maximum, or the usual of its type."""
    return min(item.maximum or LONGEST_TEXTS.get(item.type, LONGEST_PLACE), MOST_LETTERS)


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")


def _codes_of(item: Item) -> frozenset[str]:
    return frozenset(option.code for option in item.options)


def _single(item: Item, value: Any) -> str:
    return "" if isinstance(value, str) and value in _codes_of(item) else PICK_ONE


def _place(item: Item, value: Any) -> str:
    if item.options:
        return _single(item, value)
    return _letters(value, LONGEST_PLACE)


def _multiple(item: Item, value: Any) -> str:
    if not is_codes(value) or len(set(value)) < len(value) or not _codes_of(item).issuperset(value):
        return "Elija solo entre las opciones de la lista."
    if item.minimum and len(value) < item.minimum:
        return f"Elija al menos {counted(item.minimum, 'opción', 'opciones')}. Ha elegido {len(value)}."
    if item.maximum and len(value) > item.maximum:
        return f"Elija máximo {counted(item.maximum, 'opción', 'opciones')}. Ha elegido {len(value)}."
    return ""


def _ranking(item: Item, value: Any) -> str:
    if isinstance(value, dict):
        return _repeated(item, value)
    if not is_codes(value) or len(set(value)) < len(value) or not _codes_of(item).issuperset(value):
        return "Ordene solo las opciones de la lista, cada una una vez."
    if ordering.is_list(item):
        return "" if is_order(item, value) else "Dé un puesto a cada opción."
    return _enough_places(item, len(value))


def _enough_places(item: Item, given: int) -> str:
    most, least = ordering.places(item), min(item.minimum or 1, ordering.places(item))
    if given > most:
        return f"Elija máximo {counted(most, 'opción', 'opciones')}."
    return "" if given >= least else f"Elija al menos {counted(least, 'opción', 'opciones')}. Ha elegido {given}."


def _repeated(item: Item, typed: dict[Any, Any]) -> str:
    """What keeps typed places from being an order: one given twice, or one that nobody has."""
    values = [value for value in typed.values() if isinstance(value, str)]
    twice = next((value for value in values if values.count(value) > 1), None)
    if not ordering.is_list(item):
        return _chosen_twice(item, twice)
    if twice is not None and ordering.is_place(twice):
        return f"Dos opciones tienen el puesto {int(twice)}. Dé a cada una un puesto distinto."
    return f"Dé un puesto distinto, de 1 a {len(item.options)}, a cada opción."


def _chosen_twice(item: Item, twice: str | None) -> str:
    if twice is None:
        return "Llene los puestos en orden, desde el primero."
    labels = {option.code: option.label for option in item.options}
    return f"Eligió «{labels[twice]}» dos veces. Déjela en un solo puesto." if twice in labels else PICK_ONE


def _points(item: Item, value: Any) -> str:
    if not isinstance(value, dict) or not _codes_of(item).issuperset(value):
        return "Reparta los puntos solo entre las opciones de la lista."
    if not all(_is_share(points) for points in value.values()):
        return "Escriba los puntos con números enteros, sin signos."
    return points_left(item, sum(value.values()))


def _is_share(points: Any) -> bool:
    return isinstance(points, int) and not isinstance(points, bool) and 0 <= points < 1_000_000


def points_left(item: Item, given: int) -> str:
    """How many points are left to share, or too many; empty when all are shared exactly."""
    total, left = total_points(item), total_points(item) - given
    if left > 0:
        verb = "Le queda" if left == 1 else "Le quedan"
        return f"{verb} {counted(left, 'punto', 'puntos')} por repartir. Deben sumar {total}."
    if left < 0:
        verb = "Sobra" if left == -1 else "Sobran"
        return f"{verb} {counted(-left, 'punto', 'puntos')}. Deben sumar {total}."
    return ""


def _step(_item: Item, value: Any) -> str:
    is_step = isinstance(value, int) and not isinstance(value, bool) and value in STEPS
    return "" if is_step else "Elija un número de 1 a 5."


def _matrix(item: Item, value: Any) -> str:
    rows = {row.code: row.label for row in item.rows}
    if not isinstance(value, dict) or not rows.keys() >= value.keys():
        return "Responda solo las filas que se muestran."
    if not all(isinstance(column, str) and column in _codes_of(item) for column in value.values()):
        return "Elija en cada fila una de las opciones."
    missing = [label for code, label in rows.items() if code not in value]
    return f"Falta responder: {'; '.join(missing)}." if missing and item.is_required else ""


def _number(item: Item, value: Any) -> str:
    found = figure(value) if writing.is_number(value) else None
    if found is None:
        return "Escriba un número, con cifras. Por ejemplo: 12 o 12,5."
    if item.minimum is not None and found < item.minimum:
        return f"Escriba un número de {item.minimum} o más."
    if item.maximum is not None and found > item.maximum:
        return f"Escriba un número de {item.maximum} o menos."
    return ""


def _date(_item: Item, value: Any) -> str:
    return "" if writing.as_date(value) else "Escriba una fecha que exista. Por ejemplo: 21/11/2026."


def _written(item: Item, value: Any) -> str:
    wrong = _letters(value, longest(item))
    if wrong or not item.minimum or len(value) >= item.minimum:
        return wrong
    return f"Escriba al menos {counted(item.minimum, 'letra', 'letras')}."


def _letters(value: Any, most: int) -> str:
    if not isinstance(value, str) or writing.clean(value, is_long=True) != value:
        return NOT_ASKED
    over = len(value) - most
    if over <= 0:
        return ""
    return f"{'Sobra' if over == 1 else 'Sobran'} {counted(over, 'letra', 'letras')}. Puede escribir hasta {most}."


def _file(_item: Item, value: Any) -> str:
    return "" if isinstance(value, str) and STORED_NAME.fullmatch(value) else NOT_ASKED


def _consent(_item: Item, value: Any) -> str:
    return "" if value is True else NOT_ASKED


CHECKS: dict[ItemType, Callable[[Item, Any], str]] = {
    ItemType.SINGLE: _single,
    ItemType.MULTIPLE: _multiple,
    ItemType.RANKING: _ranking,
    ItemType.POINTS: _points,
    ItemType.SCALE: _step,
    ItemType.FACES: _step,
    ItemType.MATRIX: _matrix,
    ItemType.NUMBER: _number,
    ItemType.DATE: _date,
    ItemType.SHORT_TEXT: _written,
    ItemType.LONG_TEXT: _written,
    ItemType.PLACE: _place,
    ItemType.FILE: _file,
    ItemType.CONSENT: _consent,
}
