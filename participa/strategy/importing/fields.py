"""The cells of one activity, column by column, with its dates read."""

from collections.abc import Mapping
from dataclasses import dataclass

from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.dates import NO_DATE, DateKind, DateValue, read_date

FIELD_COLUMNS = frozenset(Column) - {Column.SECTION}


@dataclass(frozen=True)
class Fields:
    """What one row says. A date is None when its table has no column for it."""

    code: str
    name: str
    goal: str
    indicator: str
    responsible: str | None
    start: DateValue | None
    end: DateValue | None
    date_text: str
    extra: tuple[tuple[str, str], ...]

    @property
    def is_one_date(self) -> bool:
        """True when both ends were read from a single date column."""
        return self.start is self.end


def read_fields(table: ColumnMap, cells: Mapping[int, str]) -> Fields:
    """Return the fields of a row whose cells come by their place in the table."""
    by_column = {column: cell for index, cell in cells.items() if (column := table.column_at(index, cell))}
    start, end = _dates(table, by_column)
    return Fields(
        code=by_column.get(Column.CODE, ""),
        name=by_column.get(Column.NAME, ""),
        goal=by_column.get(Column.GOAL, ""),
        indicator=by_column.get(Column.INDICATOR, ""),
        responsible=by_column.get(Column.RESPONSIBLE, "") if Column.RESPONSIBLE in table.places else None,
        start=start,
        end=end,
        date_text=_date_text(by_column),
        extra=_extra(table, cells),
    )


def _dates(table: ColumnMap, by_column: Mapping[Column, str]) -> tuple[DateValue | None, DateValue | None]:
    start, end, single = (
        read_date(by_column.get(column, "")) if column in table.places else None
        for column in (Column.START, Column.END, Column.DATE)
    )
    has_range = any(value is not None and value.kind is not DateKind.EMPTY for value in (start, end))
    return (start, end) if has_range or single is None else (single, single)


def _date_text(by_column: Mapping[Column, str]) -> str:
    texts = [by_column.get(column, NO_DATE.raw) for column in (Column.DATE, Column.START, Column.END)]
    return " – ".join(dict.fromkeys(text for text in texts if text))


def _extra(table: ColumnMap, cells: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    return tuple((table.heading(index), cell) for index, cell in cells.items() if not table.column_at(index, cell))
