"""Las hojas de un libro de Excel (.xlsx)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import join, normpath
from xml.etree.ElementTree import Element

from participa.strategy.importing.grid import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Row,
    checked,
    clean_cell,
)
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.breaks import apart
from participa.strategy.importing.sources.numbers import BUILT_IN, shown
from participa.strategy.importing.sources.package import DAMAGED, WORKBOOK, Package
from participa.strategy.importing.sources.result import Progress, Source, silent

KIND = "una hoja de cálculo"
SHEET_TAGS = frozenset({"row", "mergeCell", "col"})
YES = ("1", "true")
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
WHITE = ("FFFFFF", "theme-0", "indexed-9", "indexed-64")
MOST_MERGES = 20_000
STEP = 500


@dataclass(frozen=True)
class _Style:
    """How a cell shows its number, and the key of its background (empty: none)."""

    number_format: str = ""
    fill: str = ""


@dataclass(frozen=True)
class _Book:
    """What the sheets of a workbook share."""

    texts: Sequence[str]
    styles: Sequence[_Style]
    is_1904: bool


@dataclass
class _SheetRow:
    """The cells of a row of a sheet by column, before its merges are known."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    fills: dict[int, str] = field(default_factory=dict)
    is_hidden: bool = False


Merge = tuple[int, int, int, int]


def rows_of(package: Package, on_progress: Progress = silent) -> Source:
    """Return the rows of the visible sheets, in their order. Raises ImportProblem when it is damaged or too large."""
    root = package.tree(WORKBOOK)
    if root is None:
        raise ImportProblem(DAMAGED)
    book = _Book(_texts(package), _styles(package), _is_1904(root))
    visible, hidden = _sheets(root, package)
    found = [
        (name, *_sheet_rows(package, member, book, number, on_progress))
        for number, (name, member) in enumerate(visible, 1)
    ]
    filled = [(name, rows) for name, rows, _ in found if rows]
    named = len(filled) > 1
    rows = [replace(row, sheet=name if named else "") for name, rows in filled for row in rows]
    unread = (f"La hoja oculta «{name}» no se leyó." for name in hidden)
    return Source(checked(rows), (*unread, *(note for _, _, notes in found for note in notes)), KIND)


def _is_1904(workbook: Element) -> bool:
    settings = workbook.find("workbookPr")
    return settings is not None and settings.get("date1904") in YES


def _sheets(workbook: Element, package: Package) -> tuple[list[tuple[str, str]], list[str]]:
    """The visible sheets with the member of each, and the names of the hidden ones."""
    relations = package.tree("xl/_rels/workbook.xml.rels")
    targets = {one.get("Id"): one.get("Target", "") for one in relations} if relations is not None else {}
    visible, hidden = [], []
    for sheet in workbook.iter("sheet"):
        name, member = sheet.get("name", ""), _member(targets.get(sheet.get("id"), ""))
        if member not in package.names or "worksheets/" not in member:
            continue
        if sheet.get("state", "visible") == "visible":
            visible.append((name, member))
        else:
            hidden.append(name)
    return visible, hidden


def _member(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else normpath(join("xl", target))


def _texts(package: Package) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.names:
        return []
    return [_plain(item) for item in package.elements(name, frozenset({"si"}))]


def _plain(item: Element) -> str:
    """The text of a cell without the reading aids that some languages carry."""
    return "".join(part.text or "" for child in item if child.tag != "rPh" for part in child.iter("t"))


def _styles(package: Package) -> list[_Style]:
    root = package.tree("xl/styles.xml")
    if root is None:
        return []
    formats = dict(BUILT_IN)
    formats.update({int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter("numFmt")})
    fills = [_fill(one) for one in root.findall("fills/fill")]
    return [_style(one, formats, fills) for one in root.findall("cellXfs/xf")]


def _style(element: Element, formats: Mapping[int, str], fills: Sequence[str]) -> _Style:
    fill = int(element.get("fillId", "0"))
    return _Style(formats.get(int(element.get("numFmtId", "0")), ""), fills[fill] if fill < len(fills) else "")


def _fill(element: Element) -> str:
    pattern = element.find("patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    color = pattern.find("fgColor")
    if color is None:
        return ""
    key = color.get("rgb", "")[-6:] or next(
        (f"{name}-{color.get(name)}" for name in ("theme", "indexed") if color.get(name)), ""
    )
    return "" if key in WHITE else f"{key}{color.get('tint', '')}"


def _sheet_rows(
    package: Package, member: str, book: _Book, number: int, on_progress: Progress
) -> tuple[list[Row], list[str]]:
    rows, merges, hidden = list[_SheetRow](), list[Merge](), list[int]()
    for element in package.elements(member, SHEET_TAGS):
        if element.tag == "mergeCell":
            merges += _merge(element.get("ref", ""))
            continue
        if element.tag == "col":
            hidden += _hidden_columns(element)
            continue
        row = _sheet_row(element, book, rows[-1].number + 1 if rows else 1)
        if row.cells or row.fills:
            rows.append(row)
        if len(rows) > MAX_ROWS or len(merges) > MOST_MERGES:
            raise ImportProblem(TOO_MANY_ROWS)
        if len(rows) % STEP == 0:
            on_progress(len(rows), 0)
    placed = list(_placed([row for row in rows if row.cells], merges, number))
    return placed, list(_hidden_notes(placed, hidden))


def _hidden_columns(element: Element) -> Sequence[int]:
    if element.get("hidden") not in YES:
        return ()
    return range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), MAX_COLUMNS))


