"""A document is begun, written, published and, with a reason, replaced or withdrawn. Nothing public is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from participa.accounts.models import User
from participa.config import Settings
from participa.documents import queries, rules
from participa.documents.models import (
    DocumentFile,
    DocumentVersion,
    PaperKind,
    PaperState,
    PublicDocument,
)
from participa.documents.services import news
from participa.events import services as events
from participa.events.models import DocumentKind, Event, NewDocument
from participa.extensions import db
from participa.shared import audit, files, follow_codes, personal_data
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.slugs import to_slug

BEGINNING = 48_000_001  # names the lock of those who begin a document
NOT_TEAM = "Solo el equipo líder y Comunicaciones publican documentos."
NOT_APPROVER = "Solo el equipo líder retira un documento."
WITHDRAWN = "Este documento se retiró. Ya no se cambia."
CHANGED = "Otra persona lo cambió mientras usted escribía. Mírelo en otra pestaña y compare."
NO_REASON = "Explique qué cambia en esta versión. Lo lee la ciudadanía."
PERSONAL = "El motivo tiene {found}. Todos lo van a leer: quítelo."
NO_CAUSE = "Explique por qué se retira. Lo lee la ciudadanía."
NOTHING = "No hay nada por publicar."
NO_DRAFT = "Ese borrador ya no está. Recargue la página."


class Changed(Invalid):
    """Somebody else changed it since this person opened the page."""


@dataclass(frozen=True)
class Writing:
    """What a person gives of a document. `reason` only of a version after the first; no files keep those it has."""

    kind: PaperKind
    title: str
    year: int
    text: str
    activity_id: int | None = None
    event_id: int | None = None
    is_prior_report: bool = False
    reason: str = ""
    uploads: Sequence[FileStorage] = ()


def begin(given: Writing, form_key: str, author: User) -> PublicDocument:
    """A document that only the team sees. The same form again is the first one. Raises Forbidden or Invalid."""
    _require_team(author)
    digest = follow_codes.form_key_digest(form_key, _settings().code_key)
    _one_at_a_time()
    if twin := queries.find_by_form_key(digest):
        return twin
    document = PublicDocument(slug=_free_slug(given), form_key_digest=digest, created_at=now(), created_by_id=author.id)
    _describe(document, given)
    document.versions.append(_version(1, given, author))
    db.session.add(document)
    db.session.flush()
    audit.record("document_begun", document, author, kind=given.kind.value)
    return document


def _one_at_a_time() -> None:
    """On PostgreSQL, two forms at once neither take the same address nor the same key; SQLite has one writer anyway."""
    if not _settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(BEGINNING)))


def _free_slug(given: Writing) -> str:
    """It begins with the year, so that it is never the name of a page of the room."""
    slug = f"{given.year}-{to_slug(given.title, 'documento')}"
    taken, free, number = queries.slugs_like(slug), slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _describe(document: PublicDocument, given: Writing) -> None:
    document.kind, document.title, document.year = given.kind, given.title, given.year
    document.activity_id, document.event_id = given.activity_id, given.event_id
    document.is_prior_report = given.is_prior_report and given.event_id is not None


def _version(number: int, given: Writing, author: User) -> DocumentVersion:
    version = DocumentVersion(number=number, reason=given.reason if number > 1 else "")
    return _written(version, given, author)


def _written(version: DocumentVersion, given: Writing, author: User) -> DocumentVersion:
    version.title, version.text = given.title, given.text
    version.written_at, version.written_by_id = now(), author.id
    if given.uploads:
        version.files = [
            DocumentFile(position=place, file=files.keep(upload)) for place, upload in enumerate(given.uploads, 1)
        ]
    return version


def rewrite(document: PublicDocument, given: Writing, author: User, seen: int | None = None) -> DocumentVersion:
    """Write over the draft, or begin the version that follows the public one. `seen`: the revision that was opened.

    A public document keeps its kind, its year, its space and its files, if no others come. Raises Forbidden,
    Conflict when it was withdrawn, Changed, or Invalid without the reason of a later version.
    """
    _require_team(author)
    held = queries.to_change(document.id)
    if not rules.may_be_written(held):
        raise Conflict(WITHDRAWN)
    if seen is not None and seen != held.revision:
        raise Changed(CHANGED)
    if held.newest is not None and not given.reason:
        raise Invalid(NO_REASON)
    draft = held.draft
    version = _rewritten(held, draft, given, author) if draft else _next(held, given, author)
    if held.newest is None:
        _describe(held, given)
    held.revision += 1
    db.session.flush()
    audit.record("document_written", held, author, number=version.number)
    return version


def _rewritten(held: PublicDocument, draft: DocumentVersion, given: Writing, author: User) -> DocumentVersion:
    if given.uploads:
        draft.files = []
        db.session.flush()  # the places are free again
    if draft.number > 1:
        draft.reason = given.reason
    return _written(draft, given, author)


def _next(held: PublicDocument, given: Writing, author: User) -> DocumentVersion:
    version = _version(len(held.versions) + 1, given, author)
    if not given.uploads and held.newest is not None:
        version.files = [DocumentFile(position=one.position, file=one.file) for one in held.newest.files]
    held.versions.append(version)
    return version


def publish(document: PublicDocument, number: int, author: User) -> DocumentVersion:
    """Show the written version to everybody; it never changes again. A second click publishes nothing more.

    `number` is the version that the person saw. Raises Forbidden, or Conflict when there is nothing to publish.
    """
    _require_team(author)
    held = queries.to_change(document.id)
    draft, newest = held.draft, held.newest
    if newest is not None and newest.number == number:
        return newest
    if draft is None or draft.number != number or not rules.may_be_written(held):
        raise Conflict(NOTHING)
    is_first = newest is None
    draft.published_at, draft.published_by_id = now(), author.id
    held.title, held.state = draft.title, PaperState.PUBLISHED
    held.published_at = held.published_at or draft.published_at
    held.revision += 1
    db.session.flush()
    audit.record("document_published", held, author, number=number)
    if is_first:
        _announce(held, author)
    else:
        news.rename(path_of(held), held.title)
    return draft


def _announce(held: PublicDocument, author: User) -> None:
    news.tell(held.kind_label, held.title, path_of(held), now())
    if held.is_prior_report and held.event is not None:
        _give_to_space(held, held.event, author)


def _give_to_space(held: PublicDocument, event: Event, author: User) -> None:
    """The space has its report: Ley 1757 de 2015, art. 55. One that is over keeps its documents as they were."""
    given = NewDocument(
        DocumentKind.REPORT, held.title, url=_settings().public_url + path_of(held), published_on=today()
    )
    try:
        events.add_document(event, given, _space_key(held), author)
    except Closed:
        audit.record("document_not_given_to_space", held, author)


def _space_key(held: PublicDocument) -> str:
    return f"public-document-{held.id:08d}"


def discard(document: PublicDocument, number: int, author: User) -> bool:
    """Take away the written version that nobody but the team has read; whether the document goes with it.

    `number` is the version that the person saw. Raises Forbidden, or Conflict when that one is no draft any more.
    """
    _require_team(author)
    held = queries.to_change(document.id)
    draft = held.draft
    if draft is None or draft.number != number:
        raise Conflict(NO_DRAFT)
    audit.record("document_discarded", held, author, number=number)
    own = [one.file for one in draft.files if one.file.id not in _kept_files(held)]
    held.versions.remove(draft)
    db.session.delete(draft)
    db.session.flush()
    for stored in own:
        files.remove(stored)
    is_whole = not held.versions
    if is_whole:
        db.session.delete(held)
    else:
        held.revision += 1
    db.session.flush()
    return is_whole


def _kept_files(held: PublicDocument) -> set[int]:
    """Those of its published versions, which a draft may carry on."""
    return {one.file_id for version in held.published_versions for one in version.files}


def withdraw(document: PublicDocument, reason: str, author: User) -> None:
    """Nobody reads it any more; its address says why. Twice is once.

    Raises Forbidden, Invalid without a reason that everybody may read, or Conflict for what was never public.
    """
    if not rules.may_decide(author):
        raise Forbidden(NOT_APPROVER)
    if not reason:
        raise Invalid(NO_CAUSE)
    if found := personal_data.findings(reason):
        raise Invalid(PERSONAL.format(found=personal_data.described(found)))
    held = queries.to_change(document.id)
    if held.state is PaperState.WITHDRAWN:
        return
    if held.state is PaperState.DRAFT:
        raise Conflict(NOTHING)
    held.state, held.withdrawn_at, held.withdrawn_because = PaperState.WITHDRAWN, now(), reason
    held.revision += 1
    for page in ("", "/opinar", "/observaciones"):  # also what was told of its consultation
        news.take_back(path_of(held) + page)
    db.session.flush()
    audit.record("document_withdrawn", held, author)


def path_of(document: PublicDocument) -> str:
    """Its lasting address in this site. Mails and chores have no request to ask."""
    return f"/documentos/{document.slug}"


def _require_team(author: User) -> None:
    if not rules.may_write(author):
        raise Forbidden(NOT_TEAM)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
