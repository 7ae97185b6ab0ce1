"""The questions of an activity, as cards of its page: one for each space that has public ones."""

from flask import url_for

from participa.events import queries as events
from participa.events.models import Event
from participa.questions.queries import public
from participa.shared.templating import counted
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity


def of_activity(activity: Activity) -> list[Hanging]:
    """A card for each public space of the activity with public questions."""
    spaces = events.of_activity(activity)
    totals = public.listed_by_event([event.id for event in spaces])
    return [_card(event, totals[event.id]) for event in spaces if event.id in totals]


def _card(event: Event, total: int) -> Hanging:
    url = url_for("questions.index", espacio=event.slug)
    title = f"{counted(total, 'pregunta', 'preguntas')} en «{event.title}»"
    return Hanging("Preguntas y respuestas", title, url)
