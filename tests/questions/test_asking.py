"""Asking on the public pages: what is required, what is kept, and what personal data need."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from participa.events.models import EventState
from participa.extensions import db
from participa.questions.models import (
    Asker,
    Authorization,
    Purpose,
    Visibility,
)
from participa.shared.clock import now
from tests import factories as make
from tests.pages import parse
from tests.questions.asking import GENERAL, HOSTILE, questions, words

# Asking


def test_only_the_text_is_needed(ask):
    response = ask(body="¿Cuándo arreglan la vía?")
    assert response.status_code == 201
    [question] = questions()
    assert (question.body, question.event_id, question.asker) == ("¿Cuándo arreglan la vía?", None, None)
    assert question.radicado in words(response)


def test_an_empty_form_is_enough_to_know_that_nothing_is_ticked(client, context):
    page = parse(client.get(GENERAL).get_data(as_text=True))
    boxes = [control for control in page.controls if control.get("type") == "checkbox"]
    assert {box["name"] for box in boxes} == {"manage", "publish_name", "invite", "is_minor"}
    assert not [box for box in boxes if "checked" in box]
    chosen = [
        control["value"] for control in page.controls if control.get("name") == "answer_medium" and "checked" in control
    ]
    assert chosen == ["publication"]


def test_without_text_nothing_is_stored_and_the_page_says_why(ask):
    response = ask(body=" \n ")
    assert response.status_code == 422
    assert "Escriba su pregunta." in words(response)
    assert "<title>Error: " in response.get_data(as_text=True)
    assert questions() == []


def test_a_text_that_is_too_long_stays_on_the_page(ask):
    response = ask(body="ñ" * 2001)
    assert response.status_code == 422
    assert "ñ" * 2001 in response.get_data(as_text=True)
    assert questions() == []
    assert ask(body="ñ" * 2000).status_code == 201


def test_characters_that_nobody_sees_are_taken_out_and_the_rest_stays(ask):
    ask(body="¿Cuán\x00do\u202e? 👩🏽‍🌾\r\nFin")
    assert questions()[0].body == "¿Cuándo? 👩🏽‍🌾\nFin"


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_text_is_text(ask, client, body):
    ask(body=body)
    [question] = questions()
    assert question.body == body
    question.visibility = Visibility.PUBLIC
    db.session.commit()
    for url in ("/preguntas/", f"/preguntas/{question.radicado}"):
        html = client.get(url).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "DROP TABLE" in html or body not in html or "{{" in body


def test_a_question_for_a_space_hangs_from_it(client, context):
    space = make.event()
    response = client.submit(f"/preguntas/nueva/{space.slug}", {"body": "¿Cuándo?", "answer_medium": "publication"})
    assert response.status_code == 201
    assert space.title in words(response)
    assert questions()[0].event_id == space.id


def test_a_late_question_is_received_and_the_pages_say_so(client, context):
    space = make.event(questions_close_at=now() - timedelta(hours=1))
    assert "Ya cerraron las preguntas" in words(client.get(f"/preguntas/nueva/{space.slug}"))
    response = client.submit(f"/preguntas/nueva/{space.slug}", {"body": "¿Cuándo?"})
    assert response.status_code == 201
    assert "Recibida después del cierre" in words(response)
    assert questions()[0].is_late


def test_a_draft_space_is_not_there(client, context):
    draft = make.event(EventState.DRAFT)
    assert client.get(f"/preguntas/nueva/{draft.slug}").status_code == 404
    assert client.get("/preguntas/nueva/no-existe").status_code == 404
    assert client.get("/preguntas/nueva/%00").status_code == 404


def test_a_question_for_a_cancelled_space_goes_to_the_general_channel(client, context):
    space = make.event(EventState.CANCELLED)
    assert "Este espacio se canceló" in words(client.get(f"/preguntas/nueva/{space.slug}"))
    assert client.submit(f"/preguntas/nueva/{space.slug}", {"body": "¿Cuándo?"}).status_code == 201
    assert questions()[0].event_id is None


def test_the_open_spaces_are_offered_first(client, context):
    assert "<textarea" in client.get("/preguntas/nueva").get_data(as_text=True)
    space, closed = make.event(), make.event(questions_close_at=now() - timedelta(days=1))
    html = client.get("/preguntas/nueva").get_data(as_text=True)
    assert f"/preguntas/nueva/{space.slug}" in html
    assert closed.slug not in html
    assert "<textarea" not in html
    assert "<textarea" in client.get(GENERAL).get_data(as_text=True)


def test_what_is_known_of_the_question_is_kept(ask):
    topic, office = make.topic("Vías"), make.department("Obras Públicas")
    ask(body="¿Cuándo?", kind="propuesta", topic=topic.id, department=office.id, neighbourhood="El Centro")
    [question] = questions()
    assert (question.kind, question.topic_id, question.asked_department_id) == ("propuesta", topic.id, office.id)
    assert question.department_id is None
    assert question.asker.neighbourhood == "El Centro"


@pytest.mark.parametrize("topic", ["999999", "no", "-1", "9" * 30])
def test_a_topic_that_does_not_exist_is_a_mistake_of_the_form(ask, topic):
    assert ask(body="¿Cuándo?", topic=topic).status_code == 422
    assert questions() == []


@pytest.mark.parametrize(("name", "value"), [("kind", "otra"), ("answer_medium", "paloma")])
def test_a_choice_that_does_not_exist_is_a_mistake_of_the_form(ask, name, value):
    assert ask(body="¿Cuándo?", **{name: value}).status_code == 422


def test_a_database_that_is_away_gives_the_text_back_ready_to_be_sent(client, context, database):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden | {"body": "Texto largo\ny valioso"}
    with unavailable(database):
        response = client.post("/preguntas/nueva", data=form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    page = parse(response.get_data(as_text=True))
    assert "Texto largo\ny valioso" in response.get_data(as_text=True)
    assert client.post("/preguntas/nueva", data=page.hidden).status_code == 201
    assert [question.body for question in questions()] == ["Texto largo\ny valioso"]


@contextmanager
def unavailable(database):
    """A database that refuses every statement, as one that is busy or away does."""

    def refuse(_connection, _cursor, statement, *_more):
        raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(database, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(database, "before_cursor_execute", refuse)


# Personal data


@pytest.mark.parametrize(
    ("medium", "field", "good"),
    [
        ("email", "email", "alguien@correo.example"),
        ("phone", "phone", "+57 300 000 0000"),
        ("post", "address", "Calle 1 # 2-3, vereda El Alto"),
    ],
)
def test_the_chosen_medium_asks_for_its_contact(ask, medium, field, good):
    assert ask(body="¿Cuándo?", answer_medium=medium, manage="y").status_code == 422
    assert questions() == []
    response = ask(body="¿Cuándo?", answer_medium=medium, manage="y", **{field: good})
    assert response.status_code == 201
    assert getattr(questions()[0].asker, field) == good


@pytest.mark.parametrize(
    "email",
    [
        "nada",
        "a@b",
        "a b@correo.example",
        "x" * 300,
        "a@correo.example, b@correo.example",
        "=?utf-8?b?YQo=?=@correo.co",
    ],
)
def test_a_wrong_mail_is_refused_kindly(ask, email):
    response = ask(body="¿Cuándo?", answer_medium="email", email=email, manage="y")
    assert response.status_code == 422
    assert questions() == []


@pytest.mark.parametrize("phone", ["123", "llámeme", "3" * 16, "300 000 000a"])
def test_a_wrong_phone_is_refused_kindly(ask, phone):
    assert ask(body="¿Cuándo?", answer_medium="phone", phone=phone, manage="y").status_code == 422


def test_personal_data_need_the_authorisation(ask):
    response = ask(body="¿Cuándo?", first_names="Nombre")
    assert response.status_code == 422
    assert "Marque esta casilla para guardar sus datos" in words(response)
    assert ask(body="¿Cuándo?", first_names="Nombre", manage="y").status_code == 201


def test_contact_of_a_medium_that_was_not_chosen_is_not_kept(ask):
    response = ask(body="¿Cuándo?", email="alguien@correo.example", phone="3000000000", invite="y")
    assert response.status_code == 201
    assert db.session.scalars(select(Asker)).all() == []
    assert db.session.scalars(select(Authorization)).all() == []


def test_each_purpose_is_authorised_apart(ask):
    ask(
        body="¿Cuándo?",
        answer_medium="email",
        email="alguien@correo.example",
        first_names="Nombre",
        manage="y",
        invite="y",
    )
    assert set(db.session.scalars(select(Authorization.purpose))) == {Purpose.MANAGE, Purpose.INVITE}


def test_publishing_a_name_needs_a_name(ask):
    assert ask(body="¿Cuándo?", publish_name="y").status_code == 422


def test_a_minor_is_not_stopped(ask):
    response = ask(body="¿Cuándo?", first_names="Nombre", manage="y", is_minor="y", publish_name="y")
    assert response.status_code == 201
    assert db.session.scalars(select(Authorization.purpose)).all() == [Purpose.MANAGE]
