"""The menu of the team: only the doors that the person's role may open."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.local import LocalProxy

from participa.accounts import access
from participa.accounts.models import User

DOORS = (
    ("Escritorio", "portal.staff.desk"),
    ("Estrategia", "strategy.staff.index"),
    ("Mis actividades", "strategy.staff.mine"),
    ("Por verificar", "strategy.staff.to_verify"),
    ("Espacios", "events.staff.index"),
    ("Inscripciones", "registrations.staff.index"),
    ("Invitados", "invitations.staff.guests"),
    ("Preguntas", "questions.staff.inbox"),
    ("¿Le respondieron?", "satisfaction.staff.index"),
    ("Clasificación", "triage.queue"),
    ("Vencimientos", "deadlines.staff.index"),
    ("Apelaciones", "restrictions.staff.index"),
    ("Ventanilla", "intake.index"),
    ("Calendario", "calendar.staff.index"),
    ("Equipo", "accounts.staff.users"),
    ("Dependencias", "accounts.staff.departments"),
    ("Mi cuenta", "accounts.staff.password"),
)
Link = tuple[str, str, bool]


def may_open(person: User, endpoint: str) -> bool:
    """Whether the mark of the page lets this role in. An unknown page is closed."""
    mark = access.mark_of(current_app.view_functions.get(endpoint))
    return mark is not None and mark.roles is not None and person.role in mark.roles


def staff_nav() -> list[Link]:
    """(label, address, current) of each door; the one with the longest address that fits is the current one."""
    person = access.signed_in()
    doors = [(label, url_for(endpoint)) for label, endpoint in DOORS if may_open(person, endpoint)]
    here = max((url for _, url in doors if request.path.startswith(url)), key=len, default="")
    return [(label, url, url == here) for label, url in doors]


def for_templates() -> dict[str, Any]:
    """`staff_nav` and `person` on pages of the team alone; elsewhere nothing, so public pages never open a session.

    Both are computed when the page shows them: an error page must not ask the database again.
    """
    mark = access.mark_of(current_app.view_functions.get(request.endpoint or ""))
    if mark is None or mark.roles is None or mark.link or not mark.needs_second_factor:
        return {}
    return {"staff_nav": LocalProxy(staff_nav), "person": LocalProxy(access.signed_in)}
