"""The reminders of what the reports of a year owe: before the day, on it, and once it passed. Each is given once.

That one was given stays in the history of acts, so that none goes out twice, also after days without service. Another
due date is another reminder.
"""

import hashlib
from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.config import Settings
from participa.deadlines.queries import alerts as people_of
from participa.extensions import db
from participa.reports import owing
from participa.reports.models import KeptReport
from participa.reports.queries import owing as queries
from participa.reports.queries.owing import Owed
from participa.shared import audit, mail
from participa.shared.business_days import WorkCalendar
from participa.shared.clock import local, now, today
from participa.shared.templating import counted, long_day
from participa.shared.unit_of_work import unit_of_work

LOOKED = "report_reminders_looked_on"
PAGE = "/informes/gestion/calendario"
MOST_NAMED = 40
STAGES = {
    owing.SOON: "Se acerca la fecha de estos informes:",
    owing.LAST: "Hoy, o antes del próximo día hábil, vence la fecha de estos informes:",
    owing.LATE: "Ya pasó la fecha de estos informes y no se han publicado:",
}
BODY = """Buen día:

{groups}

El calendario completo está en {page}

{entity}
"""


def remind_due() -> None:
    """Write the reminders of today from the hour of the alerts of terms on. A chore of each minute, once a day."""
    day, calendar = today(), current_calendar()
    if current_app.extensions.get(LOOKED) == day or not _is_time(day, calendar):
        db.session.rollback()  # only read; the chores of a minute hold nothing
        return
    try:
        with unit_of_work():
            _write(day, _due(day, calendar))
    except IntegrityError:  # another process did it in the same minute
        return
    current_app.extensions[LOOKED] = day


def _is_time(day: date, calendar: WorkCalendar) -> bool:
    return local(now()).hour >= people_of.plan().hour and calendar.is_business_day(day)


def _due(day: date, calendar: WorkCalendar) -> list[tuple[str, Owed]]:
    """What is owed for certain and was not reminded of, with its stage. Last year still owes in January."""
    told = queries.told()
    found = [one for year in (day.year - 1, day.year) for one in queries.of_year(year, day)]
    staged = [(_stage(one, day, calendar), one) for one in found]
    return [(stage, one) for stage, one in staged if stage and _named(one, stage) not in told]


def _stage(one: Owed, day: date, calendar: WorkCalendar) -> str:
    if one.done is not None or one.debt.due_on is None or not one.debt.is_certain:
        return ""
    return owing.stage_of(one.debt.due_on, day, calendar)


def _named(one: Owed, stage: str) -> tuple[str, str, str, str]:
    due_on = one.debt.due_on.isoformat() if one.debt.due_on else ""
    return one.debt.kind, one.debt.subject, due_on, stage


def _write(day: date, due: Sequence[tuple[str, Owed]]) -> None:
    for person in people_of.team() if due else []:
        mine = [(stage, one) for stage, one in due if _hears(person, one, stage)]
        if mine:
            _queue(day, person, mine)
    nobody = KeptReport(id=queries.NOBODY)  # never added: the history of acts asks only for its number
    for stage, one in due:
        kind, about, due_on, _stage = _named(one, stage)
        audit.record(queries.TOLD, nobody, kind=kind, about=about, due_on=due_on, stage=stage)


def _hears(person: User, one: Owed, stage: str) -> bool:
    """Who writes it and who leads the process; once it is late, internal control too."""
    return person.role in {*one.kind.roles, Role.APPROVER} or (stage == owing.LATE and person.role is Role.CONTROL)


def _queue(day: date, person: User, mine: Sequence[tuple[str, Owed]]) -> None:
    settings: Settings = current_app.extensions["settings"]
    amount = counted(len(mine), "informe por publicar", "informes por publicar")
    body = BODY.format(
        groups="\n\n".join(_group(stage, mine) for stage in STAGES if any(one == stage for one, _ in mine)),
        page=settings.public_url + PAGE if settings.public_url else f"este sitio: {PAGE}",
        entity=settings.entity.name,
    )
    mail.queue(_key(day, person, mine), person.email, f"Recordatorio: {amount}", body)


def _key(day: date, person: User, mine: Sequence[tuple[str, Owed]]) -> str:
    """The same reports once a day; what is owed since the mail of the morning is another mail."""
    named = "|".join("/".join(_named(one, stage)) for stage, one in mine)
    return f"report-owed/{day.isoformat()}/{person.id}/{hashlib.sha256(named.encode()).hexdigest()[:16]}"


def _group(stage: str, mine: Sequence[tuple[str, Owed]]) -> str:
    found = [one for of, one in mine if of == stage]
    lines = [_line(one) for one in found[:MOST_NAMED]]
    rest = len(found) - len(lines)
    more = [f"- Y {counted(rest, 'informe más', 'informes más')}."] if rest else []
    return "\n".join([STAGES[stage], *lines, *more])


def _line(one: Owed) -> str:
    until = f"Hasta el {long_day(one.debt.due_on)}." if one.debt.due_on else ""
    return f"- {one.label}: {one.debt.about}. {until}"
