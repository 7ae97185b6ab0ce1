"""The archive of a hearing in one file: a page to read, tables for spreadsheets and the same as data."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from participa.hearings.queries.archive import Cell, Sheet

BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
READABLE_BY_ALL = 0o644 << 16


def packed(page: str, look: bytes, head: Mapping[str, Cell], sheets: Sequence[Sheet], at: datetime) -> bytes:
    """One ZIP, the same bytes for the same hearing. `at` is when the hearing ended."""
    files = {"audiencia.html": page.encode(), "participa.css": look, "audiencia.json": as_json(head, sheets)}
    files |= {f"{sheet.name}.csv": as_csv(sheet) for sheet in sheets}
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = ZipInfo(name, at.timetuple()[:6])
            member.compress_type, member.external_attr = ZIP_DEFLATED, READABLE_BY_ALL
            archive.writestr(member, content)
    return written.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia. No cell is a formula."""
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(sheet.columns)
    table.writerows([_harmless(cell) for cell in line] for line in sheet.lines)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_json(head: Mapping[str, Cell], sheets: Sequence[Sheet]) -> bytes:
    tables = {sheet.name: sheet.rows for sheet in sheets}
    return json.dumps({"audiencia": dict(head)} | tables, ensure_ascii=False, indent=1).encode()


def _harmless(cell: Cell) -> Cell:
    is_formula = isinstance(cell, str) and cell.lstrip(" ").startswith(STARTS_A_FORMULA)
    return f"'{cell}" if is_formula else cell
