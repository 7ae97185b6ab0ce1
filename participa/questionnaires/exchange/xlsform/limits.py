"""The small languages inside cells: names, parameters and constraints."""

import re
from collections.abc import Container

from participa.questionnaires.engine.definition import NAME, ItemType
from participa.questionnaires.exchange.document import CODE, LARGEST
from participa.shared.slugs import to_slug

LONGEST_NAME = 40
PART = re.compile(
    r"(?P<what>\.|string-length\(\s*\.\s*\)|count-selected\(\s*\.\s*\))\s*(?P<sign>>=|<=|>|<|=)\s*(?P<limit>-?\d{1,9})(?:\.0+)?"
)
PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s;,]+)")
TOTAL = re.compile(r"=\s*(\d{1,6})\s*$")
MEASURES = {
    ItemType.NUMBER: ".",
    ItemType.SHORT_TEXT: "string-length(.)",
    ItemType.LONG_TEXT: "string-length(.)",
    ItemType.MULTIPLE: "count-selected(.)",
    ItemType.RANKING: "count-selected(.)",
}
WHOLE_MEASURES = ("string-length(.)", "count-selected(.)")


def name(written: str, taken: Container[str]) -> str:
    """A name as ours are: that of the row when it can be."""
    lower = written.strip().lower()
    base = lower if NAME.fullmatch(lower) else re.sub(r"\W", "_", to_slug(written, "pregunta"))
    base = base if base[:1].isalpha() else f"p_{base}"
    return _free(base[:LONGEST_NAME], taken)


def code(written: str, taken: Container[str]) -> str:
    """A code of an option as ours are: the written one when it can be."""
    base = written if CODE.fullmatch(written) else re.sub(r"\W", "_", to_slug(written, "opcion"))
    return _free(base[:LONGEST_NAME], taken)


def _free(base: str, taken: Container[str]) -> str:
    found, number = base, 2
    while found in taken:
        found, number = f"{base[: LONGEST_NAME - 5]}_{number}", number + 1
    return found


def parameters(written: str) -> dict[str, str]:
    """«start=1 end=5» as names and values."""
    return {name.lower(): value for name, value in PARAMETER.findall(written[:500])}


def whole(written: str) -> int | None:
    return int(written) if re.fullmatch(r"-?\d{1,9}", written) else None


def total(written: str) -> int | None:
    """How many points a constraint shares out."""
    found = TOTAL.search(written[:2000])
    return int(found[1]) if found else None


def read(kind: ItemType, written: str, is_whole: bool = False) -> dict[str, int] | None:
    """The limits of a constraint; none for what cannot be said here. Nothing written is no limit."""
    if not written.strip() or kind in (ItemType.POINTS, ItemType.SCALE, ItemType.FACES):
        return {}
    found: dict[str, int] = {}
    for part in re.split(r"\s+and\s+", written[:500].strip().strip("()")):
        told = PART.fullmatch(part.strip())
        if told is None or re.sub(r"\s", "", told["what"]) != MEASURES.get(kind):
            return None
        limit = _limit(told["sign"], int(told["limit"]), is_whole or MEASURES[kind] in WHOLE_MEASURES)
        if limit is None or abs(int(told["limit"])) > LARGEST:
            return None
        found |= limit
    return found


def _limit(sign: str, figure: int, is_whole: bool) -> dict[str, int] | None:
    match sign:
        case ">=":
            return {"minimum": figure}
        case "<=":
            return {"maximum": figure}
        case "=":
            return {"minimum": figure, "maximum": figure}
        case ">" if is_whole:
            return {"minimum": figure + 1}
        case "<" if is_whole:
            return {"maximum": figure - 1}
    return None
