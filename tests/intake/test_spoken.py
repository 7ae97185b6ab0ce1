"""What is said aloud or came by another way has the same filing number, receipt and clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.deadlines.services import note_outage
from participa.extensions import db
from participa.intake import services
from participa.questions.models import AnswerMedium, Channel, Question
from participa.questions.services import Submission
from participa.shared.clock import local, now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient

PAGE = "/ventanilla/pregunta"
pytestmark = pytest.mark.usefixtures("context")


def spoken(**values: str) -> dict[str, str]:
    said = {"body": "¿Cuándo llega el agua?", "channel": "oral", "event": ""}
    return said | {"came_at": local(now()).strftime("%Y-%m-%dT%H:%M")} | values


def days_ago(days: int) -> str:
    return local(now() - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def the_question() -> Question:
    return db.session.scalars(select(Question)).one()


def test_one_line_at_the_microphone_gives_a_receipt_to_hand_over(client: PageClient) -> None:
    space = make.event()
    answer = client.sign_in(make.user(role=Role.MODERATOR)).submit(PAGE, spoken(event=str(space.id)))
    page, question = answer.get_data(as_text=True), the_question()
    assert answer.status_code == 201
    assert question.radicado in page
    assert "Código QR" in page
    assert (question.channel, question.event_id) == (Channel.ORAL, space.id)


def test_what_came_another_day_needs_a_reason_and_counts_from_that_day(client: PageClient) -> None:
    client.sign_in(make.user(role=Role.MODERATOR))
    refused = client.submit(PAGE, spoken(channel="mail", came_at=days_ago(4)))
    assert refused.status_code == 422
    assert "¿Cuándo llega el agua?" in refused.get_data(as_text=True)
    client.submit(PAGE, spoken(channel="mail", came_at=days_ago(4), reason="Falló la plataforma."))
    question = the_question()
    assert question.received_at < now() - timedelta(days=3)
    history = client.get(f"/preguntas/gestion/{question.radicado}").get_data(as_text=True)
    assert "Falló la plataforma." in history
    assert "Escrita por el equipo" in history


def test_a_late_entry_names_the_interruption_that_held_it_up(client: PageClient) -> None:
    at = now()
    with unit_of_work():
        outage = note_outage(make.user(role=Role.ADMIN), at - timedelta(days=5), at - timedelta(days=4), "Sin luz.")
    client.sign_in(make.user(role=Role.MODERATOR))
    late = {"channel": "mail", "came_at": days_ago(4), "outage": str(outage.id)}
    assert client.submit(PAGE, spoken(**late | {"outage": "99"})).status_code == 422
    assert client.submit(PAGE, spoken(**late, reason="x" * 250)).status_code == 201
    history = client.get(f"/preguntas/gestion/{the_question().radicado}").get_data(as_text=True)
    assert f"Interrupción del servicio, constancia {outage.id}. xxx" in history


def test_nothing_comes_in_the_future(client: PageClient) -> None:
    answer = client.sign_in(make.user(role=Role.MODERATOR)).submit(PAGE, spoken(came_at=days_ago(-2)))
    assert answer.status_code == 422


def test_the_contact_tells_how_to_answer_and_needs_the_authorisation(client: PageClient) -> None:
    client.sign_in(make.user(role=Role.MODERATOR))
    assert client.submit(PAGE, spoken(contact="300 000 0000")).status_code == 422
    assert client.submit(PAGE, spoken(contact="300 000 0000", authorised="y")).status_code == 201
    question = the_question()
    assert question.answer_medium is AnswerMedium.PHONE
    assert question.asker
    assert question.asker.phone == "300 000 0000"


def test_a_retry_is_not_a_second_question() -> None:
    author, key = make.user(role=Role.MODERATOR), make.form_key()
    receipts = []
    for _ in range(2):
        with unit_of_work():
            receipts.append(services.take_in(None, Submission("¿Y?"), key, Channel.PHONE, now(), author))
    assert receipts[0] == receipts[1]


def test_only_the_moderation_types_for_others() -> None:
    for role in set(Role) - {Role.MODERATOR}:
        with pytest.raises(Forbidden):
            services.take_in(None, Submission("¿Y?"), make.form_key(), Channel.PHONE, now(), make.user(role=role))


def test_what_was_said_in_a_space_that_is_over_is_not_late() -> None:
    author, at = make.user(role=Role.MODERATOR), now()
    space = make.event(starts_at=at - timedelta(hours=3), ends_at=at - timedelta(hours=1), questions_close_at=None)
    said_at = [at - timedelta(hours=2), at]
    with unit_of_work():
        receipts = [
            services.take_in(space, Submission("¿Y?"), make.form_key(), Channel.ORAL, when, author, "Sin luz")
            for when in said_at
        ]
    assert [receipt.is_late for receipt in receipts] == [False, True]


def test_a_future_instant_is_refused() -> None:
    author = make.user(role=Role.MODERATOR)
    with pytest.raises(Invalid):
        services.take_in(None, Submission("¿Y?"), make.form_key(), Channel.ORAL, now() + timedelta(1), author)
