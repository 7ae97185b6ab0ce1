"""When an activity happens: its days, or else the periods that its cronograma marks, as days, months and words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby

from participa.shared.templating import MONTHS, short_day
from participa.strategy.importing import ImportedActivity
from participa.strategy.importing.periods import Period, Unit
from participa.strategy.models import Activity

CODE = re.compile(
    r"(?:(?P<year>\d{4})(?:-|$))?"
    r"(?:(?P<unit>[SCQB])(?P<number>\d)|M?(?P<month>\d{2})(?:-W(?P<week>\d)|-(?P<day>\d{2}))?)?"
)
UNITS = {"S": Unit.SEMESTER, "C": Unit.CUATRIMESTER, "Q": Unit.QUARTER, "B": Unit.BIMESTER}
NAMES = {
    Unit.SEMESTER: "semestre",
    Unit.CUATRIMESTER: "cuatrimestre",
    Unit.QUARTER: "trimestre",
    Unit.BIMESTER: "bimestre",
}
ORDINALS = ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto")
FEMININE = ("primera", "segunda", "tercera", "cuarta", "quinta")
SHORTEST_RUN = 3
REMEMBERED = 2_048


@lru_cache(maxsize=REMEMBERED)
def period_of(code: str) -> Period | None:
    """The period of a code as «2021-C2», «2022-03», «2023-01-W3» or «C2»; None for what is no code."""
    found = CODE.fullmatch(code)
    if found is None or not code:
        return None
    year = int(found["year"]) if found["year"] else None
    period = _period(found, year)
    try:
        return period if period.is_possible() and (period.last_day or year is None) else None
    except ValueError:  # the 31st of February
        return None


def _period(found: re.Match[str], year: int | None) -> Period:
    if found["unit"]:
        return Period(UNITS[found["unit"]], year, int(found["number"]))
    if found["month"] is None:
        return Period(Unit.YEAR, year)
    if found["week"]:
        return Period(Unit.WEEK, year, int(found["month"]), int(found["week"]))
    if found["day"]:
        return Period(Unit.DAY, year, int(found["month"]), int(found["day"]))
    return Period(Unit.MONTH, year, int(found["month"]))


def periods_of(activity: Activity) -> list[Period]:
    """Its periods in order of time; codes that say nothing are left out."""
    return _ordered(activity.periods or ())


def _ordered(codes: Sequence[str]) -> list[Period]:
    return sorted((period for period in map(period_of, codes) if period), key=lambda period: period.order)


def first_day(activity: Activity) -> date | None:
    """Its first day. Without any day, the first of its periods."""
    if activity.starts_on or activity.ends_on:
        return activity.starts_on
    days = [period.first_day for period in periods_of(activity) if period.first_day]
    return min(days) if days else None


def last_day(activity: Activity) -> date | None:
    """Its last day; after it the activity is overdue (the end of the last period when there is no day)."""
    if activity.starts_on or activity.ends_on:
        return activity.ends_on or activity.starts_on
    days = [period.last_day for period in periods_of(activity) if period.last_day]
    return max(days) if days else None


def shown_day(activity: Activity) -> date | None:
    """The day to show of it where there is place for only one."""
    return first_day(activity) or last_day(activity)


def period_months(activity: Activity) -> set[str]:
    """The months of its periods as «2021-05»; nothing when it has days."""
    if activity.starts_on or activity.ends_on:
        return set()
    return {f"{one.year:04}-{month:02}" for one in periods_of(activity) if one.year for month in one.months}


def in_words(codes: Sequence[str]) -> str:
    """«Segundo y tercer cuatrimestre de 2021»; nothing without periods."""
    groups = groupby(_ordered(codes), key=lambda period: (period.unit, period.year, _month_of_part(period)))
    parts = [_group(unit, list(members)) + (f" de {year}" if year else "") for (unit, year, _), members in groups]
    text = "; ".join(part.strip() for part in parts)
    return text[:1].upper() + text[1:]


def told(activity: Activity) -> str:
    """Its periods in words when it has no day, else what its document says."""
    if activity.starts_on or activity.ends_on:
        return activity.date_text
    return in_words(activity.periods or ()) or activity.date_text


def as_words(activity: Activity) -> str:
    """What its document says of time, else its periods in words: what somebody may write anew."""
    return activity.date_text or in_words(activity.periods or ())


def happens(row: ImportedActivity) -> str:
    """When a row of a document happens, as it was understood; what the document says where nothing was."""
    if row.starts_on or row.ends_on:
        days = dict.fromkeys(short_day(day) for day in (row.starts_on, row.ends_on) if day)
        return " a ".join(days)
    return in_words(row.periods) or row.date_text


def _month_of_part(period: Period) -> int:
    return period.number if period.unit in (Unit.WEEK, Unit.DAY) else 0


def _group(unit: Unit, members: Sequence[Period]) -> str:
    if unit is Unit.YEAR:
        return "todo el año" if members[0].year else "una vez al año"
    month = MONTHS[members[0].number - 1] if unit in (Unit.WEEK, Unit.DAY, Unit.MONTH) else ""
    if unit is Unit.DAY:
        return f"{_listed([str(one.part) for one in members])} de {month}"
    if unit is Unit.WEEK:
        plural = "semanas" if len(members) > 1 else "semana"
        return f"{_listed([FEMININE[one.part - 1] for one in members])} {plural} de {month}"
    if unit is Unit.MONTH:
        return _listed(list(_runs([one.number for one in members])))
    return f"{_listed([ORDINALS[one.number - 1] for one in members])} {NAMES[unit]}"


def _runs(months: Sequence[int]) -> Iterator[str]:
    """«febrero a abril» for three months or more that follow each other."""
    for _, pairs in groupby(enumerate(months), key=lambda pair: pair[1] - pair[0]):
        run = [month for _, month in pairs]
        if len(run) >= SHORTEST_RUN:
            yield f"{MONTHS[run[0] - 1]} a {MONTHS[run[-1] - 1]}"
        else:
            yield from (MONTHS[month - 1] for month in run)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} y {words[-1]}"
