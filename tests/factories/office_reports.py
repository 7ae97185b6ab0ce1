"""Reports of the offices of a space that was held."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Department, Role, User
from participa.events.models import Event, EventState
from participa.office_reports import queries, services
from participa.office_reports.models import PARTS, OfficeReport, ReportCall, Written
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user as make_user
from tests.factories.events import event as make_event


def held(**values: Any) -> Event:
    """A space that ended an hour ago."""
    at = now().replace(second=0, microsecond=0)
    hours = {"starts_at": at - timedelta(hours=3), "ends_at": at - timedelta(hours=1)}
    return make_event(EventState.HELD, **(hours | values))


def asked(event: Event, *offices: Department, actor: User | None = None, due_on: Any = None) -> ReportCall:
    """The team asked these offices for their report."""
    author = actor or make_user(Role.COMMUNICATIONS)
    with unit_of_work():
        return services.ask(event, [office.id for office in offices], due_on or today(), author)


def written(text: str = "Se hizo la mesa.", **values: Any) -> Written:
    more = {"filled_as": "Profesional de planeación", "attendees": 40} | values
    return Written(dict.fromkeys(PARTS, text) | more.pop("parts", {}), **more)


def sent(event: Event, liaison: User, text: str = "Se hizo la mesa.", **values: Any) -> OfficeReport:
    """The liaison handed in the report of the own office."""
    with unit_of_work():
        report = services.begin(event, liaison)
        services.send(report, written(text, **values), liaison, None)
    return queries.report_of(event, liaison.department_id or 0)
