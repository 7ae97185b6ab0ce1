"""Of a real hearing nothing is deleted or rewritten, whoever asks the database; a rehearsal is erased whole."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from participa.extensions import db
from participa.hearings.models import Hearing, Stage, StagedQuestion, StageMove
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep


def a_move(staged: StagedQuestion) -> StageMove:
    step = {"from_value": Stage.NO_TURN, "to_value": Stage.SHORTLISTED, "at": now()}
    return keep(StageMove(staged=staged, author=make.user(), **step))


def test_a_move_of_a_real_hearing_stays_as_it_was_said(context):
    move = a_move(make.staged(make.hearing()))
    for change in (update(StageMove).values(note="otra cosa"), delete(StageMove), delete(StagedQuestion)):
        with pytest.raises(DBAPIError, match="is refused"), unit_of_work():
            db.session.execute(change)
    db.session.refresh(move)
    assert move.note == ""


def test_a_rehearsal_is_erased_whole(context):
    rehearsal = make.hearing(is_rehearsal=True)
    a_move(make.staged(rehearsal, rehearsal_text="¿Suena bien el micrófono?"))
    with unit_of_work():
        for model in (StageMove, StagedQuestion, Hearing):
            db.session.execute(delete(model))
    assert db.session.query(Hearing).count() == 0
