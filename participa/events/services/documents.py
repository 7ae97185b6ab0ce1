"""The documents of a space and its memorias."""

from participa.accounts.models import User
from participa.events import queries, rules
from participa.events.models import MEMORIA_FIELDS, MEMORIAS, DocumentKind, Event, EventDocument, NewDocument
from participa.events.services.keeping import CHANGED, Changed, digest_of, lock, require_editor
from participa.extensions import db
from participa.shared import audit, files
from participa.shared.clock import now
from participa.shared.errors import Closed, Invalid
from participa.shared.files import FileKind

TOO_LATE = "Este espacio ya se cerró o se canceló. Sus documentos no se cambian."
TOO_EARLY = "Las memorias se agregan desde que el espacio empieza y hasta que se cierra."


def add_document(event: Event, given: NewDocument, form_key: str, author: User) -> EventDocument:
    """Keep a document. The same form again is the first one.

    Raises Forbidden, Closed, or Invalid: a photo needs its text and the authorisation of who appears in it
    (Ley 1581 de 2012), a report its day, and each document a file or a link.
    """
    digest = digest_of(form_key)
    _open(event, given.kind in MEMORIAS, author)
    if twin := queries.find_document_by_form_key(digest):
        return twin
    _check(given)
    row = EventDocument(
        event_id=event.id,
        kind=given.kind,
        title=given.title,
        file=_kept(given),
        url="" if given.upload else given.url,
        alt_text=given.alt_text,
        published_on=given.published_on,
        form_key_digest=digest,
        author_id=author.id,
        added_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("add_document", event, author, kind=given.kind.value, document_id=row.id)
    return row


def remove_document(event: Event, document: EventDocument, author: User) -> None:
    """Take a document away with its file; a photo at any time, because who appears in it may ask for it.

    The history keeps the kind and the digest of the file.
    """
    if document.is_photo:
        require_editor(author)
        lock(event)
    else:
        _open(event, document.is_memoria, author)
    digest = document.file.sha256 if document.file else ""
    audit.record("remove_document", event, author, kind=document.kind.value, sha256=digest)
    stored = document.file
    db.session.delete(document)
    db.session.flush()
    if stored:
        files.remove(stored)


def write_memoria(event: Event, recording_url: str, minutes_text: str, author: User, seen: str | None = None) -> None:
    """The link of the recording and the acta as text. Raises Forbidden, Closed or Changed."""
    _open(event, True, author)
    if seen and seen != event.mark_of(MEMORIA_FIELDS):
        raise Changed(CHANGED)
    event.recording_url, event.minutes_text = recording_url, minutes_text
    audit.record("write_memoria", event, author)


def _open(event: Event, is_memoria: bool, author: User) -> None:
    require_editor(author)
    lock(event)
    if not rules.takes_documents(event):
        raise Closed(TOO_LATE)
    if is_memoria and not rules.takes_memorias(event):
        raise Closed(TOO_EARLY)


def _check(given: NewDocument) -> None:
    if not given.upload and not given.url:
        raise Invalid("Suba un archivo o escriba un enlace.")
    if given.kind is DocumentKind.REPORT and given.published_on is None:
        raise Invalid("Escriba desde qué día está publicado el informe.")
    if given.kind is not DocumentKind.PHOTO:
        return
    if not given.upload:
        raise Invalid("Suba la fotografía como archivo.")
    if not given.alt_text:
        raise Invalid("Describa la fotografía para quien no puede verla.")
    if not given.is_image_authorized:
        raise Invalid("Confirme que las personas de la fotografía autorizaron usar su imagen.")


def _kept(given: NewDocument) -> files.StoredFile | None:
    if not given.upload:
        return None
    kinds = (FileKind.PICTURE,) if given.kind is DocumentKind.PHOTO else FileKind
    return files.keep(given.upload, kinds, given.alt_text)
