"""The spaces of an activity, as cards of its page, and what a strategy still lacks of them."""

from flask import url_for

from participa.events import queries, rules
from participa.events.models import Event, EventState, Modality
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity, Strategy

TONES = {
    EventState.CONVENED: "good",
    EventState.UNDER_WAY: "progress",
    EventState.HELD: "info",
    EventState.ANSWERING: "progress",
    EventState.RESCHEDULED: "warn",
    EventState.CANCELLED: "bad",
}

FACE_TO_FACE = frozenset({Modality.PRESENCIAL, Modality.MIXTA})
FEWEST_AUDIENCIAS = 2
TOO_FEW = (
    "Falta programar espacios: la ley pide al menos uno presencial o, si no los hay, dos audiencias en el año "
    "(Ley 1757 de 2015, artículo 53)."
)


def of_activity(activity: Activity) -> list[Hanging]:
    """The public spaces of the activity, in the order of their dates."""
    return [_card(event) for event in queries.of_activity(activity)]


def _card(event: Event) -> Hanging:
    url, tone = url_for("events.detail", slug=event.slug), TONES.get(event.state, "neutral")
    return Hanging(event.type_label, event.title, url, event.state_label, tone, event.starts_at)


def lacks(strategy: Strategy) -> list[str]:
    """What the year still lacks: a face-to-face space or else two audiencias (Ley 1757 de 2015, art. 53)."""
    shapes = queries.shapes_of_year(strategy)
    audiencias = sum(kind in rules.AUDIENCIAS for kind, _modality in shapes)
    is_enough = any(modality in FACE_TO_FACE for _kind, modality in shapes) or audiencias >= FEWEST_AUDIENCIAS
    return [] if is_enough else [TOO_FEW]
