"""The steps to the stage that stand. One that was undone, and its undoing, are as if nobody had taken them."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from participa.extensions import db
from participa.hearings.models import OverrideReason, Stage, StageMove

UNDONE = "Se deshizo el paso anterior."
WAITING = (Stage.NO_TURN, Stage.SHORTLISTED)


class Step(NamedTuple):
    """Where a question went and, out of its order, why."""

    staged_id: int
    to: Stage
    reason: OverrideReason | None


def stands() -> ColumnElement[bool]:
    """Whether a StageMove stands. An undoing comes right after the step of the same question that it undoes."""
    after = aliased(StageMove)
    is_after = (after.staged_id == StageMove.staged_id, after.id > StageMove.id)
    next_note = select(after.note).where(*is_after).order_by(after.id).limit(1).correlate(StageMove).scalar_subquery()
    return and_(StageMove.note != UNDONE, func.coalesce(next_note, "") != UNDONE)


def standing(staged_ids: Collection[int]) -> list[Step]:
    """The steps of these questions that stand, the last first. One statement."""
    found = select(StageMove.staged_id, StageMove.to_value, StageMove.reason)
    found = found.where(StageMove.staged_id.in_(list(staged_ids)), stands()).order_by(StageMove.id.desc())
    return [Step(*row) for row in db.session.execute(found)]


def reasons(last_first: Iterable[Step]) -> dict[int, OverrideReason]:
    """Why each question is out of its order now: the last reason since it went on from waiting."""
    told: dict[int, OverrideReason] = {}
    settled: set[int] = set()
    for step in last_first:
        if step.staged_id not in settled and step.reason:
            told[step.staged_id] = step.reason
        if step.reason or step.to in WAITING:
            settled.add(step.staged_id)
    return told
