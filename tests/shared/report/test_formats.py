"""The same numbers in every format: they are taken back out of each file and compared with the model."""

import sys
from dataclasses import replace
from importlib.abc import MetaPathFinder
from itertools import zip_longest

import pdfplumber
import pytest
from hypothesis import Phase, given, settings

from participa.shared.report import fallback_pdf, files, pdf, telling
from participa.shared.report.files import Format
from participa.shared.report.model import Cell, Column, Prose, Report, Table, amount, said
from tests.shared.report import made
from tests.shared.report.reports import REPORTS

pytestmark = pytest.mark.same_everywhere


def is_told(found: str, cell: Cell) -> bool:
    """Whether a text says a cell."""
    if cell.number is not None:
        return made.number_in(found) == cell.number
    return made.squeezed(found) == made.squeezed(cell.text)


def same_texts(found: list[made.Grid], told: Report) -> None:
    """Each table that has rows says them, cell by cell; figures may say how they are counted elsewhere."""
    expected = [rows for rows in made.cells(told) if rows]
    found = [rows for rows in found if rows]
    assert [len(rows) for rows in found] == [len(rows) for rows in expected]
    for grid, rows in zip(found, expected, strict=True):
        for texts, cells in zip(grid, rows, strict=True):
            assert [text for text, cell in zip(texts, cells, strict=False) if not is_told(text, cell)] == []


def same_values(found: list[made.Grid], told: Report, same) -> None:
    """The same of files for programs, where a column with links is followed by one with addresses."""
    expected = made.cells(told)
    assert [len(rows) for rows in found] == [len(rows) for rows in expected]
    for grid, rows in zip(found, expected, strict=True):
        linked = {place for row in rows for place, cell in enumerate(row) if cell.address}
        for values, cells in zip(grid, rows, strict=True):
            wanted = [one for place, cell in enumerate(cells) for one in ([cell, None] if place in linked else [cell])]
            wrong = [(a, b) for a, b in zip_longest(values, wanted) if b is not None and not same(a, b)]
            assert wrong == []


def is_value(found: object, cell: Cell) -> bool:
    """In a workbook: a number is a number and a day a day."""
    if cell.number is not None:
        return isinstance(found, int | float) and found == cell.number
    if cell.day is not None:
        return found.date() == cell.day
    return made.squeezed(str(found or "")) == made.squeezed(cell.text)


def is_field(found: str, cell: Cell) -> bool:
    """In a CSV: a number reads as one, and no text as a formula."""
    if cell.number is not None:
        return float(found.replace(",", ".")) == cell.number
    if cell.day is not None:
        return found == cell.day.isoformat()
    harmless = not found.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
    return harmless and made.squeezed(found.removeprefix("'")) == made.squeezed(cell.text).removeprefix("'")


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(REPORTS)
def test_whatever_is_reported_every_format_says_the_same_numbers(told):
    same_texts(made.of_page(told), told)
    same_texts(made.of_docx(files.render(told, Format.DOCX)), told)
    same_values(made.of_xlsx(files.render(told, Format.XLSX)), told, is_value)
    if made.cells(told):
        same_values(made.of_csv(files.render(told, Format.CSV)), told, is_field)
    assert fallback_pdf.render(told).startswith(b"%PDF")


def test_the_pdf_says_the_same_numbers_and_is_tagged():
    told = made.full()
    data = files.render(told, Format.PDF)
    heads = {made.squeezed(label) for label in ("Texto", "De qué", "A")}
    found = [row for row in made.of_pdf(data) if row[0] not in heads]
    rows = [row for table in made.cells(replace(told, blocks=told.blocks[4:])) for row in table]
    assert len(found) == len(rows)
    for texts, cells in zip(found, rows, strict=True):
        readable = [(text, cell) for text, cell in zip(texts, cells, strict=True) if cell.text.isascii()]
        assert [(text, cell) for text, cell in readable if not is_told(text, cell)] == []
    assert "1.234.567" in made.words_of_pdf(data)
    assert_tagged(data)


