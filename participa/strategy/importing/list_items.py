"""The text of one item of a list: where the activity ends and its responsible, its date or its product begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import fold
from participa.strategy.importing.parties import ALL, CAPITAL_START, STARTS, Known, ends_with_connector, is_office_like
from participa.strategy.importing.schedules import ScheduleKind

LABEL = re.compile(
    r"\b(?P<label>actividad|acci[oó]n"
    r"|responsables?|dependencias?(?: responsables?)?|encargad[oa]s?|fechas?(?: de \w+)?|plazo|cuando|periodo"
    r"|periodicidad|productos?|metas?(?:/producto)?|entregables?|indicador)\s*:\s*",
    re.IGNORECASE,
)
PARTS = {
    "name": ("actividad", "accion"),
    "responsible": ("responsable", "dependencia", "encargad"),
    "schedule": ("fecha", "plazo", "cuando", "periodo", "periodicidad"),
    "product": ("producto", "meta", "entregable", "indicador"),
}
JOINTS = " -–—|(),;:"
EDGES = " .,;:-–—|()"
TAIL = re.compile(r"(?P<before>.+)\s*(?:\s[-–—]\s|[|;]|\.\s|\()\s*(?P<tail>[^|;()]+?)\)?\s*\.?", re.DOTALL)


@dataclass(frozen=True)
class ItemText:
    """The parts of an item. When the split is uncertain, the name keeps the whole text."""

    name: str
    responsible: str = ""
    schedule: str = ""
    product: str = ""
    is_uncertain: bool = False


def read_item(lines: Sequence[str | None], known: Known) -> ItemText:
    """Return the parts of an item whose lines are given; None is a blank line."""
    whole = _text(lines)
    if LABEL.search(whole):
        return _labelled(whole)
    dated = [line for line in lines[1:] if line and _is_date_line(line)]
    if dated:
        rest = read_item([line for line in lines if line not in dated], known)
        return replace(rest, schedule=f"{rest.schedule} {' '.join(dated)}".strip())
    if (start := _line_of_office(lines)) is not None:
        return _with_tails(_text(lines[:start]), _text(lines[start:]))
    return _one_text(whole, known)


def _text(lines: Sequence[str | None]) -> str:
    return " ".join(line for line in lines if line)


def _labelled(whole: str) -> ItemText:
    """«Actividad. Responsable: … Fecha: …»."""
    labels = [found for found in LABEL.finditer(whole) if found.start() == 0 or not whole[found.start() - 1].isalnum()]
    ends = [label.start() for label in labels[1:]] + [len(whole)]
    parts = dict.fromkeys(PARTS, "")
    for label, end in zip(labels, ends, strict=True):
        part = next(part for part, stems in PARTS.items() if fold(label["label"]).startswith(stems))
        parts[part] = f"{parts[part]} {whole[label.end() : end].strip(EDGES)}".strip()
    before = whole[: labels[0].start()].strip(JOINTS)
    name = " ".join(text for text in (before, parts["name"]) if text)
    return ItemText(name, parts["responsible"], parts["schedule"], parts["product"])


def _is_date_line(line: str) -> bool:
    """A line that is all of it a date; a year alone may be the end of a sentence."""
    return _is_time(line) and not line.strip(EDGES).isdecimal()


def _line_of_office(lines: Sequence[str | None]) -> int | None:
    """The first line after the item's own that begins with the name of an office and is no part of a sentence."""
    for index in range(1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if line is None or not (CAPITAL_START.match(line) or ALL.fullmatch(fold(line))):
            continue
        if before is None or not ends_with_connector(before):
            return index if any(lines[:index]) else None
    return None


def _with_tails(name: str, responsible: str) -> ItemText:
    """A date after the responsible or after the activity."""
    who, when = _without_date(responsible)
    if when:
        return ItemText(name, who, when)
    what, when = _without_date(name)
    return ItemText(what, responsible, when)


def _without_date(text: str) -> tuple[str, str]:
    found = TAIL.fullmatch(text)
    if found and _is_time(found["tail"]):
        return found["before"].strip(JOINTS), found["tail"].strip()
    return text, ""


def _is_time(text: str) -> bool:
    return len(text) > 3 and read_schedule(text, 2000).kind not in (ScheduleKind.UNKNOWN, ScheduleKind.RELATIVE)


def _one_text(whole: str, known: Known) -> ItemText:
    """Activity and responsible in one line: parted where a name begins that the document uses alone elsewhere."""
    what, when = _without_date(whole)
    starts = [found.start() for found in CAPITAL_START.finditer(what) if _may_begin(what, found.start())]
    for start in starts:
        if _is_known(what[start:], known):
            return ItemText(what[:start].strip(JOINTS), what[start:].strip(JOINTS), when)
    if tail := _office_tail(what):
        return ItemText(tail[0], tail[1], when)
    return ItemText(what, "", when, is_uncertain=bool(starts))


def _may_begin(text: str, start: int) -> bool:
    return start > 0 and not ends_with_connector(text[:start])


def _is_known(rest: str, known: Known) -> bool:
    words = f"{fold(rest)} "
    return any(words.startswith(f"{name} ") for name in known.names if STARTS.match(name))


def _office_tail(text: str) -> tuple[str, str] | None:
    """«Actividad – Secretaría de Planeación» and «Actividad (Secretaría de Planeación)»."""
    found = TAIL.fullmatch(text)
    if found and is_office_like(found["tail"]):
        return found["before"].strip(), found["tail"].strip()
    return None
