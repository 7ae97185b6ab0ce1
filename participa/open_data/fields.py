"""What a table of open data is: its fields, one by one, and how its rows are read. Pure.

Nothing leaves the platform that is not a `Field` here. Each field names the columns it is told from, so that a test can
see that none of them is of a table with personal data.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy.orm import InstrumentedAttribute

from participa.open_data.hiding import Hiding
from participa.shared.clock import BOGOTA, local

Value: TypeAlias = str | int | float | bool | date | datetime | Sequence[str] | None
Plain: TypeAlias = str | int | float | bool | list[str] | None
Record: TypeAlias = Mapping[str, Value]
Row: TypeAlias = tuple[int, Record]
Column: TypeAlias = InstrumentedAttribute[object] | str


class FieldKind(StrEnum):
    """What a value is. Days are of Colombia (2026-08-04); instants carry their offset; lists are of texts."""

    TEXT = "texto"
    WHOLE = "número entero"
    DECIMAL = "número decimal"
    YES_NO = "sí o no"
    DAY = "día"
    INSTANT = "fecha y hora"
    ADDRESS = "dirección"
    LIST = "lista de textos"


class Filter(StrEnum):
    """By what a table may be narrowed, as the address says it."""

    YEAR = "anio"
    OFFICE = "dependencia"
    STATE = "estado"
    SINCE = "desde"


class Undeclared(AssertionError):
    """A reader told something that the list of public fields does not name. Nothing of that row is shown."""


@dataclass(frozen=True)
class Field:
    """A public field. `words` say in plain Spanish what it holds; `codes`, the only words that it takes.

    `of` are the columns it is told from, as model attributes or «table.column». `may_be_empty`: there may be no value.
    """

    name: str
    kind: FieldKind
    words: str
    of: tuple[Column, ...]
    may_be_empty: bool = False
    codes: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The columns as «table.column»."""
        return [one if isinstance(one, str) else f"{one.class_.__tablename__}.{one.key}" for one in self.of]


@dataclass(frozen=True)
class Wanted:
    """What is asked of a table. `site` is put before each address; `day` is the one on which it is read, in Colombia.

    `office_id` is the number of an office; `state`, one of the words of the table; `since`, a day of Colombia.
    """

    site: str
    day: date
    year: int | None = None
    office_id: int | None = None
    state: str | None = None
    since: date | None = None


Reader: TypeAlias = Callable[[Wanted, int, int], list[Row]]


@dataclass(frozen=True)
class Resource:
    """A table of open data. `read(wanted, after, most)` gives rows with their marks, in the order of the marks.

    `filters` says in words what each filter looks at; `states` are the words that Filter.STATE takes. `page` is the
    endpoint of the public list that says the same. `hidden` says what of it may be hidden after it was public.
    """

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    read: Reader
    page: str
    filters: Mapping[Filter, str] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    hidden: tuple[Hiding, ...] = ()

    def told(self, record: Record) -> dict[str, Plain]:
        """A row ready for JSON, in the order of the fields. Raises Undeclared when it holds anything else."""
        if record.keys() != self.names:
            raise Undeclared(f"{self.name}: {sorted(record.keys() ^ self.names)}")
        return {one.name: plain(record[one.name]) for one in self.fields}

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.fields}


def plain(value: Value) -> Plain:
    """A value ready for JSON."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    return list(value)


def in_a_cell(value: Plain) -> str:
    """The same in a cell of a table in text: lists with «; » between, «sí» and «no», nothing without a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value)


def begins(day: date) -> datetime:
    """The first instant of a day of Colombia, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=BOGOTA).astimezone(UTC)


def of_year(year: int) -> tuple[datetime, datetime]:
    """The first instant of a year of Colombia and that of the next one, in UTC."""
    return begins(date(year, 1, 1)), begins(date(year + 1, 1, 1))


def counted(rows: Sequence[Record], first: int, after: int) -> list[Row]:
    """The rows that one object gives, with marks that follow each other from `first`; those up to `after` left out."""
    return [(mark, record) for mark, record in enumerate(rows, first) if mark > after]


def address(words: str, of: Column) -> Field:
    """The public page that says the same."""
    return Field("pagina", FieldKind.ADDRESS, words, (of,))
