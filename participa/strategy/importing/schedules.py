"""When an activity happens, as a typed value: the text is always kept and nothing is invented."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.periods import PER_YEAR, Period, between


class ScheduleKind(StrEnum):
    """What a text about time says."""

    EXACT = "exact"
    RANGE = "range"
    SET = "set"
    PERIODIC = "periodic"
    PERMANENT = "permanent"
    RELATIVE = "relative"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Schedule:
    """When, with the text it was read from.

    `starts_on` and `ends_on` are given by the text itself: an exact date or a range; a set keeps its periods.
    `by_day` is False when the days are the ends of months. `year_assumed` is True when the text names no year.
    """

    raw: str
    kind: ScheduleKind = ScheduleKind.UNKNOWN
    starts_on: date | None = None
    ends_on: date | None = None
    periods: tuple[Period, ...] = ()
    by_day: bool = True
    year_assumed: bool = False

    @property
    def is_empty(self) -> bool:
        return says_nothing(self.raw) and not self.periods

    @property
    def is_unreadable(self) -> bool:
        return self.kind is ScheduleKind.UNKNOWN and not self.is_empty

    @property
    def first_day(self) -> date | None:
        """The first day that it could be: its own, or that of its first period."""
        return self.starts_on or (self.periods[0].first_day if self.periods else None)

    @property
    def last_day(self) -> date | None:
        return self.ends_on or (self.periods[-1].last_day if self.periods else None)

    @property
    def years(self) -> tuple[int, ...]:
        """The years it names itself, repeated as often as it names them."""
        if self.year_assumed:
            return ()
        days = [day.year for day in (self.starts_on, self.ends_on) if day]
        return tuple(days or [period.year for period in self.periods if period.year])


def joined(raw: str, start: Schedule | None, end: Schedule | None) -> Schedule:
    """Return the schedule of a row with a column for the first and one for the last day."""
    first, last = start or Schedule(""), end or Schedule("")
    if last.is_empty or first.kind in HABITS:
        return replace(first, raw=raw)
    if first.is_empty:
        return _ending(raw, last)
    periods = _between(first, last)
    if first.first_day is None or last.last_day is None:
        if periods:
            return Schedule(raw, ScheduleKind.RANGE, None, None, periods, by_day=False, year_assumed=True)
        return replace(first if last.is_unreadable else _ending(raw, last), raw=raw)
    by_day = first.by_day and last.by_day and not first.periods and not last.periods
    is_one_day = by_day and first.first_day == last.last_day
    kind = ScheduleKind.EXACT if is_one_day else ScheduleKind.RANGE
    assumed = first.year_assumed or last.year_assumed
    return Schedule(raw, kind, first.first_day, last.last_day, periods, by_day, assumed)


def _between(first: Schedule, last: Schedule) -> tuple[Period, ...]:
    """«Febrero» in one column and «noviembre» in the other are ten months."""
    if len(first.periods) != 1 or len(last.periods) != 1:
        return ()
    start, end = first.periods[0], last.periods[0]
    is_same = start.unit is end.unit and start.unit in PER_YEAR and (start.year is None) == (end.year is None)
    return between(start, end) if is_same else ()


HABITS = frozenset({ScheduleKind.PERIODIC, ScheduleKind.PERMANENT, ScheduleKind.RELATIVE})


def _ending(raw: str, last: Schedule) -> Schedule:
    if last.last_day is None:
        return replace(last, raw=raw)
    return Schedule(raw, ScheduleKind.RANGE, None, last.last_day, (), last.by_day, last.year_assumed)
