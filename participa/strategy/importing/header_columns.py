"""One to three rows of headings to columns: the groups, what stands under them, and what each place means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from participa.strategy.importing.columns import STAGE_WORDS, Column, ColumnMap, rank, recognise
from participa.strategy.importing.folding import fold
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headings import (
    initials,
    is_group,
    number_of,
    part_of_year,
    periods_of,
    unit_of,
    week_in,
    week_of,
    year_of,
)
from participa.strategy.importing.periods import MONTHS_IN, PER_YEAR, Period, Unit
from participa.strategy.importing.sections import element_named, stages_in

YEAR_WIDTH = 12
MOST_STAGES = 1
ROMAN = ("I", "II", "III", "IV", "V", "VI")


@dataclass
class _Headings:
    """The texts over each place, from top to bottom, and the first place of the group each belongs to."""

    width: int
    paths: list[list[str]] = field(default_factory=list)
    leads: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def columns_of(block: Sequence[Row]) -> ColumnMap:
    """Return what the rows of a header say. Nothing is checked: the map may lack the activity."""
    headings = _headings(block)
    periods = _periods(headings)
    stages = _several({place: found[0] for place, path in _leaves(headings) if (found := _stages(path))})
    elements = _several({place: named for place, path in _leaves(headings) if (named := _element(path))})
    stages = {place: stage for place, stage in stages.items() if place not in periods}
    elements = {place: found for place, found in elements.items() if place not in periods and place not in stages}
    marks = {*periods, *stages, *elements}
    names = tuple(_name(path) for path in headings.paths)
    first = block[0]
    return ColumnMap(_places(headings, marks), names, periods, stages, elements, first.table, first.sheet, first.line)


def _headings(block: Sequence[Row]) -> _Headings:
    width = max(len(row.cells) for row in block)
    headings = _Headings(width, [[] for _ in range(width)], [False] * width, list(range(width)))
    for depth, row in enumerate(block):
        shifted = _shifted_leaves(block[:depth], row) if depth else {}
        consumed = set(shifted.values())
        covered = {place for start, end in shifted for place in range(start, end)}
        for index, text in row.filled:
            if shifted and (index in covered or (index, text) in _flat(consumed)):
                continue
            _write(headings, row, index, text, is_last=depth == len(block) - 1)
        for (start, _end), leaves in shifted.items():
            for offset, (_, text) in enumerate(leaves):
                headings.paths[start + offset].append(text)
                headings.leads[start + offset] = True
    return headings


def _flat(leaves: set[tuple[tuple[int, str], ...]]) -> set[tuple[int, str]]:
    return {leaf for group in leaves for leaf in group}


def _write(headings: _Headings, row: Row, index: int, text: str, is_last: bool) -> None:
    width = span_of(row, index, text) if not is_last or index in row.widths else 1
    for place in range(index, min(index + width, headings.width)):
        if not headings.paths[place] or fold(headings.paths[place][-1]) != fold(text):
            headings.paths[place].append(text)
        headings.leads[place] = place == index
        headings.starts[place] = index


def span_of(row: Row, index: int, text: str) -> int:
    """How many columns a heading stands over: what the source says, or, for a group, up to the next heading."""
    if index in row.widths:
        return row.widths[index]
    if not is_group(text):
        return 1
    following = [other for other, cell in row.filled if other > index and fold(cell) != fold(text)]
    return (following[0] if following else len(row.cells)) - index


def _shifted_leaves(above: Sequence[Row], row: Row) -> dict[tuple[int, int], tuple[tuple[int, str], ...]]:
    """The numbers of a second row that stand beside their group: the span of the group wins, in order."""
    found = {}
    for group in above:
        for index, text in group.filled:
            unit = unit_of(text)
            if unit is None or periods_of(text):
                continue
            span = (index, index + span_of(group, index, text))
            leaves = tuple((place, cell) for place, cell in row.filled if place >= index and _is_number(cell, unit))
            inside = [place for place, _ in leaves if place < span[1]]
            if len(leaves) == span[1] - index and len(inside) < len(leaves):
                found[span] = leaves
    return found


def _is_number(cell: str, unit: Unit) -> bool:
    return part_of_year(unit, number_of(cell), None) is not None


def _leaves(headings: _Headings) -> list[tuple[int, list[str]]]:
    return [(place, path) for place, path in enumerate(headings.paths) if path and headings.leads[place]]


def _stages(path: Sequence[str]) -> tuple[str, ...]:
    found = stages_in(path[-1])
    return found if len(found) == MOST_STAGES else ()


def _element(path: Sequence[str]) -> str | None:
    return element_named(path[-1])


def _several(found: Mapping[int, str]) -> dict[int, str]:
    """One heading alone may be a section or a note («Seguimiento»); marks come in groups."""
    return dict(found) if len(set(found.values())) > 1 else {}


def _periods(headings: _Headings) -> dict[int, tuple[Period, ...]]:
    found = {
        place: periods for place, path in enumerate(headings.paths) if path and (periods := _period(headings, place))
    }
    found |= _unnamed_parts(headings, found) or _roman_parts(headings, found)
    found = _twelve_months(headings) | _semesters(headings) | found
    return found if len(found) > 1 else {}


def _period(headings: _Headings, place: int) -> tuple[Period, ...]:
    path = headings.paths[place]
    year = _year_over(path)
    leaf, groups = path[-1], path[:-1]
    if not headings.leads[place]:
        return ()
    if week := _week(leaf, groups, year):
        return (week,)
    if named := periods_of(leaf):
        return tuple(Period(period.unit, period.year or year, period.number) for period in named)
    unit = next((unit for text in reversed(groups) if (unit := unit_of(text)) and not periods_of(text)), None)
    part = part_of_year(unit, number_of(leaf), year) if unit else None
    return (part,) if part else ()


def _year_over(path: Sequence[str]) -> int | None:
    return next((year for text in reversed(path) if (year := year_of(text))), None)


def _week(leaf: str, groups: Sequence[str], year: int | None) -> Period | None:
    month = next((found[0] for text in reversed(groups) if (found := periods_of(text))), None)
    number = week_of(leaf)
    if month is None and (named := week_in(leaf)):
        return Period(named.unit, named.year or year, named.number, named.part)
    if month is None or month.unit is not Unit.MONTH or number is None:
        return None
    return Period(Unit.WEEK, month.year or year, month.number, number)


def _unnamed_parts(headings: _Headings, known: Mapping[int, object]) -> dict[int, tuple[Period, ...]]:
    """Three columns under «Cuatrimestre» without numbers are the first, the second and the third."""
    found: dict[int, tuple[Period, ...]] = {}
    for start in sorted(set(headings.starts)):
        places = [place for place, own in enumerate(headings.starts) if own == start and headings.paths[place]]
        text = headings.paths[start][-1] if headings.paths[start] else ""
        unit = unit_of(text)
        if unit and len(places) == PER_YEAR.get(unit) and not known.keys() & set(places) and not periods_of(text):
            for number, place in enumerate(places, start=1):
                found[place] = (Period(unit, year_of(text), number),)
    return found


def _semesters(headings: _Headings) -> dict[int, tuple[Period, ...]]:
    """S1 and S2 alone, under no month, are halves of a year; weeks come in fours."""
    folded = [fold(path[-1]) if path else "" for path in headings.paths]
    if "s1" not in folded or "s3" in folded or any(periods_of(text) for path in headings.paths for text in path[:-1]):
        return {}
    halves = {"s1": 1, "s2": 2}
    found = {place: halves[words] for place, words in enumerate(folded) if words in halves}
    return {
        place: (Period(Unit.SEMESTER, _year_over(headings.paths[place]), number),) for place, number in found.items()
    }


def _roman_parts(headings: _Headings, known: Mapping[int, object]) -> dict[int, tuple[Period, ...]]:
    """I II III IV side by side, under nothing that names them, are the parts that a year has so many of."""
    leaves = [path[-1] if path else "" for path in headings.paths]
    start = next((place for place, leaf in enumerate(leaves) if leaf == ROMAN[0] and place not in known), None)
    if start is None:
        return {}
    length = next((n for n in range(len(ROMAN), 0, -1) if leaves[start : start + n] == list(ROMAN[:n])), 0)
    unit = next((unit for unit, parts in PER_YEAR.items() if parts == length and unit in MONTHS_IN), None)
    return {start + n: (Period(unit, None, n + 1),) for n in range(length)} if unit and length > 1 else {}


def _twelve_months(headings: _Headings) -> dict[int, tuple[Period, ...]]:
    """E F M A M J J A S O N D, or 1 to 12 under one group."""
    leaves = [path[-1] if path else "" for path in headings.paths]
    for start in range(headings.width - YEAR_WIDTH + 1):
        twelve = leaves[start : start + YEAR_WIDTH]
        if initials(twelve) or _are_numbered(headings.paths[start : start + YEAR_WIDTH]):
            return {start + month - 1: (Period(Unit.MONTH, None, month),) for month in range(1, YEAR_WIDTH + 1)}
    return {}


def _are_numbered(paths: Sequence[Sequence[str]]) -> bool:
    if any(len(path) < 2 or path[0] != paths[0][0] for path in paths):
        return False
    return [number_of(path[-1]) for path in paths] == list(range(1, YEAR_WIDTH + 1))


def _places(headings: _Headings, marks: set[int]) -> dict[Column, int]:
    found: dict[Column, list[int]] = {}
    for place, path in enumerate(headings.paths):
        column = _column(path, headings.leads[place]) if place not in marks else None
        if column is not None:
            found.setdefault(column, []).append(place)
    places = {column: _best(column, candidates, headings) for column, candidates in found.items()}
    return places | _beside_section(places, found.get(Column.SECTION, []), headings)


def _best(column: Column, candidates: Sequence[int], headings: _Headings) -> int:
    return min(candidates, key=lambda place: (rank(column, _name(headings.paths[place])), place))


def _beside_section(places: Mapping[Column, int], candidates: Sequence[int], headings: _Headings) -> dict[Column, int]:
    """«Etapa» and «Elemento» beside the column of the sections say the stage and the element of each row."""
    found: dict[Column, int] = {}
    for place in candidates:
        words = fold(_name(headings.paths[place]))
        if place != places[Column.SECTION] and STAGE_WORDS.match(words):
            found.setdefault(Column.STAGE, place)
        elif place != places[Column.SECTION] and "element" in words:
            found.setdefault(Column.ELEMENT, place)
    return found


def _column(path: Sequence[str], leads: bool) -> Column | None:
    texts = path if leads else []
    return next((column for text in reversed(texts) if (column := recognise(text))), None)


def _name(path: Sequence[str]) -> str:
    return " ".join(path)
