"""Questionnaires that go out as a file and come back, and files that others made."""

import json
from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from openpyxl import Workbook
from pyxform.xls2xform import convert

from participa.questionnaires.engine.branching import visible
from participa.questionnaires.engine.checking import total_points
from participa.questionnaires.engine.definition import (
    Condition,
    Definition,
    Item,
    ItemType,
    Operator,
    Option,
    lacks,
)
from participa.questionnaires.engine.definition import (
    Look as Look,
)
from participa.questionnaires.exchange import document, read, xlsform
from participa.questionnaires.models import Purpose
from participa.questionnaires.official import TEMPLATES
from participa.shared.errors import Invalid

pytestmark = pytest.mark.same_everywhere

AB = (Option("a", "Agua"), Option("b", "Barrio"), Option("c", "Calle"))


def looks(*tests, needs_all=True):
    return Condition(tuple(Look(*test) for test in tests), needs_all)


EVERY_KIND = Definition(
    (
        Item("uno", ItemType.SINGLE, "¿Una?", options=AB, may_decline=True, shuffles=True, is_required=True),
        Item("varias", ItemType.MULTIPLE, "¿Varias?", options=AB, minimum=1, maximum=2, help="Marque."),
        Item("orden", ItemType.RANKING, "¿En qué orden?", options=AB, maximum=2, may_decline=True),
        Item("puntos", ItemType.POINTS, "Reparta.", options=AB, maximum=60, starts_page=True, shuffles=True),
        Item("escala", ItemType.SCALE, "¿De 1 a 5?", condition=looks(("uno", Operator.IS_NOT, "a"))),
        Item("caras", ItemType.FACES, "¿Cómo le fue?", may_decline=True),
        Item("cuadro", ItemType.MATRIX, "¿De acuerdo?", options=AB, rows=(Option("f1", "Uno"), Option("f2", "Dos"))),
        Item("titulo", ItemType.NOTE, "Más", help="Siguen datos.", starts_page=True),
        Item("cuantos", ItemType.NUMBER, "¿Cuántos?", minimum=1, maximum=10),
        Item("dia", ItemType.DATE, "¿Cuándo?", condition=looks(("cuantos", Operator.AT_LEAST, "3"))),
        Item("corto", ItemType.SHORT_TEXT, "¿Cuál?", maximum=80, may_decline=True),
        Item(
            "largo",
            ItemType.LONG_TEXT,
            "¿Por qué?",
            minimum=5,
            condition=looks(("escala", Operator.AT_MOST, "2"), ("caras", Operator.AT_MOST, "2"), needs_all=False),
        ),
        Item("lugar", ItemType.PLACE, "¿Dónde?", may_decline=True),
        Item("papel", ItemType.FILE, "Adjunte.", condition=looks(("varias", Operator.INCLUDES, "b"))),
        Item(
            "acepta",
            ItemType.CONSENT,
            "Autorizo.",
            condition=looks(("cuadro", Operator.ANSWERED), ("puntos", Operator.ANSWERED), ("uno", Operator.IS, "a")),
        ),
    ),
    intro="Bienvenida.",
    thanks="Gracias.",
)
WHOLE = {"cada_clase": EVERY_KIND} | {code: template.definition for code, template in TEMPLATES.items()}


def book(survey, choices=(), settings=()):
    """A workbook as people make it: the first row of each sheet names its columns."""
    made = Workbook()
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.remove(made["Sheet"])
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def same_meaning(definition):
    """Without what an XLSForm cannot say: that the first item begins a page, that 100 points are the usual."""
    items = [replace(item, starts_page=item.starts_page and place > 0) for place, item in enumerate(definition.items)]
    items = [replace(item, maximum=total_points(item)) if item.type is ItemType.POINTS else item for item in items]
    return replace(definition, items=tuple(items))


@pytest.mark.parametrize("definition", WHOLE.values(), ids=WHOLE)
def test_our_document_comes_back_exactly(definition):
    brought = read(document.write("Nombre", Purpose.TOPICS, definition))
    assert (brought.title, brought.purpose, brought.definition) == ("Nombre", Purpose.TOPICS, definition)


@pytest.mark.parametrize("definition", WHOLE.values(), ids=WHOLE)
def test_an_xlsform_comes_back_with_the_same_meaning(definition):
    brought = read(xlsform.write("Nombre", "nombre", 1, definition))
    assert brought.unread == ()
    assert brought.title == "Nombre"
    assert brought.definition == same_meaning(definition)


@pytest.mark.parametrize("definition", WHOLE.values(), ids=WHOLE)
def test_pyxform_takes_what_leaves_here(definition):
    made = convert(xlsform=xlsform.write("Nombre", "nombre-1", 3, definition), file_type=".xlsx", validate=False)
    assert "<h:title>Nombre</h:title>" in made.xform
    assert not [warning for warning in made.warnings if "label" not in warning]


