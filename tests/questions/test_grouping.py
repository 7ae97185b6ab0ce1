"""One answer for many: each question of a group keeps its number, its term, its receipt and its own notice."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import (
    AnswerMedium,
    HandNotice,
    Kind,
    LinkKind,
    Question,
    QuestionLink,
    Status,
    Visibility,
)
from participa.questions.queries import following, links
from participa.shared.errors import Forbidden, Invalid
from participa.shared.ledger import LedgerEntry
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import ANSWER, NOTE, PATH, advance, attempt, nothing_changes, question_in, team

S = Status


@pytest.fixture
def house(context):
    return team()


def by_mail(number: int) -> Question:
    return make.question(
        first_names="Persona", answer_medium=AnswerMedium.EMAIL, email=f"persona{number}@ejemplo.example"
    )


def group(question, leader, house) -> None:
    with unit_of_work():
        services.move(question, house[Role.MODERATOR], S.GROUPED, "Piden lo mismo.", radicado=leader.radicado)


def answer(leader, house) -> None:
    with unit_of_work():
        for step in PATH:
            advance(leader, step, house)


def again(question) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, question.id)


def kinds(question) -> list[str]:
    found = select(LedgerEntry.kind).where(LedgerEntry.subject == question.radicado).order_by(LedgerEntry.n)
    return list(db.session.scalars(found))


def mails_to(question, address) -> list[str]:
    found = select(OutgoingMail).where(OutgoingMail.recipient == address).order_by(OutgoingMail.id)
    return [mail.subject for mail in db.session.scalars(found) if question.radicado in mail.body]


def test_twelve_grouped_questions_are_answered_once_and_twelve_people_are_told(house):
    leader, members = by_mail(0), [by_mail(number) for number in range(1, 12)]
    clocks = {member.id: (member.radicado, member.due_on, member.code_digest) for member in members}
    for member in members:
        group(member, leader, house)
    answer(leader, house)
    for number, question in enumerate([leader, *members]):
        kept = again(question)
        assert kept.status is S.PUBLISHED
        assert kept.answered_at is not None
        assert mails_to(kept, f"persona{number}@ejemplo.example")[-1] == "Su pregunta ya tiene respuesta"
        assert kinds(kept)[-1] == "respuesta_publicada"
        assert following.find_answer(kept).body == ANSWER
    assert {each.id: (each.radicado, each.due_on, each.code_digest) for each in map(again, members)} == clocks
    assert all(not again(member).answers for member in members), "the text is written once"


def test_a_grouped_question_goes_on_counting_its_own_term(house):
    leader, member = make.question(), make.question()
    group(member, leader, house)
    assert links.has_members(leader.id)
    assert [each.id for each in links.members(leader.id)] == [member.id]
    assert links.find_link(member.id).kind is LinkKind.GROUPED
    assert again(member).answered_at is None


def test_who_asked_for_a_letter_is_on_the_list_of_notices_by_hand(house):
    leader = make.question()
    member = make.question(first_names="Persona", answer_medium=AnswerMedium.POST, address="Calle 1")
    group(member, leader, house)
    answer(leader, house)
    waiting = list(db.session.scalars(select(HandNotice).where(HandNotice.question_id == member.id)))
    assert [(each.medium, each.done_at) for each in waiting] == [(AnswerMedium.POST, None)] * 2


def test_a_correction_of_the_shared_answer_is_told_to_each_member(house):
    leader, member = by_mail(0), by_mail(1)
    group(member, leader, house)
    answer(leader, house)
    with unit_of_work():
        services.correct(leader, house[Role.LIAISON], "La obra empieza el 4 de marzo y termina en junio.", "La fecha.")
        services.publish_correction(leader, house[Role.APPROVER])
    assert mails_to(member, "persona1@ejemplo.example")[-1] == "Corregimos una respuesta"
    assert following.find_answer(again(member)).body.startswith("La obra empieza el 4")
    assert kinds(member)[-1] == "respuesta_corregida"


def test_the_team_takes_a_question_out_of_its_group(house):
    leader, member = make.question(), make.question()
    group(member, leader, house)
    with unit_of_work():
        services.move(member, house[Role.MODERATOR], S.CLASSIFIED, "Pregunta por otro barrio.")
    member = again(member)
    assert (member.status, member.visibility) == (S.CLASSIFIED, Visibility.PUBLIC)
    assert links.find_link(member.id) is None
    assert kinds(member)[-1] == "separada_del_grupo"
    answer(leader, house)
    assert again(member).status is S.CLASSIFIED, "it waits for its own answer"
    group(member, question_in(S.ASSIGNED, house), house)


def test_who_asked_objects_once(house):
    leader, member = make.question(), make.question()
    group(member, leader, house)
    with unit_of_work():
        services.object_to_group(member, "Mi calle es otra.")
    kept = again(member)
    assert (kept.status, kept.visibility) == (S.CLASSIFIED, Visibility.PUBLIC)
    assert [(move.author_id, move.note) for move in kept.moves if move.to_value == S.CLASSIFIED] == [
        (None, "Mi calle es otra.")
    ]
    assert (
        '"rol":"ciudadania"'
        in db.session.scalars(select(LedgerEntry.line).where(LedgerEntry.kind == "separada_del_grupo")).one()
    )
    group(kept, leader, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.object_to_group(kept, "Otra vez.")), Forbidden)


def test_an_objection_says_why_and_is_for_grouped_questions(house):
    leader, member, alone = make.question(), make.question(), make.question()
    group(member, leader, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.object_to_group(member, "  ")), Invalid)
        assert isinstance(attempt(lambda: services.object_to_group(alone, "No es igual.")), Forbidden)


@pytest.mark.parametrize("to", [S.TRANSFERRED, S.GROUPED, S.REFERRED, S.REJECTED])
def test_a_question_that_others_wait_for_is_not_set_aside(to, house):
    leader, member, other = make.question(), make.question(), make.question()
    group(member, leader, house)
    who = house[Role.APPROVER if to is S.REJECTED else Role.MODERATOR]
    with nothing_changes():
        refusal = attempt(lambda: services.move(leader, who, to, NOTE, radicado=other.radicado))
    assert isinstance(refusal, Invalid)


def test_what_is_already_answered_is_referred_to_and_not_grouped_with(house):
    answered, question, moderator = question_in(S.PUBLISHED, house), make.question(), house[Role.MODERATOR]
    with unit_of_work():
        services.publish_question(answered, moderator)
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, moderator, S.GROUPED, NOTE, radicado=answered.radicado))
    assert isinstance(refusal, Invalid)
    with unit_of_work():
        services.move(question, moderator, S.REFERRED, NOTE, radicado=answered.radicado)
    assert links.find_link(question.id).kind is LinkKind.REFERRED
    assert following.find_answer(again(question)).body == ANSWER


def test_a_link_is_never_two_at_once(house):
    first, second, member = make.question(), make.question(), make.question()
    group(member, first, house)
    refusal = attempt(
        lambda: services.move(member, house[Role.MODERATOR], S.GROUPED, "Es de la otra.", radicado=second.radicado)
    )
    assert refusal is not None
    standing = select(QuestionLink).where(QuestionLink.question_id == member.id, QuestionLink.ended_at.is_(None))
    assert [link.leader_id for link in db.session.scalars(standing)] == [first.id]


def test_an_office_sees_a_classified_question_again_after_the_group(house):
    leader, member = make.question(), make.question()
    group(member, leader, house)
    with unit_of_work():
        services.move(member, house[Role.MODERATOR], S.CLASSIFIED, NOTE)
        services.classify(member, house[Role.MODERATOR], Kind.QUESTION, None, house.office)
    assert again(member).department_id == house.office.id
