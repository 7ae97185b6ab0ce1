"""Asking the offices for their reports of a space, and reminding those that are missing."""

from collections.abc import Collection
from datetime import date

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import db
from participa.office_reports import mails, queries, rules
from participa.office_reports.models import OfficeReport, ReportCall
from participa.shared import audit
from participa.shared.clock import local, now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work

FIRST_HOUR = 7
NOT_TEAM = "Solo el equipo líder y Comunicaciones piden los informes."
TOO_EARLY = "Los informes se escriben desde que el espacio empieza."
OTHER_OFFICE = "Usted solo escribe el informe de su dependencia."
BEGUN = "Esta dependencia ya empezó su informe. Lo que escribió no se borra."
_reminded: set[tuple[int, int, date]] = set()


def ask(event: Event, department_ids: Collection[int], due_on: date, actor: User) -> ReportCall:
    """Ask these offices for their report until a day of Colombia; asked again, the rest is added and the day moved.

    Raises Forbidden, Closed, or Invalid for no office and for a day that passed.
    """
    _check(event, department_ids, due_on, actor)
    held = queries.event_to_change(event.id)
    call = queries.find_call(held.id)
    if call is None:
        call = ReportCall(event_id=held.id, due_on=due_on, asked_at=now(), asked_by_id=actor.id)
        db.session.add(call)
    call.due_on = due_on
    new = [number for number in sorted(set(department_ids)) if queries.find_report(held.id, number) is None]
    for number in new:
        _add(held, number)
    db.session.flush()
    audit.record("office_reports.ask", call, actor, offices=new, due_on=due_on.isoformat())
    mails.queue_asked(call, held, queries.liaisons(new))
    return call


def unask(report: OfficeReport, actor: User) -> None:
    """Take back that an office was asked by mistake, before it begins; its liaisons are told.

    Raises Forbidden, and Conflict once the office began.
    """
    if actor.role not in rules.TEAM:
        raise Forbidden(NOT_TEAM)
    event, office_id = report.event, report.department_id
    report = queries.report_to_change(event, office_id)  # nobody begins it meanwhile
    if not rules.may_unask(actor, report):
        raise Conflict(BEGUN)
    audit.record("office_reports.unask", report, actor, event=event.id, office=office_id)
    db.session.delete(report)
    db.session.flush()
    mails.queue_unasked(event, queries.liaisons([office_id]))


def _check(event: Event, department_ids: Collection[int], due_on: date, actor: User) -> None:
    if actor.role not in rules.TEAM:
        raise Forbidden(NOT_TEAM)
    if not rules.takes_reports(event):
        raise Closed(TOO_EARLY)
    if not department_ids:
        raise Invalid("Elija al menos una dependencia.")
    if due_on < today():
        raise Invalid("Escriba un día que no haya pasado.")


def _add(event: Event, department_id: int) -> OfficeReport:
    report = OfficeReport(event_id=event.id, department_id=department_id, changed_at=now())
    db.session.add(report)
    return report


def begin(event: Event, actor: User) -> OfficeReport:
    """The report of the own office, made now when nobody asked for it. Raises Forbidden and Closed."""
    if actor.department_id is None or not rules.is_own(actor, actor.department_id):
        raise Forbidden(OTHER_OFFICE)
    if not rules.takes_reports(event):
        raise Closed(TOO_EARLY)
    held = queries.event_to_change(event.id)
    found = queries.find_report(held.id, actor.department_id)
    if found is not None:
        return found
    report = _add(held, actor.department_id)
    db.session.flush()
    return report


def remind(event: Event, actor: User) -> int:
    """Write to the liaisons of the offices that are missing, at most once a day; how many offices. Raises Forbidden."""
    if actor.role not in rules.TEAM:
        raise Forbidden(NOT_TEAM)
    call = queries.call_of(event)
    late = queries.missing(event.id)
    for person in queries.liaisons([report.department_id for report in late]):
        mails.queue_reminder(call, event, person, f"{today().isoformat()}/hand")
    audit.record("office_reports.remind", call, actor, offices=[report.department_id for report in late])
    return len(late)


def remind_due() -> None:
    """The reminders whose day has come, each once. A chore of each minute; it looks at each stage once a day."""
    at, day = local(now()), today()
    if at.hour < FIRST_HOUR:
        return
    due = [(call.event_id, stage) for call in queries.waiting_calls() if (stage := _due(call, day)) is not None]
    db.session.rollback()  # no reader stays open while the writer waits
    for event_id, number in due:
        with unit_of_work():
            _remind(event_id, number)
        _reminded.add((event_id, number, day))


def _due(call: ReportCall, day: date) -> int | None:
    number = rules.stage(call.due_on, day)
    return None if number is None or (call.event_id, number, day) in _reminded else number


def _remind(event_id: int, number: int) -> None:
    call = db.session.get_one(ReportCall, event_id)
    late = [report.department_id for report in queries.missing(event_id)]
    for person in queries.liaisons(late):
        mails.queue_reminder(call, call.event, person, f"{call.due_on.isoformat()}/{number}")
