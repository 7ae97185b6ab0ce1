"""Dialogue spaces."""

from datetime import timedelta
from typing import Any

from participa.events.models import Event, EventState, EventType, Modality
from participa.shared.clock import now
from participa.strategy.models import Activity
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
