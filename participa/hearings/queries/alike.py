"""Which questions of a hearing ask the same as what somebody has just written. Offered, never a wall."""

from sqlalchemy import select

from participa.extensions import db
from participa.hearings.models import Hearing, StagedQuestion
from participa.questions.queries.similar import Similar, similar_to_text

MOST, LOOKED_AT = 3, 40


def alike(hearing: Hearing, text: str) -> list[tuple[StagedQuestion, Similar]]:
    """At most three, the most alike first. Those of another place are not offered: they do not ask the same."""
    if hearing.is_rehearsal:
        return []
    found = {one.id: one for one in similar_to_text(text, LOOKED_AT) if not one.is_elsewhere}
    here = select(StagedQuestion).where(StagedQuestion.hearing_id == hearing.id, StagedQuestion.question_id.in_(found))
    staged = {one.question_id: one for one in db.session.scalars(here)}
    return [(staged[number], one) for number, one in found.items() if number in staged][:MOST]
