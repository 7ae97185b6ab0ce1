"""Las tablas con líneas de un PDF y el texto que las rodea."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from participa.strategy.importing.grid import Row, checked, clean_cell
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.merging import Cell, rows_from
from participa.strategy.importing.sources.result import Progress, Source, silent
from participa.strategy.importing.sources.unruled import UnruledReader

KIND = "un PDF"
MAX_PAGES = 60
TOLERANCE = 2.0
FEWEST_LETTERS = 3
APART = 1.5  # times the usual distance between lines
APART_IN_HEIGHTS = 2.6
TOO_MANY_PAGES = f"El PDF tiene más de {MAX_PAGES} páginas. Deje solo las páginas del cronograma y súbalo de nuevo."
DAMAGED = "El PDF está dañado o incompleto. Guárdelo de nuevo y súbalo otra vez."
PASSWORD = "El PDF tiene contraseña. Quítele la contraseña y súbalo de nuevo."  # noqa: S105 - a sentence
SCANNED = "El PDF no tiene texto; parece una imagen escaneada. Suba el cronograma en Excel, Word o PDF con texto."

Box = tuple[float, float, float, float]


def rows_of(data: bytes, on_progress: Progress = silent) -> Source:
    """Return the tables and lines of every page, from top to bottom.

    Raises ImportProblem when it is damaged, has a password, holds no text or has more than 60 pages.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return Source(checked(_rows(document, on_progress)), (), KIND)
    except PdfminerException as error:
        is_locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        raise ImportProblem(PASSWORD if is_locked else DAMAGED) from error
    except (PSException, ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError) as error:
        if isinstance(error, ImportProblem):
            raise
        raise ImportProblem(DAMAGED) from error


def _rows(document: Any, on_progress: Progress) -> list[Row]:
    if len(document.pages) > MAX_PAGES:
        raise ImportProblem(TOO_MANY_PAGES)
    rows, line, tables = list[Row](), 1, 0
    for number, page in enumerate(document.pages, start=1):
        found, tables = _page_rows(page, line, tables)
        rows += found
        line = rows[-1].line + 2 if rows else 1  # a page break is a blank line
        page.close()
        on_progress(number, len(document.pages))
    if not any(row.filled for row in rows):
        raise ImportProblem(SCANNED)
    return rows if tables else _without_lines(document) or rows


def _without_lines(document: Any) -> list[Row]:
    """The rows of tables that were set only with spaces; none when no line is a header."""
    reader = UnruledReader()
    for page in document.pages:
        reader.read_page(page.extract_words())
        page.close()
    return reader.rows if reader.has_table else []


def _page_rows(page: Any, line: int, tables: int) -> tuple[list[Row], int]:
    """The blocks of a page by their top: tables, and the lines of text outside them."""
    found = [table for table in page.find_tables() if _is_table(table)]
    texts = _lines_outside(page, [table.bbox for table in found])
    apart = _blank_line(texts)
    blocks: list[tuple[float, list[list[Cell]] | str]] = [(table.bbox[1], _cells(table)) for table in found]
    blocks += [(text["top"], text["text"]) for text in texts]
    rows, before = list[Row](), None
    for top, block in sorted(blocks, key=lambda block: block[0]):
        if isinstance(block, str):
            line += before is not None and top - before > apart
            rows.append(Row(line, (clean_cell(block),)))
            line, before = line + 1, top
        else:
            tables += 1
            placed = list(rows_from(block, line, tables))
            rows += placed if _holds_table(rows) else _opening(placed)
            line, before = line + len(placed) + 1, None
    return rows, tables


def _blank_line(texts: Sequence[dict[str, Any]]) -> float:
    """The distance from which two lines belong to different paragraphs."""
    if not texts:
        return 0.0
    height: float = min(text["bottom"] - text["top"] for text in texts)
    tops = sorted(text["top"] for text in texts)
    gaps = sorted(second - first for first, second in pairwise(tops) if second - first > 1)
    usual: float = gaps[len(gaps) // 4] if gaps else 0.0  # a small one: between lines of the same paragraph
    return min(usual * APART, height * APART_IN_HEIGHTS)


def _holds_table(rows: Sequence[Row]) -> bool:
    return any(row.table for row in rows)


def _opening(rows: list[Row]) -> list[Row]:
    """The first table of a page may go on with a row that the page cut."""
    return [replace(rows[0], opens_page=True), *rows[1:]] if rows else []


def _is_table(table: Any) -> bool:
    """A frame around a text or a picture is no table."""
    return len(table.rows) > 1 and len(table.columns) > 1


def _lines_outside(page: Any, boxes: Sequence[Box]) -> list[dict[str, Any]]:
    def is_outside(thing: dict[str, Any]) -> bool:
        across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes)

    lines: list[dict[str, Any]] = page.filter(is_outside).extract_text_lines(return_chars=False)
    return lines


def _cells(table: Any) -> list[list[Cell]]:
    """The cells of a table with the columns and rows that each stands over, from the lines that were drawn."""
    lefts = _edges([cell[0] for cell in table.cells])
    tops = _edges([cell[1] for cell in table.cells])
    rows: list[list[tuple[float, Cell]]] = [[] for _ in tops]
    texts = iter(_texts(table))
    for box, text in texts:
        left, top, right, bottom = box
        row = _index(tops, top)
        rows[row].append((left, Cell(text, _count(lefts, left, right), _count(tops, top, bottom))))
    return [[cell for _, cell in sorted(row, key=lambda pair: pair[0])] for row in rows]


def _texts(table: Any) -> Iterator[tuple[Box, str]]:
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                yield box, _upright(text or "")


def _upright(text: str) -> str:
    """A heading written downwards, one letter a line, is one word."""
    letters = text.split()
    is_vertical = len(letters) >= FEWEST_LETTERS and all(len(letter) == 1 and letter.isalpha() for letter in letters)
    return "".join(letters) if is_vertical else text


def _edges(values: Sequence[float]) -> list[float]:
    """Positions that differ by less than a line's width are one."""
    found = list[float]()
    for value in sorted(values):
        if not found or value - found[-1] > TOLERANCE:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _count(edges: Sequence[float], start: float, end: float) -> int:
    return max(1, sum(start - TOLERANCE <= edge < end - TOLERANCE for edge in edges))
