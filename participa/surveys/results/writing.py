"""Results as files: tables, the codebook and rows. Nothing in them is a formula, nothing hidden comes back."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from participa.questionnaires.engine.definition import ITEM_TYPE_LABELS, Definition, Item, ItemType
from participa.shared.templating import moment
from participa.surveys.models import Survey
from participa.surveys.results.parts import columns_of, labels_of
from participa.surveys.results.tables import Results, Table, TableKind

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BYTE_ORDER_MARK = "\ufeff"
HIDDEN = "Oculto"
TABLE_HEAD = ("Pregunta", "Respuesta", "Medida", "Valor", "De", "Sin respuestas marcadas", "Corte")
BOOK_HEAD = ("Columna", "Pregunta", "Tipo", "Código", "Significa")
MOST_ROWS = 1_048_576  # of a sheet of a workbook
Row = tuple[str, ...]


def table_lines(results: Results) -> Iterator[Row]:
    """Every number of the page: question, line, measure, value, of how many, without marked answers, counted when."""
    yield "Total", "Respuestas", "Personas", _said(results.answers), "", "", _instant(results.cut)
    for table in results.tables:
        cut = _instant(table.cut or results.counted_at)
        yield from ((*line, cut) for line in _lines_of(table))
    for cross in results.crosses:
        title, cut = f"{cross.group_label} y {cross.item_label}", _instant(cross.table.cut or results.counted_at)
        yield from ((title, *line[1:], cut) for line in _lines_of(cross.table))


def _instant(at: datetime | None) -> str:
    """As the page says it, in Colombia."""
    return moment(at) if at else ""


def _lines_of(table: Table) -> Iterator[Row]:
    people = _said(table.people)
    if table.withheld is not None:
        yield table.title, "Todas", "Personas", HIDDEN, "", ""
    for line in table.lines:
        for head, value in zip(table.columns, line.values, strict=False):
            clean = "" if line.clean is None else str(line.clean)
            yield table.title, line.label, head, _said(value), people, clean
        if line.mean:
            measure = "Promedio de puntos" if table.kind is TableKind.MEANS else "Puesto promedio"
            yield table.title, line.label, measure, line.mean, people, ""
    if table.mean:
        yield table.title, "Todas", "Promedio", table.mean, people, ""


def _said(value: int | None) -> str:
    return HIDDEN if value is None else str(value)


def codebook(definition: Definition, columns: Sequence[str]) -> Iterator[Row]:
    """What each column of the rows means, and each code in it."""
    for item in definition.to_answer:
        for column in columns_of(item):
            if column in columns:
                label = _label(item, column)
                yield from ((column, label, ITEM_TYPE_LABELS[item.type], *pair) for pair in _codes(item))


def _label(item: Item, column: str) -> str:
    _name, _, part = column.partition(".")
    return f"{item.label}: {item.label_of(part)}" if part else item.label


def _codes(item: Item) -> Iterable[tuple[str, str]]:
    match item.type:
        case ItemType.MULTIPLE:
            return (("1", "La eligió"), ("0", "No la eligió"))
        case ItemType.RANKING:
            return (("1, 2, 3…", "Puesto que le dio. Vacío: no la eligió"),)
        case ItemType.DATE:
            return (("2026", "Año de la fecha"),)
        case _:
            return tuple(labels_of(item, {}).items()) or (("(texto)", "Comuna o vereda"),)


def csv_bytes(head: Row, lines: Iterable[Row]) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia."""
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(head)
    table.writerows(map(_harmless, lines))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def workbook_bytes(sheets: Mapping[str, tuple[Row, Iterable[Row]]]) -> bytes:
    """An Excel workbook with these sheets: (head, lines) by title."""
    book = Workbook(write_only=True)
    for title, (head, lines) in sheets.items():
        _sheet(book, title, head, lines)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, title: str, head: Row, lines: Iterable[Row]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(len(head)):
        sheet.column_dimensions[chr(65 + place) if place < 26 else "Z"].width = 26
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])


