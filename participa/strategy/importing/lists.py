"""Cronogramas that are a list and no table: the next expected number begins an activity, the rest belongs to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from participa.strategy.importing.assembly import ActivityRow, Assembly
from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.furniture import is_noise
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headings import periods_of
from participa.strategy.importing.list_items import ItemText, read_item
from participa.strategy.importing.parties import Known, ends_with_connector, is_office_like
from participa.strategy.importing.plan import SourceLine
from participa.strategy.importing.sections import is_section_label, is_shouted, suggest

NUMBERED = re.compile(r"(?P<code>\d{1,3}(?:\.\d{1,3}){0,4})\s?[.)°º\-–]{0,2}(?:\s+(?P<text>\S.*))?", re.DOTALL)
BULLET = re.compile(r"[-–•●▪*·‣]\s+(?P<text>\S.*)", re.DOTALL)
NUMBERS_ONLY = re.compile(r"\d{1,2}(?:\s+\d{1,2}){3,}")
FEWEST_ITEMS = 3
LONGEST_LABEL_WORDS = 8
PLACES = {Column.CODE: 0, Column.NAME: 1, Column.RESPONSIBLE: 2, Column.DATE: 3, Column.GOAL: 4}
WITHOUT_HEADINGS = ("", "", "", "", "")


@dataclass
class _Item:
    """An activity of a list while its lines are read; a blank line is None."""

    line: int
    code: str
    section: int | None
    row: Row
    lines: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """A line of the list between its neighbours."""

    row: Row
    previous: Row | None
    following: Row | None

    @property
    def is_label(self) -> bool:
        return _is_label(self.row, self.following)

    @property
    def is_after_label(self) -> bool:
        return self.previous is not None and _is_label(self.previous, self.row)

    @property
    def is_after_blank(self) -> bool:
        return self.previous is not None and self.row.line - self.previous.line > 1


def read_list(rows: Sequence[Row]) -> Assembly | None:
    """Return the parts of a list, or None when the rows hold no list of at least three items."""
    bulleted = not _has_numbers(rows)
    assembly, items = Assembly(), list[_Item]()
    for index, row in enumerate(rows):
        previous, following = (rows[other] if 0 <= other < len(rows) else None for other in (index - 1, index + 1))
        _take(_Line(row, previous, following), assembly, items, bulleted)
    if len(items) < FEWEST_ITEMS:
        return None
    known = _learnt(items)
    read = [read_item(item.lines, known) for item in items]
    table = ColumnMap(_places(read), WITHOUT_HEADINGS)
    assembly.activities += [_activity(item, text, table) for item, text in zip(items, read, strict=True)]
    return assembly


def _places(items: Sequence[ItemText]) -> dict[Column, int]:
    """A list without a single date has no column of dates; the same for responsibles and products."""
    told = {Column.RESPONSIBLE: "responsible", Column.DATE: "schedule", Column.GOAL: "product"}
    empty = {column for column, part in told.items() if not any(getattr(item, part) for item in items)}
    return {column: place for column, place in PLACES.items() if column not in empty}


def _has_numbers(rows: Sequence[Row]) -> bool:
    expected: tuple[int, ...] = (0,)
    found = 0
    for index, row in enumerate(rows):
        after_label = index > 0 and _is_label(rows[index - 1], row)
        if (start := _start(row, expected, after_label)) is not None:
            expected, found = start[0], found + 1
    return found >= FEWEST_ITEMS


def _take(line: _Line, assembly: Assembly, items: list[_Item], bulleted: bool) -> None:
    row, current = line.row, items[-1] if items else None
    start = _bullet(row) if bulleted else _start(row, _code(current.code) if current else (0,), line.is_after_label)
    if start is not None:
        code, text = ".".join(map(str, start[0])), start[1]
        items.append(_Item(row.line, code, assembly.current_position, row, [text] if text else []))
    elif line.is_label and (current is None or current.lines) and _may_enter(row, assembly, current):
        assembly.enter(row.text, row.line)
    elif is_noise(row) or NUMBERS_ONLY.fullmatch(row.text):
        assembly.unassigned.append(SourceLine(row.line, row.text))
    elif current is None:
        assembly.titles.append(SourceLine(row.line, row.text))
    else:
        if line.is_after_blank:
            current.lines.append(None)
        current.lines.append(row.text)


def _may_enter(row: Row, assembly: Assembly, current: _Item | None) -> bool:
    """«MARZO» above the first item is a section, and «ABRIL» then too; below an item it may be its date."""
    if current is None or not periods_of(row.text):
        return True
    return any(periods_of(section.label) for section in assembly.sections.values())


def _code(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split(".") if part) or (0,)


def _is_label(row: Row, following: Row | None) -> bool:
    """A line by itself that names a section and stands right above an item."""
    if following is None or not (NUMBERED.fullmatch(following.text) or BULLET.fullmatch(following.text)):
        return False
    if periods_of(row.text):
        return True
    return is_section_label(row.text) and (
        is_shouted(row.text) or suggest(row.text) != (None, None) and _is_short(row.text)
    )


def _is_short(text: str) -> bool:
    return len(text.split()) <= LONGEST_LABEL_WORDS and not text.endswith((".", ",")) and not ends_with_connector(text)


def _start(row: Row, last: tuple[int, ...], after_label: bool) -> tuple[tuple[int, ...], str] | None:
    """The number and the text of a line that begins the next item: 7 after 6, 2.1 after 1.4, 1 again after a label."""
    found = NUMBERED.fullmatch(row.text)
    if not found:
        return None
    code, text = tuple(int(part) for part in found["code"].split(".")), found["text"] or ""
    is_next = code in _following(last) or (after_label and set(code) == {1})
    return (code, text) if is_next and not text[:1].islower() else None


def _following(last: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Next brother, first child, next uncle and its first child."""
    if last == (0,):
        return {(1,), (1, 1), (1, 1, 1)}
    found = {(*last, 1)}
    for depth in range(len(last)):
        brother = (*last[:depth], last[depth] + 1)
        found |= {brother, *((*brother, *[1] * extra) for extra in range(1, len(last) - depth + 1))}
    return found


def _bullet(row: Row) -> tuple[tuple[int, ...], str] | None:
    found = BULLET.fullmatch(row.text)
    return ((), found["text"]) if found else None


def _learnt(items: Sequence[_Item]) -> Known:
    """Names that begin a line of some item: what a responsible looks like in this document."""
    known = Known()
    for text in _sure_responsibles(items):
        known.learn(text)
    return known


def _sure_responsibles(items: Sequence[_Item]) -> Iterator[str]:
    for item in items:
        read = read_item(item.lines, Known())
        if read.responsible and not read.is_uncertain and is_office_like(read.responsible):
            yield read.responsible


def _activity(item: _Item, read: ItemText, table: ColumnMap) -> ActivityRow:
    cells = {0: item.code, 1: read.name, 2: read.responsible, 3: read.schedule, 4: read.product}
    filled = {place: cell for place, cell in cells.items() if cell}
    row = Row(item.line, tuple(cells.values()), notes=_notes(read))
    return ActivityRow(item.line, item.section, table, filled, row)


def _notes(read: ItemText) -> tuple[str, ...]:
    if not read.is_uncertain:
        return ()
    return ("No se pudo separar con seguridad el responsable; el texto quedó completo en la actividad.",)
