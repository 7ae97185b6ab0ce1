"""Questions that ask the same are found, those of another place are told apart, and nothing hidden comes out."""

import pytest
from sqlalchemy import select

from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind, Question, SynonymGroup, Visibility, WithholdReason
from participa.questions.queries.similar import similar, similar_to_text
from participa.questions.services.remembering import remember_words
from participa.shared import search
from participa.shared.similarity.places import sounds_of_name
from tests import factories as make
from tests.factories.keep import keep

ROAD = "¿Cuándo arreglan la vía de la vereda La Esperanza?"


def place(name: str, kind: PlaceKind = PlaceKind.VEREDA) -> KnownPlace:
    return keep(KnownPlace(kind=kind, name=name, key=" ".join(sounds_of_name(name))))


@pytest.fixture
def asked(context) -> Question:
    """A question among others; the chore has read them all."""
    for body in (
        "El acueducto no tiene agua en el barrio Centro hace tres días.",
        "¿Cuántos cupos hay en el comedor escolar?",
        "Las lámparas del parque principal están dañadas.",
    ):
        make.question(body=body)
    question = make.question(body=ROAD)
    remember_words()
    return question


def found(question: Question, **options) -> list[str]:
    db.session.rollback()
    return [each.body for each in similar(question, **options)]


def test_the_same_said_otherwise_comes_first_with_the_words_that_both_say(asked):
    other = make.question(body="Señor alcalde, buenos días: la via de la esperanza esta muy mala, q la arreglen xfavor")
    remember_words()
    first = similar(asked)[0]
    assert first.id == other.id
    assert first.label == "parecida"
    assert {"via", "esperanza", "arreglen"} <= set(first.shared_words)
    assert {"vía", "esperanza", "arreglan"} <= set(first.own_words)
    assert first.status_label == "Recibida"


def test_a_question_of_this_very_minute_is_found_before_the_chore_reads_it(asked):
    new = make.question(body="¿Cuándo van a arreglar la vía de La Esperanza?")
    assert similar(asked)[0].id == new.id
    assert asked.id in [each.id for each in similar(new)]


def test_another_place_is_never_called_alike(asked):
    place("La Esperanza"), place("San José")
    make.question(body="¿Cuándo arreglan la vía de la vereda San José?")
    remember_words()
    [other] = [each for each in similar(asked) if "José" in each.body]
    assert other.label == "mismo tema, otro lugar"


def test_synonyms_added_during_a_hearing_count_at_once(asked):
    pothole = make.question(body="Hay muchos huecos frente a la galería")
    crater = make.question(body="Ese bache de la avenida daña los carros")
    remember_words()
    assert crater.body not in found(pothole)
    keep(SynonymGroup(words="hueco, bache, cráter"))
    assert found(pothole)[0] == crater.body


def test_a_long_question_full_of_synonyms_and_words_of_nobody_else_still_finds(asked):
    for words in ("vía, carretera, camino, trocha, carreteable", "hueco, bache, cráter, roto, socavón"):
        keep(SynonymGroup(words=words))
    long = make.question(
        body="La carretera de La Esperanza está llena de huecos. Mi celular es 3104567890 y mi cédula 52.123.456. "
        "Por culpa del barro, la panela, las mulas, el invierno y las piedras, Zutano y Mengano no pudieron llegar."
    )
    remember_words()
    assert [each.id for each in similar(long)][:1] == [asked.id]


def test_what_nobody_asked_finds_nothing(asked):
    assert similar_to_text("zapatos kilométricos", only_public=False) == []
    assert similar_to_text("¿?", only_public=False) == []
    assert similar_to_text("", only_public=False) == []


@pytest.mark.parametrize(
    "text", ['"', "via OR agua", "NEAR(via agua)", "stems:via", "vía' | 'agua", "a:* & b", "%", "\\"]
)
def test_no_word_is_an_operator_of_the_search(asked, text):
    assert len(similar_to_text(text, only_public=False)) <= 3


def test_what_is_not_public_is_found_by_the_team_and_by_nobody_else(asked):
    hidden = make.question(
        body="El funcionario zutanejo pidió plata", visibility=Visibility.WITHHELD, withhold_reason=WithholdReason.R1
    )
    waiting = make.question(body="Dicen que zutanejo tiene otra casa")
    remember_words()
    assert found(waiting) == [hidden.body]
    assert similar_to_text("zutanejo") == []
    assert found(waiting, only_public=True) == []
    listed = select(Question.id).where(search.matches("question", Question.id, "zutanejo"))
    assert list(db.session.scalars(listed)) == []


def test_a_question_that_becomes_public_is_found_while_composing(asked):
    make.public_question(body="¿Quién vigila la cantera del norte?")
    remember_words()
    assert [each.body for each in similar_to_text("vigilancia de la cantera")] == [
        "¿Quién vigila la cantera del norte?"
    ]
