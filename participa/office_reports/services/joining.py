"""The team reads each report, gives it back or puts it into the whole, and publishes the whole."""

from participa.accounts.models import User
from participa.extensions import db
from participa.office_reports import mails, queries, rules
from participa.office_reports.models import OfficeReport, ReportCall, ReportState
from participa.office_reports.services.writing import Changed, step
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

NOT_TEAM = "Solo el equipo líder y Comunicaciones juntan los informes."
IS_PUBLIC = "El consolidado ya es público. Solo el equipo líder lo cambia."
UNREAD = "El informe cambió mientras usted lo leía. Léalo otra vez antes de decidir."


def give_back(report: OfficeReport, note: str, actor: User, seen: int | None) -> None:
    """Return a report to its office with what to mend. A second click changes nothing.

    `seen` is the revision that the actor read. Raises Forbidden, Conflict, Changed when there is another one, or
    Invalid without a reason.
    """
    if actor.role not in rules.TEAM:
        raise Forbidden(NOT_TEAM)
    if report.state is ReportState.RETURNED and report.moves[-1].note == note:
        return
    if not rules.may_give_back(actor, report, queries.find_call(report.event_id)):
        raise Conflict("Este informe no se puede devolver ahora.")
    _check_read(report, seen)
    if not note:
        raise Invalid("Escriba qué se debe corregir.")
    step(report, ReportState.RETURNED, actor, note)
    for person in queries.liaisons([report.department_id]):
        mails.queue_returned(report, person)


def consolidate(report: OfficeReport, actor: User, seen: int | None) -> None:
    """Put a report into the whole. A second click changes nothing.

    `seen` is the revision that the actor read. Raises Forbidden, Conflict, or Changed when there is another one.
    """
    _check(actor, queries.find_call(report.event_id))
    if report.state is ReportState.CONSOLIDATED:
        return
    if not rules.may_consolidate(actor, report, queries.find_call(report.event_id)):
        raise Conflict("Este informe todavía no se ha enviado.")
    _check_read(report, seen)
    step(report, ReportState.CONSOLIDATED, actor)


def _check(actor: User, call: ReportCall | None) -> None:
    if actor.role not in rules.TEAM:
        raise Forbidden(NOT_TEAM)
    if not rules.may_change_whole(actor, call):
        raise Forbidden(IS_PUBLIC)


def _check_read(report: OfficeReport, seen: int | None) -> None:
    if seen != report.revision:
        raise Changed(UNREAD)


def summarise(call: ReportCall, summary: str, actor: User) -> None:
    """Write what opens the whole. Raises Forbidden."""
    _check(actor, call)
    call.summary = summary
    audit.record("office_reports.summarise", call, actor)


def publish(call: ReportCall, actor: User) -> None:
    """Let everybody read the whole. A second click changes nothing. Raises Forbidden, or Invalid when it is empty."""
    if not rules.may_publish(actor):
        raise Forbidden("Solo el equipo líder publica el consolidado.")
    held = queries.event_to_change(call.event_id)
    db.session.refresh(call)
    if call.published_at is not None:
        return
    if not queries.consolidated(held.id):
        raise Invalid("Incorpore al menos un informe al consolidado.")
    call.published_at, call.published_by_id = now(), actor.id
    audit.record("office_reports.publish", call, actor)
