"""What the page of a space tells machines: an Event of schema.org."""

from typing import Any

from markupsafe import Markup

from participa.events.models import Event, EventState, Modality
from participa.shared.clock import local
from participa.shared.linked_data import VOCABULARY, block

STATES = {EventState.CANCELLED: "EventCancelled", EventState.RESCHEDULED: "EventRescheduled"}
MODES = {
    Modality.PRESENCIAL: "OfflineEventAttendanceMode",
    Modality.VIRTUAL: "OnlineEventAttendanceMode",
    Modality.MIXTA: "MixedEventAttendanceMode",
}


def data_of(event: Event, entity: str, address: str, picture: str) -> Markup:
    """`address` and `picture` are whole. Everybody may come, and it costs nothing."""
    return block(
        "Event",
        {
            "name": event.title,
            "description": event.objective,
            "startDate": local(event.starts_at).isoformat(),
            "endDate": local(event.ends_at).isoformat(),
            "eventStatus": f"{VOCABULARY}/{STATES.get(event.state, 'EventScheduled')}",
            "eventAttendanceMode": f"{VOCABULARY}/{MODES[event.modality]}",
            "location": _places(event),
            "organizer": {"@type": "GovernmentOrganization", "name": entity},
            "url": address,
            "image": picture,
            "isAccessibleForFree": True,
            "inLanguage": "es-CO",
        },
    )


def _places(event: Event) -> list[dict[str, Any]]:
    place = {"@type": "Place", "name": event.place, "address": event.address or event.place}
    online = {"@type": "VirtualLocation", "url": event.stream_url}
    return ([place] if event.place else []) + ([online] if event.stream_url else [])
