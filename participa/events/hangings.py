"""The spaces of an activity, as cards of its page."""

from flask import url_for

from participa.events import queries
from participa.events.models import Event, EventState
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity

TONES = {
    EventState.CONVENED: "good",
    EventState.UNDER_WAY: "progress",
    EventState.HELD: "info",
    EventState.ANSWERING: "progress",
    EventState.RESCHEDULED: "warn",
    EventState.CANCELLED: "bad",
}


def of_activity(activity: Activity) -> list[Hanging]:
    """The public spaces of the activity, in the order of their dates."""
    return [_card(event) for event in queries.of_activity(activity)]


def _card(event: Event) -> Hanging:
    url, tone = url_for("events.detail", slug=event.slug), TONES.get(event.state, "neutral")
    return Hanging(event.type_label, event.title, url, event.state_label, tone, event.starts_at)
