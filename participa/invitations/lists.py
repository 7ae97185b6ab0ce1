"""A list of guests from a file: its cells, what each column means, what is wrong in each row. Nothing is written."""

import csv
import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from participa.invitations.models import GuestDetails, GuestKind
from participa.invitations.rules import digits, is_address, match_key
from participa.shared.errors import Invalid
from participa.shared.html import to_line
from participa.shared.sql import fold
from participa.strategy.importing import ImportProblem
from participa.strategy.importing.documents import rows_of_document
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.sources.kinds import Kind, kind_of

MOST_ROWS, MOST_COLUMNS = 20_000, 40
MOST_BYTES = 3 * 1024 * 1024
TOO_MANY = "La lista tiene más de 20.000 filas. Divídala en varios archivos."
NO_ROWS = "El archivo no tiene filas debajo de los títulos. Ponga un invitado en cada fila."
IGNORED = ""
COLUMN_LABELS = {
    IGNORED: "No usar esta columna",
    "name": "Nombre",
    "organization": "Organización",
    "kind": "Clase",
    "email": "Correo",
    "phone": "Teléfono",
    "address": "Dirección",
    "territory": "Territorio",
    "value_group": "Grupo de valor",
    "authorization": "Autorización",
    "authorized_on": "Fecha de la autorización",
}
MOST_LETTERS = {"name": 200, "organization": 200, "phone": 40, "address": 300, "territory": 120, "authorization": 2000}
WORDS = {
    "name": ("nombre", "nombres", "nombre completo", "nombres y apellidos", "invitado", "contacto", "representante"),
    "organization": ("organizacion", "entidad", "empresa", "razon social", "institucion", "junta", "asociacion"),
    "kind": ("clase", "tipo", "tipo de invitado", "tipo de actor", "actor"),
    "email": ("correo", "correo electronico", "email", "e mail", "mail", "correos"),
    "phone": ("telefono", "celular", "movil", "telefono celular", "numero de contacto", "tel", "telefonos"),
    "address": ("direccion", "domicilio"),
    "territory": ("territorio", "barrio", "comuna", "vereda", "corregimiento", "barrio o vereda", "sector", "zona"),
    "value_group": ("grupo de valor", "grupo", "grupo de interes"),
    "authorization": ("autorizacion", "autoriza", "autorizacion de datos"),
    "authorized_on": ("fecha de la autorizacion", "fecha autorizacion", "fecha"),
}
KIND_WORDS = (
    (GuestKind.CONTROL_BODY, ("control", "personeria", "contraloria", "procuraduria", "defensoria", "veeduria")),
    (GuestKind.ORGANIZATION, ("organiz", "entidad", "empresa", "junta", "asocia", "gremio", "colectivo", "instituc")),
    (GuestKind.PERSON, ("persona", "ciudadan", "lider", "natural")),
)
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Checked:
    """A row of the list: its line in the file, what it says, and what is wrong with it."""

    line: int
    details: GuestDetails
    problems: tuple[str, ...]

    @property
    def key(self) -> str:
        return match_key(self.details)


def read_cells(data: bytes) -> list[list[str]]:
    """The rows of a spreadsheet or of a .csv, with the titles first. Raises Invalid with the sentence to show.

    A spreadsheet is opened in a process apart, with little memory and little time.
    """
    try:
        is_text = kind_of(data) is Kind.TEXT
        rows = list(_text_rows(data)) if is_text else [list(row.cells) for row in rows_of_document(data).rows]
    except ImportProblem as problem:
        raise Invalid(str(problem)) from problem
    kept = [[to_line(cell)[:2000] for cell in row[:MOST_COLUMNS]] for row in rows if any(cell.strip() for cell in row)]
    if len(kept) < 2:
        raise Invalid(NO_ROWS)
    if len(kept) > MOST_ROWS + 1:
        raise Invalid(TOO_MANY)
    return kept


def _text_rows(data: bytes) -> Iterator[list[str]]:
    text = read_text(data, MOST_BYTES)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error as error:
        raise ImportProblem("El archivo de texto no se pudo separar en columnas. Guárdelo como Excel.") from error


def packed(rows: Sequence[Sequence[str]]) -> str:
    """The rows as one short text, to be kept until a person decides."""
    return b64encode(zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)).decode()


def unpacked(cells: str) -> list[list[str]]:
    rows: list[list[str]] = json.loads(zlib.decompress(b64decode(cells)))
    return rows


def guessed(titles: Sequence[str]) -> list[str]:
    """What each column means, by its title; each meaning once."""
    found: list[str] = []
    for title in titles:
        meaning = _meaning(" ".join(re.sub(r"[^a-z ]", " ", fold(title)).split()))
        found.append(IGNORED if meaning in found else meaning)
    return found


def _meaning(title: str) -> str:
    for meaning, words in WORDS.items():
        if title in words:
            return meaning
    for meaning, words in WORDS.items():
        if any(title.startswith(word + " ") for word in words):
            return meaning
    return IGNORED


def checked(
    rows: Sequence[Sequence[str]], mapping: Sequence[str], groups: Mapping[str, int], usual: GuestDetails
) -> Iterator[Checked]:
    """Each row below the titles. `groups` are the value groups by folded name; `usual` what holds for every row."""
    for line, row in enumerate(rows[1:], 2):
        values = {meaning: row[place] for place, meaning in enumerate(mapping) if meaning and place < len(row)}
        yield _checked(line, values, groups, usual)


def _checked(line: int, values: Mapping[str, str], groups: Mapping[str, int], usual: GuestDetails) -> Checked:
    problems: list[str] = []
    texts = {name: values.get(name, "") for name in MOST_LETTERS}
    problems += [f"{COLUMN_LABELS[name]}: pasa de {MOST_LETTERS[name]} letras." for name in _too_long(texts)]
    written: dict[str, Any] = {name: text for name, text in texts.items() if text}
    details = replace(
        usual,
        **written,
        kind=_kind(values.get("kind", ""), texts),
        email=_email(values.get("email", ""), problems),
        value_group_id=_group(values.get("value_group", ""), groups, problems),
    )
    if values.get("authorized_on"):
        details = replace(details, authorized_on=_day(values["authorized_on"], problems))
    if not (details.name or details.organization):
        problems.append("Falta el nombre o la organización.")
    if details.phone and not 7 <= len(digits(details.phone)) <= 15:
        problems.append("El teléfono debe tener entre 7 y 15 números.")
    return Checked(line, details, tuple(problems))


def _too_long(texts: Mapping[str, str]) -> list[str]:
    return [name for name, text in texts.items() if len(text) > MOST_LETTERS[name]]


def _kind(text: str, texts: Mapping[str, str]) -> GuestKind:
    word = fold(text)
    for kind, parts in KIND_WORDS:
        if any(part in word for part in parts):
            return kind
    return GuestKind.ORGANIZATION if texts["organization"] and not texts["name"] else GuestKind.PERSON


def _email(text: str, problems: list[str]) -> str:
    if text and not is_address(text):
        problems.append("El correo no tiene la forma nombre@sitio.co.")
        return ""
    return text


def _group(text: str, groups: Mapping[str, int], problems: list[str]) -> int | None:
    if not text:
        return None
    if fold(text) not in groups:
        problems.append("El grupo de valor no está en el catálogo.")
    return groups.get(fold(text))


def _day(text: str, problems: list[str]) -> date | None:
    found = DAY.match(text)
    if found:
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    problems.append("La fecha de la autorización debe ser como 2026-08-04.")
    return None
