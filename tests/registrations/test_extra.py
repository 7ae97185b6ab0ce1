"""The extra questions of a space: chosen by the team, answered with the registration, forgotten with it."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires.engine.definition import Item, ItemType
from participa.registrations import queries, services
from participa.registrations.models import ExtraAnswers, ExtraQuestions
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.extra import DIET, MEAL, TOPICS
from tests.registrations.test_pages import code_in, people, register, with_code, words

pytestmark = pytest.mark.usefixtures("context")
ANSWERED = {"r-almuerzo": "si", "r-dieta": "Maní"}


@pytest.fixture
def event():
    return make.event(slug="audiencia")


def answers() -> dict:
    return people()[-1].extra.answers


def test_answers_are_kept_with_the_registration(client, event):
    make.extra_questions(event)
    assert register(client, **ANSWERED).status_code == 201
    assert answers() == {"almuerzo": "si", "dieta": "Maní"}


def test_what_an_answer_hides_is_not_kept(client, event):
    make.extra_questions(event)
    register(client, **ANSWERED | {"r-almuerzo": "no"})
    assert answers() == {"almuerzo": "no"}


def test_the_page_says_when_to_answer_what_depends_on_another(client, event):
    make.extra_questions(event)
    shown = words(client.get("/inscripciones/audiencia/nueva"))
    assert "Responda solo si en «¿Se queda a almorzar?» respondió «Sí»." in shown


def test_what_is_missing_is_asked_with_the_rest_and_nobody_is_registered(client, event):
    make.extra_questions(event)
    response = register(client, **{"r-almuerzo": "si", "first_name": ""})
    assert response.status_code == 422
    assert "¿Qué no puede comer?: Escriba su respuesta." in words(response)
    assert 'href="#r-dieta"' in response.get_data(as_text=True)
    assert people() == []


def test_moving_an_option_shows_the_page_again_with_all_that_was_typed(client, event):
    make.extra_questions(event, TOPICS)
    page = client.get("/inscripciones/audiencia/nueva").get_data(as_text=True)
    order = sorted(("vias", "agua", "salud"), key=lambda code: page.index(f'id="r-temas.{code}"'))
    key = page.split('name="form_key"')[1].split('value="')[1].split('"')[0]
    moved = register(client, form_key=key, mover=f"temas:abajo:{order[0]}")
    text = moved.get_data(as_text=True)
    assert moved.status_code == 200
    assert people() == []
    assert 'value="Que Asiste"' in text
    assert text.index(f'id="r-temas.{order[1]}"') < text.index(f'id="r-temas.{order[0]}"')


def test_the_order_shown_by_chance_is_kept_with_the_ranking(client, event):
    make.extra_questions(event, TOPICS)
    register(client, **{"r-temas.vias": "1", "r-temas.agua": "2", "r-temas.salud": "3"})
    kept = answers()
    assert kept["temas"] == ["vias", "agua", "salud"]
    assert sorted(kept["_order"]["temas"]) == ["agua", "salud", "vias"]


def test_without_extra_questions_nothing_is_kept(client, event):
    register(client, **ANSWERED)
    assert people()[0].extra is None


def test_the_person_sees_and_changes_the_answers_with_the_code(client, event):
    make.extra_questions(event)
    code = code_in(register(client, **ANSWERED))
    assert "Maní" in words(with_code(client, code))
    shown = with_code(client, code, "/cambiar")
    assert 'value="Maní"' in shown.get_data(as_text=True)
    saved = with_code(
        client, code, "/cambiar", save="si", attends="presencial", first_name="Persona", last_name="Que Asiste",
        email="asiste@ejemplo.example", capacity_as="ciudadania", manage="y", **{"r-almuerzo": "no"},
    )  # fmt: skip
    assert saved.status_code == 200
    assert answers() == {"almuerzo": "no"}


def test_the_answers_go_away_with_the_personal_data(client, event):
    make.extra_questions(event)
    register(client, **ANSWERED)
    with unit_of_work():
        services.erase(people()[0])
    db.session.expire_all()
    assert db.session.scalars(db.select(ExtraAnswers)).one().answers == {}


def test_the_person_may_take_the_answers_along(client, event):
    make.extra_questions(event)
    code = code_in(register(client, **ANSWERED))
    told = json.loads(with_code(client, code, "/datos").get_data(as_text=True))
    assert told["Respuestas a las preguntas del espacio"]["¿Qué no puede comer?"] == "Maní"


def test_the_team_sees_the_answers_only_when_the_reading_is_written_down(client, event):
    make.extra_questions(event)
    register(client, **ANSWERED)
    client.sign_in(make.user(Role.MODERATOR))
    number = people()[0].id
    assert "Maní" not in words(client.get(f"/inscripciones/gestion/inscripcion/{number}"))
    assert "Maní" in words(client.submit(f"/inscripciones/gestion/inscripcion/{number}/datos", {}, page="/gestion/"))


def test_the_export_has_a_column_for_each_question(client, event):
    make.extra_questions(event, MEAL, DIET, replace(TOPICS, label="Nombres"))
    register(client, **ANSWERED)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    body = client.submit("/inscripciones/gestion/audiencia/lista.xlsx", {}, page="/inscripciones/gestion/audiencia")
    heading, row = load_workbook(BytesIO(body.data)).active.iter_rows(values_only=True)
    told = dict(zip(heading, row, strict=True))
    assert told["¿Se queda a almorzar?"] == "Sí"
    assert told["¿Qué no puede comer?"] == "Maní"
    assert told["Nombres"] == "Persona"
    assert told["Nombres (2)"] is None


def test_the_export_tells_both_questionnaires_of_a_space_that_changed(client, event):
    make.extra_questions(event, MEAL)
    register(client, **{"r-almuerzo": "no"})
    make.extra_questions(event, replace(MEAL, label="¿Trae almuerzo?"), title="Otras preguntas")
    register(client, **{"r-almuerzo": "si", "email": "otra@ejemplo.example"})
    client.sign_in(make.user(Role.APPROVER))
    body = client.submit("/inscripciones/gestion/audiencia/lista.csv", {}, page="/inscripciones/gestion/audiencia")
    lines = [line.split(";") for line in body.get_data(as_text=True).splitlines()]
    assert [lines[0][-2:], lines[1][-2:], lines[2][-2:]] == [
        ["¿Se queda a almorzar?", "¿Trae almuerzo?"],
        ["No", ""],
        ["", "Sí"],
    ]


def test_the_desk_may_leave_out_what_is_required(client, event):
    make.extra_questions(event)
    client.sign_in(make.user(Role.MODERATOR))
    person = {"channel": "phone", "attends": "presencial", "first_name": "Ana", "last_name": "De Prueba", "manage": "y"}
    assert client.submit("/inscripciones/gestion/audiencia/nueva", person).status_code == 201
    assert people()[0].extra is None


def test_the_group_page_says_that_each_answers_with_the_own_code(client, event):
    make.extra_questions(event)
    assert "Cada persona las responde después" in words(client.get("/inscripciones/audiencia/grupo"))


def test_the_team_chooses_and_takes_back_the_questions(client, event):
    version = make.extra_questions(event)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = "/inscripciones/gestion/audiencia/preguntas"
    assert version.is_frozen
    assert "Preguntas del almuerzo" in words(client.get(page))
    assert client.submit(page, {"questionnaire": "0"}).status_code == 303
    assert queries.extra.chosen(event) is None
    assert client.submit(page, {"questionnaire": str(version.questionnaire_id)}).status_code == 303
    assert queries.extra.chosen(event).questionnaire_id == version.questionnaire_id
    assert client.submit(page, {"questionnaire": "987"}).status_code == 422


def test_a_questionnaire_with_files_cannot_be_chosen(event):
    with pytest.raises(Invalid):
        make.extra_questions(event, Item("foto", ItemType.FILE, "Una foto"))
    assert db.session.scalars(db.select(ExtraQuestions)).all() == []


def test_who_only_keeps_the_list_does_not_choose(event):
    with pytest.raises(Forbidden), unit_of_work():
        services.choose_questions(event, None, make.user(Role.MODERATOR))
