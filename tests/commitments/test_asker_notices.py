"""Who asked the question that a commitment comes from hears of each step, by mail and with the follow code."""

from datetime import timedelta

import pytest

from participa.commitments.models import CommitmentQuestion, CommitmentState
from participa.extensions import db
from participa.questions.models import AnswerMedium, Asker, Purpose
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.post import follower, mails_to, minute, moved, progress
from tests.factories.keep import keep
from tests.questions.asking import words

ASKER = "quien.pregunta@correo.example"
TOLD = {"answer_medium": AnswerMedium.EMAIL, "email": ASKER, "purposes": frozenset({Purpose.MANAGE})}


def born_of(*questions, **values):
    commitment = make.commitment(**values)
    for question in questions:
        keep(CommitmentQuestion(commitment_id=commitment.id, question_id=question.id))
    return commitment


def test_who_asked_is_told_of_each_step(visitor, server, clock):
    question = make.question(body="¿Cuándo pavimentan?", **TOLD)
    commitment = born_of(question)
    minute(clock)
    server.messages.clear()
    progress(commitment, 20, text="Se contrató el estudio.")
    minute(clock)
    clock.shift(timedelta(hours=1))
    moved(commitment, 30, "Llovió mucho.")
    minute(clock)
    first, second = mails_to(server, ASKER)
    assert question.radicado in first.get_content()
    assert "Avance: de 0 % a 20 %" in first.get_content()
    assert "Motivo: Llovió mucho." in second.get_content()
    assert first["Subject"] == f"Novedades del compromiso {commitment.code}"


def test_the_mail_carries_no_word_of_the_question_and_no_code(visitor, server, clock):
    progress(born_of(make.question(body="¿Cuándo pavimentan la calle secreta?", **TOLD)), 20)
    minute(clock)
    told = mails_to(server, ASKER)[-1].get_content()
    assert "calle secreta" not in told
    assert "#codigo" not in told


@pytest.mark.parametrize(
    "values",
    [
        {"answer_medium": AnswerMedium.PUBLICATION},
        {"answer_medium": AnswerMedium.EMAIL, "email": ASKER},
        {"answer_medium": AnswerMedium.PHONE, "phone": "3000000000", "purposes": frozenset({Purpose.MANAGE})},
    ],
)
def test_who_left_no_mail_or_did_not_authorise_is_not_written_to(visitor, server, clock, values):
    commitment = born_of(make.question(**values))
    minute(clock)
    server.messages.clear()
    progress(commitment, 20)
    minute(clock)
    assert server.messages == []


def test_who_also_follows_gets_one_mail(visitor, server, clock):
    commitment = born_of(make.question(**TOLD))
    minute(clock)
    follower(visitor, server, clock, commitment, "Quien.Pregunta@correo.example")
    progress(commitment, 20)
    minute(clock)
    (only,) = [one for one in server.messages if one.recipients[0].lower() == ASKER]
    assert "Para no recibir más correos" in only.message.get_content()


def test_an_address_that_was_forgotten_is_not_written_to(visitor, server, clock):
    question = make.question(**TOLD)
    commitment = born_of(question)
    minute(clock)
    server.messages.clear()
    with unit_of_work():
        db.session.get_one(Asker, question.id).email = ""
    progress(commitment, 20)
    minute(clock)
    assert server.messages == []


def test_two_questions_of_one_commitment_are_two_mails(visitor, server, clock):
    commitment = born_of(make.question(**TOLD), make.question(**{**TOLD, "email": "otra@correo.example"}))
    minute(clock)
    server.messages.clear()
    progress(commitment, 20)
    minute(clock)
    assert sorted(one.recipients[0] for one in server.messages) == ["otra@correo.example", ASKER]


def test_who_asked_sees_the_commitment_with_the_code(client, context):
    receipt = make.receipt()
    commitment = make.commitment()
    keep(CommitmentQuestion(commitment_id=commitment.id, question_id=receipt.question_id))
    progress(commitment, 20)
    page = words(client.submit("/preguntas/seguir", {"code": receipt.code}))
    assert "De su pregunta nació un compromiso" in page
    assert commitment.text in page
    assert "Avance: de 0 % a 20 %" in page


def test_what_is_not_public_yet_is_not_shown_to_who_asked(client, context):
    receipt = make.receipt()
    hidden = make.commitment(CommitmentState.REGISTERED)
    keep(CommitmentQuestion(commitment_id=hidden.id, question_id=receipt.question_id))
    page = words(client.submit("/preguntas/seguir", {"code": receipt.code}))
    assert hidden.text not in page
