"""A retry is one question, and its receipt says what was received."""

import re
from datetime import UTC, datetime

import pytest

from participa.questions import codes
from tests.pages import parse
from tests.questions.asking import GENERAL, code_in, questions, words

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
