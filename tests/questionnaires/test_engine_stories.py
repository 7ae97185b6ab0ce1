"""Answers as people type them, and what they are told."""

import pytest

from participa.questionnaires.engine import answering, branching, carrying, ordering, phrasing, showing
from participa.questionnaires.engine.definition import (
    DECLINED,
    Condition,
    Definition,
    Item,
    ItemType,
    Operator,
    Option,
    lacks,
)
from participa.questionnaires.engine.definition import Look as Look
from tests.questionnaires.making import options

pytestmark = pytest.mark.same_everywhere

ROADS = (Option("vias", "Vía rural"), Option("agua", "Agua"), Option("salud", "Salud"))
MANY = options("a", "b", "c", "d", "e", "f", "g", "h")


def item(kind: ItemType, **values) -> Item:
    return Item("p", kind, "¿Qué dice?", **values)


def told(one: Item, fields: dict[str, list[str]]) -> str:
    """What is said to who sends this; empty when it is right."""
    definition = Definition((one,))
    return answering.check(definition, [one], answering.read([one], fields)).get("p", "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12,50", "12.5"), ("1.500", "1500"), ("1.234.567,8", "1234567.8"), ("-0", "0"), ("007", "7"), ("1 000", "1000")],
)
def test_numbers_are_read_as_people_here_write_them(typed, kept):
    one = item(ItemType.NUMBER)
    assert answering.read([one], {"r-p": [typed]}) == {"p": kept}
    assert told(one, {"r-p": [typed]}) == ""


def test_a_kept_number_is_shown_with_a_comma_and_read_again_as_the_same():
    one = item(ItemType.NUMBER)
    shown = showing.show([one], {"p": "1.234"})[0].text
    assert shown == "1,234"
    assert answering.read([one], {"r-p": [shown]}) == {"p": "1.234"}


@pytest.mark.parametrize("typed", ["doce", "1e9", "١٢", "1,2,3", "--1", "NaN", "9" * 30])
def test_what_is_no_number_is_asked_again(typed):
    assert told(item(ItemType.NUMBER), {"r-p": [typed]}) == "Escriba un número, con cifras. Por ejemplo: 12 o 12,5."


@pytest.mark.parametrize(
    ("typed", "right"), [("3/9/2026", True), ("2026-02-28", True), ("2026-02-30", False), ("x", False)]
)
def test_a_date_must_exist(typed, right):
    assert (told(item(ItemType.DATE), {"r-p": [typed]}) == "") is right


def test_points_say_in_plain_words_how_many_are_left():
    one = item(ItemType.POINTS, options=ROADS)
    assert told(one, {"r-p.vias": ["60"], "r-p.agua": ["39"]}) == "Le queda 1 punto por repartir. Deben sumar 100."
    assert told(one, {"r-p.vias": ["60"], "r-p.agua": ["45"]}) == "Sobran 5 puntos. Deben sumar 100."
    assert told(one, {"r-p.vias": ["-60"]}) == "Escriba los puntos con números enteros, sin signos."
    assert told(one, {"r-p.vias": ["60"], "r-p.agua": ["40"]}) == ""


def test_two_options_in_the_same_place_are_told_which():
    one = item(ItemType.RANKING, options=ROADS)
    fields = {"r-p.vias": ["2"], "r-p.agua": ["2"], "r-p.salud": ["1"]}
    assert told(one, fields) == "Dos opciones tienen el puesto 2. Dé a cada una un puesto distinto."


def test_of_many_options_some_are_chosen_and_ordered():
    one = item(ItemType.RANKING, options=MANY)
    assert answering.read([one], {"r-p.1": ["c"], "r-p.2": ["a"]}) == {"p": ["c", "a"]}
    assert told(one, {"r-p.1": ["c"], "r-p.2": ["c"]}) == "Eligió «Opción c» dos veces. Déjela en un solo puesto."
    assert told(one, {"r-p.2": ["c"]}) == "Llene los puestos en orden, desde el primero."
    assert told(one, {"r-p.1": ["c"]}) == ""