def test_what_is_seen_is_the_same_after_a_round():
    """Each way through the conditions of the questionnaire with every kind, there and back."""
    back = read(xlsform.write("Nombre", "nombre", 1, EVERY_KIND)).definition
    given = {"uno": ["", "a", "b"], "varias": [[], ["b"]], "cuantos": ["", "2", "3"], "caras": ["", 2, 4]}
    given |= {"escala": ["", 1], "cuadro": [{}, {"f1": "a"}], "puntos": [{}, {"a": 60}]}
    for values in product(*given.values()):
        answers = dict(zip(given, values, strict=True))
        names = [[item.name for item in visible(one, answers)] for one in (EVERY_KIND, back)]
        assert names[0] == names[1]


KOBO_SURVEY = [
    ("type", "name", "label::English (en)", "label::Español (es)", "hint", "required", "relevant", "constraint",
     "appearance", "parameters", "calculation", "default", "$kuid"),
    ("start", "start"),
    ("note", "bienvenida", "Welcome", "Bienvenido"),
    ("select_one si_no", "vive", "Live here?", "¿Vive aquí?", "", True),
    ("select_one barrios or_other", "barrio", "Where?", "¿En qué barrio?", "", "yes", "${vive} = 'si'"),
    ("begin group", "casa", "House", "La casa", "", "", "${vive}='si'", "", "field-list"),
    ("integer", "personas", "People", "¿Cuántas personas?", "", "", "", ". > 0 and . < 30"),
    ("select_multiple servicios", "tiene", "Services", "¿Qué tiene?", "", "", "${personas} > 2"),
    ("geopoint", "punto", "Point", "Ubicación"),
    ("calculate", "doble", "", "", "", "", "", "", "", "", "${personas} * 2"),
    ("end group",),
    ("begin_repeat", "hijos", "Children", "Hijos"),
    ("text", "nombre_hijo", "Name", "Nombre"),
    ("end_repeat",),
    ("begin_group", "notas", "Rate", "Califique", "", "", "", "", "table-list"),
    ("select_one si_no", "aseo", "Clean", "Aseo"),
    ("select_one si_no", "luz", "Light", "Luz"),
    ("end_group",),
    ("range", "nota", "Grade", "¿De 1 a 5?", "", "", "", "", "", "start=1 end=5 step=1"),
    ("text", "Detalle.Final", "Detail", "Cuente", "", "", "not(selected(${tiene}, 'agua'))", "regex(., '[a-z]+')"),
    ("text", "otro", "More", "¿Algo más?", "", "", "selected(${tiene}, 'agua') and ${vive} != 'no'", "", "multiline",
     "", "", "nada"),
    ("select_one perdida", "nada", "Lost", "Perdida"),
]  # fmt: skip
KOBO_CHOICES = [
    ("list name", "name", "label::English (en)", "label::Español (es)", "zona"),
    ("si_no", "si", "Yes", "Sí"),
    ("si_no", "no", "No", "No"),
    ("barrios", "centro", "Centre", "Centro", "urbana"),
    ("servicios", "agua", "Water", "Agua"),
    ("servicios", "luz electrica", "Light", "Luz eléctrica"),
]


@pytest.fixture
def kobo():
    settings = [("form_title", "form_id", "version"), ("Hogares", "hogares", "1")]
    return read(book(KOBO_SURVEY, KOBO_CHOICES, settings), "hogares.xlsx")


def test_a_form_made_in_kobo_is_read(kobo):
    items = {item.name: item for item in kobo.definition.items}
    assert kobo.title == "Hogares"
    assert list(items) == [
        "bienvenida", "vive", "barrio", "casa", "personas", "tiene", "notas", "nota", "detalle_final", "otro",
    ]  # fmt: skip
    assert items["vive"].is_required
    assert items["vive"].label == "¿Vive aquí?"
    assert items["barrio"].options == (Option("centro", "Centro"), Option("otro", "Otro"))
    assert items["personas"].condition == looks(("vive", Operator.IS, "si"))
    assert (items["personas"].minimum, items["personas"].maximum) == (1, 29)
    assert items["tiene"].condition == looks(("vive", Operator.IS, "si"), ("personas", Operator.AT_LEAST, "3"))
    assert items["notas"].type is ItemType.MATRIX
    assert len(items["notas"].rows) == 2
    assert items["nota"].type is ItemType.SCALE
    assert items["otro"].condition == looks(("tiene", Operator.INCLUDES, "agua"), ("vive", Operator.IS_NOT, "no"))
    assert items["casa"].starts_page
    assert items["notas"].starts_page
    assert [lack for lack in lacks(kobo.definition) if "dos opciones" not in lack] == []


