"""Mails to the liaisons about their reports. They name the space and a page that asks for an account."""

from collections.abc import Sequence

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.events.models import Event
from participa.office_reports.models import OfficeReport, ReportCall
from participa.shared import mail
from participa.shared.clock import now
from participa.shared.templating import long_day

PATH = "/informes-internos/gestion/{slug}/{office}/escribir"
WORDS = """Buen día:

{opening}

Espacio: {title}
{day}

La plataforma ya trae lo que sabe. Revíselo y escriba lo que falta:
{page}

{entity}
"""
NO_LONGER = """Buen día:

Ya no necesitamos el informe de su dependencia sobre este espacio. Se lo habíamos pedido por error.

Espacio: {title}

{entity}
"""
SUBJECT = "Informe interno de un espacio de diálogo"


def queue_asked(call: ReportCall, event: Event, people: Sequence[User]) -> None:
    for person in people:
        key = f"office-report/{event.id}/asked/{person.department_id}/{person.id}/{now():%Y%m%dT%H%M%S%f}"
        _queue(key, person, event, "Falta el informe de su dependencia sobre un espacio de diálogo.", _until(call))


def queue_unasked(event: Event, people: Sequence[User]) -> None:
    """Who was asked by mistake."""
    settings: Settings = current_app.extensions["settings"]
    for person in people:
        key = f"office-report/{event.id}/unasked/{person.department_id}/{person.id}/{now():%Y%m%dT%H%M%S%f}"
        body = NO_LONGER.format(title=event.title, entity=settings.entity.name)
        mail.queue(key, person.email, SUBJECT, body)


def queue_reminder(call: ReportCall, event: Event, person: User, stage: str) -> None:
    """One mail for each stage, whoever asks for it."""
    key = f"office-report/{event.id}/reminder/{stage}/{person.id}"
    _queue(key, person, event, "Recuerde enviar el informe de su dependencia.", _until(call))


def queue_returned(report: OfficeReport, person: User) -> None:
    """The reason stays on the page; the mail only says that there is one."""
    key = f"office-report/{report.event_id}/returned/{len(report.moves)}/{person.id}"
    _queue(key, person, report.event, "El equipo devolvió su informe. El motivo está en la página.", "")


def _until(call: ReportCall) -> str:
    return f"Envíelo a más tardar el {long_day(call.due_on)}."


def _queue(key: str, person: User, event: Event, opening: str, day: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    path = PATH.format(slug=event.slug, office=person.department_id)
    page = f"{settings.public_url}{path}" if settings.public_url else f"la página de la entidad, {path}"
    body = WORDS.format(opening=opening, title=event.title, day=day, page=page, entity=settings.entity.name)
    mail.queue(key, person.email, SUBJECT, body)
