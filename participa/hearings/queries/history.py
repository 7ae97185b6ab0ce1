"""What the minutes of a hearing tell, as read. Each function is one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from participa.accounts.models import Department
from participa.extensions import db
from participa.hearings.models import (
    Extent,
    Hearing,
    HearingState,
    ScreenBlank,
    Stage,
    StagedQuestion,
    StageMove,
    Support,
    SupportDecision,
    SupportState,
)
from participa.hearings.queries import board
from participa.questions.models import Question


@dataclass(frozen=True)
class Heard:
    """How many questions of a territory or an office waited for the stage, and how many were answered there."""

    name: str
    waited: int
    answered: int


def answered_in_order(hearing: Hearing) -> list[StagedQuestion]:
    """The questions that were answered aloud, in the order in which they were."""
    at = select(func.max(StageMove.id)).where(StageMove.staged_id == StagedQuestion.id).correlate(StagedQuestion)
    found = select(StagedQuestion).where(
        StagedQuestion.hearing_id == hearing.id, StagedQuestion.stage == Stage.ANSWERED
    )
    return list(db.session.scalars(found.order_by(at.scalar_subquery(), StagedQuestion.id)))


def by_extent(hearing: Hearing) -> dict[Extent | None, int]:
    """How many questions ended each way; None for those that were not reached."""
    counted = select(StagedQuestion.extent, func.count(StagedQuestion.id)).group_by(StagedQuestion.extent)
    rows = db.session.execute(counted.where(StagedQuestion.hearing_id == hearing.id))
    return {row[0]: row[1] for row in rows}


def heard_by_territory(hearing: Hearing) -> list[Heard]:
    """Territories whose questions waited, by name, of what everybody may read; without territory none is counted."""
    answered = func.count(StagedQuestion.extent)
    counted = select(StagedQuestion.territory, func.count(StagedQuestion.id), answered)
    of_hearing = _readable(counted, hearing).where(StagedQuestion.territory != "")
    rows = db.session.execute(of_hearing.group_by(StagedQuestion.territory).order_by(StagedQuestion.territory))
    return [Heard(*row) for row in rows]


def heard_by_office(hearing: Hearing) -> list[Heard]:
    """The same by office."""
    counted = select(Department.name, func.count(StagedQuestion.id), func.count(StagedQuestion.extent))
    of_hearing = _readable(counted.join(StagedQuestion.department), hearing)
    return [Heard(*row) for row in db.session.execute(of_hearing.group_by(Department.name).order_by(Department.name))]


def _readable(found: Select[*tuple[Any, ...]], hearing: Hearing) -> Select[*tuple[Any, ...]]:
    found = found.outerjoin(Question, Question.id == StagedQuestion.question_id)
    is_readable = or_(Question.id.is_(None), Question.visibility.in_(board.READABLE))
    return found.where(StagedQuestion.hearing_id == hearing.id, is_readable)


def decisions(hearing: Hearing) -> list[SupportDecision]:
    """What was decided of the supports under review, the first one first."""
    found = select(SupportDecision).join(StagedQuestion, StagedQuestion.id == SupportDecision.staged_id)
    return list(db.session.scalars(found.where(StagedQuestion.hearing_id == hearing.id).order_by(SupportDecision.id)))


def too_new(hearing: Hearing) -> int:
    """How many supports did not count because the hearing ended before their phones were old enough."""
    if hearing.state is not HearingState.CLOSED:
        return 0
    warming = (Support.hearing_id == hearing.id, Support.state == SupportState.WARMING)
    return db.session.scalar(select(func.count()).select_from(Support).where(*warming)) or 0


def blanks(hearing: Hearing) -> int:
    """How often the big screen was blanked."""
    found = select(func.count(ScreenBlank.id)).where(ScreenBlank.hearing_id == hearing.id)
    return db.session.scalar(found) or 0
