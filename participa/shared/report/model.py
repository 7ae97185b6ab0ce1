"""What a report says, apart from how it looks. Pure: no database, no request, no format.

Each value is told once as a `Cell`, whose `text` every format shows; workbooks and tables also take its `number`.
Nothing here is secret: whoever makes the blocks has already hidden the small numbers of people and the names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from participa.shared.suppression import HIDDEN_LABEL
from participa.shared.templating import plain_day

ABSENT_LABEL = "Sin dato"


class ColumnKind(Enum):
    """How the cells of a column line up, and what a workbook makes of them."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"


@dataclass(frozen=True)
class Cell:
    """One value. `text` is what people read; `number` its exact value, when it is one; `day`, when it is a day."""

    text: str
    number: float | None = None
    day: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Heading:
    """Opens a part. `level` goes from 2 to 4, and never jumps; `anchor` is a word, once in the report."""

    text: str
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Prose:
    """Paragraphs, one a line. `key` names the text that the team may write; "" when it comes from the data."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Points:
    """A list of short sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    label: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True)
class Table:
    """Rows under columns. `name` is a word, once in the report: the sheet of a workbook and the file of a CSV.

    `empty` is said when there are no rows. Every row has as many cells as there are columns.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "No hay nada que contar todavía."


class ChartKind(Enum):
    BARS = "bars"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True)
class Series:
    """One value for each label of the chart; None where it is hidden or nobody knows."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing of numbers that are also told as a table, in every format. `describe` says what it shows."""

    name: str
    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    describe: str
    unit: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that stands out, and in plain words how it was counted."""

    label: str
    value: Cell
    how: str = ""


@dataclass(frozen=True)
class Figures:
    """The numbers that open a part; `name` is a word, once in the report."""

    name: str
    caption: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Note:
    """Where the numbers come from: `source` is a sentence, `address` the public page that says the same."""

    source: str
    address: str = ""


Block: TypeAlias = Heading | Prose | Points | Table | Chart | Figures | Note


@dataclass(frozen=True)
class Report:
    """A whole report. `cut_at` is the instant when everything was read; `number` and `reason` tell its version."""

    kind: str
    title: str
    entity: str
    subtitle: str
    cut_at: datetime
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    address: str = ""
    number: int = 0
    reason: str = ""


def said(text: str, address: str = "") -> Cell:
    return Cell(text or ABSENT_LABEL, address=address)


def amount(number: int | None) -> Cell:
    """A count of things; None is a number of people too small to be told."""
    return Cell(HIDDEN_LABEL) if number is None else Cell(thousands(number), number)


def average(number: float | None, digits: int = 1) -> Cell:
    """A mean; None when there is nothing to take it of."""
    if number is None:
        return Cell(ABSENT_LABEL)
    return Cell(f"{number:.{digits}f}".replace(".", ","), round(number, digits))


def share(part: int | None, whole: int | None) -> Cell:
    """A percentage with one decimal, never rounded up to all of it nor down to nothing; `number` from 0 to 100."""
    if part is None or not whole:
        return Cell(HIDDEN_LABEL if part is None or whole is None else ABSENT_LABEL)
    percent = round(100 * part / whole, 1)
    if part < whole:
        percent = min(percent, 99.9)
    if part > 0:
        percent = max(percent, 0.1)
    return Cell(f"{percent:.1f}".replace(".", ",") + "\u00a0%", percent)


def on_day(day: date | None) -> Cell:
    return Cell(ABSENT_LABEL) if day is None else Cell(plain_day(day), day=day)


def thousands(number: int) -> str:
    """1234567 is 1.234.567, as it is written in Colombia."""
    return f"{number:,}".replace(",", ".")


def table(name: str, caption: str, columns: Sequence[Column | str], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table whose columns may be given by their words. Raises ValueError for a row of another width."""
    heads = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
    if any(len(row) != len(heads) for row in rows):
        raise ValueError(f"A row of the table {name} does not have {len(heads)} cells.")
    return Table(name, caption, heads, tuple(tuple(row) for row in rows))
