"""The chain of review of an answer: each step by its own person, returns, steps that nobody takes."""

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Status, Verdict
from participa.questions.queries import staff as queries
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import ANSWER, attempt, nothing_changes, question_in, team

S, R = Status, Role
MENDED = "La obra termina el 3 de marzo. Responde la oficina de vías."


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def legal(house):
    return make.user(R.APPROVER, make.department("Jurídica"))


def chain(house, head=False, legal=None, communications=False):
    with unit_of_work():
        services.set_review(house[R.ADMIN], head, legal, communications, "")


def sent(house, body=ANSWER):
    question = question_in(S.ASSIGNED, house)
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], body)
    return question


def the_head(house):
    head = house.colleague
    head.leads_office = True
    db.session.commit()
    return head


def test_without_a_chain_the_approver_signs_as_always(house):
    question = sent(house)
    assert question.answers[-1].reviews == []
    with unit_of_work():
        services.approve(question, house[R.APPROVER])
    assert question.status is S.ANSWERED


def test_the_whole_chain_one_step_after_another(house, legal):
    chain(house, head=True, legal=legal.department, communications=True)
    question, head = sent(house), the_head(house)
    for person in (head, legal, house[R.COMMUNICATIONS]):
        with nothing_changes():
            assert isinstance(attempt(lambda: services.approve(question, house[R.APPROVER])), Forbidden)
        with unit_of_work():
            services.agree(question, person, "Está bien.")
    with unit_of_work():
        services.approve_and_publish(question, house[R.APPROVER])
    assert question.status is S.PUBLISHED
    assert [move.from_value for move in question.moves if move.axis == "review"] == ["head", "legal", "communications"]


def test_nobody_takes_the_step_of_another(house, legal):
    chain(house, head=True)
    question = sent(house)
    for person in (house.colleague, legal, house[R.COMMUNICATIONS], house.stranger, house[R.LIAISON]):
        with nothing_changes():
            assert isinstance(attempt(lambda: services.agree(question, person)), Forbidden)  # noqa: B023


def test_the_head_who_wrote_it_does_not_review_it(house):
    chain(house, head=True)
    question = sent(house)
    house[R.LIAISON].leads_office = True
    db.session.commit()
    with nothing_changes():
        assert isinstance(attempt(lambda: services.agree(question, house[R.LIAISON])), Forbidden)


def test_what_is_returned_begins_the_chain_anew(house, legal):
    chain(house, legal=legal.department, communications=True)
    question = sent(house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.send_back(question, legal, " ")), Invalid)
    with unit_of_work():
        services.send_back(question, legal, "Diga la norma.")
    assert question.status is S.DRAFTING
    assert {review.verdict for review in question.answers[-1].reviews} == {Verdict.RETURNED}
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], MENDED)
    assert [review.verdict for review in question.answers[-1].reviews] == [Verdict.WAITING] * 2


def test_a_second_click_is_one_step(house, legal):
    chain(house, legal=legal.department)
    question = sent(house)
    with unit_of_work():
        services.agree(question, legal, "Bien.", question.revision)
    with nothing_changes():
        assert attempt(lambda: services.agree(question, legal, "Bien.", 1)) is None


def test_one_person_who_has_two_steps_takes_each(house, legal):
    legal.department_id, legal.leads_office = house.office.id, True
    db.session.commit()
    chain(house, head=True, legal=house.office)
    question = sent(house)
    for _ in range(2):
        with unit_of_work():
            services.agree(question, legal, "", question.revision)
    assert [review.verdict for review in question.answers[-1].reviews] == [Verdict.AGREED] * 2


def test_two_steps_that_nobody_takes_are_skipped_with_the_same_reason(house, legal):
    chain(house, head=True, legal=legal.department)
    question, approver = sent(house), house[R.APPROVER]
    for _ in range(2):
        with unit_of_work():
            services.skip(question, approver, "Los dos cargos están vacantes.", question.revision)
    assert [review.verdict for review in question.answers[-1].reviews] == [Verdict.SKIPPED] * 2


def test_a_second_click_that_sends_back_is_one_step_also_with_steps_left(house, legal):
    chain(house, legal=legal.department, communications=True)
    question = sent(house)
    seen = question.revision
    with unit_of_work():
        services.send_back(question, legal, "Diga la norma.", seen)
    with nothing_changes():
        assert attempt(lambda: services.send_back(question, legal, "Diga la norma.", seen)) is None


def test_who_wrote_the_words_does_not_review_them_because_a_colleague_sent_them(house):
    chain(house, head=True)
    head, question = the_head(house), question_in(S.ASSIGNED, house)
    with unit_of_work():
        services.save_draft(question, head, ANSWER)
    with unit_of_work():
        services.save_and_send(question, house[R.LIAISON], ANSWER)
    assert queries.waiting_for(head) == 0
    with nothing_changes():
        assert isinstance(attempt(lambda: services.agree(question, head)), Forbidden)


def test_who_approves_goes_on_without_a_step_that_nobody_takes_and_says_why(house):
    chain(house, head=True)
    question, approver = sent(house), house[R.APPROVER]
    with nothing_changes():
        assert isinstance(attempt(lambda: services.skip(question, approver, "")), Invalid)
        assert isinstance(attempt(lambda: services.skip(question, house[R.COMMUNICATIONS], "Vence hoy.")), Forbidden)
    with unit_of_work():
        services.skip(question, approver, "El cargo está vacante y el plazo vence hoy.")
        services.approve(question, approver)
    assert question.answers[-1].reviews[0].verdict is Verdict.SKIPPED


def test_a_change_of_the_settings_leaves_what_is_under_review(house, legal):
    chain(house, legal=legal.department)
    question = sent(house)
    chain(house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.approve(question, house[R.APPROVER])), Forbidden)


def test_a_correction_goes_through_the_chain_too(house, legal):
    question = question_in(S.PUBLISHED, house)
    chain(house, legal=legal.department)
    with unit_of_work():
        services.correct(question, house[R.LIAISON], MENDED, "La fecha estaba mal.")
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_correction(question, house[R.APPROVER])), Forbidden)
    with unit_of_work():
        services.agree(question, legal)
        services.publish_correction(question, house[R.APPROVER])
    assert question.answers[-1].published_at is not None


def test_a_question_waits_for_whose_step_it_is(house, legal):
    chain(house, legal=legal.department, communications=True)
    question = sent(house)
    people = {"legal": legal, "approver": house[R.APPROVER], "communications": house[R.COMMUNICATIONS]}

    def waiting():
        return {name for name, person in people.items() if queries.waiting_for(person)}

    assert waiting() == {"legal"}
    with unit_of_work():
        services.agree(question, legal)
    assert waiting() == {"communications"}
    with unit_of_work():
        services.agree(question, house[R.COMMUNICATIONS])
    assert waiting() == {"approver", "legal"}  # both approve


def test_only_the_administration_chooses_the_chain(house):
    with nothing_changes():
        refusal = attempt(lambda: services.set_review(house[R.APPROVER], True, None, True, ""))
    assert isinstance(refusal, Forbidden)
