"""Who may take which step: every pair of states by every role, against a list written by hand."""

from datetime import UTC, date, datetime

import pytest

from participa.accounts.models import Role
from participa.questions import rules, services
from participa.questions.models import AnswerVersion, Kind, Question, QuestionMove, Status, Visibility, WithholdReason
from participa.questions.moves import Axis, Correction
from participa.shared.business_days import WorkCalendar
from participa.shared.errors import Forbidden, Invalid
from tests.questions.team import ANSWER, NOTE, attempt, nothing_changes, question_in, team

S, R, V = Status, Role, Visibility
ALLOWED = {
    (S.RECEIVED, S.CLASSIFIED, R.MODERATOR),
    (S.CLASSIFIED, S.ASSIGNED, R.MODERATOR),
    (S.ASSIGNED, S.DRAFTING, R.LIAISON),
    (S.ASSIGNED, S.CLASSIFIED, R.LIAISON),
    (S.DRAFTING, S.IN_REVIEW, R.LIAISON),
    (S.IN_REVIEW, S.DRAFTING, R.APPROVER),
    (S.IN_REVIEW, S.ANSWERED, R.APPROVER),
    (S.ANSWERED, S.PUBLISHED, R.APPROVER),
    (S.RECEIVED, S.CLARIFYING, R.MODERATOR),
    (S.CLASSIFIED, S.CLARIFYING, R.MODERATOR),
    (S.CLARIFYING, S.RECEIVED, R.MODERATOR),
    (S.CLARIFYING, S.ARCHIVED, R.MODERATOR),
    (S.RECEIVED, S.TRANSFERRED, R.MODERATOR),
    (S.CLASSIFIED, S.TRANSFERRED, R.MODERATOR),
    (S.RECEIVED, S.GROUPED, R.MODERATOR),
    (S.CLASSIFIED, S.GROUPED, R.MODERATOR),
    (S.GROUPED, S.CLASSIFIED, R.MODERATOR),
    (S.RECEIVED, S.REFERRED, R.MODERATOR),
    (S.CLASSIFIED, S.REFERRED, R.MODERATOR),
    (S.RECEIVED, S.REJECTED, R.APPROVER),
}
SHOWN = {
    (V.WAITING, V.PUBLIC, R.MODERATOR),
    (V.WAITING, V.PUBLIC, R.APPROVER),
    (V.WAITING, V.WITHHELD, R.MODERATOR),
    (V.PUBLIC, V.WITHHELD, R.MODERATOR),
    (V.PUBLIC, V.WITHHELD, R.APPROVER),
    (V.GROUPED, V.WITHHELD, R.APPROVER),
    (V.WITHHELD, V.PUBLIC, R.MODERATOR),
    (V.WITHHELD, V.PUBLIC, R.APPROVER),
    (V.WAITING, V.GROUPED, R.MODERATOR),
    (V.PUBLIC, V.GROUPED, R.MODERATOR),
    (V.GROUPED, V.WITHHELD, R.MODERATOR),
    (V.GROUPED, V.PUBLIC, R.MODERATOR),
}


@pytest.fixture
def house(context):
    return team()


def verb(question, to, actor, house):
    """The verb by which a person would try to reach a status."""
    verbs = {
        S.ASSIGNED: lambda: services.assign(question, actor, house.office),
        S.IN_REVIEW: lambda: services.send_to_review(question, actor),
        S.ANSWERED: lambda: services.approve(question, actor),
        S.PUBLISHED: lambda: services.publish_answer(question, actor),
    }
    if to is S.CLASSIFIED and question.status not in (S.ASSIGNED, S.GROUPED):
        return lambda: services.classify(question, actor, Kind.CONCERN, None)
    if to is S.DRAFTING:
        return _draft(question, actor)
    return verbs.get(to, lambda: services.move(question, actor, to, NOTE, radicado="2020-999999"))


def _draft(question, actor):
    if question.status is S.IN_REVIEW:
        return lambda: services.return_with_note(question, actor, NOTE)
    return lambda: services.save_draft(question, actor, ANSWER)


@pytest.mark.parametrize("start", list(Status))
def test_every_step_outside_the_list_is_refused_and_writes_nothing(start, house):
    question = question_in(start, house)
    refused = [(to, role) for to in Status for role in Role if to is not start and (start, to, role) not in ALLOWED]
    assert len(refused) > 60
    with nothing_changes():
        for to, role in refused:
            assert not rules.may_move(house[role], question, to)
            refusal = attempt(verb(question, to, house[role], house))
            assert isinstance(refusal, Forbidden | Invalid), (to, role)


@pytest.mark.parametrize(("start", "to", "role"), sorted(ALLOWED))
def test_every_step_of_the_list_is_open_to_its_role(start, to, role, house):
    question = question_in(start, house)
    assert rules.may_move(house[role], question, to)
    assert (start, to) in rules.MOVES


def test_the_table_holds_the_list_and_no_more():
    assert set(rules.MOVES) == {(start, to) for start, to, _ in ALLOWED}
    assert {(*pair, role) for pair, move in rules.MOVES.items() for role in move.roles} == ALLOWED


