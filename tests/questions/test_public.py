"""Pages for citizens: asking, the receipt, following with the code, and the public list."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from participa.accounts.models import Role
from participa.events.models import EventState
from participa.extensions import db
from participa.questions import codes, services
from participa.questions.models import (
    AnswerMedium,
    Asker,
    Authorization,
    Purpose,
    Question,
    Status,
    Visibility,
    WithholdReason,
)
from participa.shared.clock import now
from tests import factories as make
from tests.pages import parse
from tests.statements import statements

GENERAL = "/preguntas/nueva?general=si"
HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE question; --", "{{ 7*7 }}"]


@pytest.fixture
def ask(client, context):
    """Send the general form as a browser would."""

    def send(**fields):
        return client.submit("/preguntas/nueva", {"answer_medium": "publication", "kind": "pregunta"} | fields, GENERAL)

    return send


def questions() -> list[Question]:
    db.session.expire_all()
    return list(db.session.scalars(select(Question).order_by(Question.id)))


def words(response) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def code_in(response) -> str:
    block = re.search(r'id="codigo">(.*?)</p>', response.get_data(as_text=True)).group(1)
    return codes.normalise(re.sub(r"<[^>]+>", "", block))


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


# Retries


def test_the_same_form_twice_gives_the_same_receipt(client, context):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden | {"body": "¿Cuándo?"}
    first, second = client.post("/preguntas/nueva", data=form), client.post("/preguntas/nueva", data=form)
    assert (first.status_code, second.status_code) == (201, 201)
    assert code_in(first) == code_in(second)
    assert len(questions()) == 1


def test_the_same_form_with_another_text_is_offered_as_a_new_question(client, context):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden
    first = client.post("/preguntas/nueva", data=form | {"body": "¿Cuándo?"})
    offer = client.post("/preguntas/nueva", data=form | {"body": "¿Cuánto cuesta?"})
    assert offer.status_code == 409
    assert code_in(offer) == code_in(first)
    assert "Enviar como pregunta nueva" in words(offer)
    again = parse(offer.get_data(as_text=True))
    assert again.hidden["form_key"] != form["form_key"]
    assert "¿Cuánto cuesta?" in offer.get_data(as_text=True)
    assert [question.body for question in questions()] == ["¿Cuándo?"]
    client.post("/preguntas/nueva", data=again.hidden | {"body": "¿Cuánto cuesta?"})
    assert [question.body for question in questions()] == ["¿Cuándo?", "¿Cuánto cuesta?"]


@pytest.mark.parametrize("key", ["", "corta", "x" * 65, "con espacio y más"])
def test_a_form_without_its_key_can_be_sent_again(client, context, key):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden
    response = client.post("/preguntas/nueva", data=form | {"form_key": key, "body": "¿Cuándo?"})
    assert response.status_code == 422
    again = parse(response.get_data(as_text=True)).hidden
    assert client.post("/preguntas/nueva", data=again | {"body": "¿Cuándo?"}).status_code == 201


def test_an_expired_form_keeps_the_text_and_can_be_sent(client, context):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden | {
        "body": "Texto largo\ny valioso",
        "first_names": "",
    }
    client.delete_cookie("participa")
    response = client.post("/preguntas/nueva", data=form)
    assert response.status_code == 400
    assert "Texto largo\ny valioso" in response.get_data(as_text=True)
    text = words(response)
    assert "¿Qué quiere preguntar?" in text
    assert "form_key" not in text
    assert "Nombres" not in text
    again = parse(response.get_data(as_text=True)).hidden
    assert client.post("/preguntas/nueva", data=again).status_code == 201
    assert [question.body for question in questions()] == ["Texto largo\ny valioso"]


# The receipt


def test_the_receipt_says_what_was_received_and_until_when(client, context, monkeypatch):
    monkeypatch.setattr("participa.questions.services.receiving.now", lambda: datetime(2020, 12, 4, 14, tzinfo=UTC))
    response = client.submit("/preguntas/nueva", {"body": "Texto reservado"}, GENERAL)
    text = words(response)
    assert "2020-000001" in text
    assert "4 de diciembre de 2020, 9:00 a. m." in text
    assert "martes 29 de diciembre de 2020" in text
    assert "Son 15 días hábiles desde el 4 de diciembre de 2020." in text
    assert 'data-clears-draft="pregunta-general"' in response.get_data(as_text=True)


def test_the_code_is_in_no_address_of_the_receipt(ask):
    response = ask(body="¿Cuándo?")
    code = code_in(response)
    assert codes.is_well_formed(code)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', response.get_data(as_text=True))
    assert not [address for address in addresses if code in address or codes.in_groups(code) in address]
    assert response.headers["Cache-Control"] == "no-store"


# Following


def follow(client, code):
    return client.submit("/preguntas/seguir", {"code": code})


def test_the_code_opens_the_story(client, ask):
    code = code_in(ask(body="¿Cuándo arreglan la vía?"))
    response = follow(client, codes.in_groups(code).lower().replace("0", "o").replace("1", "l"))
    assert response.status_code == 200
    text = words(response)
    assert "¿Cuándo arreglan la vía?" in text
    assert "Recibimos su pregunta" in text
    assert "Faltan 15 días hábiles" in text or "Faltan 14 días hábiles" in text
    assert response.headers["Cache-Control"] == "no-store"
    assert "<title>Seguimiento ·" in response.get_data(as_text=True)


def test_a_code_typed_into_an_expired_form_is_not_asked_for_again(client, ask):
    code = code_in(ask(body="¿Cuándo?"))
    form = parse(client.get("/preguntas/seguir").get_data(as_text=True)).hidden | {"code": code}
    client.delete_cookie("participa")
    expired = client.post("/preguntas/seguir", data=form)
    assert (expired.status_code, expired.headers["Cache-Control"]) == (400, "no-store")
    again = parse(expired.get_data(as_text=True)).hidden
    assert "Así va su pregunta" in words(client.post("/preguntas/seguir", data=again))


@pytest.mark.parametrize("code", ["K7QM-2D4X-9TRH-6W3P", "hola", "0" * 16, "' OR 1=1 --", "x" * 61, "\x00"])
def test_a_wrong_code_is_told_kindly(client, context, code):
    make.question()
    response = follow(client, code)
    assert response.status_code == 422
    assert "¿Cuándo arreglan" not in words(response)


def test_a_radicado_is_not_a_code(client, context):
    assert follow(client, make.question().radicado).status_code == 422


def test_who_guesses_waits_and_others_do_not(app, client, context):
    app.extensions.pop("follow_throttle", None)
    code = make.receipt().code
    for _ in range(10):
        assert follow(client, "K7QM-2D4X-9TRH-6W3P").status_code == 422
    assert follow(client, "K7QM-2D4X-9TRH-6W3P").status_code == 429
    assert follow(client, code).status_code == 429
    other = type(client)(app, app.response_class, use_cookies=True)
    assert follow(other, code).status_code == 200


def test_past_the_total_only_who_was_wrong_waits(app, client, context):
    app.extensions.pop("follow_throttle", None)
    code = make.receipt().code
    for _ in range(25):
        guesser = type(client)(app, app.response_class, use_cookies=True)
        statuses = [follow(guesser, "K7QM-2D4X-9TRH-6W3P").status_code for _ in range(4)]
        assert statuses == [422] * 4
    assert follow(guesser, "K7QM-2D4X-9TRH-6W3P").status_code == 429
    assert follow(client, code).status_code == 200
    app.extensions.pop("follow_throttle", None)


def test_the_answer_is_shown_once_it_is_approved(client, context):
    receipt = make.receipt()
    question = db.session.get_one(Question, receipt.question_id)
    make.answer(question, "Empieza en marzo.", is_public=False)
    assert "Empieza en marzo" not in words(follow(client, receipt.code))
    question.status, question.answered_at = Status.ANSWERED, now()
    db.session.commit()
    text = words(follow(client, receipt.code))
    assert "Empieza en marzo." in text
    assert "Respondida a tiempo" in text


def test_the_author_reads_why_the_text_is_withheld(client, context):
    receipt = make.receipt(body="Texto con datos")
    moderator, question = make.user(Role.MODERATOR), db.session.get_one(Question, receipt.question_id)
    services.withhold(question, moderator, WithholdReason.R1, "solo para el equipo")
    db.session.commit()
    text = words(follow(client, receipt.code))
    assert "No publicamos el texto de su pregunta" in text
    assert "Contiene datos personales de otra persona." in text
    assert "Texto con datos" in text
    assert "solo para el equipo" not in text


def test_an_overdue_question_says_by_how_much(client, context):
    receipt = make.receipt(at=now() - timedelta(days=60))
    assert re.search(r"Vencida hace \d+ días hábiles", words(follow(client, receipt.code)))


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
        "pagina=x",
        "q=%F0%9F%91%A9%E2%80%AE",
    ],
)
def test_odd_addresses_of_the_list_are_answered(client, context, query):
    make.public_question()
    assert client.get(f"/preguntas/?{query}").status_code == 200


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
