"""Dialogue spaces."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Role
from participa.events.models import DocumentKind, Event, EventDocument, EventState, EventType, Modality
from participa.shared.clock import now
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


def report(of: Event) -> EventDocument:
    """The report that an audiencia presents, as a link."""
    return document(of, DocumentKind.REPORT, title="Informe de gestión", published_on=of.day - timedelta(days=20))


def memoria(of: Event) -> EventDocument:
    """The acta of a space, as a link."""
    return document(of, DocumentKind.MINUTES, title="Acta del espacio")


def document(of: Event, kind: DocumentKind, **values: Any) -> EventDocument:
    """A document of a space, as a link unless said otherwise."""
    number = next_number()
    defaults: dict[str, Any] = {
        "title": f"Documento {number}",
        "url": f"https://informes.example/{number}.pdf",
        "form_key_digest": f"documento-{number}",
        "author_id": make_user(Role.COMMUNICATIONS).id,
        "added_at": now(),
    }
    return keep(EventDocument(event_id=of.id, kind=kind, **(defaults | values)))
