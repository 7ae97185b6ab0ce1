"""Following a question with its code."""

import re
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import codes, services
from participa.questions.models import (
    Question,
    Status,
    WithholdReason,
)
from participa.shared.clock import now
from tests import factories as make
from tests.pages import parse
from tests.questions.asking import code_in, words

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
    services.withhold(question, moderator, WithholdReason.R1, "Nombra a una vecina")
    db.session.commit()
    text = words(follow(client, receipt.code))
    assert "No publicamos el texto de su pregunta" in text
    assert "Contiene datos personales de otra persona." in text
    assert "Texto con datos" in text
    assert "Explicación del equipo: Nombra a una vecina" in text  # the form says that who asked reads it


def test_an_overdue_question_says_by_how_much(client, context):
    receipt = make.receipt(at=now() - timedelta(days=60))
    assert re.search(r"Vencida hace \d+ días hábiles", words(follow(client, receipt.code)))
