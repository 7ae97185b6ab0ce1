"""Who may change the calendar of the entity, and which days are worth writing in it."""

from datetime import date

from participa.accounts.models import Role, User
from participa.calendar.models import DayKind
from participa.shared.business_days import SUNDAY, WorkCalendar


def may_change(user: User | None) -> bool:
    """None is the person at the console of the server."""
    return user is None or user.role is Role.ADMIN


def changes_something(kind: DayKind, day: date, calendar: WorkCalendar) -> bool:
    """Whether writing the day moves any term: only a business day can be closed, only a holiday opened."""
    if kind is DayKind.CLOSED:
        return calendar.is_business_day(day)
    return calendar.holiday_name(day) is not None and calendar.weekend_name(day) is None and day.weekday() != SUNDAY
