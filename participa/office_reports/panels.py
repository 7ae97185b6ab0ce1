"""What the page of a space says of its reports, what they still lack, and what hangs from its activities."""

from flask import url_for

from participa.accounts.models import Role, User
from participa.events.doors import Door
from participa.events.models import Event, EventState
from participa.office_reports import queries, rules
from participa.office_reports.models import OfficeReport
from participa.shared.templating import counted

TITLE = "Informes de las dependencias"
NOT_YET = "Su dependencia puede escribir el suyo."


def for_everybody(event: Event) -> list[Door]:
    call = queries.find_call(event.id)
    if call is None or call.published_at is None:
        return []
    url = url_for("office_reports.detail", slug=event.slug)
    return [Door(TITLE, "Qué hizo cada oficina en este espacio y a qué se comprometió.", url, "Leer el consolidado")]


def for_team(event: Event, person: User) -> list[Door]:
    if not rules.takes_reports(event) or person.role not in rules.READERS:
        return []
    if person.role is Role.LIAISON:
        return [_own(event, person)]
    url, reports = url_for("office_reports.staff.space", slug=event.slug), queries.reports_of(event.id)
    if not reports:
        return [Door(TITLE, "Todavía no se han pedido a las dependencias.", url, "Pedir los informes")]
    return [Door(TITLE, _progress(reports), url, "Ver los informes")]


def _own(event: Event, person: User) -> Door:
    report = queries.find_report(event.id, person.department_id) if person.department_id else None
    text = (
        f"El de su dependencia: {report.state_label.lower()}." if report else "Su dependencia puede escribir el suyo."
    )
    return Door(TITLE, text, url_for("office_reports.staff.space", slug=event.slug), "Abrir el informe")


def _progress(reports: list[OfficeReport]) -> str:
    came = sum(report.is_handed_in for report in reports)
    return f"{counted(came, 'dependencia envió', 'dependencias enviaron')} su informe, de {len(reports)}."


def lacks(event: Event) -> list[str]:
    """A sentence for the team while an office that was asked has not handed in its report."""
    if event.state not in (EventState.HELD, EventState.ANSWERING) or queries.find_call(event.id) is None:
        return []
    missing = queries.missing(event.id)
    if not missing:
        return []
    verb = "Falta el informe de" if len(missing) == 1 else "Faltan los informes de"
    return [f"{verb} {counted(len(missing), 'dependencia', 'dependencias')}."]
