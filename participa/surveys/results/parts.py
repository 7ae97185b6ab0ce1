"""What an answer is counted as: the parts of each item and the columns of a row. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR
from typing import Any

from participa.questionnaires.engine.branching import figure, is_empty
from participa.questionnaires.engine.definition import DECLINED, Definition, Item, ItemType
from participa.questionnaires.engine.showing import STEP_LABELS

DECLINED_PART, UNANSWERED_PART, UNSEEN_PART = "_declined", "_unanswered", "_unseen"
PART_LABELS = {DECLINED_PART: "Prefiere no responder", UNANSWERED_PART: "Sin respuesta", UNSEEN_PART: "No le aparecía"}
WORDS = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})
STEPS = frozenset({ItemType.SCALE, ItemType.FACES})
PARTITIONS = frozenset(
    {ItemType.SINGLE, ItemType.PLACE, ItemType.NUMBER, ItemType.DATE, ItemType.CONSENT, ItemType.FILE, *WORDS, *STEPS}
)
CROSSED = frozenset({ItemType.SINGLE, *STEPS})
SCALE_LABELS = {str(step): str(step) for step in range(1, 6)} | {"1": "1 (lo más bajo)", "5": "5 (lo más alto)"}
FACE_LABELS = {str(step): label for step, label in STEP_LABELS.items()}
EDGES = (0, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
RANGES = 5
GROUP_WORDS = frozenset(
    {"comuna", "corregimiento", "vereda", "barrio", "territorio", "zona", "sector", "edad", "sexo", "genero", "grupo"}
    | {"poblacion", "etnia", "discapacidad", "estrato", "ocupacion", "condicion", "situacion", "escolaridad"}
    | {"orientacion", "identidad", "calidad"}
)
ELSEWHERE = "_otros"
JOINED = "@"


@dataclass(frozen=True)
class Range:
    """Numbers from `least` on, up to the next range."""

    code: str
    label: str
    least: int


def ranges_of(item: Item) -> tuple[Range, ...]:
    """At most RANGES equal ones when the item has both limits; else tens, hundreds, thousands."""
    if item.minimum is not None and item.maximum is not None and item.maximum > item.minimum:
        return _equal(item.minimum, item.maximum)
    told = [
        Range(f"desde_{low}", f"De {low} a menos de {high}", low) for low, high in zip(EDGES, EDGES[1:], strict=False)
    ]
    return (Range("menos", "Menos de 0", -(10**30)), *told, Range("mas", f"{EDGES[-1]} o más", EDGES[-1]))


def _equal(least: int, most: int) -> tuple[Range, ...]:
    wide = -(-(most - least + 1) // RANGES)
    lows = range(least, most + 1, wide)
    ends = [min(low + wide - 1, most) for low in lows]
    return tuple(
        Range(f"desde_{low}", f"De {low} a {end}" if end > low else str(low), low)
        for low, end in zip(lows, ends, strict=True)
    )


def range_of(item: Item, value: Any) -> str:
    """The code of the range of a number; the nearest one for a number outside the limits."""
    number = figure(value)
    whole = int(number.to_integral_value(ROUND_FLOOR)) if number is not None else 0
    ranges = ranges_of(item)
    return next((one.code for one in reversed(ranges) if whole >= one.least), ranges[0].code)


def code_of(item: Item, value: Any) -> str:
    """The part of the whole that an answer belongs to, in an item where everybody is in one part."""
    if item.type is ItemType.NUMBER:
        return range_of(item, value)
    if item.type is ItemType.DATE:
        return str(value)[:4]
    if item.type in WORDS or item.type in (ItemType.FILE, ItemType.CONSENT):
        return "si"
    return str(value)


def part_of(item: Item, answers: Mapping[str, Any], is_seen: bool = True) -> str:
    """The part, also for who declined, left it empty or never saw it."""
    value = answers.get(item.name)
    if not is_seen:
        return UNSEEN_PART
    if value == DECLINED:
        return DECLINED_PART
    return UNANSWERED_PART if is_empty(value) else code_of(item, value)


def amounts(item: Item, value: Any) -> Iterator[tuple[str, int]]:
    """What an answer adds to each count of its item: one for each thing chosen, or its points."""
    match item.type:
        case ItemType.MULTIPLE:
            yield from ((str(code), 1) for code in dict.fromkeys(value))
        case ItemType.RANKING:
            yield from ((f"{code}{JOINED}{place}", 1) for place, code in enumerate(value, 1))
        case ItemType.MATRIX:
            yield from ((f"{row}{JOINED}{column}", 1) for row, column in value.items())
        case ItemType.POINTS:
            yield from ((str(code), int(points)) for code, points in value.items())
        case _:
            yield code_of(item, value), 1


def labels_of(item: Item, places: Mapping[str, str]) -> dict[str, str]:
    """The words of each part, in the order in which they are shown. Places and years are added as they come."""
    match item.type:
        case ItemType.NUMBER:
            return {one.code: one.label for one in ranges_of(item)}
        case ItemType.SCALE | ItemType.FACES:
            usual = FACE_LABELS if item.type is ItemType.FACES else SCALE_LABELS
            return {**usual, **{option.code: option.label for option in item.options if option.code in usual}}
        case ItemType.PLACE:
            return {**{option.code: option.label for option in item.options}, **places}
        case ItemType.CONSENT:
            return {"si": "Sí, autoriza"}
        case ItemType.FILE:
            return {"si": "Envió un archivo"}
        case ItemType.SHORT_TEXT | ItemType.LONG_TEXT:
            return {"si": "Escribió"}
        case _:
            return {option.code: option.label for option in item.options}


def columns_of(item: Item) -> list[str]:
    """The columns of an item in the file of rows: none for what people wrote, sent or shared out in points."""
    match item.type:
        case ItemType.MULTIPLE | ItemType.RANKING:
            return [f"{item.name}.{option.code}" for option in item.options]
        case ItemType.MATRIX:
            return [f"{item.name}.{row.code}" for row in item.rows]
        case ItemType.SINGLE | ItemType.SCALE | ItemType.FACES | ItemType.PLACE | ItemType.NUMBER | ItemType.DATE:
            return [item.name]
        case _:
            return []


def cells_of(item: Item, answers: Mapping[str, Any]) -> dict[str, str]:
    """What a row says of an item, by column; a column without answer is absent."""
    value: Any = answers.get(item.name, "")
    if is_empty(value) or value == DECLINED:
        return {}
    match item.type:
        case ItemType.MULTIPLE:
            return {f"{item.name}.{option.code}": str(int(option.code in value)) for option in item.options}
        case ItemType.RANKING:
            return {f"{item.name}.{code}": str(place) for place, code in enumerate(value, 1)}
        case ItemType.MATRIX:
            return {f"{item.name}.{row}": str(column) for row, column in value.items()}
        case _:
            return {item.name: code_of(item, value)} if columns_of(item) else {}


def is_group(item: Item) -> bool:
    """Whether an item says where somebody lives or to which group the person belongs, which together may tell who."""
    told = item.name.split("_")[0]
    return item.type in (ItemType.PLACE, ItemType.DATE) or (item.type in PARTITIONS and told in GROUP_WORDS)


def groups_of(definition: Definition) -> tuple[Item, ...]:
    found = (item for item in definition.to_answer if is_group(item) and columns_of(item))
    return tuple(item for item in found if item.condition is None)
