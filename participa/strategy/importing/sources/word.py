"""Los párrafos y las tablas de un documento de Word (.docx)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from participa.strategy.importing.grid import Row, check_width, checked, clean_cell
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.breaks import apart
from participa.strategy.importing.sources.numbering import Numbering
from participa.strategy.importing.sources.package import DAMAGED, DOCUMENT, Package
from participa.strategy.importing.sources.result import Progress, Source, silent

KIND = "un documento de Word"
HELD = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "hyperlink", "moveTo"})
SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "txbxContent"})
WITHOUT_COLOR = ("", "auto", "FFFFFF")


def rows_of(package: Package, on_progress: Progress = silent) -> Source:
    """Return the paragraphs and tables in the order of the document. Raises ImportProblem when it is damaged."""
    root = package.tree(DOCUMENT)
    body = root.find("body") if root is not None else None
    if body is None:
        raise ImportProblem(DAMAGED)
    reader = _Reader(Numbering(package.tree("word/numbering.xml"), package.tree("word/styles.xml")))
    reader.read(body)
    on_progress(len(reader.rows), len(reader.rows))
    return Source(checked(reader.rows), (), KIND)


class _Reader:
    """Goes through the body once; each paragraph and each row of a table is a line."""

    def __init__(self, numbering: Numbering) -> None:
        self.rows: list[Row] = []
        self._numbering = numbering
        self._line, self._tables = 0, 0

    def read(self, parent: Element) -> None:
        for element in parent:
            if element.tag == "p":
                self._add_paragraph(element)
            elif element.tag == "tbl":
                self._add_table(element)
            elif element.tag in HELD:
                self.read(element)

    def _add_paragraph(self, paragraph: Element) -> None:
        self._line += 1
        text = f"{self._numbering.next_label(paragraph)}{''.join(_texts(paragraph))}"
        cells = tuple(clean_cell(cell) for cell in text.strip().split("\t"))
        self.rows.append(Row(self._line, cells if sum(map(bool, cells)) > 1 else (" ".join(cells).strip(),)))

    def _add_table(self, table: Element) -> None:
        self._tables += 1
        number, above = self._tables, dict[int, str]()
        found, nested = list[Row](), list[Element]()
        for element in _held(table, "tr"):
            self._line += 1
            found.append(self._row(element, number, above))
            nested += [inner for cell in _held(element, "tc") for inner in _held(cell, "tbl")]
        width = max((len(row.cells) for row in found), default=0)
        self.rows += [_widened(row, width) for row in found]
        for inner in nested:
            self._add_table(inner)

    def _row(self, element: Element, table: int, above: dict[int, str]) -> Row:
        texts, spans, merged, fills = list[str](), list[tuple[int, int]](), list[tuple[int, str]](), dict[int, str]()
        texts += [""] * _number(element, "trPr/gridBefore")
        for cell in _held(element, "tc"):
            place, across = len(texts), max(_number(cell, "tcPr/gridSpan"), 1)
            text = "" if _goes_on(cell) else clean_cell(apart(self._cell_text(cell)))
            if _goes_on(cell) and above.get(place):
                merged.append((place, above[place]))
            elif not _goes_on(cell):
                above[place] = text
            fills[place] = _fill(cell)
            texts += [text, *[""] * (across - 1)]
            spans += [(place, across)] if across > 1 else []
            check_width(texts)
        usual = {fills.get(place, "") for place, text in enumerate(texts) if text}
        painted = tuple(place for place, fill in fills.items() if fill and not texts[place] and fill not in usual)
        return Row(self._line, tuple(texts), tuple(merged), tuple(spans), painted, table)

    def _cell_text(self, cell: Element) -> str:
        lines = []
        for paragraph in _held(cell, "p"):
            lines.append(f"{self._numbering.next_label(paragraph, in_table=True)}{''.join(_texts(paragraph))}")
        return "\n".join(lines)


def _widened(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return (
        row
        if not missing
        else Row(row.line, (*row.cells, *[""] * missing), row.merged, row.spans, row.painted, row.table)
    )


def _held(parent: Element, tag: str) -> Iterator[Element]:
    """The children with that tag, also those inside content controls and insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in HELD:
            yield from _held(element, tag)


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag == "tab" and element.tag == "r":
            yield "\t"
        elif child.tag in ("br", "cr"):
            yield "\n"
        elif child.tag == "noBreakHyphen":
            yield "-"
        elif child.tag not in SKIPPED:
            yield from _texts(child)


def _number(element: Element, path: str) -> int:
    found = element.find(path)
    value = found.get("val", "") if found is not None else ""
    return min(int(value), 300) if value.isdecimal() else 0


def _goes_on(cell: Element) -> bool:
    """True for the lower part of a cell merged over rows."""
    found = cell.find("tcPr/vMerge")
    return found is not None and found.get("val", "continue") == "continue"


def _fill(cell: Element) -> str:
    found = cell.find("tcPr/shd")
    color = found.get("fill", "") if found is not None else ""
    return "" if color in WITHOUT_COLOR else color
