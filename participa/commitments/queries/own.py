"""What an office answers for, what is due first at the top."""

from enum import StrEnum
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Department
from participa.commitments.models import (
    OPEN_STATES,
    Commitment,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentKind,
    CommitmentOffice,
    CommitmentState,
)
from participa.extensions import db
from participa.shared.files import StoredFile

PER_PAGE = 20


class Share(StrEnum):
    """Which part of the work of an office."""

    PENDING = "pendientes"
    ACTIONS = "mejora"
    ENDED = "terminados"


SHARE_LABELS = {Share.PENDING: "Pendientes", Share.ACTIONS: "Acciones de mejora", Share.ENDED: "Terminados"}


def of_office(office_id: int | None, share: Share, page: int) -> Pagination:
    """One page of what an office leads or shares. Each with its steps and its office. 404 beyond the last page."""
    found = (
        select(Commitment)
        .where(*_in(share), _of(office_id))
        .options(joinedload(Commitment.lead), selectinload(Commitment.steps))
        .order_by(*_order(share))
    )
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def shares(office_id: int | None) -> dict[Share, int]:
    """How many there are in each part."""
    return {share: _count(select(Commitment.id).where(*_in(share), _of(office_id))) for share in Share}


def _count(found: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _of(office_id: int | None) -> ColumnElement[bool]:
    is_shared = exists().where(
        CommitmentOffice.commitment_id == Commitment.id, CommitmentOffice.department_id == office_id
    )
    return or_(Commitment.lead_id == office_id, is_shared)


def _in(share: Share) -> tuple[ColumnElement[bool], ...]:
    is_open = Commitment.state.in_(OPEN_STATES)
    if share is Share.ENDED:
        return (~is_open, Commitment.state != CommitmentState.REGISTERED)
    is_action = Commitment.kind == CommitmentKind.ACTION
    return (is_open, is_action if share is Share.ACTIONS else ~is_action)


def _order(share: Share) -> tuple[Any, ...]:
    if share is Share.ENDED:
        return (Commitment.id.desc(),)
    step, whole = Commitment.next_step_on, Commitment.due_on
    nearest = case((and_(step.is_not(None), or_(whole.is_(None), step < whole)), step), else_=whole)
    return (nearest.is_(None), nearest, Commitment.id)


def evidence_of_file(name: str) -> CommitmentEvidence:
    """The evidence that a kept file is, of a report or of a verification. Raises NoResultFound."""
    found = select(CommitmentEvidence).join(CommitmentEvidence.file).where(StoredFile.name == name)
    return db.session.scalars(found.options(joinedload(CommitmentEvidence.file))).one()


def evidence(number: int) -> CommitmentEvidence:
    """A piece of evidence of a report, with its commitment. Raises NoResultFound."""
    found = select(CommitmentEvidence).join(CommitmentEvidence.entry).where(CommitmentEvidence.id == number)
    of_entry = joinedload(CommitmentEvidence.entry).joinedload(CommitmentEntry.commitment)
    return db.session.scalars(found.options(of_entry)).one()


def offices(also: set[int]) -> list[Department]:
    """The active offices by name, and these."""
    found = select(Department).where(or_(Department.is_active, Department.id.in_(also)))
    return list(db.session.scalars(found.order_by(Department.name, Department.id)))
