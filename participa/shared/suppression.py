"""Small numbers of people stay hidden, also from who subtracts (Ley 1581 de 2012, art. 6 e).

A number from 1 to FEW - 1 is hidden (primary suppression). Then other numbers are hidden with it, until no hidden one
can be found from the totals of its row, its column or the whole table (complementary suppression). What remains is
checked exactly and against the worst reader, one who knows which hidden numbers are small and which are only hidden
with them: each may still be SPREAD + 1 different ones. A table that cannot be protected is not shown at all.
Totals below FEW are never shown.

What is hidden with a small number is chosen by its place, from the end, and not by its size: the smallest one would
tell who knows the method how large it can be at most.

The check is a flow: the cells and totals of a table are the arrows of a network in which each line (a row, a column)
passes on what it receives. How far a hidden cell can grow or shrink is how much can flow around it through the other
hidden ones. Flows of whole numbers are exact, so the bounds are reached by real tables.

Earlier states count too: `may_follow` says whether a table may take the place of one already published without
letting the difference show a few people. Everything here is pure; `shared/published.py` keeps what was published.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

FEW = 5
SPREAD = 2
TOTAL = "total"
HIDDEN_LABEL = "menos de 5"
UNBOUNDED = 1_000_000_000
Cell: TypeAlias = tuple[str, str]
Node: TypeAlias = Hashable
Arrow: TypeAlias = tuple[Node, Node]
Shown: TypeAlias = int | None
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class PublishedList:
    """Counts that may be shown, None where hidden. `total` is None when nothing of the list may be shown."""

    total: Shown
    counts: dict[str, Shown]

    @property
    def is_withheld(self) -> bool:
        return self.total is None or (bool(self.counts) and all(shown is None for shown in self.counts.values()))

    @property
    def hides(self) -> bool:
        return any(shown is None for shown in self.counts.values())


@dataclass(frozen=True)
class PublishedTable:
    """The same with rows and columns; (row, TOTAL), (TOTAL, column) and (TOTAL, TOTAL) are the margins."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[Cell, Shown]

    @property
    def is_withheld(self) -> bool:
        return all(self.cells[row, column] is None for row in self.rows for column in self.columns)

    @property
    def hides(self) -> bool:
        return any(shown is None for shown in self.cells.values())


def is_few(amount: int) -> bool:
    """Whether a number of people is too small to be shown. Nobody (0) is not few."""
    return 0 < amount < FEW


def protect_total(amount: int) -> Shown:
    """A number that stands alone."""
    return None if is_few(amount) else amount


def protect_list(counts: Mapping[str, int]) -> PublishedList:
    """Parts of a whole, each person in one of them, with their total. Raises ValueError for negative counts."""
    whole = (TOTAL, TOTAL)
    amounts: dict[Cell, int] = {whole: sum(counts.values())} | {(name, ""): count for name, count in counts.items()}
    if is_few(amounts[whole]):
        return PublishedList(None, dict.fromkeys(counts))
    arrows: dict[Cell, Arrow] = {(name, ""): ("line", "outside") for name in counts}
    arrows[whole] = ("outside", "line")
    hidden = _hide(amounts, arrows, fixed=frozenset({whole}))
    shown: dict[str, Shown] = {
        name: None if hidden is None or (name, "") in hidden else count for name, count in counts.items()
    }
    return PublishedList(amounts[whole], shown)


def protect_each(counts: Mapping[str, int], people: int, alone: Collection[str] = ()) -> PublishedList:
    """How many of `people` are in each group, when a person may be in several: no total adds up.

    Next to «n de people», who does not belong to a group is a number too: it is not shown if they are few. Who is in
    one of the groups `alone` is in no other: who subtracts those knows how many belong to any of the rest.
    """
    if is_few(people):
        return PublishedList(None, dict.fromkeys(counts))
    hidden = {name for name, amount in counts.items() if is_few(amount) or is_few(people - amount)}
    while len(hidden) == 1 or _is_bare(counts, people, alone, hidden):
        others = [name for name in counts if counts[name] and name not in hidden]
        if not others:
            return PublishedList(people, dict.fromkeys(counts))
        hidden.add(next((name for name in reversed(others) if name in alone), others[-1]))
    return PublishedList(people, {name: None if name in hidden else amount for name, amount in counts.items()})


