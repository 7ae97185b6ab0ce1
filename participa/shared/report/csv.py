"""A report as tables in text: one file, or several together in a zip with what they are.

Numbers are written for a spreadsheet of Colombia (decimals with a comma, no points), days as 2026-08-04. No cell is a
formula.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from zipfile import ZipFile

from participa.shared.report import telling
from participa.shared.report.model import Cell, Report, Table
from participa.shared.report.still import put
from participa.shared.tables import BYTE_ORDER_MARK, STARTS_A_FORMULA

FRONT = "informe"
LONGEST_NAME = 60


def is_bundle(report: Report) -> bool:
    """Whether there is more than one table, so that the file is a zip."""
    return len(telling.tables(report)) > 1


def render(report: Report) -> bytes:
    """The only table; a zip when there are several; what the report is about when it has no numbers."""
    tables = telling.tables(report)
    if not tables:
        return _written(_front_rows(report))
    if len(tables) == 1:
        return _written(rows(report, tables[0]))
    made = BytesIO()
    with ZipFile(made, "w") as bundle:
        put(bundle, f"{FRONT}.csv", _written([*_front_rows(report), *_index(tables)]), report.cut_at)
        for name, table in file_names(tables):
            put(bundle, f"{name}.csv", _written(rows(report, table)), report.cut_at)
    return made.getvalue()


def file_names(tables: Iterable[Table]) -> Iterator[tuple[str, Table]]:
    """Each table with the name of its file, once each whatever the case."""
    taken = {FRONT}
    for table in tables:
        plain = re.sub(r"[^\w-]+", "-", telling.clean(table.name)).strip("-")[:LONGEST_NAME] or "tabla"
        name, turn = plain, 2
        while name.lower() in taken:
            name, turn = f"{plain}-{turn}", turn + 1
        taken.add(name.lower())
        yield name, table


def rows(report: Report, table: Table) -> Iterator[list[str]]:
    """The heads and the rows. A column whose cells lead to a page is followed by another one with its addresses."""
    linked = linked_columns(table)
    yield [told for place, column in enumerate(table.columns) for told in _head(column.label, place in linked)]
    for row in table.rows:
        yield [told for place, cell in enumerate(row) for told in _cell(report, cell, place in linked)]


def linked_columns(table: Table) -> set[int]:
    return {place for row in table.rows for place, cell in enumerate(row) if cell.address}


def address_label(label: str) -> str:
    return f"{label} (dirección)"


def value(cell: Cell) -> str:
    """A cell in text: a number and a day as a program reads them, anything else as people do."""
    if cell.number is not None:
        return f"{cell.number}".replace(".", ",")
    return cell.day.isoformat() if cell.day else _harmless(cell.text)


def _head(label: str, has_addresses: bool) -> list[str]:
    return [_harmless(label), _harmless(address_label(label))] if has_addresses else [_harmless(label)]


def _cell(report: Report, cell: Cell, has_addresses: bool) -> list[str]:
    return [value(cell), telling.address(cell.address, report.address)] if has_addresses else [value(cell)]


def _front_rows(report: Report) -> list[list[str]]:
    told = [("Informe", report.title), ("Sobre", report.subtitle), *telling.front(report)]
    return [["Dato", "Valor"], *([label, _harmless(text)] for label, text in told if text)]


def _index(tables: list[Table]) -> list[list[str]]:
    return [[f"{name}.csv", _harmless(table.caption)] for name, table in file_names(tables)]


def _written(told: Iterable[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(told)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _harmless(text: str) -> str:
    """Excel would count what begins with one of these signs; an apostrophe makes it a text."""
    readable = telling.clean(text)
    return f"'{readable}" if readable.lstrip(" ").startswith(STARTS_A_FORMULA) else readable
