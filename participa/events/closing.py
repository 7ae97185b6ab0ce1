"""What a space itself lacks before it closes."""

from participa.events import queries
from participa.events.models import Event

NO_MEMORIAS = "Faltan las memorias: escriba el acta, o suba el acta o la relatoría."


def lacks(event: Event) -> list[str]:
    return [] if queries.has_memorias(event) else [NO_MEMORIAS]