def _cell(sheet: Any, text: str, bold: bool = False) -> Any:
    """Whole numbers are numbers; everything else is a cell of text, never a formula."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 12
    cell = WriteOnlyCell(sheet, int(text) if is_number else UNPRINTABLE.sub("", text))
    cell.data_type = "n" if is_number else "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(line: Row) -> list[str]:
    return [_harmless_text(text) for text in line]


def _harmless_text(text: str) -> str:
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if clean.lstrip(" ").startswith(STARTS_A_FORMULA) else clean


def as_json(survey: Survey, results: Results, definition: Definition) -> bytes:
    """The tables of the page and the codebook, for programs; None where a number is hidden."""
    document = {
        "encuesta": survey.title,
        "corte": results.cut.isoformat() if results.cut else None,
        "respuestas": results.answers,
        "respuestas_marcadas": results.flagged,
        "tablas": [_table_document(table) for table in results.tables],
        "por_grupo": [{"grupo": cross.group_label, **_table_document(cross.table)} for cross in results.crosses],
        "diccionario": [dict(zip(BOOK_HEAD, line, strict=True)) for line in codebook(definition, results.columns)],
        "columnas_omitidas": list(results.left_out),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _table_document(table: Table) -> dict[str, Any]:
    lines = [
        {"codigo": line.code, "respuesta": line.label, "valores": list(line.values), "promedio": line.mean or None}
        | {"sin_marcadas": line.clean}
        for line in table.lines
    ]
    return {
        "pregunta": table.title,
        "de": table.people,
        "columnas": list(table.columns),
        "lineas": lines,
        "promedio": table.mean or None,
        "corte_anterior": table.cut_at or None,
        "no_se_muestra": table.why or None,
    }


class RowsWriter:
    """A file of rows that is written as it goes, one row in memory. Use as a context; `close` makes it whole."""

    def __init__(self, path: Path, columns: Sequence[str], book: Iterable[Row], title: str) -> None:
        self.path, self.columns, self.book, self.title = path, tuple(columns), list(book), title
        self.rows = 0

    def add(self, cells: Mapping[str, str]) -> None:
        self.rows += 1
        self.write([cells.get(column, "") for column in self.columns])

    def write(self, row: list[str]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class CsvRows(RowsWriter):
    """One line a row; the codebook is a file of its own."""

    def __init__(self, path: Path, columns: Sequence[str], book: Iterable[Row], title: str) -> None:
        super().__init__(path, columns, book, title)
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._table = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._table.writerow(self.columns)

    def write(self, row: list[str]) -> None:
        self._table.writerow(_harmless(tuple(row)))

    def close(self) -> None:
        self._file.close()


class WorkbookRows(RowsWriter):
    """A sheet of rows (another one when it is full) and a sheet with the codebook; openpyxl keeps rows on the disk."""

    def __init__(self, path: Path, columns: Sequence[str], book: Iterable[Row], title: str) -> None:
        super().__init__(path, columns, book, title)
        self._workbook = Workbook(write_only=True)
        _sheet(self._workbook, "Diccionario", BOOK_HEAD, self.book)
        self._open()

    def _open(self) -> None:
        self._sheet = self._workbook.create_sheet("Respuestas")
        self._sheet.append(list(self.columns))

    def write(self, row: list[str]) -> None:
        if self.rows > 1 and (self.rows - 1) % (MOST_ROWS - 1) == 0:
            self._open()
        self._sheet.append([_plain_cell(text) for text in row])

    def close(self) -> None:
        self._workbook.save(self.path)


def _plain_cell(text: str) -> int | str | None:
    """Codes of closed answers; what could be a formula gets an apostrophe, as in the text."""
    if text.isascii() and text.isdecimal() and len(text) < 12:
        return int(text)
    return _harmless_text(text) or None


class JsonRows(RowsWriter):
    """A document whose last member says how many rows there are: without it, the file is not whole."""

    def __init__(self, path: Path, columns: Sequence[str], book: Iterable[Row], title: str) -> None:
        super().__init__(path, columns, book, title)
        self._file = path.open("w", encoding="utf-8")
        told = [dict(zip(BOOK_HEAD, line, strict=True)) for line in self.book]
        head = {"encuesta": title, "columnas": list(self.columns), "diccionario": told}
        self._file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "filas": [')

    def write(self, row: list[str]) -> None:
        told = {column: text for column, text in zip(self.columns, row, strict=True) if text}
        self._file.write(("\n" if self.rows == 1 else ",\n") + json.dumps(told, ensure_ascii=False))

    def close(self) -> None:
        self._file.write(f'\n], "total_de_filas": {self.rows}}}\n')
        self._file.close()
