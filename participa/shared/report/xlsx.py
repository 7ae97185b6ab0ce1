"""A report as a workbook: one sheet to read and one for each table. No cell is a formula; numbers and days are ones."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from participa.shared.report import telling
from participa.shared.report.csv import address_label, linked_columns
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Table,
)
from participa.shared.report.still import still
from participa.shared.tables import LONGEST_CELL

FRONT = "Informe"
LONGEST_SHEET_NAME = 31
NARROW, WIDE, LOOKED_AT = 12, 60, 200  # letters of a column; rows that say how wide it is
FRONT_WIDTHS = (44, 90)
TEXT_SIZE, LINE, HIGHEST = 11, 15, 409  # points: of a letter, of its line, of a row that Excel takes
ROOM_OF_A_LETTER = 1.1
LETTER = 1  # the paper that Colombia uses, as Excel numbers it
OLDEST_YEAR = 1900  # that Excel counts from
INK, SOFT = "0D464C", "DCEBEA"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def render(report: Report) -> bytes:
    """The workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 - a quarter of a second that only files need

    book = Workbook(write_only=True)
    instant = report.cut_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.title, book.properties.creator = _clean(report.title), _clean(report.entity)
    book.properties.language, book.properties.created = "es-CO", instant
    named = sheet_names(report)
    _write_front(book, report, named)
    for block, name in zip(_told_as_table(report), named, strict=True):
        _write_table(book, report, block, name)
    made = BytesIO()
    book.save(made)
    return still(made.getvalue(), report.cut_at, lambda name, data: _dated(name, data, instant))


def sheet_names(report: Report) -> list[str]:
    """One for each table, in order, as Excel takes them: short, and once each whatever the case."""
    taken, names = {FRONT.lower()}, []
    for table in telling.tables(report):
        plain = re.sub(r"[\[\]:*?/\\']", " ", _clean(table.name)).replace("\n", " ").strip()
        plain = plain[:LONGEST_SHEET_NAME] or "Tabla"
        name, turn = plain, 2
        while name.lower() in taken:
            name, turn = f"{plain[: LONGEST_SHEET_NAME - 5]} {turn}", turn + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _told_as_table(report: Report) -> list[Block]:
    return [block for block in report.blocks if telling.as_table(block)]


def _write_front(book: Any, report: Report, named: list[str]) -> None:
    sheet = book.create_sheet(FRONT)
    _for_paper(sheet)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = FRONT_WIDTHS
    for number, row in enumerate(_told_in_front(sheet, report, named), 1):
        _append(sheet, number, row, FRONT_WIDTHS)


def _told_in_front(sheet: Any, report: Report, named: list[str]) -> Iterator[list[Any]]:
    yield [_styled(sheet, report.title, size=18)]
    if report.subtitle:
        yield [_text(sheet, "Qué es"), _text(sheet, report.subtitle)]
    yield from ([_styled(sheet, label), _text(sheet, value)] for label, value in telling.front(report))
    names = iter(named)
    for block in report.blocks:
        yield from _front_rows(sheet, report, block, next(names) if telling.as_table(block) else "")


def _for_paper(sheet: Any) -> None:
    """Printed on a sheet that lies, as wide as it is and as long as it needs."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _append(sheet: Any, number: int, row: list[Any], widths: Sequence[int]) -> None:
    """A row as high as its texts, that go on in the next line: not every program sees to that by itself."""
    heights = (_height(cell, wide) for cell, wide in zip(row, widths, strict=False))
    sheet.row_dimensions[number].height = max(heights, default=LINE)
    sheet.append(row)


def _height(cell: Any, wide: int) -> float:
    """In points."""
    size = cell.font.sz if cell is not None else TEXT_SIZE
    if size > TEXT_SIZE or cell is None or not isinstance(cell.value, str):
        return size * LINE / TEXT_SIZE
    lines = sum(max(1, math.ceil(len(line) * ROOM_OF_A_LETTER / wide)) for line in cell.value.split("\n"))
    return min(lines * LINE, HIGHEST)


def _front_rows(sheet: Any, report: Report, block: Block, name: str) -> Iterator[list[Any]]:
    """How a block is told on the sheet to read; of a table, where it is."""
    if isinstance(block, Heading):
        yield []
        yield [_styled(sheet, block.text, size=18 - 2 * block.level)]
    elif isinstance(block, Prose):
        yield from ([None, _text(sheet, line)] for line in telling.lines(block.text))
    elif isinstance(block, Points):
        yield from ([None, _text(sheet, f"• {item}")] for item in block.items)
    elif isinstance(block, Note):
        where = telling.address(block.address, report.address)
        yield [_text(sheet, "Fuente"), _text(sheet, f"{block.source} {where}".strip())]
    elif isinstance(block, Figures):
        yield from ([_text(sheet, one.label), _cell(sheet, one.value)] for one in block.figures)
    elif isinstance(block, Table | Chart):
        yield [_text(sheet, f"Hoja «{name}»"), _text(sheet, _caption(block))]


def _caption(block: Table | Chart) -> str:
    if isinstance(block, Chart):
        return f"{block.title}. {block.describe}"
    return block.caption if block.rows else f"{block.caption}. {block.empty}"


def _write_table(book: Any, report: Report, block: Block, name: str) -> None:
    """The heads and the rows; a column that leads to pages is followed by another one with their addresses."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    table = telling.as_table(block)
    assert table is not None  # noqa: S101 - the caller took only those
    sheet, linked = book.create_sheet(name), linked_columns(table)
    _for_paper(sheet)
    heads = [label for place, column in enumerate(table.columns) for label in _heads(column.label, place in linked)]
    widths = list(_widths(table, linked))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    if heads and table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(table.rows) + 1}"
    _append(sheet, 1, [_styled(sheet, label, filled=True) for label in heads], widths)
    for number, row in enumerate(table.rows, 2):
        cells = [one for place, cell in enumerate(row) for one in _cells(sheet, report, cell, place in linked)]
        _append(sheet, number, cells, widths)
    if isinstance(block, Chart):
        sheet.add_chart(_drawing(sheet, block), f"{get_column_letter(len(heads) + 2)}2")


