"""The written answer: drafts, review by another person, publication, versions that stay."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.models import AnswerMedium, Status
from participa.questions.moves import Correction
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests.questions.team import ANSWER, NOTE, attempt, nothing_changes, question_in, team

S, R = Status, Role


@pytest.fixture
def house(context):
    return team()


def bodies(question) -> list[str]:
    return [version.body for version in question.answers]


def approvals() -> list[dict]:
    found = select(AuditEntry).where(AuditEntry.verb == "answer.approved").order_by(AuditEntry.id)
    return [entry.detail for entry in db.session.scalars(found)]


def test_the_first_draft_starts_the_answer(house):
    question, liaison = question_in(S.ASSIGNED, house), house[R.LIAISON]
    with unit_of_work():
        version = services.save_draft(question, liaison, "Primero.")
    assert (question.status, version.number) == (S.DRAFTING, 1)
    assert (version.author_id, version.department_id) == (liaison.id, house.office.id)
    assert version.approved_at is None


def test_a_draft_is_rewritten_until_it_is_sent(house):
    question, liaison = question_in(S.ASSIGNED, house), house[R.LIAISON]
    with unit_of_work():
        services.save_draft(question, liaison, "Primero.")
        services.save_draft(question, liaison, "Segundo.")
    assert bodies(question) == ["Segundo."]


def test_what_was_sent_to_review_stays_and_the_mended_text_is_a_new_version(house):
    question, liaison = question_in(S.IN_REVIEW, house), house[R.LIAISON]
    with unit_of_work():
        services.return_with_note(question, house[R.APPROVER], "Falta la fecha.")
        services.save_draft(question, liaison, "Con fecha: 3 de marzo.")
    assert [(version.number, version.body) for version in question.answers] == [
        (1, ANSWER),
        (2, "Con fecha: 3 de marzo."),
    ]


def test_a_returned_answer_is_not_sent_again_untouched(house):
    question, liaison = question_in(S.IN_REVIEW, house), house[R.LIAISON]
    with unit_of_work():
        services.return_with_note(question, house[R.APPROVER], "Falta la fecha.")
    with nothing_changes():
        assert isinstance(attempt(lambda: services.send_to_review(question, liaison)), Invalid)


def test_a_colleague_writes_a_version_of_the_own(house):
    question = question_in(S.DRAFTING, house)
    with unit_of_work():
        services.save_draft(question, house.colleague, "De la colega.")
    assert [version.author_id for version in question.answers] == [house[R.LIAISON].id, house.colleague.id]


def test_each_save_makes_older_forms_stale(house):
    question, liaison = question_in(S.DRAFTING, house), house[R.LIAISON]
    seen = question.revision
    with unit_of_work():
        services.save_draft(question, house.colleague, "De la colega.")
    with nothing_changes():
        refusal = attempt(lambda: services.save_draft(question, liaison, "El mío.", seen))
    assert isinstance(refusal, services.Changed)


def test_a_second_click_on_save_or_send_writes_nothing(house):
    question, liaison = question_in(S.ASSIGNED, house), house[R.LIAISON]
    seen = question.revision
    with unit_of_work():
        services.save_draft(question, liaison, ANSWER, seen)
    with nothing_changes():
        assert attempt(lambda: services.save_draft(question, liaison, ANSWER, seen)) is None
    with unit_of_work():
        services.save_and_send(question, liaison, ANSWER, question.revision)
    with nothing_changes():
        assert attempt(lambda: services.save_and_send(question, liaison, ANSWER, seen)) is None


def test_an_answer_is_not_sent_empty(house):
    question, liaison = question_in(S.DRAFTING, house), house[R.LIAISON]
    with unit_of_work():
        services.save_draft(question, liaison, "   ")
    assert isinstance(attempt(lambda: services.send_to_review(question, liaison)), Invalid)


def test_returning_needs_a_note(house):
    question = question_in(S.IN_REVIEW, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.return_with_note(question, house[R.APPROVER], " ")), Invalid)


def test_approval_signs_the_version_and_fixes_when_it_was_answered(house):
    question, approver = question_in(S.IN_REVIEW, house), house[R.APPROVER]
    before = now()
    with unit_of_work():
        services.approve(question, approver)
    (version,) = question.answers
    assert (version.approved_by_id, version.published_at) == (approver.id, None)
    assert before <= version.approved_at == question.answered_at
    assert question.published_at is None


def test_who_wrote_it_cannot_approve_it_nor_publish_it(house):
    question = question_in(S.IN_REVIEW, house)
    turned = house[R.LIAISON]
    turned.role = R.APPROVER
    db.session.commit()
    with nothing_changes():
        assert isinstance(attempt(lambda: services.approve(question, turned)), Forbidden)
        assert isinstance(attempt(lambda: services.approve_and_publish(question, turned)), Forbidden)
    with unit_of_work():
        services.approve(question, house[R.APPROVER])
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_answer(question, turned)), Forbidden)


def test_publication_takes_the_approved_version_and_tells_who_asked(house):
    contact = {"answer_medium": AnswerMedium.EMAIL, "email": "persona@ejemplo.example"}
    question = question_in(S.ANSWERED, house, body="¿Qué hizo con la plata?", **contact)
    with unit_of_work():
        services.publish_answer(question, house[R.APPROVER])
    assert question.answers[-1].published_at == question.published_at
    found = select(OutgoingMail).where(OutgoingMail.key.startswith("question-move/"))
    (mail,) = db.session.scalars(found)
    assert (mail.recipient, mail.subject) == ("persona@ejemplo.example", "Su pregunta ya tiene respuesta")
    assert "plata" not in mail.body
    assert ANSWER not in mail.body


def test_approving_and_publishing_at_once_writes_both_steps_once(house):
    question, approver = question_in(S.IN_REVIEW, house), house[R.APPROVER]
    seen = question.revision
    with unit_of_work():
        services.approve_and_publish(question, approver, seen)
    assert [move.to_value for move in question.moves][-2:] == ["answered", "published"]
    with nothing_changes():
        assert attempt(lambda: services.approve_and_publish(question, approver, seen)) is None


def test_a_short_and_a_copied_answer_leave_a_mark_for_the_auditors(house):
    for body in ("Sí.", "Sí.", "Sí.", "Sí."):
        question = question_in(S.ASSIGNED, house)
        with unit_of_work():
            services.save_and_send(question, house[R.LIAISON], body)
            services.approve(question, house[R.APPROVER])
    marks = approvals()
    assert [mark["copies"] for mark in marks] == [0, 1, 2, 3]
    assert all(mark["is_short"] for mark in marks)


def corrected(question, house, body="Corregida: termina el 30 de julio.", note="La fecha estaba mal."):
    return services.correct(question, house[R.LIAISON], body, note)


def test_a_correction_is_a_new_version_that_another_person_publishes(house):
    question, approver = question_in(S.PUBLISHED, house), house[R.APPROVER]
    first_published = question.published_at
    with unit_of_work():
        corrected(question, house)
    assert question.answers[-1].published_at is None, "the first answer stays in sight until then"
    with unit_of_work():
        services.publish_correction(question, approver)
    first, second = question.answers
    assert (first.body, first.published_at, second.number) == (ANSWER, first_published, 2)
    assert (second.approved_by_id, second.note) == (approver.id, "La fecha estaba mal.")
    assert second.published_at is not None
    assert question.status is S.PUBLISHED
    assert [(move.from_value, move.to_value) for move in question.moves if move.axis == "correction"] == [
        ("none", "proposed"),
        ("proposed", "published"),
    ]


def test_a_returned_correction_is_mended_as_one_more_version(house):
    question = question_in(S.PUBLISHED, house)
    with unit_of_work():
        corrected(question, house)
        services.return_correction(question, house[R.APPROVER], "Diga por qué.")
        corrected(question, house, "Otra vez.", "Cambió el contratista.")
    assert [version.number for version in question.answers] == [1, 2, 3]
    assert rules.correction_of(question) is Correction.PROPOSED


def test_a_correction_needs_a_note_a_text_and_the_own_office(house):
    question = question_in(S.PUBLISHED, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.correct(question, house.stranger, "Otra.", NOTE)), Forbidden)
        assert isinstance(attempt(lambda: services.correct(question, house[R.LIAISON], " ", NOTE)), Invalid)


def test_a_correction_without_its_note_is_refused(house):
    question = question_in(S.PUBLISHED, house)
    assert isinstance(attempt(lambda: services.correct(question, house[R.LIAISON], "Otra.", "")), Invalid)


def test_who_wrote_a_correction_does_not_publish_it(house):
    question = question_in(S.PUBLISHED, house)
    with unit_of_work():
        corrected(question, house)
    house[R.LIAISON].role = R.APPROVER
    db.session.commit()
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_correction(question, house[R.LIAISON])), Forbidden)


def test_a_second_click_on_a_correction_writes_nothing(house):
    question, approver = question_in(S.PUBLISHED, house), house[R.APPROVER]
    with unit_of_work():
        corrected(question, house)
    with nothing_changes():
        assert attempt(lambda: corrected(question, house)) is None
    with unit_of_work():
        services.publish_correction(question, approver)
    with nothing_changes():
        assert attempt(lambda: services.publish_correction(question, approver)) is None
