"""The list of a space as a spreadsheet: personal data, so only for who may take it along. No cell is a formula."""

import csv
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO, StringIO
from itertools import count

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from participa.questionnaires.engine import phrasing
from participa.questionnaires.engine.definition import Item
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
    columns = columns_of(people)
    table.writerow(_harmless(heading) for heading in columns)
    table.writerows([_harmless(value) for value in row] for row in _rows(people, columns))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def as_workbook(people: Sequence[Registration]) -> bytes:
    """An Excel workbook; every cell is a cell of text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Inscripciones")
    sheet.freeze_panes = "A2"
    columns = columns_of(people)
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 22
    sheet.append([_cell(sheet, heading, Font(bold=True)) for heading in columns])
    for row in _rows(people, columns):
        sheet.append([_cell(sheet, value, Font()) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def columns_of(people: Sequence[Registration]) -> dict[str, Column]:
    """The usual columns, and one for each extra question that somebody was asked."""
    columns = dict(COLUMNS)
    for number, item in _questions(people):
        label = UNPRINTABLE.sub("", " ".join(item.label.split()))
        columns[_free(label, columns)] = partial(_answer, number, item)
    return columns


def _questions(people: Sequence[Registration]) -> Iterator[tuple[int, Item]]:
    """Each question of each questionnaire, with the number of the questionnaire, in its newest words."""
    versions = {one.extra.version_id: one.extra.version for one in people if one.extra}
    newest = {version.questionnaire_id: version for _, version in sorted(versions.items())}
    return ((number, item) for number, version in newest.items() for item in version.definition.to_answer)


def _free(label: str, taken: Container[str]) -> str:
    return label if label not in taken else next(name for name in _numbered(label) if name not in taken)


def _numbered(label: str) -> Iterator[str]:
    return (f"{label} ({number})" for number in count(2))


def _answer(number: int, item: Item, one: Registration) -> str:
    if one.extra is None or one.extra.version.questionnaire_id != number or item.name not in one.extra.answers:
        return ""
    return phrasing.said(item, one.extra.answers[item.name])


def _rows(people: Sequence[Registration], columns: Mapping[str, Column]) -> Iterator[list[str]]:
    for one in people:
        yield [UNPRINTABLE.sub("", value_of(one)) for value_of in columns.values()]


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _cell(sheet: object, value: str, font: Font) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type, cell.font = "s", font
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
