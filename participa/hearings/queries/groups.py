"""Which question of a hearing leads the group of another: what is said to the first was said to both.

What is grouped or parted after the end changes nothing of what was heard.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from participa.hearings.models import Hearing, StagedQuestion
from participa.questions.models import LinkKind, QuestionLink


def beside_leader(
    found: Select[*tuple[Any, ...]], leader: type[StagedQuestion], hearing: Hearing
) -> Select[*tuple[Any, ...]]:
    """Each StagedQuestion of the hearing beside the one that leads its group there, an alias, or beside nothing."""
    of_question = QuestionLink.question_id == StagedQuestion.question_id
    grouped = and_(of_question, QuestionLink.kind == LinkKind.GROUPED, _stood(hearing))
    leads = and_(leader.question_id == QuestionLink.leader_id, leader.hearing_id == StagedQuestion.hearing_id)
    beside = found.select_from(StagedQuestion).outerjoin(QuestionLink, grouped).outerjoin(leader, leads)
    return beside.where(StagedQuestion.hearing_id == hearing.id)


def _stood(hearing: Hearing) -> ColumnElement[bool]:
    """Whether a link stands, or stood when the hearing ended."""
    if hearing.closed_at is None:
        return QuestionLink.ended_at.is_(None)
    was_parted_later = or_(QuestionLink.ended_at.is_(None), QuestionLink.ended_at > hearing.closed_at)
    return and_(QuestionLink.at <= hearing.closed_at, was_parted_later)
