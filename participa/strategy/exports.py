"""A cronograma as a spreadsheet: one line for each activity, every cell as safe as text."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from participa.strategy.description import FIELDS
from participa.strategy.models import SHOWN_STATE_LABELS, Activity
from participa.strategy.schedule import shown_state

Value = str | int | date | None
Column = Callable[[Activity], Value]

TYPED: Mapping[str, Column] = {
    "Inicio": lambda activity: activity.starts_on,
    "Fin": lambda activity: activity.ends_on,
    "Presupuesto": lambda activity: activity.budget,
}
WIDE = frozenset({"Sección", "Actividad", "Responsable", "Dependencias", "Meta o producto", "Indicador"}) | frozenset(
    {"Meta del plan de desarrollo", "Explicación", "Página"}
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them
LONGEST_CELL = 32_767  # of Excel
BYTE_ORDER_MARK = "\ufeff"


def columns(today: date, address: Callable[[Activity], str]) -> dict[str, Column]:
    """The columns of a download by heading. `address` is the whole address of the page of an activity."""
    state: dict[str, Column] = {
        "Estado": lambda activity: SHOWN_STATE_LABELS[shown_state(activity, today)],
        "Explicación": lambda activity: activity.state_note,
        "Página": address,
    }
    return {**FIELDS, **TYPED, **state}


def as_csv(activities: Sequence[Activity], columns: Mapping[str, Column]) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia; days as 2026-08-04.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_harmless(value) for value in row] for row in _rows(activities, columns))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_workbook(activities: Sequence[Activity], columns: Mapping[str, Column], title: str) -> bytes:
    """An Excel workbook. Texts are cells of text and unchanged: none is a formula. Days are days, pesos are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    _arrange(sheet, columns)
    sheet.append([_cell(sheet, heading, Font(bold=True)) for heading in columns])
    for row in _rows(activities, columns):
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(activities) + 1}"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _rows(activities: Sequence[Activity], columns: Mapping[str, Column]) -> Iterator[list[Value]]:
    for activity in activities:
        yield [value_of(activity) for value_of in columns.values()]


def _harmless(value: Value) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = UNPRINTABLE.sub("", value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _arrange(sheet: WriteOnlyWorksheet, columns: Mapping[str, Column]) -> None:
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 40 if heading in WIDE else 16
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font | None = None) -> WriteOnlyCell:
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("", str(value))[:LONGEST_CELL] if is_text else value)
    if is_text:
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    cell.alignment = Alignment(vertical="top", wrap_text=is_text)
    cell.font = font or Font()
    return cell