def assert_tagged(data: bytes) -> None:
    with pdfplumber.open(made.BytesIO(data)) as paper:
        catalog = paper.doc.catalog
        tags = {tag for page in paper.pages for tag in tags_of(page.structure_tree)}
    assert catalog["Lang"] == b"es-CO"
    assert catalog["MarkInfo"]["Marked"]
    assert catalog["Outlines"], "no bookmarks"
    assert b"pdfuaid:part" in catalog["Metadata"].resolve().get_data()
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "Figure", "L", "P"} <= tags
    assert "Figure without text" not in tags


def tags_of(tree):
    for one in tree:
        yield one["type"]
        if one["type"] == "Figure" and not one.get("alt_text"):
            yield "Figure without text"
        yield from tags_of(one.get("children", []))


@pytest.mark.parametrize("fmt", Format)
def test_equal_reports_make_equal_files(fmt):
    told = made.report(Prose("Vía arreglada."), Table("t", "T", (Column("A"),), ((said("x"),),)))
    assert files.render(told, fmt) == files.render(told, fmt)


@pytest.mark.parametrize("fmt", [Format.DOCX, Format.XLSX])
def test_the_inside_of_a_file_is_dated_at_the_cut(fmt):
    with made.ZipFile(made.BytesIO(files.render(made.report(), fmt))) as bundle:
        assert {entry.date_time for entry in bundle.infolist()} == {(2026, 11, 20, 10, 4, 4)}
        assert b"2026-11-20T15:04:05Z</dcterms:modified>" in bundle.read("docProps/core.xml")


def test_a_long_table_is_whole_where_it_can_be_and_says_where_that_is():
    rows = tuple((said(f"fila {place}"), amount(place)) for place in range(2000))
    told = made.report(Table("larga", "Larga", (Column("Fila"), Column("Cuántas")), rows))
    assert [len(grid) for grid in made.of_xlsx(files.render(told, Format.XLSX))] == [2000]
    assert [len(grid) for grid in made.of_csv(files.render(told, Format.CSV))] == [2000]
    (grid,) = made.of_docx(word := files.render(told, Format.DOCX))
    assert len(grid) == telling.MOST_ROWS
    said_in_word = " ".join(line.text for line in made.Document(made.BytesIO(word)).paragraphs)
    for text in (pdf.markup(told), said_in_word):
        assert "primeras 500 filas de 2.000. La tabla completa está en los archivos de Excel y CSV." in text


def test_a_csv_is_one_file_or_a_bundle_that_says_what_it_holds():
    one = made.report(Table("una", "Una", (Column("A"),), ()))
    assert (files.extension(one, Format.CSV), files.content_type(one, Format.CSV)) == ("csv", "text/csv; charset=utf-8")
    many = made.full()
    assert (files.extension(many, Format.CSV), files.content_type(many, Format.CSV)) == ("zip", "application/zip")
    with made.ZipFile(made.BytesIO(files.render(many, Format.CSV))) as bundle:
        assert bundle.namelist() == [f"{n}.csv" for n in ("informe", "cifras", "barras", "linea", "filas", "vacia")]
        assert "filas.csv;Todas las filas" in bundle.read("informe.csv").decode("utf-8-sig")
    assert "Informe de prueba" in files.render(made.report(), Format.CSV).decode("utf-8-sig")


class NoPango(MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        if fullname == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_there_is_a_plain_pdf_that_says_so(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    words = " ".join(made.words_of_pdf(files.render(made.full(), Format.PDF)).split())
    assert "Este PDF no tiene las etiquetas que usa un lector de pantalla" in words
    assert "1.234.567" in words


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "https://malo.example/x", "file:///etc/hosts", "data:,x"])
def test_drawing_a_pdf_opens_no_address(address):
    with pytest.raises(ValueError, match="disallowed protocol"):
        pdf._nothing().fetch(address)


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("/preguntas/7", "https://participa.example/preguntas/7"),
        ("https://otra.example/a", "https://otra.example/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
        ("https://[roto", ""),
    ],
)
def test_an_address_is_whole_and_safe_or_is_not_told(told, whole):
    assert telling.address(told, "https://participa.example/informes/1") == whole


@pytest.mark.parametrize(
    ("told", "shown"),
    [("/preguntas/7", "/preguntas/7"), ("//malo.example", ""), ("/\\malo.example", ""), ("javascript:x", "")],
)
def test_a_page_links_only_what_is_safe(told, shown):
    assert telling.shown_address(told) == shown
