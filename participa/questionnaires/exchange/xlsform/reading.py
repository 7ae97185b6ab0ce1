"""An XLSForm as a questionnaire: what is understood is read, everything else is listed row by row."""

import re
from pathlib import PurePath

from participa.questionnaires.engine.definition import MOST_ITEMS, Definition
from participa.questionnaires.exchange.brought import Brought, Unread
from participa.questionnaires.exchange.xlsform.items import Reader
from participa.questionnaires.exchange.xlsform.lists import lists_of
from participa.questionnaires.exchange.xlsform.sheets import Sheets, sheets_of
from participa.questionnaires.exchange.xlsform.tree import tree
from participa.questionnaires.exchange.xlsform.words import SETTINGS
from participa.questionnaires.models import Purpose
from participa.shared.errors import Invalid
from participa.shared.html import to_line

UNTITLED = "Cuestionario importado"
LONGEST_TITLE = 200
MOST_UNREAD = 500
NOTHING = "En el formulario no hay preguntas que se puedan leer."
TOO_MANY = f"El formulario tiene más de {MOST_ITEMS} preguntas. Divídalo en varios."
USUAL_SETTINGS = {*SETTINGS, "title", "id_string", "form_version", "allow_choice_duplicates", "instance_name"}


def read(data: bytes, name: str = "") -> Brought:
    """The questionnaire of a workbook. Raises Invalid, with what to do, when there is none in it."""
    sheets = sheets_of(data)
    reader = Reader(lists_of(sheets.choices))
    nodes, wrong = tree(sheets.survey)
    definition = reader.read(nodes)
    if not definition.items:
        raise Invalid(NOTHING)
    if len(definition.items) > MOST_ITEMS:
        raise Invalid(TOO_MANY)
    unread = [*wrong, *reader.unread, *_others(sheets)]
    return Brought(_title(sheets, name), _purpose(definition), definition, tuple(_in_order(unread)[:MOST_UNREAD]))


def _title(sheets: Sheets, name: str) -> str:
    written = next((line["form_title"] or line["title"] for line in sheets.settings), "")
    stem = re.sub(r"[-_]+", " ", PurePath(name).stem) if name else ""
    return to_line(written or stem or UNTITLED)[:LONGEST_TITLE]


def _purpose(_definition: Definition) -> Purpose:
    """An XLSForm does not say it: the person chooses."""
    return Purpose.OTHER


def _others(sheets: Sheets) -> list[Unread]:
    settings = [
        Unread(line.where, f"El ajuste «{column}» no se lee.")
        for line in sheets.settings
        for column in line.cells
        if column not in USUAL_SETTINGS
    ]
    languages = [
        Unread("Todo el libro", f"El texto en «{one}» no se lee: se tomó un solo idioma.") for one in sheets.languages
    ]
    return [*languages, *settings]


def _in_order(unread: list[Unread]) -> list[Unread]:
    """As the rows stand in the workbook, each once."""
    return sorted(dict.fromkeys(unread), key=_place)


def _place(one: Unread) -> tuple[str, int]:
    sheet, _, number = one.where.partition(", fila ")
    order = {"Todo el libro": "0", "Hoja survey": "1", "Hoja choices": "2"}
    return order.get(sheet, "3"), int(number or 0)
