"""The public list and the page of one question."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import select

from participa.extensions import db
from participa.questions.models import (
    AnswerMedium,
    Asker,
    Purpose,
    Status,
    Visibility,
    WithholdReason,
)
from participa.shared.clock import now
from tests import factories as make
from tests.questions.asking import words
from tests.statements import statements

# The public list


def test_a_waiting_question_is_nowhere(client, context):
    question = make.question(body="Todavía no se ve")
    assert "Todavía no se ve" not in words(client.get("/preguntas/"))
    assert client.get(f"/preguntas/{question.radicado}").status_code == 404


def test_a_public_question_is_on_the_list_and_has_a_page(client, context):
    space = make.event()
    question = make.public_question(space, body="¿Cuándo arreglan la vía?")
    make.question(body="Otra que espera")
    assert "¿Cuándo arreglan la vía?" in words(client.get("/preguntas/"))
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert "¿Cuándo arreglan la vía?" in page
    assert f"/espacios/{space.slug}" in page
    activity = space.activities[0]
    assert f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}" in page


def test_a_withheld_question_leaves_a_mark_with_its_reason(client, context):
    values = {"visibility": Visibility.WITHHELD, "withhold_reason": WithholdReason.R1}
    question = make.question(body="Nombra a una vecina", **values)
    make.answer(question, "La respuesta también la nombra")
    for url in ("/preguntas/", f"/preguntas/{question.radicado}"):
        text = words(client.get(url))
        assert "Pregunta reservada" in text
        assert "Contiene datos personales de otra persona." in text
        assert "vecina" not in text
        assert "también la nombra" not in text
    assert "Pregunta reservada" not in words(client.get("/preguntas/?q=vecina"))


def test_nothing_of_a_person_is_public(client, context):
    person = {
        "first_names": "Nombrepropio",
        "last_names": "Apellidopropio",
        "email": "alguien@correo.example",
        "phone": "3001234567",
        "address": "Calle Única 1",
        "document": "10203040",
        "organization": "Junta Secreta",
        "neighbourhood": "Barrio Escondido",
        "answer_medium": AnswerMedium.EMAIL,
    }
    question = make.public_question(**person, purposes=frozenset({Purpose.MANAGE}))
    make.answer(question)
    assert db.session.get_one(Asker, question.id).email  # there is something that could leak
    for url in ("/preguntas/", f"/preguntas/{question.radicado}", "/preguntas/?q=Nombrepropio", "/"):
        html = client.get(url).get_data(as_text=True)
        for value in (
            "Nombrepropio",
            "Apellidopropio",
            "alguien@",
            "3001234567",
            "10203040",
            "Única 1",
            "Junta Secreta",
            "Escondido",
        ):
            assert value not in html.replace('value="Nombrepropio"', "")


def test_a_name_is_public_only_when_its_person_allowed_it(client, context):
    named = {"first_names": "Nombrepropio", "last_names": "Apellidopropio"}
    allowed = frozenset({Purpose.MANAGE, Purpose.PUBLISH_NAME})
    question = make.public_question(**named, purposes=allowed)
    assert "Nombrepropio Apellidopropio" in words(client.get("/preguntas/"))
    assert "Nombrepropio Apellidopropio" in words(client.get(f"/preguntas/{question.radicado}"))
    make.withhold(question, WithholdReason.R2)
    assert "Nombrepropio" not in words(client.get(f"/preguntas/{question.radicado}"))


def test_only_published_answers_are_public(client, context):
    question = make.public_question()
    make.answer(question, "Borrador aprobado", is_public=False)
    assert "Borrador aprobado" not in words(client.get(f"/preguntas/{question.radicado}"))
    make.answer(question, "Respuesta primera", number=1000)
    make.answer(question, "Respuesta corregida", number=1001, note="Faltaba el valor.")
    text = words(client.get(f"/preguntas/{question.radicado}"))
    assert text.index("Respuesta corregida") < text.index("Respuesta primera")
    assert "Faltaba el valor." in text
    assert "Respuesta corregida" in words(client.get("/preguntas/"))
    assert "Respuesta primera" not in words(client.get("/preguntas/"))


def test_the_filters_narrow_the_list(client, context):
    space, topic = make.event(), make.topic("Vías")
    one = make.public_question(space, body="La vía del páramo", topic_id=topic.id)
    two = make.public_question(body="El acueducto", status=Status.PUBLISHED, answered_at=now(), published_at=now())
    make.question(space, body="Espera del páramo", topic_id=topic.id)

    def listed(query):
        found = re.findall(r"20\d\d-\d{6}", client.get(f"/preguntas/?{query}").get_data(as_text=True))
        return sorted(set(found))

    assert listed("") == sorted([one.radicado, two.radicado])
    assert listed(f"espacio={space.slug}") == [one.radicado]
    assert listed(f"tema={topic.id}") == [one.radicado]
    assert listed("estado=respondidas") == [two.radicado]
    assert listed("estado=por-responder") == [one.radicado]
    assert listed(f"q={quote('VIA del PARAMO')}") == [one.radicado]
    assert listed(f"q={quote('páramo vía')}") == [one.radicado]
    assert listed(f"q={two.radicado}") == [two.radicado]
    assert listed("q=nada+de+esto") == []


def test_signs_of_the_search_are_not_wildcards(client, context):
    make.public_question(body="Falta el 50% de la obra")
    make.public_question(body="Sin porcentaje")
    text = words(client.get("/preguntas/?q=50%25"))
    assert "Falta el 50%" in text
    assert "Sin porcentaje" not in words(client.get("/preguntas/?q=%25"))
    assert "Sin porcentaje" not in words(client.get("/preguntas/?q=_"))


@pytest.mark.parametrize(
    "query",
    [
        "tema=999999999999999999999999",
        "tema=x",
        "estado=otro",
        "q=%00",
        "q=" + "a" * 5000,
        "q=%27+OR+1%3D1",
        "q=%F0%9F%91%A9%E2%80%AE",
    ],
)
def test_odd_addresses_of_the_list_are_answered(client, context, query):
    make.public_question()
    assert client.get(f"/preguntas/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pagina=3", ""),
        ("pagina=x", ""),
        ("pagina=", ""),
        ("orden=por-vencer&pagina=2&estado=vencidas", "?estado=vencidas&orden=por-vencer"),
        ("pagina=2&q=v%C3%ADa+y+agua&otra=1", "?q=v%C3%ADa+y+agua"),
        ("pagina=2&despues=2026-000001", "?despues=2026-000001"),
    ],
)
def test_an_old_numbered_address_goes_for_good_to_the_list(client, context, old, new):
    make.public_question()
    answer = client.get(f"/preguntas/?{old}")
    assert answer.status_code == 301
    assert answer.location == f"/preguntas/{new}"
    if "despues" not in new:
        assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("query", ["despues=2020-999999", "antes=x", "despues=" + "9" * 40, "espacio=no-existe"])
def test_what_does_not_exist_in_the_list_is_not_found(client, context, query):
    make.public_question()
    assert client.get(f"/preguntas/?{query}").status_code == 404


@pytest.mark.parametrize("radicado", ["2020-999999", "x", "%00", "%27", "a" * 500])
def test_a_question_that_does_not_exist_is_not_found(client, context, radicado):
    assert client.get(f"/preguntas/{radicado}").status_code == 404


def test_the_list_has_pages_and_keeps_the_filters(client, context):
    topic = make.topic("Vías")
    for _ in range(21):
        make.public_question(topic_id=topic.id)
    html = client.get(f"/preguntas/?tema={topic.id}").get_data(as_text=True)
    following = re.search(r'<a rel="next" href="([^"]*)"', html).group(1).replace("&amp;", "&")
    assert f"tema={topic.id}" in following
    assert html.count('class="thread"') == 20
    assert client.get(following).get_data(as_text=True).count('class="thread"') == 1


def test_the_list_asks_the_same_of_the_database_for_one_and_for_many(client, context, database):
    def asked() -> int:
        with statements(database) as seen:
            assert client.get("/preguntas/").status_code == 200
        return len(seen)

    make.answer(make.public_question(make.event(), topic_id=make.topic().id))
    first = asked()
    for _ in range(3):
        make.answer(make.public_question(make.event(), topic_id=make.topic().id, first_names="Nombre"))
    assert asked() == first


def test_public_pages_are_the_same_for_everybody(client, context):
    question = make.public_question()
    for url in ("/preguntas/", f"/preguntas/{question.radicado}"):
        response = client.get(url)
        assert "Set-Cookie" not in response.headers
        assert "csrf_token" not in response.get_data(as_text=True)


def test_the_document_is_kept_apart_and_only_with_permission(client, context):
    page = "/preguntas/nueva?general="
    typed = {"body": "¿Cuándo abren?", "document": "10203040", "first_names": "Nombrepropio"}
    assert client.submit("/preguntas/nueva", typed, page=page).status_code == 422
    assert client.submit("/preguntas/nueva", typed | {"manage": "y"}, page=page).status_code == 201
    assert db.session.scalars(select(Asker.document)).all() == ["10203040"]
