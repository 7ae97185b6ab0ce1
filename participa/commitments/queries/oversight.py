"""What is read of oversight bodies, and what one of them may read."""

from collections.abc import Collection
from datetime import date, datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Role, User
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentState,
    OversightBody,
    OversightCheck,
    OversightScope,
)
from participa.events.models import Event
from participa.extensions import db
from participa.shared.paging import MOST_PAGES

PER_PAGE = 20
MOST_SPACES = 200
PUBLIC = Commitment.state != CommitmentState.REGISTERED


def find_by_digest(digest: str) -> OversightBody | None:
    """The body whose link has this digest, with who invited it."""
    found = select(OversightBody).where(OversightBody.code_digest == digest)
    return db.session.scalars(found.options(joinedload(OversightBody.event))).one_or_none()


def find_by_form_key(digest: str) -> OversightBody | None:
    return db.session.scalars(select(OversightBody).where(OversightBody.form_key_digest == digest)).one_or_none()


def is_name_of_control(name: str) -> bool:
    """Whether internal control invited a body under this name, whenever."""
    found = select(OversightBody.id).join(OversightBody.invited_by)
    wanted = found.where(OversightBody.name == name, User.role == Role.CONTROL)
    return db.session.scalar(select(wanted.exists())) or False


def body(number: int) -> OversightBody:
    """One body. Raises NoResultFound."""
    return db.session.scalars(select(OversightBody).where(OversightBody.id == number)).one()


def held(number: int) -> OversightBody:
    """The same as it is now, which nobody changes until the end of the request. Raises NoResultFound."""
    db.session.flush()
    wanted = select(OversightBody).where(OversightBody.id == number).with_for_update(of=OversightBody)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def bodies(page: int) -> Pagination:
    """Every body, those that may look first, then the latest. 404 beyond the last page."""
    found = (
        select(OversightBody)
        .options(
            joinedload(OversightBody.event),
            joinedload(OversightBody.invited_by),
            selectinload(OversightBody.scope).joinedload(OversightScope.commitment),
        )
        .order_by(OversightBody.revoked_at.is_not(None), OversightBody.expires_on.desc(), OversightBody.id.desc())
    )
    return db.paginate(found, page=min(page, MOST_PAGES), per_page=PER_PAGE)


def ended_before(day: date, at: datetime) -> ColumnElement[bool]:
    """Whether the access of a body ended before a day of Colombia, or was closed before an instant."""
    return or_(OversightBody.expires_on < day, OversightBody.revoked_at < at)


def is_in_scope(of: OversightBody) -> ColumnElement[bool]:
    """Whether a commitment is public and among those that this body may look at."""
    if of.event_id is not None:
        return and_(PUBLIC, Commitment.event_id == of.event_id)
    chosen = exists().where(OversightScope.body_id == of.id, OversightScope.commitment_id == Commitment.id)
    return and_(PUBLIC, chosen)


def commitments_of(of: OversightBody, page: int) -> Pagination:
    """What a body may look at, the first promised first. 404 beyond the last page."""
    found = (
        select(Commitment)
        .where(is_in_scope(of))
        .options(joinedload(Commitment.lead), selectinload(Commitment.checks))
        .order_by(Commitment.promised_on, Commitment.id)
    )
    return db.paginate(found, page=min(page, MOST_PAGES), per_page=PER_PAGE)


def commitment_of(of: OversightBody, code: str) -> Commitment:
    """One of them. Raises NoResultFound beyond its scope, just as for one that does not exist."""
    return db.session.scalars(_of_code(code).where(is_in_scope(of))).one()


def _of_code(code: str) -> Select[Commitment]:
    return select(Commitment).where(Commitment.code == code.upper()).options(joinedload(Commitment.lead))


def own_checks(of: OversightBody, commitment: Commitment) -> list[CommitmentCheck]:
    """What this body wrote of a commitment, the latest first."""
    found = (
        select(CommitmentCheck)
        .join(OversightCheck, OversightCheck.check_id == CommitmentCheck.id)
        .where(OversightCheck.body_id == of.id, CommitmentCheck.commitment_id == commitment.id)
        .options(selectinload(CommitmentCheck.evidence))
        .order_by(CommitmentCheck.id.desc())
    )
    return list(db.session.scalars(found))


def numbers_of(codes: Collection[str]) -> dict[str, int]:
    """The row of each public commitment or action with one of these codes."""
    found = select(Commitment).where(Commitment.code.in_(codes), PUBLIC).order_by(Commitment.id)
    return {one.code: one.id for one in db.session.scalars(found)}


def spaces() -> list[Event]:
    """Spaces with public commitments, the latest first."""
    has = exists().where(Commitment.event_id == Event.id, PUBLIC)
    return list(
        db.session.scalars(select(Event).where(has).order_by(Event.starts_at.desc(), Event.id.desc()).limit(200))
    )
