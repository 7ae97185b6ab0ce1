"""Placed rows to sections and rows of activities: carries the section down, joins continuations, loses nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.folding import fold
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headings import periods_of
from participa.strategy.importing.marks import is_mark
from participa.strategy.importing.placed import PlacedRow, RowKind
from participa.strategy.importing.plan import ImportedSection, SourceLine
from participa.strategy.importing.sections import is_section_label, suggest


@dataclass
class ActivityRow:
    """The cells of one activity while its continuations are joined; only the section is carried down from above."""

    line: int
    section_position: int | None
    table: ColumnMap
    cells: dict[int, str]
    row: Row
    has_moved: bool = False
    joined: list[SourceLine] = field(default_factory=list)


@dataclass
class Assembly:
    """The parts of a plan while the rows are read in order."""

    titles: list[SourceLine] = field(default_factory=list)
    headers: list[SourceLine] = field(default_factory=list)
    sections: dict[str, ImportedSection] = field(default_factory=dict)
    activities: list[ActivityRow] = field(default_factory=list)
    unassigned: list[SourceLine] = field(default_factory=list)
    _current: ImportedSection | None = None
    _open: ActivityRow | None = None
    _sheet: str = ""

    def add(self, placed: PlacedRow) -> None:
        self._steps[placed.kind](placed)

    @property
    def _steps(self) -> Mapping[RowKind, Callable[[PlacedRow], None]]:
        return {
            RowKind.TITLE: lambda placed: self.titles.append(_source(placed.row)),
            RowKind.HEADER: self._add_header,
            RowKind.SECTION: self._add_section_row,
            RowKind.ACTIVITY: self._add_activity,
            RowKind.CONTINUATION: self._add_continuation,
            RowKind.UNASSIGNED: lambda placed: self.unassigned.append(_source(placed.row)),
        }

    def _add_header(self, placed: PlacedRow) -> None:
        self.headers.append(_source(placed.row))
        if placed.row.sheet != self._sheet:
            self._sheet, self._current, self._open = placed.row.sheet, None, None
        if placed.table and placed.table.section_label:
            self.enter(placed.table.section_label, placed.row.line)

    def _add_section_row(self, placed: PlacedRow) -> None:
        self.enter(" ".join(cell for _, cell in placed.row.filled), placed.row.line)

    def _add_activity(self, placed: PlacedRow) -> None:
        if placed.table is None:
            raise AssertionError("an activity row is always inside a table")
        cells = dict(placed.cells) if placed.cells is not None else placed.row.whole
        for index in [index for index, cell in cells.items() if placed.table.column_at(index, cell) is Column.SECTION]:
            self.enter(cells.pop(index), placed.row.line)
        has_moved = placed.cells is not None
        if self._current is None and (is_section_label(placed.row.sheet) or periods_of(placed.row.sheet)):
            self.enter(placed.row.sheet, placed.row.line)
        self._open = ActivityRow(placed.row.line, self.current_position, placed.table, cells, placed.row, has_moved)
        self.activities.append(self._open)

    def _add_continuation(self, placed: PlacedRow) -> None:
        if self._open is None:
            self.unassigned.append(_source(placed.row))
            return
        between = "; " if placed.row.merged else " "
        for index, text in placed.row.filled:
            before = self._open.cells.get(index, "")
            if not (is_mark(text) and is_mark(before)):
                self._open.cells[index] = f"{before}{between}{text}" if before else text
        self._open.joined.append(_source(placed.row))

    @property
    def current_position(self) -> int | None:
        return self._current.position if self._current else None

    def enter(self, label: str, line: int) -> None:
        """Go to a section, new or seen before; a section seen before keeps its first spelling."""
        section = self.sections.setdefault(fold(label) or label, self._new_section(label, line))
        if section.label != label:
            self.unassigned.append(SourceLine(line, label))
        if section is not self._current:
            self._current, self._open = section, None

    def _new_section(self, label: str, line: int) -> ImportedSection:
        elemento, etapa = suggest(label)
        return ImportedSection(label, len(self.sections) + 1, line, elemento, etapa)


def assemble(placed_rows: Iterable[PlacedRow]) -> Assembly:
    """Return the parts of the plan in the order of the source."""
    assembly = Assembly()
    for placed in placed_rows:
        assembly.add(placed)
    return assembly


def _source(row: Row) -> SourceLine:
    return SourceLine(row.line, row.text)
