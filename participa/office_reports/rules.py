"""Who asks for the reports of a space, who writes one, who reads it, and when."""

from datetime import date

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState
from participa.office_reports.models import OfficeReport, ReportCall, ReportState

TEAM = (Role.APPROVER, Role.COMMUNICATIONS)
READERS = (Role.LIAISON, *TEAM, Role.CONTROL)
REPORTED = frozenset({EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING, EventState.CLOSED})
WRITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
# Days after the last day (negative: before it) on which the offices that are missing are reminded.
REMINDERS = (-3, 0, 3, 8)
FORGOTTEN_AFTER = 15


def takes_reports(event: Event) -> bool:
    """Whether the space began: there is something to report."""
    return event.state in REPORTED


def may_ask(person: User, event: Event) -> bool:
    return person.role in TEAM and takes_reports(event)


def is_own(person: User, department_id: int) -> bool:
    return person.role is Role.LIAISON and person.department_id == department_id


def may_read(person: User, report: OfficeReport) -> bool:
    """The team and internal control read all; a liaison, that of the own office."""
    return person.role in (*TEAM, Role.CONTROL) or is_own(person, report.department_id)


def may_unask(person: User, report: OfficeReport) -> bool:
    """An office that was asked by mistake: nobody wrote nor added evidence."""
    return person.role in TEAM and report.state is ReportState.DRAFT and not report.is_begun and not report.evidence


def may_write(person: User, report: OfficeReport) -> bool:
    """Only a liaison of the office, before handing in and after it was given back."""
    return is_own(person, report.department_id) and report.state in WRITABLE


def may_give_back(person: User, report: OfficeReport, call: ReportCall | None) -> bool:
    """What everybody reads already is not given back."""
    is_shown = report.state is ReportState.CONSOLIDATED and call is not None and call.published_at is not None
    return person.role in TEAM and report.is_handed_in and not is_shown


def may_change_whole(person: User, call: ReportCall | None) -> bool:
    """Once everybody reads it, only who publishes."""
    is_shown = call is not None and call.published_at is not None
    return may_publish(person) if is_shown else person.role in TEAM


def may_consolidate(person: User, report: OfficeReport, call: ReportCall | None) -> bool:
    return may_change_whole(person, call) and report.state is ReportState.SENT


def may_publish(person: User) -> bool:
    return person.role is Role.APPROVER


def stage(due_on: date, day: date) -> int | None:
    """The last reminder whose day has come, as days after the last day; None before the first and long after it."""
    late = (day - due_on).days
    if late > FORGOTTEN_AFTER:
        return None
    return max((offset for offset in REMINDERS if offset <= late), default=None)
