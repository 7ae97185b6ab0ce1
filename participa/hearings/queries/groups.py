"""Which question of a hearing leads the group of another: what is said to the first was said to both."""

from typing import Any

from sqlalchemy import Select, and_

from participa.hearings.models import StagedQuestion
from participa.questions.models import LinkKind, QuestionLink


def beside_leader(found: Select[*tuple[Any, ...]], leader: type[StagedQuestion]) -> Select[*tuple[Any, ...]]:
    """Each StagedQuestion beside the one that leads its group in the same hearing, an alias, or beside nothing."""
    grouped = and_(
        QuestionLink.question_id == StagedQuestion.question_id,
        QuestionLink.kind == LinkKind.GROUPED,
        QuestionLink.ended_at.is_(None),
    )
    leads = and_(leader.question_id == QuestionLink.leader_id, leader.hearing_id == StagedQuestion.hearing_id)
    return found.select_from(StagedQuestion).outerjoin(QuestionLink, grouped).outerjoin(leader, leads)
