"""A question as its own author may see it, who proves to be the author with the follow code."""

from functools import cache

from flask import current_app
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from participa.config import Settings
from participa.extensions import db
from participa.questions import codes
from participa.questions.models import AnswerVersion, Clarification, Question, QuestionMove, Status
from participa.questions.queries import links


def find_by_code(code: str) -> Question | None:
    """The question of a normalised follow code, with its steps and its answers."""
    settings: Settings = current_app.extensions["settings"]
    if not codes.is_well_formed(code):
        return None
    return db.session.scalars(_of_code(), {"digest": codes.code_digest(code, settings.code_key)}).one_or_none()


@cache
def _of_code() -> Select[Question]:
    wanted = select(Question).where(Question.code_digest == bindparam("digest"))
    together = (joinedload(Question.event), joinedload(Question.department), joinedload(Question.topic))
    steps = selectinload(Question.moves).joinedload(QuestionMove.department)
    return wanted.options(*together, steps, selectinload(Question.answers))


def lock(question: Question) -> None:
    """Read the question again and keep it from changing until the end of the transaction."""
    again = select(Question).where(Question.id == question.id).with_for_update(of=Question)
    db.session.scalars(again.execution_options(populate_existing=True)).one()


def clarifications(question_id: int) -> list[Clarification]:
    """What who asked added, first come first."""
    return list(db.session.scalars(_clarifications(), {"question_id": question_id}))


@cache
def _clarifications() -> Select[Clarification]:
    of_question = Clarification.question_id == bindparam("question_id")
    return select(Clarification).where(of_question).order_by(Clarification.id)


def find_answer(question: Question) -> AnswerVersion | None:
    """The last approved version, once the answer has left the house; the shared one of a group or of a repetition."""
    if question.status not in (Status.ANSWERED, Status.PUBLISHED, Status.REFERRED):
        return None
    approved = [version for version in question.answers if version.approved_at is not None]
    return approved[-1] if approved else links.shared_answer(question.id)
