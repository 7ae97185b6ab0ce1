"""Public documents and bulletins, as everybody and as the team read them."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.documents.models import DocumentFile, DocumentVersion, PaperKind, PaperState, PublicDocument
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared.files import StoredFile
from participa.strategy.models import Activity

PER_PAGE = 20
MOST_SPACES = 300
PUBLIC = PublicDocument.state == PaperState.PUBLISHED


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; what is None narrows nothing."""

    kind: PaperKind | None = None
    year: int | None = None
    event_id: int | None = None
    state: PaperState | None = None


EVERYTHING = Wanted()


def _whole() -> Select[PublicDocument]:
    files = selectinload(PublicDocument.versions).selectinload(DocumentVersion.files).joinedload(DocumentFile.file)
    return select(PublicDocument).options(files, joinedload(PublicDocument.event), joinedload(PublicDocument.activity))


def _narrowed(found: Select[PublicDocument], wanted: Wanted) -> Select[PublicDocument]:
    for column, value in (
        (PublicDocument.kind, wanted.kind),
        (PublicDocument.year, wanted.year),
        (PublicDocument.event_id, wanted.event_id),
        (PublicDocument.state, wanted.state),
    ):
        if value is not None:
            found = found.where(column == value)
    return found


def published(page: int, wanted: Wanted = EVERYTHING) -> Pagination:
    """What everybody may read, latest first. 404 beyond the last page."""
    found = _narrowed(_whole().where(PUBLIC), wanted)
    latest = found.order_by(PublicDocument.published_at.desc(), PublicDocument.id.desc())
    return db.paginate(latest, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def published_after(after: int, most: int, wanted: Wanted = EVERYTHING) -> list[PublicDocument]:
    """The same by row number, from the one that follows `after`: for whoever reads all of them in steps."""
    found = _narrowed(_whole().where(PUBLIC, PublicDocument.id > after), wanted)
    return list(db.session.scalars(found.order_by(PublicDocument.id).limit(most)))


def latest(most: int, wanted: Wanted = EVERYTHING) -> list[PublicDocument]:
    """The last ones published, latest first; with `wanted.kind`, the bulletins alone."""
    found = _narrowed(_whole().where(PUBLIC), wanted)
    return list(
        db.session.scalars(found.order_by(PublicDocument.published_at.desc(), PublicDocument.id.desc()).limit(most))
    )


def published_with(ids: Collection[int]) -> list[PublicDocument]:
    """Those of these rows that everybody may read, by row number."""
    found = _whole().where(PUBLIC, PublicDocument.id.in_(ids))
    return list(db.session.scalars(found.order_by(PublicDocument.id)))


def years() -> list[int]:
    """The years with something published, latest first."""
    found = select(PublicDocument.year).where(PUBLIC).distinct().order_by(PublicDocument.year.desc())
    return list(db.session.scalars(found))


def once_public(slug: str) -> PublicDocument:
    """One that is or was public; who shows it says that a withdrawn one was. Raises NoResultFound."""
    found = _whole().where(PublicDocument.slug == slug, PublicDocument.state != PaperState.DRAFT)
    return db.session.scalars(found).one()


def public_file(document: PublicDocument, name: str) -> StoredFile:
    """A file of any published version. Raises NoResultFound, also when the document was withdrawn."""
    found = select(StoredFile).join(DocumentFile).join(DocumentVersion).join(PublicDocument)
    own = (PublicDocument.id == document.id, PUBLIC, DocumentVersion.published_at.is_not(None))
    return db.session.scalars(found.where(*own, StoredFile.name == name).distinct()).one()


def of_event(event_id: int, most: int = 10) -> list[PublicDocument]:
    """What everybody may read of a space, latest first."""
    return latest(most, Wanted(event_id=event_id))


def of_activity(activity: Activity) -> list[PublicDocument]:
    """What everybody may read of an activity, latest first."""
    found = select(PublicDocument).where(PUBLIC, PublicDocument.activity_id == activity.id)
    return list(db.session.scalars(found.order_by(PublicDocument.published_at.desc(), PublicDocument.id.desc())))


def for_team(page: int, wanted: Wanted = EVERYTHING) -> Pagination:
    """All of them, what is being written first. 404 beyond the last page."""
    found = _narrowed(_whole(), wanted)
    ordered = found.order_by(PublicDocument.published_at.desc().nulls_first(), PublicDocument.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def counts_by_state() -> dict[PaperState, int]:
    rows = db.session.execute(select(PublicDocument.state, func.count()).group_by(PublicDocument.state))
    return {row[0]: row[1] for row in rows}


def by_slug(slug: str) -> PublicDocument:
    """For the team. Raises NoResultFound."""
    return db.session.scalars(_whole().where(PublicDocument.slug == slug)).one()


def to_change(document_id: int) -> PublicDocument:
    """The same as it is now, which nobody else changes until the end of the request. Raises NoResultFound."""
    db.session.scalars(select(PublicDocument.id).where(PublicDocument.id == document_id).with_for_update()).one()
    found = _whole().where(PublicDocument.id == document_id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def team_file(document: PublicDocument, name: str) -> StoredFile:
    """A file of any version. Raises NoResultFound."""
    found = select(StoredFile).join(DocumentFile).join(DocumentVersion)
    own = (DocumentVersion.document_id == document.id, StoredFile.name == name)
    return db.session.scalars(found.where(*own).distinct()).one()  # versions may share a file


def find_by_form_key(digest: str) -> PublicDocument | None:
    return db.session.scalars(select(PublicDocument).where(PublicDocument.form_key_digest == digest)).first()


def slugs_like(slug: str) -> set[str]:
    found = select(PublicDocument.slug).where(PublicDocument.slug.startswith(slug, autoescape=True))
    return set(db.session.scalars(found))


def spaces() -> list[Event]:
    """The spaces that a document can be of, latest first."""
    found = select(Event).where(Event.state.not_in((EventState.DRAFT, EventState.CANCELLED)))
    return list(db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc()).limit(MOST_SPACES)))
