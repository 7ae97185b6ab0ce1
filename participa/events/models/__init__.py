"""The rows of dialogue spaces and the words of their types and states."""

from participa.events.models.documents import DOCUMENT_KIND_LABELS, MEMORIAS, DocumentKind, EventDocument
from participa.events.models.programme import ROUTE_MOMENT_LABELS, AgendaItem, RouteMoment, RouteStep
from participa.events.models.spaces import (
    ACCESSIBILITY_LABELS,
    EVENT_STATE_LABELS,
    EVENT_TYPE_LABELS,
    MODALITY_LABELS,
    Accessibility,
    Event,
    EventDetails,
    EventMove,
    EventSeries,
    EventState,
    EventType,
    Modality,
    event_activity,
    event_value_group,
)

__all__ = [
    "ACCESSIBILITY_LABELS",
    "DOCUMENT_KIND_LABELS",
    "EVENT_STATE_LABELS",
    "EVENT_TYPE_LABELS",
    "MEMORIAS",
    "MODALITY_LABELS",
    "ROUTE_MOMENT_LABELS",
    "Accessibility",
    "AgendaItem",
    "DocumentKind",
    "Event",
    "EventDetails",
    "EventDocument",
    "EventMove",
    "EventSeries",
    "EventState",
    "EventType",
    "Modality",
    "RouteMoment",
    "RouteStep",
    "event_activity",
    "event_value_group",
]
