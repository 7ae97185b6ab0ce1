"""Step back from what was just done. Nothing is deleted: each step gets its opposite in the history and in the record.

Who calls it decides who may and for how long, and has locked the question.
"""

from dataclasses import dataclass

from sqlalchemy import select

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import doors
from participa.questions.models import (
    HandNotice,
    Kind,
    Question,
    QuestionMove,
    RestrictionKind,
    Status,
    Visibility,
)
from participa.questions.moves import UNDONE, Axis
from participa.questions.services import chronicle, finding, grouping, restricting, steps
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict

TOLD = "A la persona ya se le contó ese paso. No se puede deshacer."
NOT_HERE = "Ese paso no se puede deshacer aquí."


@dataclass(frozen=True)
class Before:
    """How a question was before an act. `last_move` is the last line of its history then, 0 for none."""

    last_move: int
    kind: Kind
    topic_id: int | None
    department_id: int | None


def remember(question: Question) -> Before:
    """How the question is now."""
    last = max((move.id for move in question.moves), default=0)
    return Before(last, question.kind, question.topic_id, question.department_id)


def step_back(question: Question, actor: User, before: Before) -> None:
    """Bring status, visibility, type, topic and office back. Raises Conflict when who asked was already told."""
    taken = [move for move in question.moves if move.id > before.last_move]
    for move in reversed(taken):
        _silence(move)
        _reverse(question, move, actor)
    question.kind = before.kind
    question.topic_id, question.department_id = before.topic_id, before.department_id
    finding.keep_findable(question)
    steps.touch(question)
    db.session.flush()


def _silence(move: QuestionMove) -> None:
    """Take away the news that still waits to be given by letter or telephone. Mails are stopped by who held them."""
    for notice in db.session.scalars(select(HandNotice).where(HandNotice.move_id == move.id)):
        if notice.done_at is not None:
            raise Conflict(TOLD)
        db.session.delete(notice)


def _reverse(question: Question, move: QuestionMove, actor: User) -> None:
    if move.axis not in (Axis.STATUS, Axis.VISIBILITY):
        raise Conflict(NOT_HERE)
    back = QuestionMove(axis=move.axis, from_value=move.to_value, to_value=move.from_value, at=now(), author=actor)
    back.author_id, back.department_id, back.note = actor.id, move.department_id, UNDONE
    question.moves.append(back)
    audit.record("question.undone", question, actor, start=move.to_value, to=move.from_value)
    chronicle.undone(question, Axis(move.axis), move.from_value, move.to_value, actor)
    _bring_back(question, move, actor)
    doors.tell(back)


def _bring_back(question: Question, move: QuestionMove, actor: User) -> None:
    if move.axis == Axis.VISIBILITY:
        question.visibility = Visibility(move.from_value)
        if move.to_value == Visibility.WITHHELD and question.withhold_reason is not None:
            restricting.note(question, RestrictionKind.RESTORED, question.withhold_reason, actor, UNDONE)
            question.withhold_reason = None
        return
    question.status = Status(move.from_value)
    if move.to_value == Status.GROUPED:
        grouping.end_link(question, actor)