def test_an_option_is_not_ranked_twice_by_who_writes_the_travelling_field():
    few, many = item(ItemType.RANKING, options=ROADS), item(ItemType.RANKING, options=MANY)
    for one, order in ((few, ["vias", "agua", "vias"]), (many, ["a", "a"])):
        assert answering.whole(Definition((one,)), {"p": order}).errors["p"].startswith("Ordene solo las opciones")


def test_an_order_that_was_not_shown_is_not_kept():
    one = item(ItemType.SINGLE, options=ROADS, shuffles=True)
    for order in (["vias", "agua", "agua"], ["vias", "agua", "salud", "vias"], ["vias"], "vias", None):
        assert "_order" not in answering.whole(Definition((one,)), {"p": "vias", "_order": {"p": order}}).answers


def test_an_untouched_list_is_no_answer():
    one = item(ItemType.RANKING, options=ROADS, is_required=True, shuffles=True)
    blank = {f"r-p.{option.code}": [""] for option in ROADS}
    assert told(one, blank) == "Ordene las opciones según su preferencia."
    stays = ordering.move([one], {}, "p:queda:", "semilla")
    assert stays["p"] == [option.code for option in ordering.order_of(one, "semilla")]


def test_the_edge_of_a_list_changes_nothing():
    assert ordering.moved(["a", "b"], "a", "arriba") == ["a", "b"]
    assert ordering.moved(["a", "b"], "b", "abajo") == ["a", "b"]
    assert ordering.moved(["a", "b"], "a", "abajo") == ["b", "a"]


def test_moving_one_keeps_the_other_answers():
    one = item(ItemType.RANKING, options=ROADS)
    assert ordering.move([one], {"otra": "si"}, "p:abajo:vias", "")["otra"] == "si"


def test_who_prefers_not_to_say_decides_nothing_and_may_go_on():
    asked = Item("p", ItemType.SINGLE, "¿Fue bueno?", options=ROADS, is_required=True, may_decline=True)
    later = Item("q", ItemType.NOTE, "Sigue", condition=Condition((Look("p", Operator.IS_NOT, "vias"),)))
    definition = Definition((asked, later))
    answers = answering.read(definition.items, {"r-p": [DECLINED]})
    assert answers == {"p": DECLINED}
    assert answering.check(definition, definition.items, answers) == {}
    assert branching.visible(definition, answers) == (asked,)
    assert phrasing.said(asked, DECLINED) == "Prefiero no responder"


def test_declining_is_refused_where_it_is_not_offered():
    one = item(ItemType.SINGLE, options=ROADS)
    definition = Definition((one,))
    assert answering.check(definition, [one], {"p": DECLINED}) == {
        "p": "Aquí no se puede elegir «Prefiero no responder»."
    }


def test_a_ticked_box_is_no_figure():
    assert branching.figure(True) is None
    assert branching.figure(1) == 1


def test_how_many_options_may_be_chosen():
    one = item(ItemType.MULTIPLE, options=ROADS, minimum=2, maximum=2)
    assert told(one, {"r-p": ["vias"]}) == "Elija al menos 2 opciones. Ha elegido 1."
    assert told(one, {"r-p": ["vias", "agua", "salud"]}) == "Elija máximo 2 opciones. Ha elegido 3."
    assert told(one, {"r-p": ["vias", "otra"]}) == "Elija solo entre las opciones de la lista."


def test_a_text_too_long_says_by_how_much_and_invisible_letters_go():
    one = item(ItemType.SHORT_TEXT, maximum=5)
    assert told(one, {"r-p": ["abcdefg"]}) == "Sobran 2 letras. Puede escribir hasta 5."
    assert answering.read([one], {"r-p": ["a\x00b\x1b\n\tc"]}) == {"p": "ab c"}


def test_a_matrix_says_which_rows_are_missing():
    one = item(ItemType.MATRIX, options=ROADS, rows=options("x", "y"), is_required=True)
    assert told(one, {"r-p.x": ["vias"]}) == "Falta responder: Opción y."
    assert told(one, {"r-p.x": ["vias"], "r-p.y": ["nada"]}) == "Elija en cada fila una de las opciones."


