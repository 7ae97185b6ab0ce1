"""Tokens to periods: what is named once («3 al 9 de junio de 2019») belongs to every date of the text."""

from dataclasses import dataclass, replace

from participa.strategy.importing.date_tokens import Sign, Token, Unreadable, day_of
from participa.strategy.importing.periods import Period, Unit


@dataclass(frozen=True)
class _Item:
    """A date or a part of one: what stands between two signs."""

    period: Period | None = None
    number: int | None = None
    month: int | None = None
    year: int | None = None
    ordinal: int | None = None
    unit: Unit | None = None


def read_items(tokens: list[Token], year: int | None) -> tuple[list[Period], list[Sign], bool]:
    """Return the periods, what stands between them, and whether some took the year given. Raises Unreadable."""
    items, signs = _split(tokens)
    shared = _with_years(_with_months(_with_units(items)), signs)
    return [_period(item, year) for item in shared], signs, any(item.year is None for item in shared)


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


def _with_months(items: list[_Item]) -> list[_Item]:
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
