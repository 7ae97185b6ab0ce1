"""Who follows a commitment, what is still to be told, and to whom."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentFollower,
    CommitmentFollowerContact,
    CommitmentKind,
    CommitmentNews,
    CommitmentQuestion,
    CommitmentState,
)
from participa.extensions import db
from participa.questions.models import AnswerMedium, Asker, Authorization, Purpose, Question

Told = TypeVar("Told", CommitmentEntry, CommitmentCheck)
PUBLIC = Commitment.state != CommitmentState.REGISTERED


def public_one(code: str) -> Commitment:
    """A public commitment or action, without its history. Raises NoResultFound."""
    found = select(Commitment).where(Commitment.code == code.upper(), PUBLIC)
    return db.session.scalars(found.options(joinedload(Commitment.lead))).one()


def find_contact(commitment_id: int, email_digest: str) -> CommitmentFollowerContact | None:
    """The address that follows this commitment already, with its follower."""
    of = CommitmentFollowerContact
    found = select(of).where(of.commitment_id == commitment_id, of.email_digest == email_digest)
    return db.session.scalars(found.options(joinedload(of.follower))).one_or_none()


def count_asked(since: datetime, email_digest: str = "") -> int:
    """How many asked to follow and have not confirmed, of one address or of all."""
    asked = select(func.count(CommitmentFollower.id)).where(
        CommitmentFollower.asked_at >= since, CommitmentFollower.confirmed_at.is_(None)
    )
    if email_digest:
        asked = asked.join(CommitmentFollowerContact).where(CommitmentFollowerContact.email_digest == email_digest)
    return db.session.scalar(asked) or 0


def find_by_confirm_digest(digest: str) -> CommitmentFollower | None:
    return _held(select(CommitmentFollower).where(CommitmentFollower.confirm_digest == digest))


def find_by_stop_digest(digest: str) -> CommitmentFollower | None:
    return _held(select(CommitmentFollower).where(CommitmentFollower.stop_digest == digest))


def _held(found: Select[CommitmentFollower]) -> CommitmentFollower | None:
    """Nobody else changes it until the end of the request: a second click waits here."""
    return db.session.scalars(found.with_for_update(of=CommitmentFollower)).one_or_none()


def news_of(commitment_id: int) -> CommitmentNews | None:
    found = select(CommitmentNews).where(CommitmentNews.commitment_id == commitment_id)
    return db.session.scalars(found.with_for_update(of=CommitmentNews)).one_or_none()


def due(at: datetime, most: int) -> list[int]:
    """The commitments whose news must be told, those that wait longest first."""
    found = select(CommitmentNews.commitment_id).where(CommitmentNews.due_at <= at)
    return list(db.session.scalars(found.order_by(CommitmentNews.due_at, CommitmentNews.commitment_id).limit(most)))


def last_entry(commitment_id: int) -> int:
    """The row number of the last line of the history; 0 without any."""
    found = select(func.max(CommitmentEntry.id)).where(CommitmentEntry.commitment_id == commitment_id)
    return db.session.scalar(found) or 0


def last_check(commitment_id: int) -> int:
    found = select(func.max(CommitmentCheck.id)).where(CommitmentCheck.commitment_id == commitment_id)
    return db.session.scalar(found) or 0


def entries_between(commitment_id: int, after: int, until: int) -> list[CommitmentEntry]:
    of = CommitmentEntry
    found = select(of).where(of.commitment_id == commitment_id, of.id > after, of.id <= until)
    return list(db.session.scalars(found.options(joinedload(of.step), joinedload(of.author)).order_by(of.id)))


def checks_between(commitment_id: int, after: int, until: int) -> list[CommitmentCheck]:
    of = CommitmentCheck
    found = select(of).where(of.commitment_id == commitment_id, of.id > after, of.id <= until)
    return list(db.session.scalars(found.order_by(of.id)))


def followers_after(commitment_id: int, after: int, most: int) -> list[CommitmentFollower]:
    """Those who confirmed and did not stop, with their addresses."""
    of = CommitmentFollower
    found = select(of).join(CommitmentFollowerContact, CommitmentFollowerContact.follower_id == of.id)
    found = found.where(of.commitment_id == commitment_id, of.confirmed_at.is_not(None), of.stopped_at.is_(None))
    found = found.where(of.id > after).options(joinedload(of.contact))
    return list(db.session.scalars(found.order_by(of.id).limit(most)))


def askers_after(commitment_id: int, after: int, most: int) -> list[Question]:
    """The questions that it comes from whose asker chose an answer by mail and authorised to be written to."""
    authorised = exists().where(Authorization.question_id == Question.id, Authorization.purpose == Purpose.MANAGE)
    found = (
        select(Question)
        .join(CommitmentQuestion, CommitmentQuestion.question_id == Question.id)
        .join(Asker, Asker.question_id == Question.id)
        .where(CommitmentQuestion.commitment_id == commitment_id, Question.id > after)
        .where(Question.answer_medium == AnswerMedium.EMAIL, Asker.email != "", authorised)
        .options(joinedload(Question.asker))
    )
    return list(db.session.scalars(found.order_by(Question.id).limit(most)))


def digests_that_follow(commitment_id: int, digests: Collection[str]) -> set[str]:
    """Which of these addresses follow the commitment and are told as followers."""
    of = CommitmentFollowerContact
    found = select(of.email_digest).join(CommitmentFollower, CommitmentFollower.id == of.follower_id)
    found = found.where(of.commitment_id == commitment_id, of.email_digest.in_(digests))
    return set(db.session.scalars(found.where(CommitmentFollower.confirmed_at.is_not(None))))


def of_question(question_id: int) -> list[Commitment]:
    """The public commitments that come from a question, the first promised first."""
    found = (
        select(Commitment)
        .join(CommitmentQuestion, CommitmentQuestion.commitment_id == Commitment.id)
        .where(CommitmentQuestion.question_id == question_id, PUBLIC)
        .options(joinedload(Commitment.lead))
    )
    return list(db.session.scalars(found.order_by(Commitment.promised_on, Commitment.id)))


def last_entries(commitment_ids: Collection[int]) -> dict[int, CommitmentEntry]:
    """The last line of each history. One statement."""
    last = select(func.max(CommitmentEntry.id)).where(CommitmentEntry.commitment_id.in_(commitment_ids))
    found = select(CommitmentEntry).where(CommitmentEntry.id.in_(last.group_by(CommitmentEntry.commitment_id)))
    rows = db.session.scalars(found.options(joinedload(CommitmentEntry.step), joinedload(CommitmentEntry.author)))
    return {entry.commitment_id: entry for entry in rows}


def latest_entries(most: int, commitment_id: int | None = None) -> list[CommitmentEntry]:
    """The last lines, of one commitment or of all that were promised; the latest first."""
    of = CommitmentEntry
    found = select(of).options(
        joinedload(of.step), joinedload(of.author), joinedload(of.commitment).joinedload(Commitment.lead)
    )
    return list(db.session.scalars(_of(found, of, commitment_id).order_by(of.id.desc()).limit(most)))


def latest_checks(most: int, commitment_id: int | None = None) -> list[CommitmentCheck]:
    of = CommitmentCheck
    found = select(of).options(joinedload(of.commitment).joinedload(Commitment.lead))
    return list(db.session.scalars(_of(found, of, commitment_id).order_by(of.id.desc()).limit(most)))


def _of(found: Select[Told], of: type[CommitmentEntry | CommitmentCheck], commitment_id: int | None) -> Select[Told]:
    if commitment_id is not None:
        return found.where(of.commitment_id == commitment_id)
    is_promise = exists().where(Commitment.id == of.commitment_id, Commitment.kind == CommitmentKind.PROMISE, PUBLIC)
    return found.where(is_promise)
