"""What the page of a space shows the team of the counter."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event, EventState
from participa.intake import rules

CLOSED_DOORS = frozenset({EventState.DRAFT, EventState.CANCELLED})


def for_team(event: Event, person: User) -> list[Door]:
    """The shared tablet and the counter, for who types questions."""
    if event.state in CLOSED_DOORS or not rules.may_type(person):
        return []
    tablet = url_for("intake.kiosk", slug=event.slug)
    return [
        Door(
            "Preguntas en el lugar",
            "Escriba lo que se dice en el micrófono y lo que llega en papel.",
            url_for("intake.index"),
            "Abrir la ventanilla",
        ),
        Door("Tableta para preguntar", "Muchas personas preguntan por turnos en ella.", tablet, "Abrir la tableta"),
    ]
