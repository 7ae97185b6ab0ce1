"""The questions of an activity, as cards of its page: one for each space that has public ones."""

from collections.abc import Iterator

from flask import url_for

from participa.events import queries as events
from participa.events.models import Event
from participa.questions.queries import public
from participa.shared.templating import counted
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity


def of_activity(activity: Activity) -> list[Hanging]:
    """A card for each public space of the activity with public questions."""
    return [card for event in events.of_activity(activity) for card in _cards(event)]


def _cards(event: Event) -> Iterator[Hanging]:
    total = public.published(public.Wanted(event_slug=event.slug), 1).total or 0
    if total:
        url = url_for("questions.index", espacio=event.slug)
        title = f"{counted(total, 'pregunta', 'preguntas')} en «{event.title}»"
        yield Hanging("Preguntas y respuestas", title, url)
