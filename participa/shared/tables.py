"""Rows of texts as a table in text or a workbook. No cell is a formula."""

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BYTE_ORDER_MARK = "\ufeff"
WIDTH = 34  # letters of each column
LONGEST_CELL = 32_000  # letters; Excel takes 32,767
Rows = Sequence[Sequence[str]]


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia."""
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([harmless(text) for text in row] for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_workbook(title: str, columns: Sequence[str], rows: Rows) -> bytes:
    """An Excel workbook; every cell is a text that wraps."""
    from openpyxl import Workbook  # noqa: PLC0415 - a quarter of a second that only files need
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = title, "A2"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
        _put(sheet, 1, place, column).font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            _put(sheet, number, place, text).alignment = Alignment(wrap_text=True, vertical="top")
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = UNPRINTABLE.sub("", text)[:LONGEST_CELL]
    cell.data_type = "s"
    return cell


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without letters that no file may hold."""
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if clean.lstrip(" ").startswith(STARTS_A_FORMULA) else clean
