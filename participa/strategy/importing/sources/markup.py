"""Las tablas de una página HTML."""

from html.parser import HTMLParser

from participa.strategy.importing.grid import Row, check_width, checked, clean_cell
from participa.strategy.importing.sources.breaks import apart
from participa.strategy.importing.sources.merging import Cell, rows_from

BREAKS = frozenset(
    ["p", "br", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "caption", "title", "center"]
)
HIDDEN = frozenset(("script", "style", "head", "template", "noscript"))
MAX_SPAN = 300


def rows_of(text: str) -> list[Row]:
    """Return the lines and the tables of a page, in its order. Raises ImportProblem when a table is too large."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line()
    return checked(page.rows)


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.text: list[str] = []
        self.across, self.down = 1, 1
        self.is_in_cell = False

    def begin_cell(self, across: int, down: int) -> None:
        self.end_cell()
        self.across, self.down, self.is_in_cell = across, down, True

    def end_cell(self) -> None:
        if self.is_in_cell:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(Cell(apart("".join(self.text)), self.across, self.down))
            check_width([cell.text for cell in self.rows[-1]])
        self.text, self.is_in_cell = [], False

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append([])


class _Page(HTMLParser):
    """Reads a page from top to bottom; a table inside a cell comes before the table that holds it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._tables: list[_Table] = []
        self._line: list[str] = []
        self._next_line, self._number, self._hidden = 1, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden += 1
        if tag == "table":
            self.end_line()
            self._tables.append(_Table())
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].begin_cell(_span(attrs, "colspan"), _span(attrs, "rowspan"))
        elif self._tables and tag == "tr":
            self._tables[-1].begin_row()
        elif tag in BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag == "table" and self._tables:
            self._end_table()
        elif self._tables and tag in ("td", "th", "tr"):
            self._tables[-1].end_cell()
        elif tag in BREAKS:
            self._next_line += self._is_blank(tag)
            self._break()

    def _is_blank(self, tag: str) -> bool:
        """An empty paragraph stands for a blank line."""
        return tag in ("p", "div") and not self._tables and not "".join(self._line).strip()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._tables and self._tables[-1].is_in_cell:
            self._tables[-1].text.append(data)
        else:
            self._line.append(data)

    def _break(self) -> None:
        if self._tables and self._tables[-1].is_in_cell:
            self._tables[-1].text.append("\n")
        else:
            self.end_line()

    def end_line(self) -> None:
        text = clean_cell("".join(self._line))
        self._line = []
        if text:
            self.rows.append(Row(self._next_line, (text,)))
            self._next_line += 1

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.end_cell()
        self._number += 1
        self.rows += rows_from(table.rows, self._next_line, self._number)
        self._next_line += len(table.rows) + 1


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    value = dict(attrs).get(name) or "1"
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() else 1
