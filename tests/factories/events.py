"""Dialogue spaces."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from participa.accounts.models import Role
from participa.events.models import DocumentKind, Event, EventDocument, EventSeries, EventState, EventType, Modality
from participa.shared import files
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import Activity
from tests.factories.accounts import user as make_user
from tests.factories.keep import keep, next_number
from tests.factories.strategy import activity as make_activity


def event(state: EventState = EventState.CONVENED, activity: Activity | None = None, **values: Any) -> Event:
    """A space that takes questions now and is held in a week, convened unless said otherwise."""
    number, at = next_number(), now()
    defaults: dict[str, Any] = {
        "slug": f"espacio-{number}",
        "type": EventType.AUDIENCIA_PUBLICA,
        "modality": Modality.PRESENCIAL,
        "title": f"Audiencia {number}",
        "starts_at": at + timedelta(days=7),
        "ends_at": at + timedelta(days=7, hours=3),
        "place": "Auditorio municipal",
        "methodology": "Presentación, preguntas y respuestas.",
        "rules": "Intervenciones de tres minutos.",
        "questions_open_at": at - timedelta(days=1),
        "questions_close_at": at + timedelta(days=7, hours=3),
        "created_at": at,
    }
    row = Event(state=state, **(defaults | values))
    row.activities = [activity or make_activity()]
    return keep(row)


def report(of: Event, **values: Any) -> EventDocument:
    """The report that an audiencia presents, as a link."""
    texts = {"title": "Informe de gestión", "published_on": of.day - timedelta(days=20)}
    return document(of, DocumentKind.REPORT, **(texts | values))


def memoria(of: Event, **values: Any) -> EventDocument:
    """The acta of a space, as a link."""
    return document(of, DocumentKind.MINUTES, **({"title": "Acta del espacio"} | values))


def document(of: Event, kind: DocumentKind, **values: Any) -> EventDocument:
    """A document of a space, as a link unless said otherwise."""
    number = next_number()
    author_id = values.pop("author_id", None) or make_user(Role.COMMUNICATIONS).id
    defaults: dict[str, Any] = {
        "title": f"Documento {number}",
        "url": f"https://informes.example/{number}.pdf",
        "form_key_digest": f"documento-{number}",
        "author_id": author_id,
        "added_at": now(),
    }
    return keep(EventDocument(event_id=of.id, kind=kind, **(defaults | values)))


def kept_document(of: Event, kind: DocumentKind, **values: Any) -> EventDocument:
    """A document of a space with a file on the disk."""
    with unit_of_work():
        stored = files.keep(a_file())
    return document(of, kind, url="", file_id=stored.id, **values)


def a_file(data: bytes = b"Un texto cualquiera.\n", name: str = "nota.txt") -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(BytesIO(data), name)


def series(of: list[Event], title: str = "Diálogos zonales") -> EventSeries:
    """A series of these spaces."""
    number = next_number()
    row = keep(EventSeries(slug=f"serie-{number}", title=title, form_key_digest=f"serie-{number}", created_at=now()))
    with unit_of_work():
        for event in of:
            event.series_id = row.id
    return row
