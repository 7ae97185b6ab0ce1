"""Figures as a file: a table in text or a workbook. What the page hides is hidden here."""

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BYTE_ORDER_MARK = "\ufeff"
HEADINGS = ("Tabla", "Parte", "Personas", "De")
TEAM_HEADINGS = ("Tabla", "Parte", "Personas", "Llegaron", "No llegaron")
Lines = Sequence[Sequence[str]]


def as_csv(headings: Sequence[str], lines: Lines) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia."""
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([_harmless(text) for text in line] for line in lines)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_workbook(headings: Sequence[str], lines: Lines) -> bytes:
    """An Excel workbook; texts are cells of text, numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cifras")
    sheet.freeze_panes = "A2"
    for place, width in enumerate((30, 36, 14, 14, 14), start=1):
        sheet.column_dimensions["ABCDE"[place - 1]].width = width
    sheet.append([_cell(sheet, heading, Font(bold=True)) for heading in headings])
    for line in lines:
        sheet.append([_cell(sheet, text, Font()) for text in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: object, text: str, font: Font) -> WriteOnlyCell:
    is_number = text.isdecimal()
    cell = WriteOnlyCell(sheet, int(text) if is_number else UNPRINTABLE.sub("", text))
    cell.data_type, cell.font = "n" if is_number else "s", font
    return cell


def _harmless(text: str) -> str:
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if clean.lstrip(" ").startswith(STARTS_A_FORMULA) else clean
