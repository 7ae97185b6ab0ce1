"""The calls for topics of an activity, as cards of its page."""

from flask import url_for

from participa.shared.clock import now
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity
from participa.topics.phases import phase_of
from participa.topics.queries import calls, votes


def of_activity(activity: Activity) -> list[Hanging]:
    """The public calls of the activity."""
    found, at = calls.of_activity(activity), now()
    made = votes.of_calls(found) if found else {}
    cards = []
    for call in found:
        shown = phase_of(call, made.get(call.id), at)
        url = url_for("topics.call", slug=call.slug)
        cards.append(Hanging(call.use_label, call.title, url, shown.label, shown.tone, call.closes_at))
    return cards
