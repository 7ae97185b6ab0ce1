"""What an item asks for besides its words: how many options, how many points, between which numbers."""

from participa.questionnaires.engine import ordering
from participa.questionnaires.engine.checking import counted, total_points
from participa.questionnaires.engine.definition import Item, ItemType


def limits(item: Item) -> str:
    """The limits of an item in a sentence; empty when it has none worth saying before answering."""
    match item.type:
        case ItemType.MULTIPLE:
            return _how_many(item.minimum, item.maximum) or "Puede elegir varias."
        case ItemType.RANKING:
            return _order(item)
        case ItemType.POINTS:
            return f"Reparta {counted(total_points(item), 'punto', 'puntos')}. Puede dejar opciones en blanco."
        case ItemType.SCALE:
            return "1 es lo más bajo y 5 lo más alto."
        case ItemType.NUMBER:
            return _range(item.minimum, item.maximum)
    return ""


def _how_many(least: int | None, most: int | None) -> str:
    if least and most:
        both = f"Elija {counted(least, 'opción', 'opciones')}." if least == most else ""
        return both or f"Elija entre {least} y {counted(most, 'opción', 'opciones')}."
    if least:
        return f"Elija al menos {counted(least, 'opción', 'opciones')}."
    return f"Elija máximo {counted(most, 'opción', 'opciones')}." if most else ""


def _order(item: Item) -> str:
    if ordering.is_list(item):
        return "Ponga primero lo que más le importa. Use las flechas o elija el puesto."
    number = ordering.places(item)
    if number == 1:
        return "Elija la que más le importa."
    return f"Elija las {number} que más le importan y póngalas en orden."


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"Un número de {least} a {most}."
    if least is not None:
        return f"Un número de {least} o más."
    return f"Un número de {most} o menos." if most is not None else ""