def test_the_file_of_somebody_else_does_not_come_back_with_the_page():
    one = item(ItemType.FILE)
    text = carrying.write({"p": "0" * 32}, "s")
    assert carrying.read(Definition((one,)), text, "n").answers == {}


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"answers": 3, "seed": 4}', "[" * 9_000, "9" * 9_000, "x" * 500_000])
def test_what_is_no_travel_begins_anew(text):
    assert carrying.read(Definition((item(ItemType.CONSENT),)), text, "nueva") == carrying.Carried({}, "nueva")


def test_the_outline_says_which_way_each_answer_leads():
    first = Item("uno", ItemType.SINGLE, "¿Fue?", options=ROADS)
    both = Condition((Look("uno", Operator.IS, "vias"), Look("dos", Operator.AT_LEAST, "3")), needs_all=False)
    second = Item("dos", ItemType.SCALE, "¿Cómo?")
    third = Item("tres", ItemType.LONG_TEXT, "¿Por qué?", condition=both)
    lines = phrasing.outline(Definition((first, Item("n", ItemType.NOTE, "Nota"), second, third)))
    assert [line.number for line in lines] == [1, None, 2, 3]
    assert [line.page for line in lines] == [1, 1, 1, 2]
    assert lines[-1].when == "Se muestra si en «¿Fue?» respondió «Vía rural» o en «¿Cómo?» respondió 3 o más."


def test_answers_are_told_in_words():
    assert phrasing.said(item(ItemType.RANKING, options=ROADS), ["agua", "vias"]) == "1. Agua; 2. Vía rural"
    assert (
        phrasing.said(item(ItemType.POINTS, options=ROADS), {"agua": 99, "vias": 1})
        == "Agua: 99 puntos; Vía rural: 1 punto"
    )
    assert phrasing.said(item(ItemType.FACES), 5) == "5 de 5, muy bien"
    assert phrasing.said(item(ItemType.NUMBER), "12.5") == "12,5"
    assert phrasing.said(item(ItemType.DATE), "2026-11-21") == "21/11/2026"
    assert phrasing.said(item(ItemType.CONSENT), True) == "Sí, autoriza"
    assert phrasing.said(item(ItemType.SINGLE), None) == "Sin respuesta"


def test_a_place_is_chosen_from_the_catalogue_or_written_where_there_is_none():
    one = item(ItemType.PLACE, is_required=True)
    with_list = showing.with_places(Definition((one,)), ROADS).items[0]
    assert told(one, {"r-p": ["El Prado"]}) == ""
    assert told(with_list, {"r-p": ["El Prado"]}) == "Elija una de las opciones de la lista."
    assert told(with_list, {"r-p": ["agua"]}) == ""


def depends(operator: Operator, value: str, on: Item) -> list[str]:
    later = Item("q", ItemType.NOTE, "Sigue", condition=Condition((Look("p", operator, value),)))
    return lacks(Definition((on, later)))


def test_a_questionnaire_that_nobody_could_answer_lacks_something():
    single = item(ItemType.SINGLE, options=ROADS)
    assert depends(Operator.IS, "vias", single) == []
    assert depends(Operator.IS, "otra", single)
    assert depends(Operator.AT_LEAST, "vias", single)
    assert depends(Operator.AT_LEAST, "tres", item(ItemType.NUMBER))
    assert lacks(Definition((item(ItemType.MULTIPLE, options=ROADS, minimum=4),)))
    assert lacks(Definition((item(ItemType.NUMBER, minimum=5, maximum=4),)))
    assert lacks(Definition((item(ItemType.SINGLE, options=options(DECLINED, "b")),)))
    assert lacks(Definition((item(ItemType.SINGLE, options=options("a:b", "b")),)))
    assert lacks(Definition((item(ItemType.FILE), Item("q", ItemType.CONSENT, "Sí", starts_page=True))))
    assert lacks(Definition((item(ItemType.NOTE),))) == ["Agregue al menos una pregunta."]