def _hidden_notes(rows: Sequence[Row], hidden: Sequence[int]) -> Iterator[str]:
    """A hidden column is read as the others, and told by its first text."""
    for place in hidden:
        if first := next((row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]), ""):
            yield f"La columna «{first}» está oculta en la hoja; también se leyó."


def _sheet_row(element: Element, book: _Book, expected: int) -> _SheetRow:
    row = _SheetRow(int(element.get("r") or expected), is_hidden=element.get("hidden") in YES)
    place = -1
    for cell in element.iter("c"):
        found = REFERENCE.fullmatch(cell.get("r", ""))
        place = _column(found[1]) if found else place + 1
        style = _style_of(cell, book)
        text = clean_cell(apart(_value(cell, book, style)))
        if text and place >= MAX_COLUMNS:
            raise ImportProblem(TOO_MANY_COLUMNS)
        if text:
            row.cells[place] = text
        if style.fill and place < MAX_COLUMNS:
            row.fills[place] = style.fill
    return row


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _style_of(cell: Element, book: _Book) -> _Style:
    index = int(cell.get("s", "0"))
    return book.styles[index] if index < len(book.styles) else _Style()


def _value(cell: Element, book: _Book, style: _Style) -> str:
    """What a cell shows; a formula without a stored result gives its own text."""
    kind, value = cell.get("t", "n"), cell.findtext("v")
    if kind == "inlineStr":
        inline = cell.find("is")
        return _plain(inline) or inline.findtext("t") or "" if inline is not None else ""
    if not value:
        formula = cell.findtext("f")
        return f"={formula}" if formula else ""
    if kind == "s":
        return book.texts[int(value)] if value.isdecimal() and int(value) < len(book.texts) else ""
    if kind == "b":
        return "Sí" if value == "1" else "No"
    return shown(value, style.number_format, book.is_1904) if kind == "n" else value


def _merge(reference: str) -> list[Merge]:
    found = REFERENCE.findall(reference)
    if len(found) != 2:
        return []
    (first_column, first_row), (last_column, last_row) = found
    return [(int(first_row), _column(first_column), int(last_row), _column(last_column))]


def _placed(rows: Sequence[_SheetRow], merges: Sequence[Merge], table: int) -> Iterator[Row]:
    width = max((max(row.cells) + 1 for row in rows), default=0)
    by_number = {row.number: row for row in rows}
    above = _from_above(by_number, merges)
    spans = _spans(merges)
    for row in rows:
        yield Row(
            line=row.number,
            cells=tuple(row.cells.get(place, "") for place in range(width)),
            merged=tuple(sorted(above.get(row.number, {}).items())),
            spans=tuple(
                sorted((place, wide) for place, wide in spans.get(row.number, {}).items() if place in row.cells)
            ),
            painted=tuple(sorted(_painted(row))),
            table=table,
            notes=(f"La fila {row.number} está oculta en la hoja.",) if row.is_hidden else (),
        )


def _from_above(rows: Mapping[int, _SheetRow], merges: Sequence[Merge]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for first_row, column, last_row, _ in merges:
        text = rows[first_row].cells.get(column, "") if first_row in rows else ""
        for number in range(first_row + 1, min(last_row, first_row + MAX_ROWS) + 1) if text else ():
            if number in rows:
                found.setdefault(number, {})[column] = text
    return found


def _spans(merges: Sequence[Merge]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for first_row, first_column, _, last_column in merges:
        if last_column > first_column:
            found.setdefault(first_row, {})[first_column] = last_column - first_column + 1
    return found


def _painted(row: _SheetRow) -> Iterator[int]:
    """Empty cells with a background that the texts of their row do not have."""
    usual = {row.fills.get(place, "") for place in row.cells}
    yield from (place for place, fill in row.fills.items() if place not in row.cells and fill not in usual)
