"""What belongs to a space, as read: agenda, route, documents, series."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, exists, extract, func, or_, select
from sqlalchemy.orm import joinedload

from participa.events.models import (
    MEMORIAS,
    AgendaItem,
    DocumentKind,
    Event,
    EventDocument,
    EventSeries,
    RouteMoment,
    RouteStep,
)
from participa.events.queries.spaces import PER_PAGE, is_public
from participa.extensions import db
from participa.shared.sql import bogota_date

MOMENTS = list(RouteMoment)


def agenda(event: Event) -> list[AgendaItem]:
    found = select(AgendaItem).where(AgendaItem.event_id == event.id).order_by(AgendaItem.position, AgendaItem.id)
    return list(db.session.scalars(found))


def agenda_item(event: Event, item_id: int) -> AgendaItem:
    """A point of the agenda of this space. Raises NoResultFound."""
    return db.session.scalars(select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.event_id == event.id)).one()


def route(event: Event) -> list[RouteStep]:
    """The tasks before, during and after, in this order."""
    found = select(RouteStep).where(RouteStep.event_id == event.id).order_by(RouteStep.position, RouteStep.id)
    return sorted(db.session.scalars(found), key=lambda step: MOMENTS.index(step.moment))


def route_step(event: Event, step_id: int) -> RouteStep:
    """A task of the route of this space. Raises NoResultFound."""
    return db.session.scalars(select(RouteStep).where(RouteStep.id == step_id, RouteStep.event_id == event.id)).one()


def documents(event: Event) -> list[EventDocument]:
    """All documents of a space, in the order in which they came, with what is known of their files."""
    found = select(EventDocument).where(EventDocument.event_id == event.id).options(joinedload(EventDocument.file))
    return list(db.session.scalars(found.order_by(EventDocument.id)))


def document(event: Event, document_id: int) -> EventDocument:
    """A document of this space. Raises NoResultFound."""
    found = select(EventDocument).where(EventDocument.id == document_id, EventDocument.event_id == event.id)
    return db.session.scalars(found.options(joinedload(EventDocument.file))).one()


def find_document_by_form_key(digest: str) -> EventDocument | None:
    found = select(EventDocument).where(EventDocument.form_key_digest == digest)
    return db.session.scalars(found.order_by(EventDocument.id).limit(1)).first()


def has_report(event: Event) -> bool:
    return _has(event, EventDocument.kind == DocumentKind.REPORT)


def has_memorias(event: Event) -> bool:
    """Whether there is an account of what happened: the acta as text, or an acta or account as document."""
    return bool(event.minutes_text) or _has(event, EventDocument.kind.in_((DocumentKind.MINUTES, DocumentKind.ACCOUNT)))


def _has(event: Event, condition: ColumnElement[bool]) -> bool:
    found = select(exists().where(EventDocument.event_id == event.id, condition))
    return bool(db.session.scalar(found))


def remembered(page: int, year: int | None = None) -> Pagination:
    """The public spaces with memorias, latest first; of one year, or of all. 404 beyond the last page."""
    found = select(Event).where(is_public(), _is_remembered()).order_by(Event.starts_at.desc(), Event.id.desc())
    if year is not None:
        found = found.where(extract("year", bogota_date(Event.starts_at)) == year)
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def remembered_years() -> list[int]:
    """The years of the spaces with memorias, latest first."""
    year = extract("year", bogota_date(Event.starts_at))
    found = select(year).where(is_public(), _is_remembered()).distinct().order_by(year.desc())
    return [int(one) for one in db.session.scalars(found)]


def _is_remembered() -> ColumnElement[bool]:
    has_document = exists().where(EventDocument.event_id == Event.id, EventDocument.kind.in_(MEMORIAS))
    return or_(has_document, Event.minutes_text != "", Event.recording_url != "")


def memoria_counts(event_ids: list[int]) -> dict[tuple[int, DocumentKind], int]:
    """How many memorias of each kind each of these spaces has."""
    counted = select(EventDocument.event_id, EventDocument.kind, func.count()).group_by(
        EventDocument.event_id, EventDocument.kind
    )
    wanted = counted.where(EventDocument.event_id.in_(event_ids), EventDocument.kind.in_(MEMORIAS))
    rows = db.session.execute(wanted.order_by(EventDocument.event_id, EventDocument.kind))
    return {(row[0], row[1]): row[2] for row in rows}


def find_series_by_form_key(digest: str) -> EventSeries | None:
    found = select(EventSeries).where(EventSeries.form_key_digest == digest)
    return db.session.scalars(found.order_by(EventSeries.id).limit(1)).first()


def series_slugs_like(slug: str) -> set[str]:
    return set(db.session.scalars(select(EventSeries.slug).where(EventSeries.slug.startswith(slug, autoescape=True))))


def series(slug: str) -> EventSeries:
    """Raises NoResultFound."""
    return db.session.scalars(select(EventSeries).where(EventSeries.slug == slug)).one()


def of_series(series_id: int, drafts: bool = False) -> list[Event]:
    """The spaces of a series in the order of their dates; those in draft only when asked for."""
    found = select(Event).where(Event.series_id == series_id).order_by(Event.starts_at, Event.id)
    return list(db.session.scalars(found if drafts else found.where(is_public())))
