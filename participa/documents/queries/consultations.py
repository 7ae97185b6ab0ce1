"""Drafts in consultation and what people observe of them."""

from collections import Counter
from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.documents.models import DraftConsultation, DraftObservation, DraftReply, PaperState, PublicDocument
from participa.extensions import db

PER_PAGE = 20
HAS_REPLY = DraftObservation.replies.any(DraftReply.published_at.is_not(None))


def _public() -> Select[DraftConsultation]:
    found = (
        select(DraftConsultation).join(DraftConsultation.document).where(PublicDocument.state == PaperState.PUBLISHED)
    )
    versions = joinedload(DraftConsultation.document).selectinload(PublicDocument.versions)
    return found.options(versions)


def consultations(today: date, year: int | None = None) -> list[DraftConsultation]:
    """Those of public documents that have begun, latest first; with a year, those of its documents."""
    found = _public().where(DraftConsultation.opens_on <= today)
    if year is not None:
        found = found.where(PublicDocument.year == year)
    return list(db.session.scalars(found.order_by(DraftConsultation.opens_on.desc(), DraftConsultation.id.desc())))


def open_consultations(today: date) -> list[DraftConsultation]:
    """Those in which people may observe today, the first to close first."""
    found = _public().where(DraftConsultation.opens_on <= today, DraftConsultation.closes_on >= today)
    return list(db.session.scalars(found.order_by(DraftConsultation.closes_on, DraftConsultation.id)))


def find_of(document_id: int) -> DraftConsultation | None:
    """The consultation of a document, begun or not."""
    found = select(DraftConsultation).where(DraftConsultation.document_id == document_id)
    return db.session.scalars(found.options(joinedload(DraftConsultation.document))).first()


def begun(document: PublicDocument, today: date) -> DraftConsultation:
    """That of a public document, once it has begun. Raises NoResultFound."""
    found = _public().where(DraftConsultation.document_id == document.id, DraftConsultation.opens_on <= today)
    return db.session.scalars(found).one()


def to_close(today: date, most: int) -> list[DraftConsultation]:
    """Those whose last day is over and nobody has said so, first ended first."""
    found = _public().where(DraftConsultation.closed_at.is_(None), DraftConsultation.closes_on < today)
    return list(db.session.scalars(found.order_by(DraftConsultation.closes_on, DraftConsultation.id).limit(most)))


def held(consultation_id: int) -> DraftConsultation:
    """One that nobody else changes until the end of the request. Raises NoResultFound."""
    found = select(DraftConsultation).where(DraftConsultation.id == consultation_id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _observations() -> Select[DraftObservation]:
    linked = joinedload(DraftObservation.consultation).joinedload(DraftConsultation.document)
    return select(DraftObservation).options(linked, selectinload(DraftObservation.replies))


def find_observation_by_form_key(digest: str) -> DraftObservation | None:
    return db.session.scalars(select(DraftObservation).where(DraftObservation.form_key_digest == digest)).first()


def find_observation_by_code(digest: str) -> DraftObservation | None:
    return db.session.scalars(_observations().where(DraftObservation.code_digest == digest)).first()


def observation(observation_id: int) -> DraftObservation:
    """For the team. Raises NoResultFound."""
    return db.session.scalars(_observations().where(DraftObservation.id == observation_id)).one()


def held_observation(observation_id: int) -> DraftObservation:
    """One that nobody else changes until the end of the request, with its replies. Raises NoResultFound."""
    db.session.scalars(select(DraftObservation.id).where(DraftObservation.id == observation_id).with_for_update()).one()
    found = _observations().where(DraftObservation.id == observation_id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def observations(consultation: DraftConsultation, page: int) -> Pagination:
    """What was observed, first received first, for the team. 404 beyond the last page."""
    found = _observations().where(DraftObservation.consultation_id == consultation.id).order_by(DraftObservation.id)
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def replied(consultation: DraftConsultation, page: int) -> Pagination:
    """The observations with a public reply, first received first. 404 beyond the last page."""
    found = _observations().where(DraftObservation.consultation_id == consultation.id, HAS_REPLY)
    return db.paginate(found.order_by(DraftObservation.id), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def every_reply(consultation: DraftConsultation) -> list[DraftObservation]:
    """All the observations with a public reply, first received first, for a report."""
    found = _observations().where(DraftObservation.consultation_id == consultation.id, HAS_REPLY)
    return list(db.session.scalars(found.order_by(DraftObservation.id)))


def observation_counts(consultation_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Of each consultation, how many observations it has and how many without a public reply."""
    waiting = func.count().filter(~HAS_REPLY)
    found = select(DraftObservation.consultation_id, func.count(), waiting)
    rows = found.where(DraftObservation.consultation_id.in_(consultation_ids)).group_by(
        DraftObservation.consultation_id
    )
    counts = {row[0]: (row[1], row[2]) for row in db.session.execute(rows)}
    return {number: counts.get(number, (0, 0)) for number in consultation_ids}


def decision_counts(consultation: DraftConsultation) -> Counter[str]:
    """How many observations have each decision in their latest public reply."""
    last = (
        select(DraftReply.observation_id, func.max(DraftReply.number).label("number"))
        .where(DraftReply.published_at.is_not(None))
        .group_by(DraftReply.observation_id)
        .subquery()
    )
    is_last = (DraftReply.observation_id == last.c.observation_id) & (DraftReply.number == last.c.number)
    rows = select(DraftReply.decision, func.count()).join(last, is_last).join(DraftReply.observation)
    own = rows.where(DraftObservation.consultation_id == consultation.id).group_by(DraftReply.decision)
    return Counter({row[0].value: row[1] for row in db.session.execute(own)})
