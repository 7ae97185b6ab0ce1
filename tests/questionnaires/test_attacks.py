"""Files made to hurt: sheets that never end, formulas, scripts in every text, letters that no page can show."""

import io
import json
from contextlib import suppress
from dataclasses import replace
from time import perf_counter

import pytest
from openpyxl import Workbook, load_workbook

from participa.accounts.models import Role
from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option
from participa.questionnaires.exchange import document, read, xlsform
from participa.questionnaires.models import Purpose
from participa.shared.errors import Invalid
from tests import factories as make
from tests.pages import parse

FORMULA = '=HYPERLINK("http://malo.example";"x")'
SCRIPT = "<script>alert(1)</script>"
HOSTILE = tuple(
    Item(
        f"x_{kind.value}",
        kind,
        f"{SCRIPT} {kind.value}",
        help=FORMULA,
        options=(Option("a", FORMULA), Option("b", SCRIPT), Option("c", "\u05d0\u05d1 👩🏽‍🌾")),
        rows=(Option("r", "@SUM(1)"),),
        starts_page=True,
    )
    for kind in ItemType
    if kind is not ItemType.FILE
)


def book(rows):
    made = Workbook(write_only=True)
    sheet = made.create_sheet("survey")
    for row in [["type", "name", "label", "relevant", "constraint"], *rows]:
        sheet.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        [["text", "a", "x", "", ""]] * 4900,
        [["text", "a", "x", "", ""], *([["text", "b", "x", "(" * 3900, ""]] * 50)],
        [["text", "a", "x", "", ". >= 1 and " * 45]] * 1000,
    ],
    ids=["one name", "parentheses", "limits"],
)
def test_a_sheet_without_end_is_answered_in_little_time(rows):
    began = perf_counter()
    with suppress(Invalid):
        assert len(read(book(rows), "x.xlsx").definition.items) <= 200
    assert perf_counter() - began < 8


def test_no_text_of_a_questionnaire_leaves_as_a_formula():
    made = load_workbook(io.BytesIO(xlsform.write(FORMULA, "x", 1, Definition(HOSTILE, intro=FORMULA))))
    kinds = {cell.data_type for sheet in made for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


@pytest.mark.parametrize("depth", [10, 100_000])
def test_a_document_of_many_layers_is_none_of_ours(depth):
    with pytest.raises(Invalid):
        read(b'{"format":' + b"[" * depth + b"]" * depth + b"}")


def test_half_a_letter_in_a_document_is_left_out():
    brought = json.loads(document.write("Bien", Purpose.OTHER, Definition(HOSTILE)))
    brought["title"] = "Mal \ud800"
    brought["definition"]["items"][0]["label"] = "Hola \udfff"
    assert read(json.dumps(brought).encode()).title == "Mal"


def test_scripts_in_every_text_are_texts_on_every_page(client, context):
    questions = tuple(replace(one, is_required=False) for one in HOSTILE)
    version = make.questionnaire_version(Definition(questions, intro=SCRIPT, thanks=SCRIPT))
    client.sign_in(make.user(Role.COMMUNICATIONS))
    one = f"/cuestionarios/gestion/{version.questionnaire_id}"
    pages = [client.get(one + way) for way in ("", "/preguntas", "/vista-previa", "/versiones", "/textos", "/duplicar")]
    pages += [client.get(f"{one}/preguntas/{item.name}") for item in questions]
    pages += [client.get(f"{one}/preguntas/{item.name}/condicion") for item in questions[1:]]
    hidden = parse(pages[2].get_data(as_text=True)).hidden
    pages += [client.post(f"{one}/vista-previa", data=hidden | {"page": str(n)}) for n in range(len(questions))]
    for page in pages:
        assert page.status_code == 200, page.request.path
        assert SCRIPT not in page.get_data(as_text=True)
