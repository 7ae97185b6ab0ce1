"""The working days of the entity, as they are now."""

from datetime import date, datetime
from functools import cache, lru_cache
from importlib.metadata import version

from flask import current_app
from sqlalchemy import func, select

from participa.calendar.models import CalendarDay, CalendarVersion, DayKind
from participa.config import Settings
from participa.extensions import db
from participa.shared.business_days import BaseReading, WorkCalendar

HOLIDAYS_VERSION = version("holidays")
VERSIONS = CalendarVersion.__table__.c
LAST = select(VERSIONS.number, VERSIONS.at).order_by(VERSIONS.number.desc()).limit(1)  # once: each question asks it


def current_calendar() -> WorkCalendar:
    """The working days now in force, with the version that names them. One statement, two after a change."""
    settings: Settings = current_app.extensions["settings"]
    found = db.session.connection().execute(LAST).first()
    if found is None:
        return _first_calendar(settings.saturday_works)
    return _calendar(found.number, found.at, settings.saturday_works)


def version_name(number: int) -> str:
    """What a stored term keeps of its calendar: the table of national holidays and the list of the entity."""
    return f"co-holidays-{HOLIDAYS_VERSION}/entidad-{number}"


@cache
def _first_calendar(saturday_works: bool) -> WorkCalendar:
    """Before the entity adds a day of its own."""
    return WorkCalendar(version_name(0), saturday_works=saturday_works)


@lru_cache(maxsize=4)
def _calendar(number: int, _at: datetime, saturday_works: bool) -> WorkCalendar:
    """Kept by the number and the instant of the version, so that a version undone before its commit is not reused."""
    rows = days()
    return WorkCalendar(
        version_name(number),
        closed={row.day: row.name for row in rows if row.kind is DayKind.CLOSED},
        opened=frozenset(row.day for row in rows if row.kind is DayKind.OPENED),
        saturday_works=saturday_works,
    )


def days(first: date = date.min, last: date = date.max) -> list[CalendarDay]:
    """The own days of the entity from one day to another, in order."""
    found = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
    return list(db.session.scalars(found))


def day(day_id: int) -> CalendarDay:
    """One of the entity's own days. Raises NoResultFound."""
    return db.session.execute(select(CalendarDay).where(CalendarDay.id == day_id)).scalar_one()


def latest_number() -> int:
    """The number of the version in force, 0 before the first change."""
    return db.session.scalar(select(func.max(CalendarVersion.number))) or 0


def versions(limit: int = 20) -> list[CalendarVersion]:
    """The last changes of the list, latest first."""
    return list(db.session.scalars(select(CalendarVersion).order_by(CalendarVersion.number.desc()).limit(limit)))


def reading() -> BaseReading:
    """Which day is day 1, by the settings of the entity."""
    settings: Settings = current_app.extensions["settings"]
    return BaseReading(settings.deadline_reading)
