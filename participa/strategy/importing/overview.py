"""The columns of the tables as they were understood, for the person who checks them."""

from collections.abc import Iterator, Mapping, Sequence

from participa.strategy.importing.assembly import ActivityRow
from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.plan import ImportedColumn, ImportedTable

SAMPLES = 3
PERIODS = "periods"


def columns_of(rows: Sequence[ActivityRow]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return our columns and the headings that the tables give them, each heading once."""
    found: dict[str, dict[str, None]] = {}
    for table in _tables(rows):
        for place in range(table.width):
            if (meaning := meaning_of(table, place)) and table.headings[place]:
                found.setdefault(meaning, {})[table.headings[place]] = None
    return tuple((meaning, tuple(headings)) for meaning, headings in found.items())


def tables_of(rows: Sequence[ActivityRow]) -> tuple[ImportedTable, ...]:
    """Return every table with activities: its headings, what each means and up to three cells."""
    return tuple(
        ImportedTable(
            table.line, table.sheet, tuple(_columns(table, [row for row in rows if row.table is table][:SAMPLES]))
        )
        for table in _tables(rows)
    )


def _tables(rows: Sequence[ActivityRow]) -> list[ColumnMap]:
    return list({id(row.table): row.table for row in rows}.values())


def _columns(table: ColumnMap, rows: Sequence[ActivityRow]) -> Iterator[ImportedColumn]:
    for place, heading in enumerate(table.headings):
        samples = tuple(row.cells[place] for row in rows if row.cells.get(place))
        if heading or samples:
            yield ImportedColumn(heading, meaning_of(table, place), samples)


def meaning_of(table: ColumnMap, place: int) -> str:
    """Return our name of a column, empty for those kept apart."""
    kinds: tuple[tuple[Mapping[int, object], str], ...] = (
        (table.periods, PERIODS),
        (table.stages, Column.STAGE.value),
        (table.elements, Column.ELEMENT.value),
    )
    marked = next((name for kind, name in kinds if place in kind), None)
    return marked or next((column.value for column, own in table.places.items() if own == place), "")
