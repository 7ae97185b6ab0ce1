"""The tables that may be loaded: their columns, the empty template, and what is wrong in each row. Pure."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from participa.history.models import HistoryKind
from participa.history.privacy import described_in, described_in_key
from participa.shared.errors import Invalid
from participa.shared.html import to_line, to_plain
from participa.shared.sql import fold
from participa.shared.tables import STARTS_A_FORMULA, as_csv
from participa.strategy.importing import ImportProblem
from participa.strategy.importing.reading import read_text

MOST_ROWS, MOST_BYTES = 5_000, 3 * 1024 * 1024
FIRST_YEAR = 1991
LONGEST = 8_000
STATES = ("Cumplido", "Cumplido tarde", "En ejecución", "No cumplido", "No viable", "Sin información")
PERSONAL = re.compile(r"nombre|apellido|cedula|documento|correo|mail|telefono|celular|direccion|peticionario|ciudadano")
NOT_A_TABLE = "El archivo no se pudo leer como tabla. Guárdelo como CSV (UTF-8) y tráigalo de nuevo."
NO_ROWS = "El archivo no tiene filas debajo de los títulos."
TOO_MANY = "El archivo tiene más de 5.000 filas. Divídalo en varios."
WRONG_COLUMNS = "Faltan o sobran columnas. Use la plantilla sin cambiar sus títulos: {}."
PERSONAL_COLUMN = "La columna «{}» parece traer datos de personas. Quítela: la historia no los necesita."
OTHER_WORDS = "Esta clave ya está publicada con otros datos. Retire primero la carga anterior."
EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("text", "outcome", "office", "label", "place"), ""),
    **dict.fromkeys(("outcome_on", "due_on", "people")),
}
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Column:
    """A column of the table: its title, the field of the row, what to write and an example. `most` letters."""

    title: str
    name: str
    help: str
    example: str
    is_required: bool = False
    most: int = 200

    @property
    def is_day(self) -> bool:
        return self.name in ("day", "outcome_on", "due_on")


KEY = Column("clave", "key", "Cómo se llamaba en el otro sistema. No se repite.", "2019-0042", True, 80)
OFFICE = Column("dependencia", "office", "La oficina, no la persona.", "Secretaría de Hacienda")
COLUMNS: Mapping[HistoryKind, tuple[Column, ...]] = {
    HistoryKind.QUESTION: (
        KEY,
        Column("fecha", "day", "Día de la pregunta.", "2019-11-05", True),
        Column("pregunta", "text", "El texto, sin datos de personas.", "¿Cuánto costó la vía?", True, LONGEST),
        Column("respuesta", "outcome", "La respuesta que se dio.", "Costó 310 millones.", True, LONGEST),
        Column("fecha_respuesta", "outcome_on", "Día de la respuesta.", "2019-11-20"),
        OFFICE,
        Column("tema", "label", "Una o dos palabras.", "Vías", most=120),
    ),
    HistoryKind.SPACE: (
        KEY,
        Column("fecha", "day", "Día del espacio.", "2019-12-04", True),
        Column("titulo", "text", "Nombre del espacio.", "Audiencia pública 2019", True, 300),
        Column("tipo", "label", "Audiencia, foro, mesa…", "Audiencia pública", True, 120),
        Column("lugar", "place", "Dónde fue.", "Coliseo municipal"),
        Column("asistentes", "people", "Cuántas personas fueron; solo el número.", "180"),
        OFFICE,
        Column("resumen", "outcome", "Qué se trató y qué resultó.", "Se presentó el informe del año.", False, LONGEST),
    ),
    HistoryKind.COMMITMENT: (
        KEY,
        Column("fecha", "day", "Día en que se prometió.", "2019-12-04", True),
        Column("compromiso", "text", "Qué se prometió.", "Arreglar la vía a La Esperanza.", True, LONGEST),
        Column("estado", "label", ", ".join(STATES) + ".", "Cumplido", True, 40),
        Column("fecha_limite", "due_on", "Para cuándo era.", "2020-06-30"),
        Column("fecha_cierre", "outcome_on", "Cuándo se cumplió.", "2020-05-12"),
        OFFICE,
        Column("resultado", "outcome", "Qué se hizo.", "Se entregó la obra.", False, LONGEST),
    ),
}


@dataclass(frozen=True)
class Problem:
    """What to mend: the line of the file, the title of the column and the sentence. It repeats nothing of the cell."""

    line: int
    column: str
    words: str


@dataclass(frozen=True)
class Table:
    """A file that was read. `rows` are the values by field, ready to be kept; good only without `problems`.

    `lines` are their numbers in the sheet, of which the first is 1 and empty ones count.
    """

    sha256: str
    rows: tuple[dict[str, Any], ...]
    cells: list[list[str]]
    problems: tuple[Problem, ...]
    lines: tuple[int, ...]


def template(kind: HistoryKind) -> bytes:
    """The titles and nothing below."""
    return as_csv([column.title for column in COLUMNS[kind]], [])


def read(kind: HistoryKind, data: bytes, today: date) -> Table:
    """What a file says. Raises Invalid when it is no table of this kind; what is wrong in a row is a problem."""
    (_head, titles), *below = _cells(data)
    places, lines = _places(kind, titles), tuple(line for line, _row in below)
    ordered = [[row[place].strip() if place < len(row) else "" for place in places] for _line, row in below]
    read_rows = [_row(kind, line, row, today) for line, row in zip(lines, ordered, strict=True)]
    rows = tuple(values for values, _found in read_rows)
    problems = [*(problem for _values, found in read_rows for problem in found), *_repeated(rows, lines)]
    problems.sort(key=lambda one: one.line)
    return Table(hashlib.sha256(data).hexdigest(), rows, ordered, tuple(problems), lines)


def kept_rows(kind: HistoryKind, cells: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The values of rows that were read and found good before."""
    return [_values(kind, row)[0] for row in cells]


