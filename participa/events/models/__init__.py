"""The rows of dialogue spaces and the words of their types and states."""

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
    "EVENT_STATE_LABELS",
    "EVENT_TYPE_LABELS",
    "MODALITY_LABELS",
    "ROUTE_MOMENT_LABELS",
    "Accessibility",
    "AgendaItem",
    "Event",
    "EventDetails",
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
