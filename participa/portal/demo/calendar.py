"""Instants of the story, counted from the moment of loading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from participa.shared.business_days import WorkCalendar
from participa.shared.clock import BOGOTA, local

NATIONAL = WorkCalendar("demostración")


@dataclass(frozen=True)
class Story:
    """The moment from which the story is told; days are those of Colombia."""

    told_at: datetime

    @property
    def today(self) -> date:
        return local(self.told_at).date()

    def day(self, days: int) -> date:
        """The day so many days from today; negative in the past."""
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """That day at an hour of Colombia."""
        return datetime.combine(self.day(days), time(hour, minute), BOGOTA)

    def working_day(self, days: int) -> int:
        """The same distance, or that of the next business day when it falls on another."""
        while not NATIONAL.is_business_day(self.day(days)):
            days += 1
        return days

    def office_hour(self, days: int, after: datetime) -> datetime:
        """When an office acts: at 10:00 of a working day, later than `after` and never after the story is told."""
        wished = min(self.at(self.working_day(days), 10), self.told_at - timedelta(minutes=1))
        return max(wished, after + timedelta(seconds=30))
