"""Office and topic are suggested by what the entity decided before, with the words that told; or switched off."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import CountKind, Kind, Question, WordCount
from participa.questions.queries.suggestions import NOTHING, suggest
from participa.questions.queries.words import EVERY, SUGGESTIONS
from participa.questions.services.remembering import remember_words
from tests import factories as make
from tests.questions.team import NOTE, Team, attempt, sign_in, team

ROADS = ("la vía de {}", "los huecos de la carretera de {}", "el puente de {}", "la placa huella de {}")
HEALTH = ("médico en {}", "la ambulancia de {}", "las vacunas en {}", "el hospital de {}")
PLACES = ("La Palma", "Santa Rita", "El Roble")


@pytest.fixture
def house(context) -> Team:
    return team()


@pytest.fixture
def decided(house) -> dict[str, int]:
    """Twelve questions of roads with one office and topic, twelve of health with another, all learned."""
    roads, health = make.topic("Vías"), make.topic("Salud")
    for words, office, topic in ((ROADS, house.office, roads), (HEALTH, house.other_office, health)):
        for body in (f"¿Qué pasa con {way.format(place)}?" for way in words for place in PLACES):
            decide(house, make.question(body=body), office, topic)
    remember_words()
    return {"roads": roads.id, "health": health.id}


def decide(house: Team, question: Question, office, topic) -> None:
    act = services.classify
    assert attempt(lambda: act(question, house[Role.MODERATOR], Kind.QUESTION, topic, office)) is None


def counts() -> dict[tuple[str, str, int], int]:
    db.session.rollback()
    rows = db.session.scalars(select(WordCount).where(WordCount.total != 0))
    return {(row.kind.value, row.stem, row.ref): row.total for row in rows}


def test_the_office_and_topic_of_like_questions_are_suggested_with_the_words_that_told(decided, house):
    found = suggest(make.question(body="Señor alcalde, la carretera y el puente de Bellavista están malos"))
    assert found.department == house.office
    assert found.topic is not None
    assert found.topic.id == decided["roads"]
    assert set(found.words) == {"carretera", "puente"}


def test_each_office_gets_its_own(decided, house):
    found = suggest(make.question(body="No hay vacunas ni ambulancia"))
    assert found.department == house.other_office
    assert found.topic is not None
    assert found.topic.id == decided["health"]


@pytest.mark.parametrize("body", ["¿Cuándo es la feria?", "la carretera del hospital", "¿?", "En La Palma"])
def test_what_tells_nothing_or_two_things_suggests_nothing(decided, body):
    assert suggest(make.question(body=body)) == NOTHING


def test_without_decisions_nothing_is_suggested(house):
    for number in range(10):
        make.question(body=f"¿Y la vía del sitio {number}?")
    remember_words()
    assert suggest(make.question(body="La vía")) == NOTHING


def test_the_topic_that_who_asked_chose_is_no_decision(house):
    topic = make.topic("Vías")
    for _ in range(8):
        make.question(body="La carretera", topic_id=topic.id)
    remember_words()
    assert {kind for kind, _, _ in counts()} == {"all"}


def test_a_decision_taken_back_is_unlearned(decided, house):
    before = counts()
    question = make.question(body="La carretera de Agua Fría")
    decide(house, question, house.office, None)
    remember_words()
    assert counts()[CountKind.DEPARTMENT.value, EVERY, house.office.id] == 13
    liaison = house[Role.LIAISON]
    assert attempt(lambda: services.return_to_moderation(question, liaison, NOTE)) is None
    remember_words()
    after = {key: total for key, total in counts().items() if key[0] != "all"}
    assert after == {key: total for key, total in before.items() if key[0] != "all"}


def test_doing_the_chore_again_counts_nothing_twice(decided):
    before = counts()
    remember_words()
    remember_words()
    assert counts() == before


def test_personal_data_are_neither_indexed_nor_learned(house):
    question = make.question(body="La carretera. Soy la cc 52123456, celular 3104567890, mi hijo Zacarías espera")
    decide(house, question, house.office, None)
    remember_words()
    stems = {stem for _, stem, _ in counts()}
    assert "carreter" in stems
    assert not stems & {"52123456", "3104567890", "zacari", "zacarias"}


def test_an_office_that_is_no_longer_active_is_not_suggested(decided, house):
    house.office.is_active = False
    db.session.commit()
    assert suggest(make.question(body="El puente y la carretera")).department != house.office


def test_switched_off_it_suggests_nothing_and_all_else_stays(decided, house, client):
    question = make.question(body="El puente y la carretera de El Roble")
    path = f"/preguntas/gestion/{question.radicado}"
    sign_in(client, house[Role.MODERATOR])
    told = f"Sugerencia: {house.office.name}, por las palabras «puente», «carretera»."
    assert told in client.get(path).text
    assert attempt(lambda: services.switch_help(house[Role.ADMIN], SUGGESTIONS, False)) is None
    page = client.get(path)
    assert page.status_code == 200
    assert "Sugerencia:" not in page.text
    assert "Preguntas parecidas" in page.text


def test_the_page_leads_to_grouping_with_the_other_radicado_written(decided, house, client):
    leader = make.public_question(body="¿Cuándo terminan el polideportivo?")
    question = make.question(body="El polideportivo sin terminar")
    path = f"/preguntas/gestion/{question.radicado}"
    sign_in(client, house[Role.MODERATOR])
    page = client.get(path).text
    assert f"{path}/paso/agrupar?con={leader.radicado}" in page
    assert "<mark>polideportivo</mark>" in page
    assert f'value="{leader.radicado}"' in client.get(f"{path}/paso/agrupar?con={leader.radicado}").text


def test_an_office_sees_only_like_questions_that_everybody_may_read(decided, house, client):
    hidden = make.question(body="El polideportivo lo hizo mi primo zutanejo")
    shown = make.public_question(body="¿Cuándo terminan el polideportivo?")
    question = make.question(body="El polideportivo sin terminar")
    decide(house, question, house.office, None)
    remember_words()
    sign_in(client, house[Role.LIAISON])
    page = client.get(f"/preguntas/gestion/{question.radicado}").text
    assert shown.radicado in page
    assert hidden.radicado not in page
    assert "zutanejo" not in page
