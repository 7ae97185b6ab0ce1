"""The menu of the team: only the doors that the person's role may open."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.local import LocalProxy

from participa.accounts import access
from participa.accounts.models import User

GROUPS = (
    (
        "Su trabajo",
        (
            ("Escritorio", "portal.staff.desk"),
            ("Mis actividades", "strategy.staff.mine"),
            ("Mis compromisos", "commitments.staff.mine"),
            ("Por verificar", "strategy.staff.to_verify"),
            ("Compromisos por verificar", "commitments.staff.to_verify"),
            ("Mi cuenta", "accounts.staff.password"),
        ),
    ),
    (
        "Estrategia y espacios",
        (
            ("Estrategia", "strategy.staff.index"),
            ("Espacios", "events.staff.index"),
            ("Audiencias en vivo", "hearings.staff.index"),
            ("Temas", "topics.staff.index"),
            ("Inscripciones", "registrations.staff.index"),
            ("Invitados", "invitations.staff.guests"),
            ("Cuestionarios", "questionnaires.staff.index"),
            ("Encuestas", "surveys.staff.index"),
            ("Evaluaciones", "evaluations.staff.index"),
            ("Informes internos", "office_reports.staff.index"),
            ("Compromisos", "commitments.staff.index"),
            ("Planes de mejoramiento", "improvement.staff.index"),
            ("Encuentros", "encounters.staff.index"),
            ("Informes", "reports.staff.index"),
            ("Documentos y boletines", "documents.staff.index"),
        ),
    ),
    (
        "Preguntas y respuestas",
        (
            ("Preguntas", "questions.staff.inbox"),
            ("Clasificación", "triage.queue"),
            ("Ventanilla", "intake.index"),
            ("Vencimientos", "deadlines.staff.index"),
            ("Apelaciones", "restrictions.staff.index"),
            ("¿Le respondieron?", "satisfaction.staff.index"),
        ),
    ),
    (
        "Entidad",
        (
            ("Calendario", "calendar.staff.index"),
            ("Historia", "history.staff.index"),
            ("Equipo", "accounts.staff.users"),
            ("Dependencias", "accounts.staff.departments"),
        ),
    ),
)
Link = tuple[str, str, bool]
Group = tuple[str, list[Link]]


def may_open(person: User, endpoint: str) -> bool:
    """Whether the mark of the page lets this role in. An unknown page is closed."""
    mark = access.mark_of(current_app.view_functions.get(endpoint))
    return mark is not None and mark.roles is not None and person.role in mark.roles


def staff_nav() -> list[Group]:
    """Heading and doors, (label, address, current), of each group with a door this person may open."""
    person = access.signed_in()
    doors = [
        (heading, [(label, url_for(endpoint)) for label, endpoint in doors if may_open(person, endpoint)])
        for heading, doors in GROUPS
    ]
    here = _current([url for _, links in doors for _, url in links])
    return [(heading, [(label, url, url == here) for label, url in links]) for heading, links in doors if links]


def _current(urls: list[str]) -> str:
    """The longest address that the one of this page begins with: a page inside a door keeps the door lit."""
    return max((url for url in urls if request.path.startswith(url)), key=len, default="")


def for_templates() -> dict[str, Any]:
    """`staff_nav` and `person` on pages of the team alone; elsewhere nothing, so public pages never open a session.

    Both are computed when the page shows them: an error page must not ask the database again.
    """
    mark = access.mark_of(current_app.view_functions.get(request.endpoint or ""))
    if mark is None or mark.roles is None or mark.link or not mark.needs_second_factor:
        return {}
    return {"staff_nav": LocalProxy(staff_nav), "person": LocalProxy(access.signed_in)}
