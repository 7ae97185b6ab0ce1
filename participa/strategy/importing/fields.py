"""The cells of one activity, column by column, with its dates and marks read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from participa.strategy.importing.columns import Column, ColumnMap
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import fold
from participa.strategy.importing.headings import periods_of
from participa.strategy.importing.marks import is_mark, says_no, unglued
from participa.strategy.importing.periods import Period, Unit
from participa.strategy.importing.schedules import Schedule, ScheduleKind, joined
from participa.strategy.importing.sections import STAGES, element_named, stages_in

LONGEST_TEXT = 150
TEXTS = (Column.NAME, Column.GOAL, Column.INDICATOR, Column.RESPONSIBLE)
PARTS = (Column.WEEK, Column.DAY, Column.YEAR)
WITHOUT_FIELD = (None, Column.STAGE, Column.ELEMENT)


@dataclass(frozen=True)
class Fields:
    """What one row says. A date is None when its table has no column for it.

    `unsure_marks` are cells under a mark's heading that hold something else; `unglued`, texts that came with a mark.
    """

    code: str
    name: str
    goal: str
    indicator: str
    responsible: str | None
    start: Schedule | None
    end: Schedule | None
    date_text: str
    extra: tuple[tuple[str, str], ...]
    schedule: Schedule
    budget: str = ""
    stages: tuple[str, ...] = ()
    element: str | None = None
    has_stage_columns: bool = False
    has_period_columns: bool = False
    unsure_marks: tuple[tuple[str, str], ...] = ()
    unglued: tuple[str, ...] = ()

    @property
    def is_one_date(self) -> bool:
        """True when both ends were read from a single date column."""
        return self.start is self.end


def _by_column(table: ColumnMap, cells: Mapping[int, str]) -> dict[Column, str]:
    return {column: cell for index, cell in cells.items() if (column := table.column_at(index, cell))}


def _with_whole_date(cells: dict[Column, str]) -> dict[Column, str]:
    """«Mes», «Semana», «Día» and «Año» in columns of their own are one date."""
    month, week, day, year = (cells.get(column, "") for column in (Column.DATE, *PARTS))
    year = year if periods_of(month) else ""  # «15/03/2022» and «Permanente» need none
    if not month or not (week or day or year):
        return cells
    before = week if fold(week).startswith("s") else f"semana {week}"
    texts = (before if week else day, month, year)
    return {**cells, Column.DATE: " de ".join(text for text in texts if text)}


@dataclass(frozen=True)
class _Marked:
    """The marks of a row."""

    periods: tuple[Period, ...]
    stages: tuple[str, ...]
    elements: tuple[str, ...]
    headings: tuple[str, ...]
    unsure: tuple[tuple[str, str], ...]


def read_fields(
    table: ColumnMap, cells: Mapping[int, str], year: int | None = None, painted: Sequence[int] = ()
) -> Fields:
    """Return the fields of a row whose cells come by their place in the table."""
    parted, glued = _unglued(table, cells)
    by_column = _with_whole_date(_by_column(table, parted))
    marked = _marked(table, {**dict.fromkeys(painted, "X"), **parted}, year)
    start, end = _dates(table, by_column, year)
    texts = _date_text(by_column)
    return Fields(
        code=by_column.get(Column.CODE, ""),
        name=by_column.get(Column.NAME, ""),
        goal=by_column.get(Column.GOAL, ""),
        indicator=by_column.get(Column.INDICATOR, ""),
        responsible=by_column.get(Column.RESPONSIBLE, "") if Column.RESPONSIBLE in table.places else None,
        start=start,
        end=end,
        date_text=texts or _told(marked.headings),
        extra=(*_extra(table, parted), *marked.unsure),
        schedule=_schedule(texts, start, end, marked),
        budget=by_column.get(Column.BUDGET, ""),
        stages=_stages(by_column, marked),
        element=_element(by_column, marked),
        has_stage_columns=bool(table.stages),
        has_period_columns=bool(table.periods),
        unsure_marks=marked.unsure,
        unglued=glued,
    )


def _unglued(table: ColumnMap, cells: Mapping[int, str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """A mark that came with the text of the next column goes back to its own: «X Informe de avance»."""
    found, texts = dict(cells), []
    for index, cell in cells.items():
        parts = unglued(cell) if table.column_at(index, cell) in TEXTS and index - 1 in table.marks else None
        if parts and not cells.get(index - 1):
            found[index - 1], found[index] = parts
            texts.append(cell)
    return dict(sorted(found.items())), tuple(texts)


def _marked(table: ColumnMap, cells: Mapping[int, str], year: int | None) -> _Marked:
    marks = [(index, cell) for index, cell in sorted(cells.items()) if index in table.marks and counts(cell)]
    found = [(index, period) for index, cell in marks for period in _periods(table, index, cell, year)]
    periods = dict.fromkeys(period for _, period in found)
    dated = dict.fromkeys(index for index, _ in found)
    return _Marked(
        tuple(sorted(periods, key=lambda period: period.order)),
        tuple(table.stages[index] for index, _ in marks if index in table.stages),
        tuple(dict.fromkeys(table.elements[index] for index, _ in marks if index in table.elements)),
        tuple(_mark_text(table, index, cells[index]) for index in dated),
        tuple((table.heading(index), cell) for index, cell in marks if not _is_understood(table, index, cell)),
    )


def _is_understood(table: ColumnMap, index: int, cell: str) -> bool:
    weeks = [period for period in _periods(table, index, cell, None) if period.unit is Unit.WEEK]
    return is_mark(cell) or bool(weeks and index in table.periods)


def counts(cell: str) -> bool:
    """True when a cell under the heading of a mark says yes."""
    return is_mark(cell) or not says_no(cell)


def _mark_text(table: ColumnMap, index: int, cell: str) -> str:
    heading = _own_words(table.heading(index))
    return heading if is_mark(cell) else f"{heading}: {cell}"


@lru_cache(maxsize=1_024)
def _own_words(heading: str) -> str:
    """«CRONOGRAMA 2024 Enero» is «Enero»; «Trimestre 2» stays whole."""
    words = heading.split()
    endings = (" ".join(words[start:]) for start in range(len(words) - 1, 0, -1))
    return next((ending for ending in endings if periods_of(ending)), heading)


def _told(headings: Sequence[str]) -> str:
    """The marked headings, or how many there are and between which when they are too many to read."""
    text = ", ".join(headings)
    return text if len(text) <= LONGEST_TEXT else f"{len(headings)} periodos, de {headings[0]} a {headings[-1]}"


def _periods(table: ColumnMap, index: int, cell: str, year: int | None) -> Iterator[Period]:
    for period in table.periods.get(index, ()):
        whole = period if period.year else replace(period, year=year)
        yield from (_inside_month(whole, cell) if whole.unit is Unit.MONTH and not is_mark(cell) else (whole,))


def _inside_month(month: Period, cell: str) -> Sequence[Period]:
    """«S 2-3» in the column of March is its second and third week."""
    if not fold(cell).startswith(("s", "w")):
        return (month,)
    digits = fold(cell).replace("semanas", "semana")
    named = digits if digits.startswith("semana") else f"semana {digits.lstrip('sw ')}"
    within = read_schedule(f"{_weeks(named, cell)} de enero", month.year or 2000)
    weeks = [period.part for period in within.periods if period.unit is Unit.WEEK]
    return [Period(Unit.WEEK, month.year, month.number, week) for week in weeks] or (month,)


def _weeks(named: str, cell: str) -> str:
    numbers = named.removeprefix("semana ").split()
    between = " a " if "-" in cell or "–" in cell or " a " in cell else " y "
    return f"semana {between.join(number for number in numbers if number.isdigit())}"


def _dates(
    table: ColumnMap, by_column: Mapping[Column, str], year: int | None
) -> tuple[Schedule | None, Schedule | None]:
    start, end, single = (
        read_schedule(by_column.get(column, ""), year) if column in table.places else None
        for column in (Column.START, Column.END, Column.DATE)
    )
    has_range = any(value is not None and not value.is_empty for value in (start, end))
    return (start, end) if has_range or single is None else (single, single)


def _date_text(by_column: Mapping[Column, str]) -> str:
    texts = [by_column.get(column, "") for column in (Column.DATE, Column.START, Column.END)]
    return " – ".join(dict.fromkeys(text for text in texts if text))


def _schedule(texts: str, start: Schedule | None, end: Schedule | None, marked: _Marked) -> Schedule:
    """The dates of the row; without any, the periods marked."""
    written = replace(start, raw=texts) if start is end and start else joined(texts, start, end)
    if not marked.periods:
        return written
    if written.is_empty or written.is_unreadable:
        raw = texts or _told(marked.headings)
        return Schedule(raw, ScheduleKind.SET, None, None, marked.periods, by_day=False)
    return written if written.periods else replace(written, periods=marked.periods)


def _stages(by_column: Mapping[Column, str], marked: _Marked) -> tuple[str, ...]:
    named = {*marked.stages, *stages_in(by_column.get(Column.STAGE, ""))}
    return tuple(stage for stage in STAGES if stage in named)


def _element(by_column: Mapping[Column, str], marked: _Marked) -> str | None:
    named = element_named(by_column.get(Column.ELEMENT, ""))
    return named or (marked.elements[0] if len(marked.elements) == 1 else None)


def _extra(table: ColumnMap, cells: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Cells without a field of their own, and those whose words became a code or said «No»."""
    return tuple(
        (table.heading(index), cell)
        for index, cell in cells.items()
        if (not counts(cell) if index in table.marks else table.column_at(index, cell) in WITHOUT_FIELD)
    )
