"""A report as parts of a page: what `components/report.html` shows, the same on the site and in the PDF."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from participa.shared.report import telling
from participa.shared.report.charts import svg
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Table,
)

MOST_ROWS = 200  # of a table in a page; the files have them all
FITTING = 3  # columns that a phone shows side by side, one of them with texts
LONGEST_WORD = 22  # letters that fit a column of a phone
FEW_ROWS = 8
FEW_PARTS = 4  # with fewer, a list of contents is in the way
NUMBERS = {ColumnKind.NUMBER, ColumnKind.PERCENT}


@dataclass(frozen=True)
class Shown:
    """A cell with the address that may be linked; `is_number` puts it to the right."""

    text: str
    address: str
    is_number: bool

    @property
    def is_long(self) -> bool:
        """Whether it has a word that may not fit a column."""
        return any(len(word) > LONGEST_WORD for word in self.text.split())


@dataclass(frozen=True)
class Grid:
    """A table as it is shown: some of its rows, and where the rest is."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Shown, ...], ...]
    empty: str
    rest: str
    widths: tuple[int, ...]
    is_wide: bool

    @property
    def is_short(self) -> bool:
        """Whether it should not be parted between two sheets."""
        return len(self.rows) <= FEW_ROWS

    @property
    def is_narrow(self) -> bool:
        """Whether it fits a phone as a table."""
        numbers = [column for column in self.columns if column.kind in NUMBERS]
        return len(self.columns) <= FITTING and len(self.columns) - len(numbers) <= 1


@dataclass(frozen=True)
class Part:
    """One piece of the page. `kind` says which of the rest it has."""

    kind: str
    text: str = ""
    level: int = 2
    anchor: str = ""
    lines: tuple[str, ...] = ()
    grid: Grid | None = None
    drawing: Markup | None = None
    figures: tuple[Figure, ...] = ()
    address: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Page:
    """The whole report: (label, value) of the front, the parts, and the headings of a list of contents."""

    title: str
    subtitle: str
    front: list[tuple[str, str]]
    parts: list[Part]

    @property
    def contents(self) -> list[Part]:
        """The main headings; none when they are few."""
        main = [part for part in self.parts if part.kind == "heading" and part.level == 2]
        return main if len(main) >= FEW_PARTS else []


Link = Callable[[str], str]


def page(report: Report, most_rows: int = MOST_ROWS, link: Link = telling.shown_address) -> Page:
    """The report in parts. `link` says which address of what a cell or a note tells may be linked, or ""."""
    parts = [_part(block, place, most_rows, link) for place, block in enumerate(report.blocks)]
    for place in range(len(parts) - 1, 0, -1):
        if parts[place - 1].kind == "heading" and parts[place].is_wide:
            parts[place - 1] = replace(parts[place - 1], is_wide=True)
    return Page(telling.clean(report.title), telling.clean(report.subtitle), telling.front(report), parts)


def _part(block: Block, place: int, most_rows: int, link: Link) -> Part:
    if isinstance(block, Heading):
        anchor = "".join(block.anchor.split()) or f"parte-{place}"
        return Part("heading", telling.clean(block.text), block.level, telling.clean(anchor))
    if isinstance(block, Prose):
        return Part("prose", lines=tuple(telling.lines(block.text)))
    if isinstance(block, Points):
        return Part("points", lines=tuple(telling.clean(item) for item in block.items))
    if isinstance(block, Note):
        return Part("note", telling.clean(block.source), address=link(block.address))
    if isinstance(block, Figures):
        return Part("figures", telling.clean(block.caption), figures=tuple(_clean_figure(one) for one in block.figures))
    return _numbers(block, most_rows, link)


def _numbers(block: Table | Chart, most_rows: int, link: Link) -> Part:
    table = telling.as_table(block)
    assert table is not None  # noqa: S101 - both are told as tables
    grid = _grid(table, most_rows, link)
    if isinstance(block, Chart):
        return Part(
            "chart",
            telling.clean(block.describe),
            lines=(telling.clean(block.title),),
            grid=grid,
            drawing=svg(block) if block.labels else None,
        )
    return Part("table", grid=grid, is_wide=grid.is_wide)


def _grid(table: Table, most_rows: int, link: Link) -> Grid:
    columns = tuple(Column(telling.clean(column.label), column.kind) for column in table.columns)
    rows = tuple(
        tuple(_shown(cell, column, link) for cell, column in zip(row, columns, strict=True))
        for row in table.rows[:most_rows]
    )
    rest = telling.beyond(table, most_rows)
    caption, empty = telling.clean(table.caption), telling.clean(table.empty)
    return Grid(caption, columns, rows, empty, rest, telling.widths(table), telling.is_wide(table))


def _shown(cell: Cell, column: Column, link: Link) -> Shown:
    return Shown(telling.clean(cell.text), link(cell.address) if cell.address else "", column.kind in NUMBERS)


def _clean_figure(figure: Figure) -> Figure:
    value = Cell(telling.clean(figure.value.text), figure.value.number, figure.value.day)
    return Figure(telling.clean(figure.label), value, telling.clean(figure.how))
