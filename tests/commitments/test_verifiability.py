"""The advice on a commitment: what, who, by when, how it will be known."""

from datetime import date

import pytest

from participa.commitments.verifiability import Told, advise, is_clear, lacks

DAY = date(2026, 8, 4)
GOOD = Told(
    "Pavimentar 800 metros de la vía de la vereda El Encanto",
    "Acta de entrega de la obra y fotos.",
    "Infraestructura",
    date(2027, 6, 30),
)


def what(text: str):
    return advise(Told(text), DAY)[0]


def how(words: str, text: str = GOOD.text):
    return advise(Told(text, words), DAY)[3]


def test_a_good_one_answers_the_four_questions():
    found = advise(GOOD, DAY)

    assert [one.question for one in found] == ["Qué se va a hacer", "Quién responde", "Para cuándo", "Cómo se sabrá"]
    assert is_clear(found)
    assert lacks(GOOD, DAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Pavimentar la vía de la vereda",
        "Se pavimentará la vía de la vereda",
        "Vamos a construir el puente sobre la quebrada",
        "La alcaldía entregará 200 kits escolares",
        "Terminaremos el acueducto de El Carmen",
        "Instalarlas en los barrios altos, las luminarias",
        "Los contratos se publicarán en la página de la alcaldía",
    ],
)
def test_an_action_and_a_thing_are_enough(text):
    assert what(text).is_met


@pytest.mark.parametrize("text", ["", "Una mejor vía para la carretera de la ladera", "El hogar de la mujer popular"])
def test_without_an_action_it_asks_for_a_verb(text):
    assert not what(text).is_met
    assert "verbo" in what(text).words


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Gestionar recursos para la vía rural", "Gestionar"),
        ("Vamos a mirar el tema del acueducto", "Mirar"),
        ("Se fortalecerá el sector del campo", "Fortalecerá"),
    ],
)
def test_a_vague_verb_is_named(text, verb):
    assert not what(text).is_met
    assert f"«{verb}»" in what(text).words


def test_a_clear_verb_beside_a_vague_one_is_enough():
    assert what("Gestionar los recursos y construir el puente peatonal").is_met


def test_an_action_on_nothing_is_not_enough():
    assert not what("Vamos a construir").is_met


def test_without_an_office_it_asks_for_one():
    assert not advise(Told(GOOD.text), DAY)[1].is_met


@pytest.mark.parametrize(
    ("due_on", "text", "words"),
    [
        (None, GOOD.text, "Falta la fecha"),
        (None, "Abrir pronto el puesto de salud", "«Pronto» no es una fecha"),
        (date(2026, 8, 3), GOOD.text, "ya pasó"),
    ],
)
def test_a_date_is_asked_for_and_never_required(due_on, text, words):
    found = advise(Told(text, due_on=due_on), DAY)[2]

    assert not found.is_met
    assert words in found.words


def test_the_day_itself_is_still_a_date():
    assert advise(Told(GOOD.text, due_on=DAY), DAY)[2].is_met


def test_how_it_is_known_names_something_seen():
    assert how("El acta de recibo de la obra").is_met
    assert how("200 familias con agua").is_met
    assert not how("").is_met
    assert not how("La comunidad estará contenta").is_met
    assert "Repite" in how(GOOD.text).words
