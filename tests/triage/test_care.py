"""What must not get lost or slip out while somebody decides with haste: typed words, hidden parts, a second look."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Visibility, WithholdReason
from participa.questions.models.redaction import Part
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from participa.triage import queries, services
from participa.triage.rules import LEASE
from tests import factories as make
from tests.questions.team import NOTE, team
from tests.triage.test_queue import Desk, assigned

WITH_PHONE = "¿Cuándo arreglan la vía? Mi celular es 3104567890."
LOOKED_AT = {"publicar-reviewed": "y"}


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def desk(client, house):
    return Desk(client, house)


def as_another(house, question: Question, name: str = "Moderación 2") -> None:
    """Somebody else takes the question after the own time is over."""
    with at_instant(now() + LEASE + timedelta(seconds=1)), unit_of_work():
        services.take(db.session.get_one(Question, question.id), make.user(Role.MODERATOR, name=name))


# Possible personal data


def test_a_text_with_a_telephone_is_published_once_somebody_says_that_it_was_looked_at(desk):
    question = make.question(body=WITH_PHONE)
    desk.sign_in()
    response = desk.act(question, "publicar")
    assert response.status_code == 422
    assert question.visibility is Visibility.WAITING
    assert 'name="publicar-reviewed"' in response.get_data(as_text=True)
    assert desk.act(question, "publicar", LOOKED_AT).status_code == 303
    assert question.visibility is Visibility.PUBLIC


def test_the_box_to_publish_too_is_not_offered_beside_possible_personal_data(desk):
    plain, careful = make.question(), make.question(body=WITH_PHONE)
    desk.sign_in()
    assert ["Publicar también el texto" in desk.html(each) for each in (plain, careful)] == [True, False]
    assert ['name="publicar-reviewed"' in desk.html(each) for each in (plain, careful)] == [False, True]


def test_what_is_already_hidden_asks_for_no_second_look(desk, house):
    question = make.question(body=WITH_PHONE)
    at = WITH_PHONE.index("3104567890")
    with unit_of_work():
        actor = house[Role.MODERATOR]
        questions.redact(question, actor, [Part(at, 10, WithholdReason.R1)], "Es un teléfono.")
    html = desk.sign_in().html(question)
    assert "Mírelo antes de publicar" not in html
    assert desk.act(question, "publicar").status_code == 303


# Typed words


def test_words_typed_for_a_question_that_somebody_took_meanwhile_stay(desk, house):
    question = make.question()
    desk.sign_in()
    hidden = desk.fields(question)
    as_another(house, question)
    response = desk.send(f"/{question.radicado}/asignar", hidden | assigned(house.office, note="Ojo con el puente."))
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert ("La tiene Moderación 2 hasta las" in html, "Ojo con el puente." in html) == (True, True)


def test_words_typed_for_a_question_that_somebody_decided_meanwhile_stay(desk, house):
    question = make.question()
    desk.sign_in()
    hidden = desk.fields(question)
    with unit_of_work():
        other = make.user(Role.MODERATOR, name="Moderación 2")
        questions.withhold(db.session.get_one(Question, question.id), other, WithholdReason.R1, NOTE)
    typed = {"reservar-reason": "R2", "reservar-note": "Nombra a una vecina."}
    response = desk.send(f"/{question.radicado}/reservar", hidden | typed)
    assert response.status_code == 422
    assert "Nombra a una vecina." in response.get_data(as_text=True)


# One hand at a time


def test_a_page_that_keeps_the_question_by_itself_hears_that_somebody_else_has_it(desk, house):
    question = make.question()
    desk.sign_in()
    as_another(house, question)
    response = desk.send(f"/{question.radicado}/tomar", {"solo": "1"})
    assert response.status_code == 409
    assert response.json["words"].startswith("La tiene Moderación 2 hasta las")
    assert "Moderación 2" not in desk.html().split("<main", 1)[0]


def test_a_page_that_keeps_the_question_by_itself_hears_until_when(desk, house):
    question = make.question()
    desk.sign_in()
    response = desk.send(f"/{question.radicado}/tomar", {"solo": "1"})
    assert response.json["words"].startswith("La tiene usted hasta las")
    assert queries.find_lease(question.id).holder_id == house[Role.MODERATOR].id


def test_undoing_does_not_take_the_question_from_who_has_it_now(desk, house):
    question, other = make.question(), make.user(Role.MODERATOR)
    desk.sign_in()
    desk.act(question, "reservar", {"reservar-reason": "R1", "reservar-note": NOTE})
    with unit_of_work():
        services.let_go(question, house[Role.MODERATOR])
    with unit_of_work():
        services.take(question, other)
    desk.undo()
    assert question.visibility is Visibility.WAITING
    assert queries.find_lease(question.id).holder_id == other.id
