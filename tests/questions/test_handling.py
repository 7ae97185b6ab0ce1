"""Moderation: what it writes, what it refuses, and that nothing of a citizen is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.models import (
    AnswerMedium,
    Kind,
    Question,
    QuestionMove,
    Status,
    Visibility,
    WithholdReason,
)
from participa.questions.services import steps
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, attempt, nothing_changes, question_in, team

S = Status


@pytest.fixture
def house(context):
    return team()


def steps_of(question) -> list[tuple[str, str, str]]:
    db.session.expire_all()
    return [(move.axis, move.from_value, move.to_value) for move in db.session.get_one(Question, question.id).moves]


def mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.key.startswith("question-move/"))))


def audited(verb: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.verb == verb)))


def test_classify_and_assign_writes_two_steps_with_who_when_office_and_note(house):
    question, topic, moderator = make.question(), make.topic(), house[Role.MODERATOR]
    before = now()
    with unit_of_work():
        services.classify(question, moderator, Kind.COMPLAINT, topic, house.office, "Citar el contrato.")
    assert steps_of(question) == [("status", "received", "classified"), ("status", "classified", "assigned")]
    last = question.moves[-1]
    assert (last.author_id, last.department_id, last.note) == (moderator.id, house.office.id, "Citar el contrato.")
    assert before <= last.at <= now()
    assert (question.kind, question.topic_id, question.department_id) == (Kind.COMPLAINT, topic.id, house.office.id)


def test_the_office_may_answer_before_its_row_is_written(house):
    """Whether something else asks the database in between must not decide it."""
    question = make.question()
    with unit_of_work(), db.session.no_autoflush:
        services.classify(question, house[Role.MODERATOR], Kind.QUESTION, None, house.office)
        assert rules.may_answer(house[Role.LIAISON], question)
        services.return_to_moderation(question, house[Role.LIAISON], NOTE)
        assert question.department_id is None


def test_each_step_leaves_an_entry_without_personal_data(house):
    question = make.question(first_names="Persona", last_names="Reservada", email="persona@ejemplo.example")
    with unit_of_work():
        services.classify(question, house[Role.MODERATOR], Kind.QUESTION, None, note="Llamó Persona Reservada.")
    (entry,) = audited("question.status")
    assert (entry.actor_id, entry.subject_id) == (house[Role.MODERATOR].id, str(question.id))
    assert entry.detail == {"start": "received", "to": "classified"}


def test_a_classified_question_is_sorted_again_without_a_step(house):
    question, topic = question_in(S.CLASSIFIED, house), make.topic()
    with unit_of_work():
        services.classify(question, house[Role.MODERATOR], Kind.PRAISE, topic)
    assert (question.kind, question.topic_id, question.status) == (Kind.PRAISE, topic.id, S.CLASSIFIED)
    assert len(steps_of(question)) == 1
    assert audited("question.sorted")[-1].detail == {"kind": "felicitacion", "topic": topic.id}


def test_a_second_click_writes_nothing(house):
    question, moderator = make.question(), house[Role.MODERATOR]

    def click():
        services.classify(question, moderator, Kind.QUESTION, None, house.office, seen=0)

    assert attempt(click) is None
    with nothing_changes():
        assert attempt(click) is None


@pytest.mark.parametrize("to", [S.CLARIFYING, S.TRANSFERRED, S.GROUPED])
def test_a_second_click_on_a_step_aside_writes_nothing(to, house):
    question, other, moderator = make.question(), make.question(), house[Role.MODERATOR]

    def click():
        services.move(question, moderator, to, NOTE, radicado=other.radicado, seen=0)

    assert attempt(click) is None
    with nothing_changes():
        assert attempt(click) is None


def test_the_same_step_with_another_note_is_not_taken_for_done(house):
    question, other, moderator = make.question(), make.question(), house[Role.MODERATOR]
    with unit_of_work():
        services.move(question, moderator, S.CLARIFYING, "Diga en qué vereda.", seen=0)
        services.withhold(other, moderator, WithholdReason.R1, "El primer párrafo.", seen=0)
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, moderator, S.CLARIFYING, "Diga en qué barrio.", seen=0))
        assert isinstance(refusal, services.Changed)
        refusal = attempt(lambda: services.withhold(other, moderator, WithholdReason.R1, "El segundo.", seen=0))
        assert isinstance(refusal, services.Changed)


def test_a_second_click_shows_and_withholds_once(house):
    question, moderator = make.question(), house[Role.MODERATOR]
    assert attempt(lambda: services.publish_question(question, moderator, seen=0)) is None
    with nothing_changes():
        assert attempt(lambda: services.publish_question(question, moderator, seen=0)) is None
    seen = question.revision
    assert attempt(lambda: services.withhold(question, moderator, WithholdReason.R1, NOTE, seen)) is None
    with nothing_changes():
        assert attempt(lambda: services.withhold(question, moderator, WithholdReason.R1, NOTE, seen)) is None


def test_a_form_that_is_stale_is_refused_and_says_who_changed_it(house):
    question, other = make.question(), make.user(Role.MODERATOR, name="Moderación Dos")
    with unit_of_work():
        services.publish_question(question, other)
    with nothing_changes():
        refusal = attempt(lambda: services.classify(question, house[Role.MODERATOR], Kind.QUESTION, None, seen=0))
    assert isinstance(refusal, services.Changed)
    assert "Moderación Dos" in refusal.message


def test_the_same_step_by_another_person_is_not_taken_for_done(house):
    question, other = make.question(), make.user(Role.MODERATOR)
    with unit_of_work():
        services.publish_question(question, other)
    refusal = attempt(lambda: services.publish_question(question, house[Role.MODERATOR], seen=0))
    assert isinstance(refusal, services.Changed)


def test_a_closed_office_gets_no_question(house):
    question, topic = make.question(), make.topic()
    house.office.is_active = False
    db.session.commit()
    with nothing_changes():
        refusal = attempt(lambda: services.classify(question, house[Role.MODERATOR], Kind.PRAISE, topic, house.office))
    assert isinstance(refusal, Invalid)


def test_an_office_returns_what_is_not_its_matter(house):
    question = question_in(S.ASSIGNED, house)
    with unit_of_work():
        services.return_to_moderation(question, house[Role.LIAISON], NOTE)
    assert (question.status, question.department_id) == (S.CLASSIFIED, None)
    assert question.moves[-1].department_id == house.office.id, "the history keeps which office had it"


@pytest.mark.parametrize("note", ["", "   "])
@pytest.mark.parametrize("to", [S.CLARIFYING, S.TRANSFERRED, S.GROUPED])
def test_a_step_aside_needs_its_note(to, note, house):
    question, other = make.question(), make.question()
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, house[Role.MODERATOR], to, note, radicado=other.radicado))
    assert isinstance(refusal, Invalid)


def test_the_generic_step_opens_no_back_door_to_approval(house):
    question = question_in(S.IN_REVIEW, house)
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, house[Role.APPROVER], S.ANSWERED, NOTE))
    assert isinstance(refusal, Forbidden)


def test_a_grouped_question_names_the_other_and_stays_readable(house):
    question, other = make.public_question(), make.question()
    with unit_of_work():
        services.move(question, house[Role.MODERATOR], S.GROUPED, "Piden lo mismo.", radicado=other.radicado)
    assert (question.status, question.visibility) == (S.GROUPED, Visibility.GROUPED)
    assert question.moves[0].note == f"Pregunta {other.radicado}. Piden lo mismo."
    assert steps_of(question) == [("status", "received", "grouped"), ("visibility", "public", "grouped")]


def test_a_grouped_question_can_still_be_withheld_and_restored(house):
    question, other, moderator = make.question(), make.question(), house[Role.MODERATOR]
    with unit_of_work():
        services.move(question, moderator, S.GROUPED, NOTE, radicado=other.radicado)
        services.withhold(question, moderator, WithholdReason.R6, NOTE)
    assert question.visibility is Visibility.WITHHELD
    assert attempt(lambda: services.restore(question, house[Role.APPROVER], NOTE)) is None


@pytest.mark.parametrize("to", [S.GROUPED, S.REFERRED])
def test_nobody_is_sent_to_an_answer_that_only_another_person_can_read(to, house):
    question, other = make.question(), question_in(S.PUBLISHED, house)
    with unit_of_work():
        services.withhold(other, house[Role.MODERATOR], WithholdReason.R2, NOTE)
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, house[Role.MODERATOR], to, NOTE, radicado=other.radicado))
    assert isinstance(refusal, Invalid)


def test_grouping_does_not_undo_a_reserve(house):
    question, other, moderator = make.question(), make.question(), house[Role.MODERATOR]
    with unit_of_work():
        services.withhold(question, moderator, WithholdReason.R2, NOTE)
        services.move(question, moderator, S.GROUPED, NOTE, radicado=other.radicado)
    assert (question.visibility, question.withhold_reason) == (Visibility.WITHHELD, WithholdReason.R2)


def test_a_question_is_not_grouped_with_nothing_itself_or_a_dead_end(house):
    question, moderator = make.question(), house[Role.MODERATOR]
    ended = question_in(S.TRANSFERRED, house)
    for radicado in ("2020-999999", question.radicado, ended.radicado, ""):
        with nothing_changes():
            refusal = attempt(lambda: services.move(question, moderator, S.GROUPED, NOTE, radicado=radicado))  # noqa: B023 - called in this very turn
        assert isinstance(refusal, Invalid), radicado


def test_a_question_is_referred_only_to_a_public_answer(house):
    question, moderator, unanswered = make.question(), house[Role.MODERATOR], make.question()
    refusal = attempt(lambda: services.move(question, moderator, S.REFERRED, NOTE, radicado=unanswered.radicado))
    assert isinstance(refusal, Invalid)
    answered = question_in(S.PUBLISHED, house)
    assert isinstance(
        attempt(lambda: services.move(question, moderator, S.REFERRED, NOTE, radicado=answered.radicado)), Invalid
    )
    with unit_of_work():
        services.publish_question(answered, moderator)
    assert attempt(lambda: services.move(question, moderator, S.REFERRED, NOTE, radicado=answered.radicado)) is None


def test_archiving_waits_for_the_ten_business_days_of_the_person(house):
    question, moderator = question_in(S.CLARIFYING, house), house[Role.MODERATOR]
    with nothing_changes():
        refusal = attempt(lambda: services.move(question, moderator, S.ARCHIVED, NOTE))
    assert isinstance(refusal, Invalid)
    asked_before(question, timedelta(days=30))
    assert attempt(lambda: services.move(question, moderator, S.ARCHIVED, NOTE)) is None


def asked_before(question, how_long) -> None:
    """The clarification was asked for long ago, as a new row: the history is append only."""
    with unit_of_work():
        old = QuestionMove(
            question_id=question.id,
            axis="status",
            from_value="received",
            to_value="clarifying",
            at=now() - how_long,
            note=NOTE,
        )
        db.session.add(old)
    db.session.refresh(question)


def test_a_clarified_question_goes_on_and_its_text_is_untouched(house):
    question = question_in(S.CLARIFYING, house, body="¿Y eso?")
    with unit_of_work():
        services.move(question, house[Role.MODERATOR], S.RECEIVED, "Pregunta por la vereda El Rosal.")
    assert (question.status, question.body) == (S.RECEIVED, "¿Y eso?")


def test_withholding_needs_a_note_and_keeps_the_reason(house):
    question, moderator = make.question(), house[Role.MODERATOR]
    with nothing_changes():
        assert isinstance(attempt(lambda: services.withhold(question, moderator, WithholdReason.R4, "")), Invalid)
    with unit_of_work():
        services.withhold(question, moderator, WithholdReason.R4, NOTE)
    assert (question.visibility, question.withhold_reason) == (Visibility.WITHHELD, WithholdReason.R4)
    assert steps_of(question) == [("visibility", "waiting", "withheld")]
    assert audited("question.withheld")[-1].detail == {"reason": "R4"}


def test_another_person_restores_with_a_note_and_the_reason_goes(house):
    question = make.question()
    with unit_of_work():
        services.withhold(question, house[Role.MODERATOR], WithholdReason.R4, NOTE)
    assert isinstance(attempt(lambda: services.restore(question, house[Role.APPROVER], "")), Invalid)
    assert isinstance(attempt(lambda: services.restore(question, house[Role.MODERATOR], NOTE)), Forbidden)
    assert attempt(lambda: services.restore(question, house[Role.APPROVER], NOTE)) is None
    assert (question.visibility, question.withhold_reason) == (Visibility.PUBLIC, None)


def test_publishing_is_no_way_around_restoring(house):
    question = make.question()
    with unit_of_work():
        services.withhold(question, house[Role.MODERATOR], WithholdReason.R1, NOTE)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_question(question, house[Role.APPROVER])), Forbidden)


def test_only_who_left_a_mail_for_the_answer_is_told_and_not_a_word_of_the_question(house):
    asked = {"answer_medium": AnswerMedium.EMAIL, "email": "persona@ejemplo.example", "first_names": "Persona"}
    told = make.question(body="¿Por qué mintió el alcalde?", **asked)
    untold = make.question(email="otra@ejemplo.example", answer_medium=AnswerMedium.PHONE)
    with unit_of_work():
        for question in (told, untold):
            services.move(question, house[Role.MODERATOR], S.CLARIFYING, "¿A qué obra se refiere?")
    (mail,) = mails()
    assert mail.recipient == "persona@ejemplo.example"
    assert mail.subject == "Necesitamos una aclaración"
    assert told.radicado in mail.body
    for secret in ("mintió", "obra", "Persona", told.code_digest):
        assert secret not in mail.subject + mail.body


def test_inner_steps_send_no_mail(house):
    question_in(S.ANSWERED, house, answer_medium=AnswerMedium.EMAIL, email="persona@ejemplo.example")
    assert mails() == []


def test_reading_who_asked_is_written_down_and_only_for_who_needs_it(house):
    question = question_in(S.ASSIGNED, house, first_names="Persona", email="persona@ejemplo.example")
    with nothing_changes():
        for role in (Role.CONTROL, Role.ADMIN, Role.COMMUNICATIONS):
            assert isinstance(attempt(lambda: services.note_asker_read(question, house[role])), Forbidden)  # noqa: B023
        assert isinstance(attempt(lambda: services.note_asker_read(question, house.stranger)), Forbidden)
    with unit_of_work():
        services.note_asker_read(question, house[Role.LIAISON])
    (entry,) = audited("question.asker_read")
    assert (entry.actor_id, entry.subject_id, entry.detail) == (house[Role.LIAISON].id, str(question.id), {})


def test_two_writers_at_once_cannot_both_win(house):
    question = make.question()
    with unit_of_work():
        db.session.execute(update(Question).where(Question.id == question.id).values(revision=7))
        db.session.expire_all()
        services.publish_question(question, house[Role.MODERATOR])
    assert question.revision == 8


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE question SET body = 'otra cosa' WHERE id = :id",
        "DELETE FROM question WHERE id = :id",
        "UPDATE question_move SET note = 'otra' WHERE question_id = :id",
        "DELETE FROM question_move WHERE question_id = :id",
        "UPDATE answer_version SET body = 'otra' WHERE question_id = :id",
        "DELETE FROM answer_version WHERE question_id = :id",
    ],
)
def test_the_database_itself_refuses_to_rewrite_what_happened(harm, house):
    question = question_in(S.PUBLISHED, house)
    number = question.id
    with nothing_changes(), pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text(harm), {"id": number})


def test_topics_are_added_renamed_and_put_out_of_use(house):
    admin = house[Role.ADMIN]
    with unit_of_work():
        topic = services.add_topic(admin, "Vías")
        services.rename_topic(topic, admin, "Vías y movilidad")
        services.switch_topic(topic, admin, is_active=False)
    assert (topic.name, topic.is_active) == ("Vías y movilidad", False)
    assert [entry.verb for entry in audited_topics()] == ["topic.added", "topic.renamed", "topic.switched"]


def audited_topics() -> list[AuditEntry]:
    found = select(AuditEntry).where(AuditEntry.subject_kind == "topic").order_by(AuditEntry.id)
    return list(db.session.scalars(found))


def test_a_topic_name_is_taken_once_whatever_the_capitals(house):
    topic, other = make.topic("Ítems de Vías"), make.topic("Agua")
    admin = house[Role.ADMIN]
    assert isinstance(attempt(lambda: services.add_topic(admin, "Ítems de vías")), Invalid)
    assert isinstance(attempt(lambda: services.rename_topic(other, admin, topic.name)), Invalid)
    assert attempt(lambda: services.rename_topic(topic, admin, "Ítems de vías")) is None


def test_a_step_by_a_job_says_so_when_the_form_is_stale(house):
    question = make.question()
    with pytest.raises(services.Changed, match="mientras usted trabajaba"):
        steps.check_seen(question, seen=99)