def _is_bare(counts: Mapping[str, int], people: int, alone: Collection[str], hidden: set[str]) -> bool:
    """Whether a small number hidden in overlapping groups could still be found, or nearly."""
    room = {name: _bounds(amount) if name in hidden else (amount, amount) for name, amount in counts.items()}
    small = [name for name in hidden if is_few(counts[name])]
    return any(most - least < SPREAD for least, most in (_reach(name, room, people, alone) for name in small))


def _reach(name: str, room: Mapping[str, tuple[int, int]], people: int, alone: Collection[str]) -> tuple[int, int]:
    """The least and the most that a group may be, when everybody is either in one `alone` or in some of the others."""
    least, most = room[name]
    apart = [bounds for other, bounds in room.items() if other in alone and other != name]
    mixed = [bounds for other, bounds in room.items() if other not in alone and other != name]
    if not alone:
        return least, most
    in_apart, in_mixed = _sums(apart), _sums(mixed)
    largest = max((low for low, _high in mixed), default=0)
    if name in alone:
        return max(least, people - in_mixed[1] - in_apart[1]), min(most, people - largest - in_apart[0])
    return max(least, people - in_apart[1] - in_mixed[1]), min(most, people - in_apart[0])


def _sums(rooms: Iterable[tuple[int, int]]) -> tuple[int, int]:
    found = list(rooms)
    return sum(low for low, _high in found), sum(high for _low, high in found)


def protect_table(
    counts: Mapping[Cell, int], rows: Iterable[str], columns: Iterable[str], published: Iterable[Cell] = ()
) -> PublishedTable:
    """A table with the totals of its rows, of its columns and of the whole.

    `published` names the totals that are shown elsewhere too, small or not: hiding them here would hide nothing.
    An absent cell is 0. Raises ValueError for negative counts.
    """
    names, heads = tuple(rows), tuple(columns)
    amounts = _with_margins(counts, names, heads)
    fixed = frozenset(published) | {(TOTAL, TOTAL)}
    everything: dict[Cell, Shown] = dict.fromkeys(amounts)
    if is_few(amounts[TOTAL, TOTAL]):
        return PublishedTable(names, heads, everything)
    hidden = _hide(amounts, {cell: _arrow(cell) for cell in amounts}, fixed)
    if hidden is None:
        return PublishedTable(names, heads, {**everything, **{cell: amounts[cell] for cell in fixed}})
    return PublishedTable(names, heads, {cell: None if cell in hidden else amounts[cell] for cell in amounts})


def _with_margins(counts: Mapping[Cell, int], rows: tuple[str, ...], columns: tuple[str, ...]) -> dict[Cell, int]:
    amounts = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    margins = {(TOTAL, TOTAL): sum(amounts.values())}
    margins |= {(row, TOTAL): sum(amounts[row, column] for column in columns) for row in rows}
    margins |= {(TOTAL, column): sum(amounts[row, column] for row in rows) for column in columns}
    return margins | amounts  # inner cells last: they are hidden before totals are


def _arrow(cell: Cell) -> Arrow:
    """Inner cells go from their row to their column; margins go back, so that every line passes on what it receives."""
    row, column = ("row", cell[0]), ("column", cell[1])
    if (cell[0] == TOTAL) is (cell[1] == TOTAL):
        return row, column
    return column, row


