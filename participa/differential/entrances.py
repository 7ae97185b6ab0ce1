"""The doors of a space to the form about groups."""

from flask import url_for

from participa.accounts.models import Role, User
from participa.differential import rules
from participa.events.doors import Door
from participa.events.models import Event
from participa.shared.clock import now

TITLE = "Enfoque diferencial"
READERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)


def public_doors(event: Event) -> list[Door]:
    """Open on the page of a space while people may answer."""
    if not rules.receives_answers(event, now()):
        return []
    text = "¿Va a participar? Cuéntenos a qué grupos pertenece. Es voluntario y no pedimos su nombre."
    url = url_for("differential.answer", slug=event.slug)
    return [Door("Quiénes participan", text, url, "Responder sin dar mi nombre")]


def staff_doors(event: Event, person: User) -> list[Door]:
    if not event.is_public or person.role not in READERS:
        return []
    text = "El formulario voluntario sobre grupos: código QR para la entrada y enlace para una tableta."
    return [Door(TITLE, text, url_for("differential.staff.entrance", slug=event.slug), "Abrir el formulario de grupos")]
