"""What a text about time says: days, ranges, parts of the year, habits. Day first, never guessed."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from participa.strategy.importing.date_tokens import Sign, Token, Unreadable, day_of, tokens_of
from participa.strategy.importing.folding import says_nothing, without_accents
from participa.strategy.importing.periods import Period, Unit, between
from participa.strategy.importing.schedules import Schedule, ScheduleKind
from participa.strategy.importing.spanish import PERIODIC, PERMANENT, RELATIVE

LONGEST = 300
MOST_DAYS = 366
REMEMBERED = 4_096
DEADLINE = re.compile(
    r"^\s*(?:a mas tardar|antes del?|hasta|maximo|plazo(?: maximo)?|fecha limite|limite)\s*:?\s*"
    r"(?:hasta )?(?:el |del )?",
    re.IGNORECASE,
)
OPEN = re.compile(r"\s*(?:desde|a partir)\b", re.IGNORECASE)
OPENING = re.compile(r"^\s*(?:a partir del?|desde|inicia(?:ndo)?)\s*:?\s*(?:el )?", re.IGNORECASE)


@dataclass(frozen=True)
class _Item:
    """A date or a part of one: what stands between two signs."""

    period: Period | None = None
    number: int | None = None
    month: int | None = None
    year: int | None = None
    ordinal: int | None = None
    unit: Unit | None = None


def read_schedule(raw: str, year: int | None = None) -> Schedule:
    """Return what a text about time says. `year` is the one of the strategy, taken when the text names none."""
    if says_nothing(raw) or len(raw) > LONGEST:
        return Schedule(raw)
    return _read(raw, year)


@lru_cache(maxsize=REMEMBERED)
def _read(raw: str, year: int | None) -> Schedule:
    try:
        found = _dated(raw, raw, year)
    except Unreadable:
        return _in_words(raw, year)
    return _open(found) if OPEN.match(raw) and found.kind is not ScheduleKind.RANGE else found


def _in_words(raw: str, year: int | None) -> Schedule:
    plain = without_accents(raw)
    for form, is_deadline in ((DEADLINE, True), (OPENING, False)):
        if opening := form.match(plain):
            return _one_sided(raw, plain[opening.end() :], year, is_deadline)
    return _habit(raw, plain, year)


def _open(found: Schedule) -> Schedule:
    """«Desde febrero» says when it begins, not when it ends."""
    by_day = found.by_day and not found.periods
    return replace(found, kind=ScheduleKind.RANGE, starts_on=found.first_day, ends_on=None, periods=(), by_day=by_day)


def _one_sided(raw: str, text: str, year: int | None, is_deadline: bool) -> Schedule:
    try:
        found = _dated(raw, text, year)
    except Unreadable:
        return _habit(raw, without_accents(raw), year)
    return _closing(found) if is_deadline else _open(found)


def _closing(found: Schedule) -> Schedule:
    by_day = found.by_day and not found.periods
    return replace(found, kind=ScheduleKind.RANGE, starts_on=None, ends_on=found.last_day, periods=(), by_day=by_day)


def _habit(raw: str, plain: str, year: int | None) -> Schedule:
    if PERMANENT.search(plain):
        return Schedule(raw, ScheduleKind.PERMANENT)
    if RELATIVE.search(plain):
        return Schedule(raw, ScheduleKind.RELATIVE)
    if not PERIODIC.search(plain):
        return Schedule(raw)
    try:
        within = _dated(raw, PERIODIC.sub(" ", plain), year)
    except Unreadable:
        return Schedule(raw, ScheduleKind.PERIODIC)
    return replace(within, kind=ScheduleKind.PERIODIC)


def _dated(raw: str, text: str, year: int | None) -> Schedule:
    items, signs = _split(tokens_of(text))
    shared = _with_years(_with_months(_with_units(items), signs), signs)
    assumed = any(item.year is None for item in shared)
    periods = [_period(item, year) for item in shared]
    return replace(_schedule(raw, periods, signs), year_assumed=assumed)


def _split(tokens: list[Token]) -> tuple[list[_Item], list[Sign]]:
    items, signs = [_Item()], list[Sign]()
    for token in tokens:
        if token.sign is None:
            items[-1] = _with(items[-1], token)
        elif items[-1] != _Item():
            items.append(_Item())
            signs.append(token.sign)
        elif not signs or token.sign is Sign.TO:
            raise Unreadable(token.sign)
    if items[-1] == _Item() and signs and signs[-1] is Sign.AND:
        items, signs = items[:-1], signs[:-1]  # «4 de diciembre,»
    if items[-1] == _Item():
        raise Unreadable("")
    return items, signs


def _with(item: _Item, token: Token) -> _Item:
    if token.day:
        token_period = Period(Unit.DAY, token.day.year, token.day.month, token.day.day)
        if item != _Item():
            raise Unreadable("")
        return _Item(period=token_period, month=token.day.month, year=token.day.year, number=token.day.day)
    name = next(name for name in ("number", "year", "month", "ordinal", "unit") if getattr(token, name) is not None)
    if getattr(item, name) is not None or item.period:
        raise Unreadable(name)
    return replace(item, **{name: getattr(token, name)})


def _with_units(items: list[_Item]) -> list[_Item]:
    """«I y II trimestre», «trimestres 1, 2 y 4», «semanas 1 y 2 de marzo»: one unit named once."""
    units = {item.unit for item in items if item.unit}
    if len(units) != 1 or any(item.period for item in items):
        return items
    (unit,) = units
    return [replace(item, unit=unit) if item.unit is None and (item.ordinal or item.number) else item for item in items]


def _with_months(items: list[_Item], signs: list[Sign]) -> list[_Item]:
    """«3 al 9 de junio», «mayo 8 y 9»: the month is named once, mostly at the end."""
    done = list(items)
    for index in range(len(done) - 2, -1, -1):
        done[index] = _lend_month(done[index], done[index + 1])
    for index in range(1, len(done)):
        done[index] = _lend_month(done[index], done[index - 1])
    return done


def _lend_month(item: _Item, other: _Item) -> _Item:
    needs = item.month is None and item.period is None and item.unit in (None, Unit.WEEK) and _place(item) is not None
    return replace(item, month=other.month) if needs and other.month and _place(other) is not None else item


def _place(item: _Item) -> int | None:
    return item.number if item.number is not None else item.ordinal


def _with_years(items: list[_Item], signs: list[Sign]) -> list[_Item]:
    """A year at the end is that of all; «noviembre a febrero de 2021» begins the year before."""
    done = list(items)
    for index in range(len(done) - 2, -1, -1):
        if done[index].year is None and done[index + 1].year:
            done[index] = replace(done[index], year=_year_before(done[index], done[index + 1], signs[index]))
    for index in range(1, len(done)):
        if done[index].year is None and done[index - 1].year:
            done[index] = replace(done[index], year=done[index - 1].year)
    return done


def _year_before(item: _Item, following: _Item, sign: Sign) -> int | None:
    goes_back = sign is Sign.TO and item.month and following.month and item.month > following.month
    return following.year - 1 if goes_back and following.year else following.year


def _period(item: _Item, default: int | None) -> Period:
    year = item.year if item.year is not None else default
    if item.period:
        return item.period
    place = _place(item)
    if item.unit:
        return _possible(_part(item, item.unit, place, year))
    if item.month is None:
        return _whole_year(item, place)
    if place is None:
        return Period(Unit.MONTH, year, item.month)
    day_of(year or 2024, item.month, place)  # 29 February passes when the year is not known
    return Period(Unit.DAY, year, item.month, place)


def _whole_year(item: _Item, place: int | None) -> Period:
    if item.year is None or place is not None:
        raise Unreadable("")
    return Period(Unit.YEAR, item.year)


def _part(item: _Item, unit: Unit, place: int | None, year: int | None) -> Period:
    if place is None:
        raise Unreadable(unit)
    if unit is Unit.WEEK:
        return Period(unit, year, item.month or 0, place)
    if item.month is not None:
        raise Unreadable(unit)
    return Period(unit, year, place)


def _possible(period: Period) -> Period:
    if not period.is_possible():
        raise Unreadable(period.code)
    return period


def _schedule(raw: str, periods: list[Period], signs: list[Sign]) -> Schedule:
    if signs == [Sign.TO]:
        return _range(raw, *periods)
    expanded = _expanded(periods, signs)
    if expanded[0].unit is Unit.DAY and _are_consecutive(expanded):
        return _days(raw, expanded[0], expanded[-1])
    return Schedule(raw, ScheduleKind.SET, None, None, tuple(expanded), by_day=expanded[0].unit is Unit.DAY)


def _range(raw: str, first: Period, last: Period) -> Schedule:
    if first.unit is Unit.DAY and last.unit is Unit.DAY:
        return _days(raw, first, last)
    if first.unit is last.unit and first.unit not in (Unit.WEEK, Unit.YEAR):
        periods = between(first, last)
        if not periods:
            raise Unreadable(raw)
        return Schedule(raw, ScheduleKind.RANGE, first.first_day, last.last_day, periods, by_day=False)
    periods = _weeks(first, last) if first.unit is last.unit is Unit.WEEK else ()
    return Schedule(raw, ScheduleKind.RANGE, first.first_day, last.last_day, periods, by_day=False)


def _weeks(first: Period, last: Period) -> tuple[Period, ...]:
    if (first.year, first.number) != (last.year, last.number) or first.part > last.part:
        return (first, last)
    return tuple(Period(Unit.WEEK, first.year, first.number, part) for part in range(first.part, last.part + 1))


def _days(raw: str, first: Period, last: Period) -> Schedule:
    kind = ScheduleKind.EXACT if first == last else ScheduleKind.RANGE
    periods = () if first.year else (first, last)
    return Schedule(raw, kind, first.first_day, last.last_day, periods)


def _expanded(periods: list[Period], signs: list[Sign]) -> list[Period]:
    """The periods of a list, each range inside it written out."""
    found, index = list[Period](), 0
    while index < len(periods):
        if index < len(signs) and signs[index] is Sign.TO:
            found += _written_out(periods[index], periods[index + 1])
            index += 2
        else:
            found.append(periods[index])
            index += 1
    return sorted(dict.fromkeys(found), key=lambda period: period.order)


def _written_out(first: Period, last: Period) -> list[Period]:
    if first.unit is not last.unit or first.unit is Unit.YEAR:
        raise Unreadable(first.code)
    if first.unit is Unit.WEEK:
        return list(_weeks(first, last))
    return _days_between(first, last) if first.unit is Unit.DAY else list(between(first, last))


def _days_between(first: Period, last: Period) -> list[Period]:
    start, end = first.first_day, last.last_day
    if start is None or end is None or not 0 <= (end - start).days <= MOST_DAYS:
        raise Unreadable(first.code)
    days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
    return [Period(Unit.DAY, day.year, day.month, day.day) for day in days]


def _are_consecutive(periods: list[Period]) -> bool:
    days = [period.first_day for period in periods]
    return all(
        first is not None and second is not None and second - first == timedelta(days=1)
        for first, second in zip(days, days[1:], strict=False)
    )
