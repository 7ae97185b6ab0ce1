"""The numbers that a word processor writes by itself before paragraphs and in columns of a table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

LEVELS = 9
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
BULLET = "bullet"


@dataclass(frozen=True)
class _Level:
    """How one level of a list counts: decimal, letters…, its pattern («%1.%2») and its first number."""

    counts: str
    pattern: str
    start: int


class Numbering:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels = _levels(numbering)
        self._styles = _styles(styles)
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * LEVELS)

    def next_label(self, paragraph: Element, in_table: bool = False) -> str:
        """Return what stands before the paragraph, with a space: «1. », «2.1 », «• »; empty when it is in no list."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        level = self._levels.get(number, {}).get(depth)
        if level is None:
            return ""
        if level.counts == BULLET:
            return "" if in_table else "• "
        counts = self._counts[number]
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)
        return f"{self._written(number, level.pattern, counts)} "

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        own = _list_properties(paragraph.find("pPr"))
        if own is not None:
            return own if own[0] != "0" else None
        style = paragraph.find("pPr/pStyle")
        return self._styles.get(style.get("val", "")) if style is not None else None

    def _written(self, number: str, pattern: str, counts: list[int]) -> str:
        text = pattern
        for depth in range(LEVELS):
            level = self._levels[number].get(depth)
            text = text.replace(f"%{depth + 1}", _figure(max(counts[depth], 1), level.counts if level else "decimal"))
        return text


def _list_properties(properties: Element | None) -> tuple[str, int] | None:
    found = properties.find("numPr") if properties is not None else None
    number = found.find("numId") if found is not None else None
    if found is None or number is None:
        return None
    depth = found.find("ilvl")
    level = depth.get("val", "0") if depth is not None else "0"
    return number.get("val", "0"), min(int(level), LEVELS - 1) if level.isdecimal() else 0


def _levels(numbering: Element | None) -> dict[str, dict[int, _Level]]:
    if numbering is None:
        return {}
    kinds = {kind.get("abstractNumId", ""): _kind(kind) for kind in numbering.findall("abstractNum")}
    found = {}
    for number in numbering.findall("num"):
        kind = number.find("abstractNumId")
        found[number.get("numId", "")] = kinds.get(kind.get("val", "") if kind is not None else "", {})
    return found


def _kind(kind: Element) -> dict[int, _Level]:
    levels = {}
    for level in kind.findall("lvl"):
        place, start = level.get("ilvl", ""), _value(level, "start")
        if place.isdecimal():
            counts = _value(level, "numFmt") or "decimal"
            levels[int(place)] = _Level(counts, _value(level, "lvlText"), int(start) if start.isdecimal() else 1)
    return levels


def _value(element: Element, name: str) -> str:
    found = element.find(name)
    return found.get("val", "") if found is not None else ""


def _styles(styles: Element | None) -> Mapping[str, tuple[str, int]]:
    if styles is None:
        return {}
    named = {style.get("styleId", ""): _list_properties(style.find("pPr")) for style in styles.findall("style")}
    return {name: properties for name, properties in named.items() if properties and properties[0] != "0"}


def _figure(number: int, counts: str) -> str:
    if counts in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if counts == "upperLetter" else letter
    if counts in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if counts == "upperRoman" else roman
    return f"{number:02}" if counts == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text
