"""Questions join the live part when everybody may read them."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import HearingState, StagedQuestion
from participa.hearings.services import joining
from participa.questions import services
from participa.questions.models import (
    Channel,
    Kind,
    KnownPlace,
    PlaceKind,
    Question,
    Status,
    Visibility,
    WithholdReason,
)
from participa.questions.models.redaction import Part
from participa.questions.services import grouping, restricting
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.hearings.phones import phone, support


@pytest.fixture
def moderator(context):
    return make.user(role=Role.MODERATOR)


def publish(question, moderator):
    with unit_of_work():
        services.publish_question(db.session.merge(question), db.session.merge(moderator))


def by_hand(event, channel, moderator):
    with unit_of_work():
        hand = services.Hand(channel, db.session.merge(moderator)) if channel is not Channel.WEB else None
        receipt = services.submit(event, services.Submission("¿Cuándo llega el bus?"), make.form_key(), hand=hand)
    return db.session.get_one(Question, receipt.question_id)


def joined():
    return list(db.session.scalars(select(StagedQuestion).order_by(StagedQuestion.id)))


def test_a_question_joins_when_it_is_published(moderator):
    hearing = make.hearing()
    question = make.question(hearing.event)
    assert joined() == []
    publish(question, moderator)
    (staged,) = joined()
    assert (staged.question_id, staged.hearing_id, staged.is_silent) == (question.id, hearing.id, False)


@pytest.mark.parametrize(("state", "number"), [(HearingState.PREPARING, 1), (HearingState.CLOSED, 0)])
def test_what_is_published_before_it_opens_joins_and_after_it_closed_does_not(moderator, state, number):
    hearing = make.hearing(state=state)
    publish(make.question(hearing.event), moderator)
    assert len(joined()) == number


def test_questions_of_other_spaces_do_not_join(moderator):
    make.hearing()
    publish(make.question(make.event()), moderator)
    publish(make.question(), moderator)
    assert joined() == []


def test_a_rehearsal_takes_no_question_of_anybody(moderator):
    rehearsal = make.hearing(is_rehearsal=True)
    publish(make.question(rehearsal.event), moderator)
    with unit_of_work():
        assert joining.join_published(db.session.merge(rehearsal)) == 0
    assert joined() == []


def test_opening_brings_in_what_was_public_before_and_again_changes_nothing(context):
    event = make.event()
    waiting = [make.public_question(event) for _ in range(3)]
    make.public_question(event, status=Status.PUBLISHED)
    make.question(event)
    hearing = make.hearing(event=event)
    for expected in (3, 0):
        with unit_of_work():
            assert joining.join_published(db.session.merge(hearing)) == expected
    assert [staged.question_id for staged in joined()] == [question.id for question in waiting]


def test_two_who_bring_the_same_question_in_leave_one(context):
    hearing = make.hearing()
    question = make.public_question(hearing.event)
    with unit_of_work():
        joining._insert(db.session.merge(hearing), [db.session.merge(question)])
        joining._insert(db.session.merge(hearing), [db.session.merge(question)])
    assert len(joined()) == 1


@pytest.mark.parametrize(("channel", "is_silent"), [(Channel.PAPER, True), (Channel.ORAL, True), (Channel.WEB, False)])
def test_paper_and_voice_cannot_collect_supports(moderator, channel, is_silent):
    hearing = make.hearing()
    publish(by_hand(hearing.event, channel, moderator), moderator)
    assert joined()[0].is_silent is is_silent


def test_the_place_is_that_of_which_the_public_text_speaks(moderator):
    keep(KnownPlace(kind=PlaceKind.VEREDA, name="La Esperanza", key="esperansa"))
    hearing = make.hearing()
    question = make.question(
        hearing.event, body="¿Cuándo arreglan la vía de la vereda la esperanza?", neighbourhood="Centro"
    )
    publish(question, moderator)
    assert joined()[0].territory == "La Esperanza"


def test_where_a_person_lives_is_not_the_place_of_the_question(moderator):
    keep(KnownPlace(kind=PlaceKind.BARRIO, name="La Esperanza", key="esperansa"))
    hearing = make.hearing()
    publish(make.question(hearing.event, neighbourhood="La Esperanza"), moderator)
    assert joined()[0].territory == ""


def test_the_office_that_gets_the_question_is_that_of_its_turn(moderator):
    hearing, office = make.hearing(), make.department()
    question = make.question(hearing.event)
    publish(question, moderator)
    with unit_of_work():
        row, person = db.session.get_one(Question, question.id), db.session.merge(moderator)
        services.classify(row, person, Kind.QUESTION, None)
        services.assign(row, person, db.session.merge(office))
    assert joined()[0].department_id == office.id


def test_a_question_shown_again_comes_back_to_its_place(moderator):
    hearing = make.hearing()
    question = make.question(hearing.event)
    publish(question, moderator)
    with unit_of_work():
        row = db.session.get_one(Question, question.id)
        row.visibility = Visibility.WAITING
    publish(question, moderator)
    assert len(joined()) == 1


@pytest.mark.parametrize("state", [HearingState.OPEN, HearingState.CLOSED])
def test_a_place_that_is_hidden_later_leaves_the_question_also_after_the_end(moderator, state):
    keep(KnownPlace(kind=PlaceKind.VEREDA, name="La Esperanza", key="esperansa"))
    hearing = make.hearing()
    body = "¿Cuándo arreglan la vía de la vereda la esperanza?"
    question = make.question(hearing.event, body=body)
    publish(question, moderator)
    hearing.state = state
    db.session.commit()
    part = Part(body.index("vereda"), len("vereda la esperanza"), WithholdReason.R1)
    with unit_of_work():
        row, person = db.session.get_one(Question, question.id), db.session.merge(moderator)
        assert restricting.redact(row, person, [part], "Ubica a una persona.")
    assert joined()[0].territory == ""


def test_a_question_that_joins_after_its_group_brings_its_supporters_together(moderator):
    hearing = make.hearing()
    leader, both, one = make.question(hearing.event), phone(), phone()
    children = [make.staged(hearing) for _ in range(2)]
    for child in children:
        support(child, both)
        child.question.status = Status.GROUPED
        grouping.join(child.question, leader, moderator)
    support(children[0], one)
    db.session.commit()
    publish(leader, moderator)
    brought = joining.find(leader.id)
    assert (brought.supports, brought.readers) == (2, 2)