def _heads(label: str, has_addresses: bool) -> list[str]:
    return [label, address_label(label)] if has_addresses else [label]


def _cells(sheet: Any, report: Report, cell: Cell, has_addresses: bool) -> list[Any]:
    told = _cell(sheet, cell)
    return [told, _text(sheet, telling.address(cell.address, report.address))] if has_addresses else [told]


def _widths(table: Table, linked: set[int]) -> Iterator[int]:
    for place, column in enumerate(table.columns):
        longest = max(len(text) for text in (column.label, *(row[place].text for row in table.rows[:LOOKED_AT])))
        yield min(max(longest + 2, NARROW), WIDE)
        if place in linked:
            yield WIDE


def _cell(sheet: Any, cell: Cell) -> Any:
    """A number with the decimals that its text has, a day as a day, anything else as a text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if cell.number is None and (cell.day is None or cell.day.year < OLDEST_YEAR):
        return _text(sheet, cell.text)
    told = WriteOnlyCell(sheet, value=cell.day if cell.number is None else cell.number)
    told.number_format = "dd/mm/yyyy" if cell.number is None else _number_format(cell)
    told.alignment = _alignment("right")
    return told


def _number_format(cell: Cell) -> str:
    places = telling.decimals(cell)
    written = "#,##0" + (f".{'0' * places}" if places else "")
    return f'{written}" %"' if cell.text.endswith("%") else written


def _text(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    told = WriteOnlyCell(sheet, value=_clean(text)[:LONGEST_CELL])
    told.data_type, told.alignment = "s", _alignment("left")
    return told


def _styled(sheet: Any, text: str, size: int = TEXT_SIZE, filled: bool = False) -> Any:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    told = _text(sheet, text)
    told.font = Font(bold=True, size=size, color=INK)
    if filled:
        told.fill = PatternFill("solid", fgColor=SOFT)
    if size > TEXT_SIZE:
        told.alignment = None
    return told


def _alignment(side: str) -> Any:
    from openpyxl.styles import Alignment  # noqa: PLC0415

    return Alignment(wrap_text=side == "left", vertical="top", horizontal=side)


def _drawing(sheet: Any, chart: Chart) -> Any:
    """The chart of Excel over the cells of its own sheet."""
    from openpyxl.chart import BarChart, LineChart, Reference  # noqa: PLC0415

    drawing = LineChart() if chart.kind is ChartKind.LINE else BarChart()
    if isinstance(drawing, BarChart):
        drawing.type = "bar"
    if chart.kind is ChartKind.STACKED:
        drawing.grouping, drawing.overlap = "stacked", 100
    drawing.title, drawing.width, drawing.height = _clean(chart.title), 18, 9
    last = len(chart.labels) + 1
    drawing.add_data(Reference(sheet, 2, 1, len(chart.series) + 1, last), titles_from_data=True)
    drawing.set_categories(Reference(sheet, 1, 2, 1, last))
    return drawing


def _clean(text: str) -> str:
    return telling.clean(text)


def _dated(name: str, data: bytes, instant: datetime) -> bytes:
    written = instant.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return MODIFIED.sub(rb"\g<1>" + written, data) if name == "docProps/core.xml" else data