def test_the_texts_of_the_steps_are_complete():
    for move in [*rules.MOVES.values(), *rules.VISIBILITY_MOVES.values(), *rules.CORRECTION_MOVES.values()]:
        assert move.label
        assert move.done
    told = {to for (start, to), move in rules.MOVES.items() if move.tells_asker and start is not S.GROUPED}
    assert rules.MOVES[S.GROUPED, S.CLASSIFIED].tells_asker
    ends = {S.ARCHIVED, S.TRANSFERRED, S.GROUPED, S.REFERRED, S.REJECTED}
    assert told == {S.PUBLISHED, S.CLARIFYING, *ends}
    assert all(move.note for (_, to), move in rules.MOVES.items() if to in ends), "who asked is told why"


@pytest.mark.parametrize("start", list(Visibility))
@pytest.mark.parametrize("to", list(Visibility))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_show_and_withhold(start, to, role, house):
    question = Question(visibility=start, moves=[])
    assert rules.may_show(house[role], question, to) is ((start, to, role) in SHOWN)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_nobody_but_moderation_withholds(role, house):
    question = question_in(S.RECEIVED, house)
    with nothing_changes():
        refusal = attempt(lambda: services.withhold(question, house[role], WithholdReason.R1, NOTE))
        assert isinstance(refusal, Forbidden)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.MODERATOR, Role.APPROVER)])
def test_nobody_but_moderation_and_approval_publishes_a_question(role, house):
    question = question_in(S.RECEIVED, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.publish_question(question, house[role])), Forbidden)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_but_the_administration_keeps_the_topics(role, house):
    with nothing_changes():
        assert isinstance(attempt(lambda: services.add_topic(house[role], "Vías")), Forbidden)


def test_a_liaison_sees_and_answers_only_the_own_office(house):
    question = question_in(S.ASSIGNED, house)
    assert rules.may_see(house[R.LIAISON], question)
    assert rules.may_answer(house[R.LIAISON], question)
    assert not rules.may_see(house.stranger, question)
    assert not rules.may_answer(house.stranger, question)
    assert not rules.may_move(house.stranger, question, S.DRAFTING)
    assert not rules.may_read_asker(house.stranger, question)


def test_a_liaison_without_an_office_sees_nothing_that_is_unassigned(house):
    lost = house.stranger
    lost.department_id = None
    assert not rules.may_see(lost, Question(department_id=None))


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_who_asked(role, house):
    question = question_in(S.ASSIGNED, house)
    assert rules.may_read_asker(house[role], question) is (role in (R.MODERATOR, R.LIAISON, R.APPROVER))


def test_who_wrote_a_version_does_not_approve_it_even_with_the_role(house):
    author = house[R.APPROVER]
    question = Question(status=S.IN_REVIEW, answers=[AnswerVersion(number=1, author_id=author.id)], moves=[])
    assert not rules.may_move(author, question, S.ANSWERED)
    question.answers[0].author_id = house[R.LIAISON].id
    assert rules.may_move(author, question, S.ANSWERED)


def test_who_handled_a_question_does_not_reject_it(house):
    approver = house[R.APPROVER]
    step = QuestionMove(axis=Axis.VISIBILITY, to_value=V.PUBLIC, author_id=approver.id)
    assert not rules.may_move(approver, Question(status=S.RECEIVED, moves=[step]), S.REJECTED)


def test_who_withheld_does_not_decide_on_restoring(house):
    approver = house[R.APPROVER]
    step = QuestionMove(axis=Axis.VISIBILITY, to_value=V.WITHHELD, author_id=approver.id)
    assert not rules.may_show(approver, Question(visibility=V.WITHHELD, moves=[step]), V.PUBLIC)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_correct_a_published_answer(role, house):
    question = Question(status=S.PUBLISHED, department_id=house.office.id, moves=[])
    assert rules.may_correct(house[role], question, Correction.PROPOSED) is (role is R.LIAISON)
    assert not rules.may_correct(house[role], question, Correction.PUBLISHED)


def test_only_a_published_answer_is_corrected(house):
    question = Question(status=S.ANSWERED, department_id=house.office.id, moves=[])
    assert not rules.may_correct(house[R.LIAISON], question, Correction.PROPOSED)


def test_the_person_has_ten_business_days_to_make_it_clear():
    asked = QuestionMove(axis=Axis.STATUS, to_value=S.CLARIFYING, at=datetime(2020, 12, 4, 15, tzinfo=UTC))
    question, calendar = Question(moves=[asked]), WorkCalendar("prueba")
    assert rules.clarification_ends_on(question, calendar) == date(2020, 12, 21)
    assert not rules.may_archive(question, date(2020, 12, 21), calendar)
    assert rules.may_archive(question, date(2020, 12, 22), calendar)


def test_a_short_answer_and_a_copied_one_are_noticed():
    assert rules.is_short("Se hará.")
    assert not rules.is_short("x" * 40)
    assert not rules.is_copied(2)
    assert rules.is_copied(3)
