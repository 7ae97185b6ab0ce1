"""The list of a space as a spreadsheet: personal data, so only for who may take it along. No cell is a formula."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from participa.registrations.models import Registration
from participa.shared.templating import moment

Column = Callable[[Registration], str]
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them
BYTE_ORDER_MARK = "\ufeff"
COLUMNS: Mapping[str, Column] = {
    "Apellidos": lambda one: one.last_name,
    "Nombres": lambda one: one.first_name,
    "Estado": lambda one: one.state_label,
    "Asiste": lambda one: one.attends_label,
    "Canal": lambda one: one.channel_label,
    "En calidad de": lambda one: one.capacity_as_label,
    "Organización": lambda one: one.organisation or (one.group.organisation if one.group else ""),
    "Documento": lambda one: f"{one.document_type or ''} {one.document_number}".strip(),
    "Correo": lambda one: one.email,
    "Teléfono": lambda one: one.phone,
    "Barrio o vereda": lambda one: one.neighbourhood,
    "Comuna o corregimiento": lambda one: one.commune,
    "Quiere hablar": lambda one: "Sí" if one.wants_to_speak else "No",
    "Tema": lambda one: one.speak_topic,
    "Menor de edad": lambda one: "Sí" if one.is_minor else "No",
    "Representante": lambda one: " ".join(filter(None, [one.guardian_name, one.guardian_link, one.guardian_contact])),
    "Apoyos": lambda one: "; ".join(f"{need.kind_label} ({need.state_label.lower()})" for need in one.needs),
    "Inscripción recibida": lambda one: moment(one.created_at),
}


def as_csv(people: Sequence[Registration]) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([_harmless(value) for value in row] for row in _rows(people))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_workbook(people: Sequence[Registration]) -> bytes:
    """An Excel workbook; every cell is a cell of text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Inscripciones")
    sheet.freeze_panes = "A2"
    for place in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 22
    sheet.append([_cell(sheet, heading, Font(bold=True)) for heading in COLUMNS])
    for row in _rows(people):
        sheet.append([_cell(sheet, value, Font()) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _rows(people: Sequence[Registration]) -> Iterator[list[str]]:
    for one in people:
        yield [UNPRINTABLE.sub("", value_of(one)) for value_of in COLUMNS.values()]


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _cell(sheet: object, value: str, font: Font) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type, cell.font = "s", font
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