def _cells(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that say something, each with its number in the sheet."""
    try:
        text = read_text(data, MOST_BYTES)
    except ImportProblem as problem:
        raise Invalid(NOT_A_TABLE) from problem
    first = text.lstrip().partition("\n")[0]
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=max(";\t,", key=first.count)))
    except csv.Error as error:
        raise Invalid(NOT_A_TABLE) from error
    kept = [(line, row) for line, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if len(kept) < 2:
        raise Invalid(NO_ROWS)
    if len(kept) > MOST_ROWS + 1:
        raise Invalid(TOO_MANY)
    return kept


def _places(kind: HistoryKind, titles: Sequence[str]) -> list[int]:
    """Where each column of the kind stands. Raises Invalid for other titles than those of the template."""
    given = [fold(title).strip().replace(" ", "_") for title in titles]
    while given and not given[-1]:
        given.pop()
    wanted = [column.title for column in COLUMNS[kind]]
    for title in given:
        if title not in wanted and PERSONAL.search(title):
            raise Invalid(PERSONAL_COLUMN.format(to_line(title)[:40]))
    if sorted(given) != sorted(wanted):
        raise Invalid(WRONG_COLUMNS.format("; ".join(wanted)))
    return [given.index(title) for title in wanted]


def _row(kind: HistoryKind, line: int, row: Sequence[str], today: date) -> tuple[dict[str, Any], list[Problem]]:
    values, wrong = _values(kind, row)
    problems = [Problem(line, title, words) for title, words in wrong]
    unread = {title for title, _words in wrong}
    for column in COLUMNS[kind]:
        if column.title in unread:
            continue
        problems += [Problem(line, column.title, words) for words in _faults(column, values[column.name], today)]
    return values, problems


def _values(kind: HistoryKind, row: Sequence[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for column, cell in zip(COLUMNS[kind], row, strict=True):
        try:
            values[column.name] = _value(kind, column, _unquoted(cell))
        except ValueError as error:
            values[column.name] = None
            wrong.append((column.title, str(error)))
    return values, wrong


def _unquoted(cell: str) -> str:
    """Without the mark that our own tables put before what a spreadsheet would take as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(STARTS_A_FORMULA) else cell


def _value(kind: HistoryKind, column: Column, cell: str) -> Any:
    """The value of a cell. Raises ValueError with what to write."""
    if column.is_day:
        return _day(cell)
    if column.name == "people":
        return _number(cell)
    if column.name == "label" and kind is HistoryKind.COMMITMENT and cell:
        return _state(cell)
    return to_plain(cell) if column.most == LONGEST else to_line(cell)


def _day(cell: str) -> date | None:
    if not cell:
        return None
    found = DAY.fullmatch(cell)
    if found:
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise ValueError("Escriba la fecha así: 2019-12-04.")


def _number(cell: str) -> int | None:
    if not cell:
        return None
    digits = cell.replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 7:
        raise ValueError("Escriba solo un número de personas.")
    return int(digits)


def _state(cell: str) -> str:
    for state in STATES:
        if fold(state) == fold(cell):
            return state
    raise ValueError(f"Escriba uno de estos estados: {', '.join(STATES)}.")


def _faults(column: Column, value: Any, today: date) -> Iterable[str]:
    if column.is_required and value == "":
        yield "Falta este dato."
    if column.is_required and column.is_day and value is None:
        yield "Falta la fecha."
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= today.year + (column.name == "due_on") * 30:
        yield f"El año debe estar entre {FIRST_YEAR} y {today.year}."
    if isinstance(value, str):
        yield from _faults_of_text(column, value)


def _faults_of_text(column: Column, value: str) -> Iterable[str]:
    if len(value) > column.most:
        yield f"Pasa de {column.most} letras. Acórtelo."
    seen = described_in_key(value) if column.name == "key" else described_in(value)
    if seen:
        yield f"Hay un dato personal: {seen}. Quítelo o escriba el cargo en su lugar."


def _repeated(rows: Sequence[Mapping[str, Any]], lines: Sequence[int]) -> list[Problem]:
    """Only the second and further rows with a key."""
    seen: Counter[str] = Counter()
    found = []
    for line, values in zip(lines, rows, strict=True):
        seen[values["key"]] += 1
        if values["key"] and seen[values["key"]] == 2:
            found.append(Problem(line, KEY.title, "Esta clave está repetida en el archivo. Deje una sola fila."))
    return found


def whole(row: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of a kept row, also those that its kind does not tell."""
    return {**EMPTY, **row}


def compared(
    rows: Sequence[Mapping[str, Any]], standing: Mapping[str, Mapping[str, Any]], lines: Sequence[int] = ()
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The rows that are new beside what stands of the same source, by key; and those that say something else."""
    fresh: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for line, row in zip(lines or range(2, len(rows) + 2), rows, strict=True):
        there, mine = standing.get(row["key"]), whole(row)
        if there is None:
            fresh.append(mine)
        elif any(mine[name] != there[name] for name in there):
            problems.append(Problem(line, KEY.title, OTHER_WORDS))
    return fresh, problems
