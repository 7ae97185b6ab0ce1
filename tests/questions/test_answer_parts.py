"""What goes with an answer: drafts written over, the checklist, files, promises, templates and personal data."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.models import AnswerAttachment, AnswerDraft, AnswerPromise, Status
from participa.questions.queries import answers as queries
from participa.questions.services import Enclosed
from participa.shared.errors import Forbidden, Invalid
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import unit_of_work
from tests.factories.events import a_file
from tests.questions.team import ANSWER, attempt, nothing_changes, question_in, team

S, R = Status, Role
WITH_PHONE = "Llame a la señora encargada, al celular 310 555 12 34, para saber la fecha."


@pytest.fixture
def house(context):
    return team()


def drafted(house, *bodies, **how):
    question = question_in(S.ASSIGNED, house)
    for body in bodies:
        with unit_of_work():
            services.save_draft(question, house[R.LIAISON], body, **how)
    return question


def earlier(question) -> list[str]:
    return [draft.body for draft in queries.drafts(question.id)]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_each_save_keeps_what_the_draft_said(house):
    question = drafted(house, "Uno.", "Dos.", "Tres.")
    assert earlier(question) == ["Dos.", "Uno."]
    assert [version.body for version in question.answers] == ["Tres."]


def test_while_somebody_types_one_draft_is_kept_each_five_minutes(house):
    question = drafted(house, "Uno.", "Dos.", "Tres.", is_pause=True)
    assert earlier(question) == ["Uno."]
    with unit_of_work():
        ago = queries.drafts(question.id)[0].at - timedelta(minutes=6)
        db.session.execute(update(AnswerDraft).values(at=ago))
    with unit_of_work():
        services.save_draft(question, house[R.LIAISON], "Cuatro.", is_pause=True)
    assert earlier(question) == ["Tres.", "Uno."]


def test_no_more_than_twenty_drafts_are_kept_and_none_after_publication(house):
    question = drafted(house, *(f"Borrador {number}." for number in range(25)))
    assert len(earlier(question)) == queries.MOST_DRAFTS
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], ANSWER)
        services.approve_and_publish(question, house[R.APPROVER])
    assert count(AnswerDraft) == 0


def test_who_writes_second_is_told_whose_draft_came_first(house):
    question = drafted(house, "El primero.")
    seen = question.revision
    with unit_of_work():
        services.save_draft(question, house.colleague, "El de la colega.", seen)
    with nothing_changes():
        refusal = attempt(lambda: services.save_draft(question, house[R.LIAISON], "Otro.", seen))
    assert isinstance(refusal, services.Changed)
    assert house.colleague.name in refusal.message
    assert [version.body for version in question.answers] == ["El primero.", "El de la colega."]


def test_the_ticks_stay_with_the_version_in_the_words_they_had(house):
    ticked = {"Responde todo": True, "Se entiende": False}
    question = drafted(house, ANSWER, enclosed=Enclosed(ticked=ticked))
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], ANSWER, enclosed=Enclosed(ticked=ticked))
    assert {tick.words: tick.is_ticked for tick in question.answers[-1].ticks} == ticked


def test_the_entity_writes_its_own_checklist(house):
    assert queries.checklist() == list(queries.OFFICIAL_CHECKLIST)
    with unit_of_work():
        services.set_review(house[R.ADMIN], False, None, False, "Responde todo\n\n  Dice la fecha ")
    assert queries.checklist() == ["Responde todo", "Dice la fecha"]


def test_a_file_goes_with_its_version_and_a_new_version_keeps_it(house):
    question = drafted(house, ANSWER, enclosed=Enclosed(upload=a_file(), upload_words="Plano de la vía"))
    with unit_of_work():
        services.save_draft(question, house.colleague, "De la colega.")
    first, second = question.answers
    assert [one.words for one in second.attachments] == ["Plano de la vía"]
    assert first.attachments[0].file_id == second.attachments[0].file_id
    with unit_of_work():
        services.save_draft(question, house.colleague, "Sin plano.", enclosed=Enclosed(kept=frozenset()))
    assert (len(first.attachments), second.attachments, count(StoredFile)) == (1, [], 1)


def test_a_file_that_no_version_carries_any_more_is_removed(house):
    question = drafted(house, ANSWER, enclosed=Enclosed(upload=a_file(), upload_words="Plano"))
    with unit_of_work():
        services.save_draft(question, house[R.LIAISON], ANSWER, enclosed=Enclosed(kept=frozenset()))
    assert (count(AnswerAttachment), count(StoredFile)) == (0, 0)


def test_the_same_file_twice_is_a_second_click_and_a_file_needs_words(house):
    question = drafted(house, ANSWER, enclosed=Enclosed(upload=a_file(), upload_words="Plano"))
    with unit_of_work():
        services.save_draft(
            question, house[R.LIAISON], ANSWER, enclosed=Enclosed(upload=a_file(), upload_words="Plano")
        )
    assert count(AnswerAttachment) == 1
    unnamed = Enclosed(upload=a_file(b"Otro texto.\n"), upload_words=" ")
    with nothing_changes():
        assert isinstance(
            attempt(lambda: services.save_draft(question, house[R.LIAISON], ANSWER, enclosed=unnamed)), Invalid
        )


def test_an_older_tab_takes_nothing_away(house):
    question, liaison = drafted(house, ANSWER), house[R.LIAISON]
    seen = question.revision
    with unit_of_work():
        enclosed = Enclosed(kept=frozenset(), upload=a_file(), upload_words="Plano", promise="Tapar los huecos.")
        services.save_draft(question, liaison, ANSWER, seen, enclosed)
    older = Enclosed(kept=frozenset(), promise="")
    with nothing_changes():
        refusal = attempt(lambda: services.save_draft(question, liaison, ANSWER, seen, older))
    assert isinstance(refusal, services.Changed)
    assert (count(AnswerAttachment), count(AnswerPromise)) == (1, 1)


def test_much_that_is_taken_away_at_once_is_kept(house):
    question = drafted(house, "Uno.", f"Dos. {ANSWER}", "Tres.", is_pause=True)
    assert earlier(question) == [f"Dos. {ANSWER}", "Uno."]


def test_the_note_of_a_correction_is_looked_at_by_who_publishes_it(house):
    question = question_in(S.PUBLISHED, house)
    with unit_of_work():
        services.correct(question, house[R.LIAISON], "La obra termina en mayo.", WITH_PHONE, reviewed=True)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_correction(question, house[R.APPROVER])), Invalid)


@pytest.mark.parametrize("act", [delete(AnswerAttachment), update(AnswerPromise).values(words="Otra cosa.")])
def test_what_was_published_with_an_answer_stays_with_it(act, house):
    promised = Enclosed(upload=a_file(), upload_words="Plano", promise="Tapar los huecos antes de julio.")
    question = drafted(house, ANSWER, enclosed=promised)
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], ANSWER)
        services.approve_and_publish(question, house[R.APPROVER])
    with pytest.raises(IntegrityError):
        db.session.execute(act)
    db.session.rollback()


def test_a_promise_is_listed_once_it_is_public_and_a_correction_may_take_it_back(house):
    question = drafted(house, ANSWER, enclosed=Enclosed(promise="Tapar los huecos antes de julio."))
    assert queries.promises().items == []
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], ANSWER)
        services.approve_and_publish(question, house[R.APPROVER])
    assert [version.promise.words for version in queries.promises().items] == ["Tapar los huecos antes de julio."]
    with unit_of_work():
        services.correct(question, house[R.LIAISON], "No se hará.", "Cambió el plan.", enclosed=Enclosed(promise=""))
        services.publish_correction(question, house[R.APPROVER])
    assert queries.promises().items == []
    assert question.answers[0].promise.words == "Tapar los huecos antes de julio."


def test_what_may_be_personal_data_is_looked_at_before_sending_and_before_publishing(house):
    question = question_in(S.ASSIGNED, house)
    liaison, approver = house[R.LIAISON], house[R.APPROVER]
    assert isinstance(attempt(lambda: services.save_and_send(question, liaison, WITH_PHONE)), Invalid)
    assert question.status is S.DRAFTING
    with unit_of_work():
        services.save_and_send(question, liaison, WITH_PHONE, reviewed=True)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.approve(question, approver)), Invalid)
    with unit_of_work():
        services.approve_and_publish(question, approver, reviewed=True)
    assert question.status is S.PUBLISHED


def test_a_promise_and_the_words_of_a_file_are_looked_at_too(house):
    question = drafted(house, ANSWER, enclosed=Enclosed(promise="Llamar al celular 310 555 12 34 en julio."))
    with nothing_changes():
        assert isinstance(attempt(lambda: services.save_and_send(question, house[R.LIAISON], ANSWER)), Invalid)


def test_a_template_is_filled_with_what_is_known(house):
    question = question_in(S.ASSIGNED, house)
    with unit_of_work():
        template = services.add_template(house[R.LIAISON], "Obra", "Radicado {radicado}. {dependencia}. {otra}", False)
    assert services.filled(template, question) == f"Radicado {question.radicado}. {house.office.name}. {{otra}}"
    assert [one.id for one in queries.templates_for(house.office.id)] == [template.id]
    assert queries.templates_for(house.other_office.id) == []


def test_a_template_is_text_and_never_a_program(house):
    question = question_in(S.ASSIGNED, house)
    hostile = "{{ config }} {% raw %} {radicado.__class__} %s <script>"
    with unit_of_work():
        template = services.add_template(house[R.LIAISON], "Obra", hostile, False)
    assert services.filled(template, question) == hostile


def test_an_office_changes_only_its_own_templates(house):
    with unit_of_work():
        own = services.add_template(house[R.LIAISON], "Propia", "Texto.", False)
        shared = services.add_template(house[R.APPROVER], "De todas", "Texto.", True)
    assert rules.may_keep_template(house.colleague, own)
    assert not rules.may_keep_template(house.stranger, own)
    with nothing_changes():
        for template in (own, shared):
            change = attempt(lambda: services.change_template(template, house.stranger, "X", "Y", True))  # noqa: B023
            assert isinstance(change, Forbidden)
        assert isinstance(attempt(lambda: services.add_template(house[R.LIAISON], "X", "Y", True)), Forbidden)
