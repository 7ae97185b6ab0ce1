"""Reports for the tests, and their numbers taken back out of each format."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pdfplumber
from docx import Document
from lxml import html
from openpyxl import load_workbook

from participa.shared.report import pdf, telling
from participa.shared.report.model import (
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Series,
    Table,
    amount,
    average,
    on_day,
    said,
    share,
)

CUT = datetime(2026, 11, 20, 15, 4, 5, 678, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://malo.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "con\x00nulo \x0b y \x1b señales",
    "<script>alert(1)</script><img src=http://malo.example/x>",
    "{{ 7*7 }} ]]> &amp; \"'",
    "Vía 👩🏽‍🌾 arreglada ✅",
    "مرحبا ‮txt.exe",
    "una;dos\r\ntres",
    "x" * 120,
    "",
)
Grid = list[list[Any]]


def report(*blocks: Any, **words: Any) -> Report:
    told = {"kind": "prueba", "title": "Informe de prueba", "entity": "Municipio de Demostración", "subtitle": "2026"}
    told |= {"address": "https://participa.example/informes/1234", "number": 1}
    return Report(**(told | words), cut_at=CUT, blocks=blocks)


def full(rows: int = 12) -> Report:
    """Every kind of block, with hostile texts."""
    kinds = (ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.NUMBER, ColumnKind.PERCENT, ColumnKind.DAY)
    labels = ("Texto", "Cuántas", "Promedio", "Parte", "Día")
    columns = tuple(Column(label, kind) for label, kind in zip(labels, kinds, strict=True))
    return report(
        Heading("Resumen", 2, "resumen"),
        Prose("Primero.\n\nSegundo =1+1 \x00.", "intro"),
        Figures("cifras", "Cifras", (Figure("Preguntas", amount(1234567), "Todas."), Figure("Pocas", amount(None)))),
        Heading("Dibujos", 3),
        Chart(
            "barras",
            "Barras <b>",
            ChartKind.BARS,
            ("A & B", HOSTILE[6]),
            (Series("Uno", (3, None)), Series("Dos", (1250.5, 0))),
            "Dos barras.",
            "preguntas",
        ),
        Chart("linea", "Línea", ChartKind.LINE, ("ene", "feb"), (Series("2026", (12.5, 100)),), "Sube.", "%"),
        Heading("Filas", 2, "filas"),
        Table("filas", "Todas las filas", columns, tuple(_row(place) for place in range(rows))),
        Table("vacia", "Nada", (Column("A"),), (), "No hubo."),
        Points(("Uno.", HOSTILE[0])),
        Note("Preguntas publicadas.", "/preguntas/"),
    )


def _row(place: int) -> tuple[Cell, ...]:
    text = HOSTILE[place % len(HOSTILE)]
    return (
        said(text, "/preguntas/7" if place % 2 else "javascript:alert(1)"),
        amount(None if place % 5 == 4 else place * 1111),
        average(place / 7),
        share(place, 40),
        on_day(None if place % 6 == 5 else date(2026, 1 + place % 12, 1 + place % 28)),
    )


def cells(told: Report) -> list[list[list[Cell]]]:
    """The cells that a report must tell, table by table, straight from the model."""
    return [_cells(block) for block in told.blocks if isinstance(block, Table | Figures | Chart)]


def _cells(block: Table | Figures | Chart) -> list[list[Cell]]:
    if isinstance(block, Table):
        return [list(row) for row in block.rows]
    if isinstance(block, Figures):
        return [[said(one.label), one.value, Cell(one.how)] for one in block.figures]
    values = zip(*(one.values for one in block.series), strict=True)
    return [[said(label), *map(_drawn, row)] for label, row in zip(block.labels, values, strict=True)]


def _drawn(value: float | None) -> Cell:
    return Cell(telling.UNKNOWN_LABEL) if value is None else Cell("", round(value, 2))


def number_in(text: str) -> float:
    """1.234,5 % is 1234.5"""
    return float(text.replace("\u00a0", " ").removesuffix("%").strip().replace(".", "").replace(",", "."))


def squeezed(text: str) -> str:
    """Without what a document may add or drop between letters."""
    return "".join(telling.clean(text).split())


def of_page(told: Report) -> list[Grid]:
    """Texts of the page: its figures and its tables, in order."""
    tree = html.fromstring(pdf.markup(told))
    found: list[Grid] = []
    for place in tree.xpath("//*[contains(@class,'report-figures') or contains(concat(' ',@class,' '),' table ')]"):
        if place.tag == "table":
            found.append([[cell.text_content() for cell in row] for row in place.xpath("./tbody/tr")])
        else:
            found.append([[one[0].text_content(), one[1].text_content()] for one in place.xpath(".//dl/div")])
    return found


def of_docx(data: bytes) -> list[Grid]:
    paper = Document(BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in paper.tables]


def of_xlsx(data: bytes) -> list[Grid]:
    """The cells of each sheet after the first, without heads. Raises AssertionError for a formula."""
    book = load_workbook(BytesIO(data))
    assert not [cell for sheet in book for row in sheet.rows for cell in row if cell.data_type == "f"]
    return [[list(row) for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in book.worksheets[1:]]


def of_csv(data: bytes) -> list[Grid]:
    """The rows of each file, without heads; of a zip, of all but the first, which says what there is."""
    if not data.startswith(b"PK"):
        return [_csv_rows(data)]
    with ZipFile(BytesIO(data)) as bundle:
        return [_csv_rows(bundle.read(name)) for name in bundle.namelist()[1:]]


def _csv_rows(data: bytes) -> Grid:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


def of_pdf(data: bytes) -> list[list[str]]:
    """Every row of every ruled table, in order, its texts squeezed."""
    with pdfplumber.open(BytesIO(data)) as paper:
        return [[squeezed(text or "") for text in row] for page in paper.pages for row in _rows(page)]


def _rows(page: Any) -> Iterator[list[str]]:
    for table in page.extract_tables():
        yield from table


def words_of_pdf(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as paper:
        return " ".join((page.extract_text() or "") for page in paper.pages)
