"""What the minutes of a hearing tell, as read. Each function is one statement."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

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
from participa.hearings.queries.groups import beside_leader
from participa.questions.models import Question


@dataclass(frozen=True)
class Heard:
    """How many questions of a territory or an office waited for the stage, and how many were answered there.

    One of a group was answered with the one that leads it.
    """

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
    """How many questions ended each way, those of a group as the one that leads it; None if they were not reached."""
    return Counter(extent for extent, _second in answers(hearing).values())


def answers(hearing: Hearing) -> dict[int, tuple[Extent | None, int | None]]:
    """How far the answer to each question went and at which second it began, by the number of its StagedQuestion."""
    leader = aliased(StagedQuestion)
    columns = (StagedQuestion.id, _extent(leader), func.coalesce(StagedQuestion.second, leader.second))
    found = beside_leader(select(*columns), leader, hearing)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(found.order_by(StagedQuestion.id))}


def joined(hearing: Hearing) -> dict[int, int]:
    """How many questions that everybody may read each one leads, by the number of its StagedQuestion."""
    leader = aliased(StagedQuestion)
    counted = beside_leader(select(leader.id, func.count(StagedQuestion.id)), leader, hearing)
    readable = counted.join(Question, Question.id == StagedQuestion.question_id).where(
        Question.visibility.in_(board.READABLE), leader.id.is_not(None)
    )
    return {row[0]: row[1] for row in db.session.execute(readable.group_by(leader.id).order_by(leader.id))}


def _extent(leader: type[StagedQuestion]) -> ColumnElement[Extent | None]:
    """How far the answer to a question went, which may be the answer to the one that leads its group."""
    return func.coalesce(StagedQuestion.extent, leader.extent)


def heard_by_territory(hearing: Hearing) -> list[Heard]:
    """Territories whose questions waited, by name, of what everybody may read; without territory none is counted."""
    named = _heard(hearing, StagedQuestion.territory).where(StagedQuestion.territory != "")
    return [Heard(*row) for row in db.session.execute(named)]


def heard_by_office(hearing: Hearing) -> list[Heard]:
    """The same by office."""
    named = _heard(hearing, Department.name).join(StagedQuestion.department)
    return [Heard(*row) for row in db.session.execute(named)]


def _heard(hearing: Hearing, name: InstrumentedAttribute[str]) -> Select[*tuple[Any, ...]]:
    leader = aliased(StagedQuestion)
    counted = select(name, func.count(StagedQuestion.id), func.count(_extent(leader)))
    found = beside_leader(counted, leader, hearing).outerjoin(Question, Question.id == StagedQuestion.question_id)
    is_readable = or_(Question.id.is_(None), Question.visibility.in_(board.READABLE))
    return found.where(is_readable).group_by(name).order_by(name)


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
