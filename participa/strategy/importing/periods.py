"""Parts of a year as a cronograma names them: the second cuatrimestre, March, the third week of January."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a period is a part of the year of. The value is its letter in a period code."""

    YEAR = "Y"
    SEMESTER = "S"
    CUATRIMESTER = "C"
    QUARTER = "Q"
    BIMESTER = "B"
    MONTH = "M"
    WEEK = "W"
    DAY = "D"


MONTHS_IN = {Unit.SEMESTER: 6, Unit.CUATRIMESTER: 4, Unit.QUARTER: 3, Unit.BIMESTER: 2, Unit.MONTH: 1}
PER_YEAR = {unit: 12 // months for unit, months in MONTHS_IN.items()}
LAST_WEEK = 5
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Period:
    """One part of a year. `number` counts from 1 (the month for weeks and days, whose own number is `part`).

    Without year it is the same part of any year.
    """

    unit: Unit
    year: int | None
    number: int = 1
    part: int = 0

    @property
    def code(self) -> str:
        """«2021-C2», «2022-Q1», «2022-03», «2022-S2», «2023-01-W3», «2024-05-08», «2024»; «C2», «M03» without year."""
        named = self._named if self.year is not None else self._named_without_year
        return f"{self.year}-{named}".rstrip("-") if self.year is not None else named

    @property
    def _named(self) -> str:
        if self.unit is Unit.YEAR:
            return ""
        if self.unit is Unit.MONTH:
            return f"{self.number:02}"
        if self.unit is Unit.WEEK:
            return f"{self.number:02}-W{self.part}"
        return f"{self.number:02}-{self.part:02}" if self.unit is Unit.DAY else f"{self.unit}{self.number}"

    @property
    def _named_without_year(self) -> str:
        return f"M{self._named}" if self.unit in (Unit.MONTH, Unit.WEEK, Unit.DAY) else self._named

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Sorts by first day, longer parts after shorter ones."""
        return self.year or 0, self.months[0], self.part, self.unit

    @property
    def months(self) -> tuple[int, ...]:
        """The months that it covers or is in."""
        if self.unit is Unit.YEAR:
            return tuple(range(1, 13))
        length = MONTHS_IN.get(self.unit, 1)
        return tuple(range((self.number - 1) * length + 1, self.number * length + 1))

    @property
    def first_day(self) -> date | None:
        if self.year is None:
            return None
        day = self.part if self.unit is Unit.DAY else (self.part - 1) * DAYS_OF_WEEK + 1
        return date(self.year, self.months[0], max(day, 1))

    @property
    def last_day(self) -> date | None:
        if self.year is None:
            return None
        last = monthrange(self.year, self.months[-1])[1]
        if self.unit is Unit.DAY:
            last = self.part
        if self.unit is Unit.WEEK and self.part < LAST_WEEK:
            last = min(self.part * DAYS_OF_WEEK, last)
        return date(self.year, self.months[-1], last)

    def is_possible(self) -> bool:
        """False for the fifth quarter, month 13 or the sixth week."""
        if self.unit is Unit.WEEK:
            return 1 <= self.number <= 12 and 1 <= self.part <= LAST_WEEK
        return 1 <= self.number <= PER_YEAR.get(self.unit, 12)


def between(first: Period, last: Period) -> tuple[Period, ...]:
    """Return every period of the same unit from the first to the last, both included. Both need a year, or none has."""
    size = PER_YEAR[first.unit]
    start, end = ((period.year or 0) * size + period.number - 1 for period in (first, last))
    years = first.year is not None
    return tuple(
        Period(first.unit, place // size if years else None, place % size + 1) for place in range(start, end + 1)
    )