def test_what_is_not_understood_is_listed_row_by_row(kobo):
    told = [f"{one.where}: {one.text}" for one in kobo.unread]
    assert told[0] == "Todo el libro: El texto en «English (en)» no se lee: se tomó un solo idioma."
    for words in (
        "fila 2: «start» es un dato del aparato",
        "fila 9: El tipo «geopoint» no existe aquí",
        "fila 10: El tipo «calculate» no existe aquí",
        "fila 12: Las partes que se repiten no se leen",
        "fila 13: No se leyó: está dentro de «hijos»",
        "fila 20: La condición «not(selected(${tiene}, 'agua'))» no se entiende",
        "fila 20: La restricción «regex(., '[a-z]+')» no se entiende",
        "fila 21: La columna «default» no se lee",
        "fila 22: La lista «perdida» no está en la hoja «choices»",
        "Hoja choices, fila 4: La columna «zona» no se lee",
    ):
        assert any(words in one for one in told), words
    assert not any("kuid" in one for one in told)


def test_the_old_way_of_a_matrix_is_one_too():
    survey = [("type", "name", "label", "appearance"), ("begin_group", "g", "Cuadro", "field-list")]
    survey += [("select_one l", "cabeza", "", "label"), ("select_one l", "a", "Agua", "list-nolabel"), ("end_group",)]
    found = read(book(survey, [("list_name", "name", "label"), ("l", "1", "Sí"), ("l", "2", "No")])).definition
    assert [(item.type, len(item.rows)) for item in found.items] == [(ItemType.MATRIX, 1)]


@pytest.mark.parametrize(
    "relevant",
    [
        "${a} = ",
        "${nadie} = 'x'",
        "((((",
        "${a} = 'x' or",
        "count-selected(${a}) > 1",
        "${a} = 'z'",
        "(" * 50 + ")" * 50,
    ]
    + ["${a} = 'x' and (${b} = 'x' or ${c} = 'x')", "1 = 1", "x" * 5000, "selected(${a}, )", "'", "${a} > 'y'"],
)
def test_a_condition_that_nobody_understands_is_told_and_left_out(relevant):
    names = ("a", "b", "c")
    survey = [("type", "name", "label", "relevant"), *(("select_one l", name, name.upper()) for name in names)]
    brought = read(book([*survey, ("text", "d", "D", relevant)], [("list_name", "name"), ("l", "x"), ("l", "y")]))
    assert brought.definition.items[-1].condition is None
    assert any("se muestra siempre" in one.text and one.where == "Hoja survey, fila 5" for one in brought.unread)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hola",
        b"PK\x03\x04nada",
        b"{",
        b"{}",
        b"[1]",
        b"{" * 100_000,
        b'{"format": "participa.cuestionario", "version": 2}',
        b'{"a": NaN}',
        b"x" * (6 * 1024 * 1024),
        b"%PDF-1.4",
        '{"format": "\ud800"}'.encode("utf-8", "surrogatepass"),
        book([("a", "b"), ("c", "d")]),
        book([("type", "name", "label"), ("geopoint", "p", "P")]),
        book([("type", "name", "label"), *(("text", f"t{place}", "T") for place in range(201))]),
    ],
    ids=range(15),
)
def test_a_file_that_is_none_ends_in_a_sentence(data):
    with pytest.raises(Invalid) as refusal:
        read(data)
    assert refusal.value.message.endswith(".")


def spoiled(change):
    whole = json.loads(document.write("Nombre", Purpose.OTHER, EVERY_KIND))
    change(whole, whole["definition"]["items"])
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda whole, items: whole.update(extra=1),
        lambda whole, items: whole.update(purpose="nada"),
        lambda whole, items: whole.update(title=["x"]),
        lambda whole, items: whole.update(title="x" * 201),
        lambda whole, items: items[0].update(name="../x"),
        lambda whole, items: items[0].update(name="varias"),
        lambda whole, items: items[0].update(type="html"),
        lambda whole, items: items[0].update(label=3),
        lambda whole, items: items[0].update(minimum=True),
        lambda whole, items: items[0].update(minimum=1e300),
        lambda whole, items: items[0].update(maximum=10**12),
        lambda whole, items: items[0].update(is_required="sí"),
        lambda whole, items: items[0]["options"].append({"code": "a", "label": "Otra"}),
        lambda whole, items: items[0]["options"].append({"code": "prefiere_no_responder", "label": "Otra"}),
        lambda whole, items: items[0].update(options="abc"),
        lambda whole, items: items[0].update(options=[{"code": str(n), "label": "x"} for n in range(301)]),
        lambda whole, items: items[0].update(onclick="x"),
        lambda whole, items: items[0].update(condition={"tests": [{"item": "dia", "operator": "answered"}]}),
        lambda whole, items: items[4].update(condition={"tests": [{"item": "uno", "operator": "exec"}]}),
        lambda whole, items: items[4].update(condition={"tests": []}),
        lambda whole, items: items.append("x"),
        lambda whole, items: items.extend(items * 20),
        lambda whole, items: whole.update(definition=None),
    ],
)
def test_a_document_that_somebody_changed_ends_in_a_sentence(change):
    with pytest.raises(Invalid) as refusal:
        read(spoiled(change))
    assert refusal.value.message.endswith(".")
