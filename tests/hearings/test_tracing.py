"""How each question stood, minute by minute."""

from sqlalchemy import select

from participa.extensions import db
from participa.hearings.models import HearingState, LiveTrace, StagedQuestion
from participa.hearings.services import tracing
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make


def traces():
    found = select(LiveTrace.staged_id, LiveTrace.readers, LiveTrace.supports, LiveTrace.place)
    return [tuple(row) for row in db.session.execute(found.order_by(LiveTrace.id))]


def test_what_changed_is_noted_and_what_did_not_is_not(context):
    hearing = make.hearing(present=10)
    first, second = make.staged(hearing, supports=9, readers=10), make.staged(hearing, supports=1, readers=10)
    tracing.trace_open()
    tracing.trace_open()
    assert traces() == [(first.id, 10, 9, 1), (second.id, 10, 1, 2)]
    with unit_of_work():
        db.session.get_one(StagedQuestion, second.id).supports = 10
    tracing.trace_open()
    assert traces()[2:] == [(first.id, 10, 9, 2), (second.id, 10, 10, 1)]


def test_what_is_not_in_the_queue_has_no_place(context):
    hearing = make.hearing()
    make.staged(hearing, stage="en_pantalla", supports=9, readers=10)
    tracing.trace_open()
    assert traces()[0][3] == 0


def test_only_open_hearings_are_traced(context):
    for state, code in ((HearingState.PREPARING, "AAAA1"), (HearingState.CLOSED, "AAAA2")):
        make.staged(make.hearing(state=state, room_code=code))
    tracing.trace_open()
    assert traces() == []


def test_what_did_not_join_when_it_was_published_joins_within_a_minute(context):
    event = make.event()
    question = make.public_question(event)
    make.hearing(event=event)
    tracing.trace_open()
    assert db.session.scalars(select(StagedQuestion.question_id)).all() == [question.id]
