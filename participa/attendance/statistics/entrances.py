"""The doors of a space to its figures."""

from flask import url_for

from participa.accounts.models import User
from participa.attendance import rules
from participa.attendance.statistics import counting
from participa.events.doors import Door
from participa.events.models import Event

TITLE = "Cifras de participación"


def public_doors(event: Event) -> list[Door]:
    """Open once the space was held."""
    if event.state not in counting.FINISHED:
        return []
    url = url_for("attendance.figures", slug=event.slug)
    return [Door(TITLE, "Cuántas personas participaron, cómo llegaron y de qué grupos son.", url, "Ver las cifras")]


def staff_doors(event: Event, person: User) -> list[Door]:
    if not event.is_public or person.role not in rules.READERS:
        return []
    url = url_for("attendance.staff.figures_for_team", slug=event.slug)
    return [
        Door(TITLE, "Inscritas, confirmadas y llegadas, y su comparación con otros espacios.", url, "Ver las cifras")
    ]
