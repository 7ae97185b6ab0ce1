"""Rows whose cells moved: each cell goes to the column that its kind fits, in order, if there is only one way."""

from collections.abc import Mapping, Sequence

from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.folding import fold, looks_like_code, says_nothing
from participa.strategy.importing.grid import Row
from participa.strategy.importing.marks import is_mark, unglued
from participa.strategy.importing.parties import STARTS
from participa.strategy.importing.sections import is_section_label
from participa.strategy.importing.spanish import MONTHS

LONGEST_MARK = 25
FEWEST_LETTERS, FEWEST_WORDS = 12, 3
MOST_CELLS = 80
DATES = (Column.START, Column.END, Column.DATE)


def fits(row: Row, table: ColumnMap) -> bool:
    """True when the cells are where the headings say: an activity, marks under marks, no lone mark under texts."""
    name = row.cells[table.places[Column.NAME]] if table.places[Column.NAME] < len(row.cells) else ""
    if is_mark(name):
        return False
    return not any(_is_out_of_place(index, cell, table) for index, cell in row.filled)


def _is_out_of_place(index: int, cell: str, table: ColumnMap) -> bool:
    if index in table.marks:
        return len(cell) > LONGEST_MARK and not is_mark(cell)
    column = table.column_at(index, cell)
    if column in DATES:
        return bool(STARTS.match(cell)) and not _has_time(cell)
    return bool(table.marks) and column not in (None, Column.CODE) and cell in "xX✓✔"


def aligned(row: Row, table: ColumnMap) -> Mapping[int, str] | None:
    """Return the cells by the place where they belong, or None when there is no way, or more than one."""
    cells = row.filled
    if len(cells) < 2 or len(cells) > MOST_CELLS or not any(is_mark(cell) or _has_digit(cell) for _, cell in cells):
        return None
    best, ways, route = _cheapest(cells, table)
    if best is None or ways != 1:
        return None
    places = dict(zip(route, (cell for _, cell in cells), strict=True))
    return places if table.places[Column.NAME] in places else None


def _has_digit(cell: str) -> bool:
    return any(char.isdigit() for char in cell)


State = tuple[int, int, tuple[int, ...]]


def _cheapest(cells: Sequence[tuple[int, str]], table: ColumnMap) -> tuple[int | None, int, tuple[int, ...]]:
    """The fewest changes of shift between source and headings, in how many ways, and one of them."""
    states: dict[int, State] = {-1: (0, 1, ())}
    for number, (index, cell) in enumerate(cells):
        following: dict[int, State] = {}
        for place in range(table.width):
            if _compatible(place, cell, table):
                _keep(following, place, _arrivals(states, place, index, cells[number - 1][0] if number else None))
        states = following
    if not states:
        return None, 0, ()
    cost = min(state[0] for state in states.values())
    ways = [state for state in states.values() if state[0] == cost]
    return cost, sum(state[1] for state in ways), ways[0][2]


def _arrivals(states: Mapping[int, State], place: int, index: int, before: int | None) -> list[State]:
    shift = place - index
    return [
        (cost + ((earlier - before if before is not None else 0) != shift), ways, (*route, place))
        for earlier, (cost, ways, route) in states.items()
        if earlier < place
    ]


def _keep(following: dict[int, State], place: int, arrivals: Sequence[State]) -> None:
    if arrivals:
        cost = min(state[0] for state in arrivals)
        same = [state for state in arrivals if state[0] == cost]
        following[place] = (cost, sum(state[1] for state in same), same[0][2])


def _compatible(place: int, cell: str, table: ColumnMap) -> bool:
    if place in table.marks:
        return is_mark(cell)
    if is_mark(cell) and not looks_like_code(cell):
        return False
    column = table.column_at(place, cell)
    if column is Column.CODE:
        return looks_like_code(cell) and cell not in "xX"
    if column in DATES:
        return _has_time(cell)
    if column is Column.SECTION:
        return is_section_label(cell)
    if cell in "xX":
        return False
    if unglued(cell):
        return place - 1 in table.marks
    return _is_prose(cell) and (column is not Column.NAME or len(cell) > FEWEST_LETTERS)


def _is_prose(cell: str) -> bool:
    return not says_nothing(cell) and sum(char.isalpha() for char in cell) > 2


def _has_time(cell: str) -> bool:
    words = fold(cell).split()
    return _has_digit(cell) or any(word in MONTHS or "mestr" in word for word in words) or len(words) < FEWEST_WORDS
