"""How each question stood, minute by minute."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import HearingState, LiveTrace, StagedQuestion
from participa.hearings.services import opening, tracing
from participa.shared.clock import now
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


@pytest.mark.parametrize(
    ("state", "minutes_ago", "is_noted"),
    [
        (HearingState.PREPARING, None, False),
        (HearingState.OPEN, None, True),
        (HearingState.CLOSED, 1, True),
        (HearingState.CLOSED, 60, False),
    ],
)
def test_a_hearing_is_noted_while_it_is_open_and_once_as_it_ended(context, state, minutes_ago, is_noted):
    closed_at = now() - timedelta(minutes=minutes_ago) if minutes_ago else None
    make.staged(make.hearing(state=state, closed_at=closed_at))
    tracing.trace_open()
    tracing.trace_open()
    assert len(traces()) == is_noted


def test_the_end_notes_how_each_question_stands_though_nobody_looks_for_long(context):
    hearing, moderator = make.hearing(present=10), make.user(Role.MODERATOR)
    first = make.staged(hearing, stage="en_pantalla", supports=9, readers=10)
    second = make.staged(hearing, supports=1, readers=10)
    tracing.trace_open()
    with unit_of_work():
        db.session.get_one(StagedQuestion, second.id).supports = 8
    for _ in range(2):
        with unit_of_work():
            opening.close(hearing, moderator)
    as_it_ended = [(first.id, 10, 9, 1), (second.id, 10, 8, 2)]
    assert traces()[2:] == as_it_ended
    tracing.trace_open()
    assert traces()[2:] == as_it_ended


def test_what_did_not_join_when_it_was_published_joins_within_a_minute(context):
    event = make.event()
    question = make.public_question(event)
    make.hearing(event=event)
    tracing.trace_open()
    assert db.session.scalars(select(StagedQuestion.question_id)).all() == [question.id]
