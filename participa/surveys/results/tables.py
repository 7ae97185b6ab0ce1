"""A table of results as everybody reads it: pages, drawings and files are made from it alone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from participa.shared.suppression import Shown, may_follow


class TableKind(StrEnum):
    """PARTS: everybody is in one line. SEVERAL: in several. GRID: lines and columns. MEANS: an average a line."""

    PARTS = "parts"
    SEVERAL = "several"
    GRID = "grid"
    MEANS = "means"


class Withheld(StrEnum):
    """Why a table is not shown at all."""

    FEW = "few"
    SUBTRACTION = "subtraction"


WITHHELD_WORDS = {
    Withheld.FEW: "Respondieron menos de cinco personas.",
    Withheld.SUBTRACTION: "Con estas cifras se podría saber qué dijeron menos de cinco personas.",
}


@dataclass(frozen=True)
class Line:
    """A line; its `values` are people, one for each column, None where hidden. A mean is a text with a comma."""

    code: str
    label: str
    values: tuple[Shown, ...] = ()
    mean: str = ""
    clean: int | None = None

    @property
    def value(self) -> Shown:
        return self.values[0] if self.values else None


@dataclass(frozen=True)
class Table:
    """`people` is how many the lines count. `columns` are the labels of the values; one without label in a list.

    `best` are the labels with most points, of a ranking. `clean_people` is how many are left without the answers
    that look repeated; None when both counts together would show a few. `is_current` is false for one of an earlier
    day that the newer one may not replace.
    """

    name: str
    title: str
    heading: str
    kind: TableKind
    people: Shown
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ("Personas",)
    mean: str = ""
    clean_people: int | None = None
    withheld: Withheld | None = None
    is_current: bool = True
    cut_at: str = ""
    note: str = ""
    best: tuple[str, ...] = ()

    @property
    def cut(self) -> datetime | None:
        """When the numbers of an earlier count were counted; None for those of now."""
        return datetime.fromisoformat(self.cut_at) if self.cut_at else None

    @property
    def hides(self) -> bool:
        return self.withheld is not None or any(value is None for line in self.lines for value in line.values)

    @property
    def why(self) -> str:
        return WITHHELD_WORDS[self.withheld] if self.withheld else ""


@dataclass(frozen=True)
class ShownItem:
    """The tables of one item. `depends` tells that not everybody saw it; `writes` that people wrote in it."""

    name: str
    type: str
    label: str
    tables: tuple[Table, ...] = ()
    depends: bool = False
    writes: bool = False


@dataclass(frozen=True)
class Cross:
    """What each group said in one item: the columns are the parts of the item, the lines those of the group."""

    group: str
    group_label: str
    item: str
    item_label: str
    table: Table


@dataclass(frozen=True)
class Results:
    """Everything that may be read of a survey. `leading` is what most said first: (question, words, people, of).

    `cut_at` is of a total that stayed as it was counted before.
    """

    answers: Shown
    flagged: Shown
    via: Table | None = None
    items: tuple[ShownItem, ...] = ()
    crosses: tuple[Cross, ...] = ()
    columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    leading: dict[str, Any] = field(default_factory=dict)
    counted_at: datetime | None = None
    cut_at: str = ""

    @property
    def cut(self) -> datetime | None:
        """When its total was counted."""
        return datetime.fromisoformat(self.cut_at) if self.cut_at else self.counted_at

    def item(self, name: str) -> ShownItem | None:
        return next((item for item in self.items if item.name == name), None)

    @property
    def tables(self) -> list[Table]:
        told = [self.via] if self.via else []
        return [*told, *(table for item in self.items for table in item.tables)]

    @property
    def hides(self) -> bool:
        return any(table.hides for table in self.tables)


def to_document(results: Results) -> dict[str, Any]:
    """The results ready for JSON."""
    return asdict(results)


def from_document(document: Mapping[str, Any]) -> Results:
    """The results that `to_document` wrote."""
    return Results(
        answers=document["answers"],
        flagged=document["flagged"],
        via=_table(document["via"]) if document["via"] else None,
        items=tuple(_item(written) for written in document["items"]),
        crosses=tuple(Cross(**{**written, "table": _table(written["table"])}) for written in document["crosses"]),
        columns=tuple(document["columns"]),
        left_out=tuple(document["left_out"]),
        leading=dict(document["leading"]),
        cut_at=document.get("cut_at", ""),
    )


def _item(written: Mapping[str, Any]) -> ShownItem:
    return ShownItem(**{**written, "tables": tuple(_table(table) for table in written["tables"])})


def _table(written: Mapping[str, Any]) -> Table:
    lines = tuple(Line(**{**line, "values": tuple(line["values"])}) for line in written["lines"])
    withheld = Withheld(written["withheld"]) if written["withheld"] else None
    kind = TableKind(written["kind"])
    return Table(
        **{**written, "kind": kind, "lines": lines, "columns": tuple(written["columns"]), "withheld": withheld}
        | {"best": tuple(written.get("best", ()))}
    )


def following(earlier: Results, later: Results, counted_at: datetime | None = None) -> Results:
    """The later results, where a table that would show a few by the difference with the earlier one stays as it was.

    `counted_at` is when the earlier ones were counted: a table that stays says so.
    """
    cut_at = counted_at.isoformat() if counted_at else ""
    earlier = _cut(earlier, cut_at)
    before = {table.name: table for table in earlier.tables}
    items = tuple(
        replace(item, tables=tuple(_follow(before.get(table.name), table) for table in item.tables))
        for item in later.items
    )
    via = _follow(before.get(later.via.name), later.via) if later.via else None
    crosses = _follow_crosses(earlier, later)
    is_far = may_follow(_totals(earlier), _totals(later))
    told = [table for item in items for table in item.tables] + [cross.table for cross in crosses]
    is_stale = not is_far or not all(table.is_current for table in told)
    return replace(
        later,
        answers=later.answers if is_far else earlier.answers,
        cut_at="" if is_far else earlier.cut_at or cut_at,
        flagged=later.flagged if is_far else earlier.flagged,
        via=via,
        items=items,
        crosses=crosses,
        columns=() if is_stale else later.columns,
        left_out=(*later.columns, *later.left_out) if is_stale else later.left_out,
        leading=earlier.leading if is_stale else later.leading,
    )


def _cut(earlier: Results, cut_at: str) -> Results:
    """The same, each table with the instant in which it was counted."""

    def dated(table: Table) -> Table:
        return replace(table, cut_at=table.cut_at or cut_at)

    items = tuple(replace(item, tables=tuple(map(dated, item.tables))) for item in earlier.items)
    crosses = tuple(replace(cross, table=dated(cross.table)) for cross in earlier.crosses)
    return replace(earlier, items=items, crosses=crosses, via=dated(earlier.via) if earlier.via else None)


def _totals(results: Results) -> dict[str, Shown]:
    return {"n": results.answers, "flagged": results.flagged}


def _follow_crosses(earlier: Results, later: Results) -> tuple[Cross, ...]:
    """Those that may be shown: what a group said before stays where the difference would show a few."""
    before = {cross.table.name: cross for cross in earlier.crosses}
    after = {cross.table.name: cross for cross in later.crosses}
    followed = (replace(one, table=_follow(_cross_table(before.get(name)), one.table)) for name, one in after.items())
    lost = (
        replace(one, table=replace(one.table, is_current=False)) for name, one in before.items() if name not in after
    )
    return (*followed, *lost)


def _cross_table(cross: Cross | None) -> Table | None:
    return cross.table if cross else None


def _follow(before: Table | None, after: Table) -> Table:
    if before is None or _says_nothing(before) or _numbers(before) == _numbers(after):
        return after
    is_same_shape = before.kind is after.kind and before.columns == after.columns
    if is_same_shape and not _says_nothing(after) and may_follow(_numbers(before), _numbers(after)):
        return after
    return replace(before, is_current=False)


def _says_nothing(table: Table) -> bool:
    return table.people is None or (table.kind is not TableKind.MEANS and not any(_values(table)))


def _values(table: Table) -> Sequence[Shown]:
    return [value for line in table.lines for value in line.values]


def _numbers(table: Table) -> dict[tuple[str, int | str], Shown]:
    numbers: dict[tuple[str, int | str], Shown] = {("", "people"): table.people, ("", "clean"): table.clean_people or 0}
    for line in table.lines:
        numbers |= {(line.code, place): value for place, value in enumerate(line.values)}
        numbers[line.code, "clean"] = line.clean or 0
    return numbers
