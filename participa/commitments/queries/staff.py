"""What the team reads of commitments: one of them, and what it was made from."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import User
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentOffice,
    CommitmentQuestion,
    OversightScope,
)
from participa.extensions import db
from participa.shared import audit


def by_code(code: str) -> Commitment:
    """One commitment with all that its page tells. Raises NoResultFound."""
    return db.session.scalars(_whole().where(Commitment.code == code.upper())).one()


def to_change(code: str) -> Commitment:
    """The same as it is now, which nobody else changes until the end of the request. Raises NoResultFound."""
    wanted = Commitment.code == code.upper()
    db.session.scalars(select(Commitment.id).where(wanted).with_for_update()).one()
    return db.session.scalars(_whole().where(wanted).execution_options(populate_existing=True)).one()


def hold(commitment: Commitment) -> Commitment:
    """The same for one that was read before. What was written and not yet sent is sent first."""
    db.session.flush()
    return to_change(commitment.code)


def from_source(source: str) -> Commitment | None:
    """The commitment that was made from this row."""
    return db.session.scalars(select(Commitment).where(Commitment.source == source)).one_or_none()


def find_by_form_key(digest: str) -> Commitment | None:
    return db.session.scalars(select(Commitment).where(Commitment.form_key_digest == digest)).one_or_none()


def who_registered(commitment: Commitment) -> User:
    found = select(User).where(User.id == commitment.created_by_id).options(joinedload(User.department))
    return db.session.scalars(found).one()


def wrote(person: User, commitment: Commitment) -> bool:
    """Whether words of it are of this person: who registered it, or corrected it afterwards."""
    return commitment.created_by_id == person.id or audit.has_done(person, [commitment], ["commitment_changed"])


def has_oversight(commitment: Commitment) -> bool:
    """Whether an oversight body was invited to verify it by name."""
    invited = select(OversightScope.commitment_id).where(OversightScope.commitment_id == commitment.id)
    return db.session.scalar(select(invited.exists())) or False


def _whole() -> Select[Commitment]:
    of_entry = selectinload(Commitment.entries)
    of_check = selectinload(Commitment.checks)
    return select(Commitment).options(
        *(joinedload(part) for part in (Commitment.lead, Commitment.event, Commitment.topic, Commitment.place)),
        joinedload(Commitment.activity),
        selectinload(Commitment.offices).joinedload(CommitmentOffice.department),
        selectinload(Commitment.partners),
        selectinload(Commitment.steps),
        selectinload(Commitment.questions).joinedload(CommitmentQuestion.question),
        of_entry.selectinload(CommitmentEntry.evidence).joinedload(CommitmentEvidence.file),
        of_entry.joinedload(CommitmentEntry.author).joinedload(User.department),
        of_entry.joinedload(CommitmentEntry.step),
        of_check.selectinload(CommitmentCheck.evidence).joinedload(CommitmentEvidence.file),
    )
