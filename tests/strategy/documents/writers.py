"""The same blocks as .xlsx, .docx, .csv, .pdf and HTML."""

import csv
import html
import io
import re
from collections.abc import Sequence
from datetime import date

import docx
import openpyxl
from fpdf import FPDF
from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace

from tests.strategy.documents.blocks import Block, Merge, Table

DAY = re.compile(r"(\d{1,2})/(\d{2})/(\d{4})")
TAG = re.compile(r"</?p>")
PAGE_WIDTH, LETTER, PADDING = 277, 1.15, 2.2
ONLY_LATIN = {"–": "-", "—": "-", "“": '"', "”": '"'}


def as_xlsx(blocks: Sequence[Block], sheets: dict[str, Sequence[Block]] | None = None) -> bytes:
    """A workbook with a sheet for each entry of `sheets`, or one sheet. Days become date cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in (sheets or {"Hoja1": blocks}).items():
        _fill(book.create_sheet(name), content)
    return _saved(book)


def _fill(sheet, blocks: Sequence[Block]) -> None:
    line = 1
    for block in blocks:
        rows = [(block,)] if isinstance(block, str) else block.rows
        for number, row in enumerate(rows):
            for column, cell in enumerate(row, start=1):
                if cell:
                    _write(sheet.cell(line + number, column), TAG.sub("", cell))
        for merge in () if isinstance(block, str) else block.merges:
            _merge(sheet, line + merge.row, merge)
        line += len(rows)


def _write(cell, text: str) -> None:
    if day := DAY.fullmatch(text):
        cell.value = date(int(day[3]), int(day[2]), int(day[1]))
        cell.number_format = "dd/mm/yyyy"
    elif text.isdecimal() and len(text) < 6:
        cell.value = int(text)
    else:
        cell.value = text
        cell.data_type = "s"


def _merge(sheet, row: int, merge: Merge) -> None:
    column = merge.column + 1
    sheet.merge_cells(
        start_row=row, start_column=column, end_row=row + merge.down - 1, end_column=column + merge.across - 1
    )


def _saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_docx(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
            document.add_paragraph("")
    return _saved(document)


def _add_table(document, block: Table) -> None:
    table = document.add_table(rows=len(block.rows), cols=block.width)
    for merge in block.merges:
        last = (merge.row + merge.down - 1, merge.column + merge.across - 1)
        table.cell(merge.row, merge.column).merge(table.cell(*last))
    for row, cells in zip(table.rows, block.rows, strict=True):
        for number, cell in enumerate(cells):
            if cell:
                row.cells[number].text = TAG.sub("", cell)


def as_csv(blocks: Sequence[Block], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    for block in blocks:
        writer.writerows([[block]] if isinstance(block, str) else block.rows)
    return buffer.getvalue().encode(encoding)


def as_html(blocks: Sequence[Block]) -> bytes:
    parts = [_html_line(block) if isinstance(block, str) else _html_table(block) for block in blocks]
    return f"<!doctype html><html><body>{''.join(parts)}</body></html>".encode()


def _html_line(text: str) -> str:
    return f"<p>{html.escape(text)}</p>\n"


def _html_table(block: Table) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        cells = []
        for column, cell in enumerate(row):
            if not _is_covered(block, number, column):
                cells.append(f"<td{_spans(block, number, column)}>{html.escape(TAG.sub('', cell))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>\n"


def _spans(block: Table, row: int, column: int) -> str:
    found = next((merge for merge in block.merges if (merge.row, merge.column) == (row, column)), None)
    return f' colspan="{found.across}" rowspan="{found.down}"' if found else ""


def _is_covered(block: Table, row: int, column: int) -> bool:
    return any(
        merge.row <= row < merge.row + merge.down
        and merge.column <= column < merge.column + merge.across
        and (merge.row, merge.column) != (row, column)
        for merge in block.merges
    )


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """Ruled tables on landscape pages. The fonts of every PDF reader lack the long dash: it becomes a short one."""
    document = FPDF(orientation="landscape", format="A4")
    document.set_auto_page_break(auto=True, margin=10)
    document.add_page()
    document.set_font("Helvetica", size=5)
    for block in blocks:
        if isinstance(block, str):
            document.multi_cell(0, 4, in_latin(block) or " ", new_x="LMARGIN", new_y="NEXT")
        else:
            _add_ruled(document, block)
            document.ln(4)
    return bytes(document.output())


def in_latin(text: str) -> str:
    return "".join(ONLY_LATIN.get(char, char) for char in TAG.sub("", text))


def _add_ruled(document: FPDF, block: Table) -> None:
    widths = _widths(block)
    plain = FontFace()
    with document.table(
        col_widths=widths,
        line_height=2.6,
        headings_style=plain,
        num_heading_rows=_heading_rows(block),
        cell_fill_mode=TableCellFillMode.NONE,
    ) as ruled:
        for number, cells in enumerate(block.rows):
            row = ruled.row()
            for column, cell in enumerate(cells):
                if _is_covered(block, number, column):
                    continue
                found = next((one for one in block.merges if (one.row, one.column) == (number, column)), Merge(0, 0))
                row.cell(in_latin(cell), colspan=found.across, rowspan=found.down)


def _heading_rows(block: Table) -> int:
    return max([merge.down for merge in block.merges if merge.row == 0], default=1)


def _widths(block: Table) -> list[float]:
    """Room for the longest word of each column; what is left, to those of long texts. Millimetres."""
    columns = [[row[column] for row in block.rows] for column in range(block.width)]
    words = [
        max(len(word) for cell in cells for word in (cell.split() or ["X"])) * LETTER + PADDING for cells in columns
    ]
    texts = [max(len(cell) for cell in cells) + 1 for cells in columns]
    rest = max(PAGE_WIDTH - sum(words), 0)
    return [word + rest * text / sum(texts) for word, text in zip(words, texts, strict=True)]
