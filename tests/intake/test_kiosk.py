"""The shared tablet: a retry is not another question, and another person is not a retry."""

import pytest

from participa.extensions import db
from participa.questions.models import Channel, Question
from tests import factories as make
from tests.pages import PageClient, parse

pytestmark = pytest.mark.usefixtures("context")


def questions() -> list[Question]:
    return db.session.query(Question).order_by(Question.id).all()


def test_trying_again_gives_the_same_receipt(client: PageClient) -> None:
    url = f"/ventanilla/tableta/{make.event().slug}"
    form = parse(client.get(url).text).hidden | {"body": "¿Cuándo abren el puente?"}
    first, again = client.post(url, data=form), client.post(url, data=form)
    assert (first.status_code, again.status_code) == (201, 201)
    assert [question.channel for question in questions()] == [Channel.WEB]
    assert questions()[0].radicado in again.text


def test_another_person_on_a_page_left_behind_is_asked_and_sees_no_code(client: PageClient) -> None:
    url = f"/ventanilla/tableta/{make.event().slug}"
    form = parse(client.get(url).text).hidden
    client.post(url, data=form | {"body": "¿Cuándo abren el puente?"})
    asked = client.post(url, data=form | {"body": "¿Y el parque?"})
    assert asked.status_code == 409
    assert "¿Es usted otra persona?" in asked.text
    assert "Código" not in asked.text
    sent = client.post(url, data=parse(asked.text).hidden | {"body": "¿Y el parque?"})
    assert sent.status_code == 201
    assert [question.body for question in questions()] == ["¿Cuándo abren el puente?", "¿Y el parque?"]


def test_each_turn_begins_with_a_key_of_its_own(client: PageClient) -> None:
    url = f"/ventanilla/tableta/{make.event().slug}"
    for _ in range(2):
        assert client.submit(url, {"body": "¿Cuándo abren el puente?"}).status_code == 201
    assert len(questions()) == 2


def test_a_contact_needs_its_authorisation_and_the_words_stay(client: PageClient) -> None:
    url = f"/ventanilla/tableta/{make.event().slug}"
    refused = client.submit(url, {"body": "¿Y la vía?", "contact": "300 000 0000"})
    assert refused.status_code == 422
    assert "¿Y la vía?" in refused.text
    assert questions() == []


def test_no_browser_keeps_what_the_tablet_showed(client: PageClient) -> None:
    url = f"/ventanilla/tableta/{make.event().slug}"
    blank, sent = client.get(url), client.submit(url, {"body": "¿Cuándo abren el puente?"})
    assert [page.headers["Cache-Control"] for page in (blank, sent)] == ["no-store", "no-store"]
    boxes = [control for control in parse(blank.text).controls if control.get("name") in ("body", "who", "contact")]
    assert [box.get("autocomplete") for box in boxes] == ["off", "off", "off"]
