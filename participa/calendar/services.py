"""What people do with the calendar of the entity. Each change is a new version; stored terms do not move."""

from participa.accounts.models import User
from participa.calendar import queries, rules
from participa.calendar.models import CalendarDay, CalendarVersion, DayKind, OwnDay
from participa.extensions import db
from participa.shared import audit
from participa.shared.business_days import FIRST_YEAR, LAST_YEAR
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.templating import long_day

MAY_NOT = "Solo Administración puede cambiar el calendario."


def add_day(own: OwnDay, reason: str, actor: User | None) -> CalendarDay:
    """Write a day in the calendar. Raises Forbidden, Conflict when it is there, Invalid when it changes nothing."""
    _require(actor)
    _check(own)
    day = CalendarDay(day=own.day, kind=own.kind, name=own.name, legal_act=own.legal_act)
    db.session.add(day)
    _new_version(reason, actor)
    db.session.flush()  # the history quotes its number
    audit.record("calendar.add_day", day, actor, what=_detail(day), reason=reason)
    return day


def remove_day(day: CalendarDay, reason: str, actor: User | None) -> None:
    """Take a day out of the calendar; the history keeps it. Raises Forbidden."""
    _require(actor)
    audit.record("calendar.remove_day", day, actor, what=_detail(day), reason=reason)
    db.session.delete(day)
    _new_version(reason, actor)


def _check(own: OwnDay) -> None:
    if not FIRST_YEAR <= own.day.year <= LAST_YEAR:
        raise Invalid(f"Escriba un año entre {FIRST_YEAR} y {LAST_YEAR}.")
    if queries.days(own.day, own.day):
        raise Conflict(f"El {long_day(own.day)} ya está en la lista.")
    calendar = queries.current_calendar()
    if rules.changes_something(own.kind, own.day, calendar):
        return
    if own.kind is DayKind.CLOSED:
        raise Invalid(f"El {long_day(own.day)} ya no cuenta ({calendar.reason_closed(own.day)}).")
    raise Invalid(f"El {long_day(own.day)} no es festivo entre semana. No hace falta escribirlo.")


def _new_version(reason: str, actor: User | None) -> None:
    number = queries.latest_number() + 1
    db.session.add(CalendarVersion(number=number, at=now(), reason=reason, author_id=actor.id if actor else None))


def _detail(day: CalendarDay) -> dict[str, str]:
    return {"day": day.day.isoformat(), "kind": day.kind.value, "name": day.name, "legal_act": day.legal_act}


def _require(actor: User | None) -> None:
    if not rules.may_change(actor):
        raise Forbidden(MAY_NOT)
