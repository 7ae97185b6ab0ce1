"""Once a question is received, its receipt shows what others asked alike: only what all may read, never a wall."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from participa.events.models import EventState
from participa.extensions import db
from participa.questions import likewise
from participa.questions.models import Visibility, WithholdReason
from participa.questions.services.remembering import remember_words
from tests import factories as make
from tests.pages import parse
from tests.questions.asking import GENERAL, code_in, questions, words
from tests.statements import statements

OFFER = "Otras personas preguntaron algo parecido"
BRIDGE = "¿Cuándo terminan el puente colgante de la vereda La Clara?"


def send(client, address: str = GENERAL, body: str = BRIDGE):
    form = parse(client.get(address).get_data(as_text=True)).hidden | {"body": body}
    return client.post(address.partition("?")[0], data=form)


def test_the_receipt_shows_like_questions_with_how_they_stand_and_their_answers(client, context):
    answered = make.public_question(body="¿Por qué no acaban el puente colgante de La Clara?", status="answered")
    make.answer(answered, "El puente se entrega en mayo.")
    make.public_question(body="¿Cuántos cupos tiene el comedor escolar?")
    remember_words()
    receipt = send(client)
    assert receipt.status_code == 201
    assert OFFER in words(receipt)
    assert answered.body in words(receipt)
    assert "El puente se entrega en mayo." in words(receipt)
    assert "comedor" not in words(receipt)
    assert code_in(receipt)


def test_at_most_three_are_shown(client, context):
    for number in range(5):
        make.public_question(body=f"¿Qué pasa con el puente colgante de la vereda La Clara? Van {number} meses.")
    remember_words()
    assert words(send(client)).count("Pregunta: ") == likewise.MOST


def test_nothing_is_offered_when_nobody_asked_the_like(client, context):
    make.public_question(body="¿Cuántos cupos tiene el comedor escolar?")
    remember_words()
    assert OFFER not in words(send(client))


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": Visibility.WAITING},
        {"visibility": Visibility.WITHHELD, "withhold_reason": WithholdReason.R1},
    ],
)
def test_no_word_of_a_hidden_question_comes_out(client, context, values):
    make.question(body="El puente colgante de La Clara lo tumbó Zutano", **values)
    remember_words()
    receipt = send(client)
    assert receipt.status_code == 201
    assert "Zutano" not in words(receipt)
    assert OFFER not in words(receipt)


def test_a_repeated_form_is_not_told_of_its_own_question(client, context):
    form = parse(client.get(GENERAL).get_data(as_text=True)).hidden | {"body": BRIDGE}
    client.post("/preguntas/nueva", data=form)
    [mine] = questions()
    mine.visibility = Visibility.PUBLIC
    db.session.commit()
    remember_words()
    again = client.post("/preguntas/nueva", data=form)
    assert again.status_code == 201
    assert OFFER not in words(again)


def test_nothing_is_looked_for_while_the_space_is_under_way(client, context):
    space = make.event(slug="audiencia", state=EventState.UNDER_WAY)
    make.public_question(body=BRIDGE)
    remember_words()
    assert OFFER not in words(send(client, f"/preguntas/nueva/{space.slug}"))


def test_a_search_that_fails_leaves_the_receipt_as_it_was(client, context, database):
    make.public_question(body=BRIDGE)
    remember_words()

    def refuse(_connection, _cursor, statement, *_more):
        if "question_words" in statement:
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(database, "before_cursor_execute", refuse)
    try:
        receipt = send(client)
    finally:
        event.remove(database, "before_cursor_execute", refuse)
    assert receipt.status_code == 201
    assert code_in(receipt)
    assert OFFER not in words(receipt)
    assert [question.body for question in questions()] == [BRIDGE, BRIDGE]


def test_the_statements_do_not_depend_on_how_many_are_found(client, context, database):
    def asked() -> int:
        remember_words()
        with statements(database) as seen:
            send(client)
        return len(seen)

    make.public_question(body=BRIDGE)
    asked()  # reads once what is then remembered
    few = asked()
    for _ in range(8):
        make.public_question(body=BRIDGE)
    assert asked() == few
