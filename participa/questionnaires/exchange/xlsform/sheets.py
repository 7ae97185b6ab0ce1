"""The sheets of a workbook from outside, read in a process apart, as rows with the names of their columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participa.shared.errors import Invalid
from participa.strategy.importing import ImportProblem
from participa.strategy.importing.grid import Row
from participa.strategy.importing.sources.kinds import Kind
from participa.strategy.importing.sources.sandbox import read_apart

NAMES = {"survey": "survey", "encuesta": "survey", "choices": "choices", "settings": "settings"}
MOST_ROWS = 5000
NO_SURVEY = "El libro no tiene la hoja «survey» de un XLSForm. Revise que sea el formulario y no las respuestas."
NO_TYPE = "La hoja «survey» no tiene la columna «type» en su primera fila. Revise que sea un XLSForm."
NOT_A_BOOK = "El archivo no es un libro de Excel. Suba un XLSForm en .xlsx."
TOO_MANY = f"El formulario tiene más de {MOST_ROWS} filas. Divídalo."
LABELLED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number in the sheet and its filled cells by column."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def where(self) -> str:
        return f"Hoja {self.sheet}, fila {self.number}"


@dataclass(frozen=True)
class Sheets:
    """What a form is made of. `languages`: those whose words were not read."""

    survey: Sequence[Line]
    choices: Sequence[Line]
    settings: Sequence[Line]
    languages: Sequence[str] = ()


def sheets_of(data: bytes) -> Sheets:
    """The sheets of a workbook. Raises Invalid, with what to do, for what is no XLSForm."""
    try:
        source = read_apart(data, Kind.OFFICE)
    except ImportProblem as problem:
        raise Invalid(str(problem).replace("cronograma", "formulario")) from problem
    if source.kind != "una hoja de cálculo":
        raise Invalid(NOT_A_BOOK)
    if len(source.rows) > MOST_ROWS:
        raise Invalid(TOO_MANY)
    by_sheet: dict[str, list[Row]] = {}
    for row in source.rows:
        by_sheet.setdefault(NAMES.get(row.sheet.strip().lower() or "survey", row.sheet), []).append(row)
    return _sheets(by_sheet)


def _sheets(by_sheet: Mapping[str, list[Row]]) -> Sheets:
    if "survey" not in by_sheet:
        raise Invalid(NO_SURVEY)
    left: dict[str, None] = {}
    read = {name: _lines(name, by_sheet.get(name, []), left) for name in ("survey", "choices", "settings")}
    if not any("type" in line.cells for line in read["survey"]):
        raise Invalid(NO_TYPE)
    return Sheets(read["survey"], read["choices"], read["settings"], tuple(left))


def _lines(sheet: str, rows: list[Row], left: dict[str, None]) -> list[Line]:
    """The rows under the first one, which names the columns."""
    if not rows:
        return []
    columns = [_column(cell) for cell in rows[0].cells]
    chosen = _chosen(columns, left)
    found = []
    for row in rows[1:]:
        cells = {chosen[place]: cell for place, cell in enumerate(row.cells) if cell and chosen.get(place)}
        if cells:
            found.append(Line(sheet, row.line, cells))
    return found


def _column(heading: str) -> str:
    """«List Name» and «list_name» are the same; so are «label: English» and «label::English»."""
    base, _, language = re.sub(r"\s*::?\s*", "::", heading.strip(), count=1).partition("::")
    plain = base.strip().lower().replace(" ", "_")
    return f"{plain}::{language.strip()}" if language else plain


def _chosen(columns: Sequence[str], left: dict[str, None]) -> dict[int, str]:
    """The name of each column by its place. Of words in several languages only one is read: Spanish if there is."""
    chosen: dict[int, str] = {place: column for place, column in enumerate(columns) if "::" not in column}
    for kind in LABELLED:
        translated = [(place, column) for place, column in enumerate(columns) if column.startswith(f"{kind}::")]
        spanish = [pair for pair in translated if _is_spanish(pair[1])]
        has_plain = kind in columns
        wanted = next(iter(spanish or ([] if has_plain else translated)), None)
        if wanted:
            chosen = {place: column for place, column in chosen.items() if column != kind} | {wanted[0]: kind}
        left.update(
            dict.fromkeys(column.partition("::")[2] for place, column in translated if (place, column) != wanted)
        )
    others = {place: column for place, column in enumerate(columns) if "::" in column}
    media = {place: column for place, column in others.items() if not column.startswith(LABELLED)}
    return chosen | media


def _is_spanish(column: str) -> bool:
    language = column.partition("::")[2].lower()
    return "(es" in language or language.startswith(("es", "castellano"))
