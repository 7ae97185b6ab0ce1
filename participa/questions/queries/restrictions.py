"""What is hidden of a question now, who decided it, and what waits for a second person."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select, union_all
from sqlalchemy.orm import aliased, joinedload

from participa.extensions import db
from participa.questions.models import (
    AnswerVersion,
    Question,
    RedactedPart,
    Restriction,
    RestrictionKind,
    RestrictionProposal,
    WithheldAnswer,
)
from participa.questions.models.redaction import Part, decoded
from participa.questions.moves import UNDONE

OF_PARTS = (RestrictionKind.REDACTED, RestrictionKind.LIFTED)


def standing_parts(question_id: int) -> list[Part]:
    """What is hidden of the text now, in its order."""
    standing = find_redaction(question_id)
    return [Part(part.starts, part.size, part.reason) for part in standing.parts] if standing else []


def find_redaction(question_id: int) -> Restriction | None:
    """The decision by which parts of the text are hidden now."""
    last = find_last(question_id, *OF_PARTS)
    return last if last is not None and last.kind is RestrictionKind.REDACTED else None


def find_withholding(question_id: int) -> Restriction | None:
    """The last decision by which the whole text was hidden."""
    return find_last(question_id, RestrictionKind.WITHHELD)


def find_last(question_id: int, *kinds: RestrictionKind) -> Restriction | None:
    return db.session.scalar(_last(kinds), {"question_id": question_id})


@cache
def _last(kinds: tuple[RestrictionKind, ...]) -> Select[Restriction]:
    found = select(Restriction).where(Restriction.question_id == bindparam("question_id"), Restriction.kind.in_(kinds))
    return found.order_by(Restriction.id.desc()).limit(1).options(joinedload(Restriction.author))


def was_undone() -> ColumnElement[bool]:
    """Of a whole text that was hidden: whether its own author took that back at once, so that it never stood."""
    back, later = aliased(Restriction), aliased(Restriction)
    of_whole = (RestrictionKind.WITHHELD, RestrictionKind.RESTORED)
    after = (later.question_id == Restriction.question_id, later.id > Restriction.id, later.kind.in_(of_whole))
    following = select(func.min(later.id)).where(*after).correlate(Restriction).scalar_subquery()
    taken_back = (back.id == following, back.author_id == Restriction.author_id, back.note == UNDONE)
    return select(back.id).where(*taken_back).correlate(Restriction).exists()


def latest(most: int) -> list[int]:
    """The numbers of the questions of the last decisions about a text, the last one first."""
    return list(db.session.scalars(select(Restriction.question_id).order_by(Restriction.id.desc()).limit(most)))


def latest_answers(most: int) -> list[int]:
    """The same of the last versions of answers that were sealed."""
    found = select(AnswerVersion.question_id).join(WithheldAnswer.version)
    return list(db.session.scalars(found.order_by(WithheldAnswer.at.desc(), AnswerVersion.id.desc()).limit(most)))


def last_at(question_ids: Collection[int]) -> dict[int, datetime]:
    """When something of each question or of its answer was last hidden or shown again; without those where nothing was.

    One statement, however many questions.
    """
    of_text = select(Restriction.question_id, Restriction.at).where(Restriction.question_id.in_(question_ids))
    of_answer = select(AnswerVersion.question_id, WithheldAnswer.at).join(WithheldAnswer.version)
    every = union_all(of_text, of_answer.where(AnswerVersion.question_id.in_(question_ids))).subquery()
    question_id, at = every.c
    return {row[0]: row[1] for row in db.session.execute(select(question_id, func.max(at)).group_by(question_id))}


def parts_in_words() -> ColumnElement[str | None]:
    """The hidden parts of each question in a statement about questions; `redaction.decoded` reads them."""
    restriction = aliased(Restriction)
    of_question = (restriction.question_id == Question.id, restriction.kind.in_(OF_PARTS))
    last = select(func.max(restriction.id)).where(*of_question).correlate(Question).scalar_subquery()
    part = cast(RedactedPart.starts, String) + "-" + cast(RedactedPart.size, String) + "-" + RedactedPart.reason
    told = select(func.aggregate_strings(part, " ")).where(RedactedPart.restriction_id == last)
    return told.correlate(Question).scalar_subquery()


def find_proposal(question_id: int) -> RestrictionProposal | None:
    """What waits for a second person."""
    waiting = (RestrictionProposal.question_id == question_id, RestrictionProposal.closed_at.is_(None))
    return db.session.scalar(
        select(RestrictionProposal).where(*waiting).options(joinedload(RestrictionProposal.author))
    )


def open_proposals() -> list[RestrictionProposal]:
    """All that wait for a second person, first come first."""
    found = select(RestrictionProposal).where(RestrictionProposal.closed_at.is_(None))
    together = (joinedload(RestrictionProposal.author), joinedload(RestrictionProposal.question))
    return list(db.session.scalars(found.order_by(RestrictionProposal.id).options(*together)))


def parts_of(proposal: RestrictionProposal) -> list[Part]:
    return decoded(proposal.parts)
