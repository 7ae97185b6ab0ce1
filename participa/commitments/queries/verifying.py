"""What waits to be verified, and the verifications themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.commitments.disagreement import is_disagreed
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentState,
    EntryKind,
)
from participa.extensions import db
from participa.shared.paging import MOST_PAGES

PER_PAGE = 20
SAID = (EntryKind.PROGRESS, EntryKind.SETBACK, EntryKind.UNFULFILLED, EntryKind.NOT_VIABLE)
PUBLIC = Commitment.state != CommitmentState.REGISTERED


class Pile(StrEnum):
    """The two piles of internal control."""

    WAITING = "esperan"
    DISAGREED = "no-coinciden"


@dataclass(frozen=True)
class Piles:
    """How many commitments are in each."""

    waiting: int
    disagreed: int


def last_said() -> ScalarSelect[datetime]:
    """When something was last reported of a commitment."""
    said = select(func.max(CommitmentEntry.at)).where(
        CommitmentEntry.commitment_id == Commitment.id, CommitmentEntry.kind.in_(SAID)
    )
    return said.correlate(Commitment).scalar_subquery()


def last_looked() -> ScalarSelect[datetime]:
    """When internal control last verified it. What a body found does not stand in for that."""
    looked = select(func.max(CommitmentCheck.at)).where(
        CommitmentCheck.commitment_id == Commitment.id, CommitmentCheck.author_id.is_not(None)
    )
    return looked.correlate(Commitment).scalar_subquery()


def is_waiting() -> ColumnElement[bool]:
    """Whether something was reported after internal control last looked, or it is fulfilled and nobody looked."""
    is_new = and_(last_said().is_not(None), or_(last_looked().is_(None), last_looked() < last_said()))
    return and_(PUBLIC, or_(is_new, and_(Commitment.state == CommitmentState.FULFILLED, last_looked().is_(None))))


def pile(which: Pile, page: int) -> Pagination:
    """A page of one of the piles, what waits longest first. 404 beyond the last page."""
    chosen = is_waiting() if which is Pile.WAITING else and_(PUBLIC, is_disagreed())
    since = func.coalesce(last_said(), Commitment.published_at)
    found = (
        select(Commitment)
        .where(chosen)
        .options(joinedload(Commitment.lead), selectinload(Commitment.checks), selectinload(Commitment.entries))
        .order_by(since, Commitment.id)
    )
    return db.paginate(found, page=min(page, MOST_PAGES), per_page=PER_PAGE)


def piles() -> Piles:
    """How many wait and how many do not match."""
    waiting = select(func.count()).select_from(Commitment).where(is_waiting())
    disagreed = select(func.count()).select_from(Commitment).where(PUBLIC, is_disagreed())
    return Piles(db.session.scalar(waiting) or 0, db.session.scalar(disagreed) or 0)


def find_check_by_form_key(digest: str) -> CommitmentCheck | None:
    return db.session.scalars(select(CommitmentCheck).where(CommitmentCheck.form_key_digest == digest)).one_or_none()


def evidence_of_check(code: str, number: int) -> CommitmentEvidence:
    """A piece of evidence of a verification of this commitment. Raises NoResultFound."""
    found = (
        select(CommitmentEvidence)
        .join(CommitmentCheck, CommitmentCheck.id == CommitmentEvidence.check_id)
        .join(Commitment, Commitment.id == CommitmentCheck.commitment_id)
        .where(CommitmentEvidence.id == number, Commitment.code == code.upper())
        .options(joinedload(CommitmentEvidence.file), joinedload(CommitmentEvidence.check))
    )
    return db.session.scalars(found).one()


def held_back(page: int) -> Pagination:
    """Evidence of oversight bodies that everybody does not see, the oldest first. 404 beyond the last page."""
    found = (
        select(CommitmentEvidence)
        .join(CommitmentCheck, CommitmentCheck.id == CommitmentEvidence.check_id)
        .where(CommitmentEvidence.is_internal, CommitmentCheck.author_id.is_(None))
        .options(
            joinedload(CommitmentEvidence.file),
            joinedload(CommitmentEvidence.check).joinedload(CommitmentCheck.commitment),
        )
        .order_by(CommitmentEvidence.id)
    )
    return db.paginate(found, page=min(page, MOST_PAGES), per_page=PER_PAGE)