def _hide(amounts: Mapping[Cell, int], arrows: Mapping[Cell, Arrow], fixed: frozenset[Cell]) -> set[Cell] | None:
    """The cells to hide, or None when no choice protects the few. `fixed` cells are always shown."""
    if any(amount < 0 for amount in amounts.values()):
        raise ValueError("There is no negative number of people.")
    hidden = {cell for cell, amount in amounts.items() if is_few(amount) and cell not in fixed}
    while bare := _unprotected(amounts, arrows, hidden):
        candidates = [cell for cell in amounts if cell not in hidden and cell not in fixed and amounts[cell] > 0]
        if not candidates:
            return None
        lines = {node for cell in bare for node in arrows[cell]}
        near = [cell for cell in candidates if lines & set(arrows[cell])]
        hidden.add((near or candidates)[-1])
    return hidden


def _unprotected(amounts: Mapping[Cell, int], arrows: Mapping[Cell, Arrow], hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that who subtracts could still find, or nearly."""
    ranges = {cell: possible_range(cell, amounts, arrows, hidden) for cell in hidden}
    return {cell for cell, (least, most) in ranges.items() if most - least < SPREAD}


def possible_range(
    cell: Cell, amounts: Mapping[Cell, int], arrows: Mapping[Cell, Arrow], hidden: set[Cell]
) -> tuple[int, int]:
    """The least and the most that a hidden cell may be for who sees all the others and knows which hidden are few."""
    tail, head = arrows[cell]
    room: dict[Arrow, int] = {}
    for other in hidden - {cell}:
        _add_room(room, amounts[other], arrows[other])
    least, most = _bounds(amounts[cell])
    grows = min(_flow(dict(room), head, tail), most - amounts[cell])
    shrinks = min(_flow(dict(room), tail, head), amounts[cell] - least)
    return amounts[cell] - shrinks, amounts[cell] + grows


def _bounds(amount: int) -> tuple[int, int]:
    """What is known of a hidden number without subtracting: it is few, or it is hidden with one that is."""
    return (1, FEW - 1) if is_few(amount) else (FEW, UNBOUNDED)


def _add_room(room: dict[Arrow, int], amount: int, arrow: Arrow) -> None:
    """How much more a hidden number lets flow along its arrow, and back."""
    least, most = _bounds(amount)
    for way, left in ((arrow, most - amount), (arrow[::-1], amount - least)):
        room[way] = room.get(way, 0) + left


def _flow(room: dict[Arrow, int], source: Node, sink: Node) -> int:
    """The most that can flow from one line to another (Edmonds and Karp)."""
    total = 0
    while total < UNBOUNDED and (path := _path(room, source, sink)):
        amount = min(room[arrow] for arrow in path)
        for tail, head in path:
            room[tail, head] -= amount
            room[head, tail] = room.get((head, tail), 0) + amount
        total += amount
    return total


def _path(room: Mapping[Arrow, int], source: Node, sink: Node) -> list[Arrow]:
    """The shortest way with room, as its arrows; empty when there is none."""
    came: dict[Node, Arrow] = {}
    waiting = deque([source])
    while waiting and sink not in came:
        node = waiting.popleft()
        for (tail, head), left in room.items():
            if tail == node and left > 0 and head != source and head not in came:
                came[head] = (tail, head)
                waiting.append(head)
    way: list[Arrow] = []
    while sink in came and (not way or way[-1][0] != source):
        way.append(came[way[-1][0] if way else sink])
    return way[::-1]


def may_follow(earlier: Mapping[Name, Shown], later: Mapping[Name, Shown]) -> bool:
    """Whether a table may replace a published one: the same cells hidden, and no number moved by a few people.

    Lists leave out the parts where there is nobody: an absent cell is 0.
    """
    return all(_is_far(earlier.get(cell, 0), later.get(cell, 0)) for cell in earlier.keys() | later.keys())


def _is_far(before: Shown, after: Shown) -> bool:
    if before is None or after is None:
        return before is after
    return before == after or abs(after - before) >= FEW
