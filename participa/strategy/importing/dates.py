"""What a text about time says: days, ranges, parts of the year, habits. Day first, never guessed."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from participa.strategy.importing.columns import Column, recognise
from participa.strategy.importing.date_items import read_items
from participa.strategy.importing.date_tokens import Sign, Unreadable, tokens_of
from participa.strategy.importing.folding import says_nothing, without_accents
from participa.strategy.importing.periods import Period, Unit, between
from participa.strategy.importing.schedules import Schedule, ScheduleKind
from participa.strategy.importing.spanish import PERIODIC, PERMANENT, RELATIVE

LONGEST = 300
SPARSE = re.compile(r"\b(?:tri|cuatri|se)mestral")  # «semestral (junio - diciembre)» names two months
MOST_DAYS = 366
REMEMBERED = 4_096
DEADLINE = re.compile(
    r"^\s*(?:a mas tardar|antes del?|hasta|maximo|plazo(?: maximo)?|fecha limite|limite|al? (?=\d))\s*:?\s*"
    r"(?:hasta )?(?:el |del )?",
    re.IGNORECASE,
)
OPEN = re.compile(r"\s*(?:desde|a partir)\b", re.IGNORECASE)
OPENING = re.compile(r"^\s*(?:a partir del?|desde|inicia(?:ndo)?)\s*:?\s*(?:el )?", re.IGNORECASE)


def read_schedule(raw: str, year: int | None = None) -> Schedule:
    """Return what a text about time says. `year` is the one of the strategy, taken when the text names none."""
    if says_nothing(raw) or len(raw) > LONGEST:
        return Schedule(raw)
    return replace(_read(_without_label(raw), year), raw=raw)


def _without_label(raw: str) -> str:
    """«Fecha programada: 30/06/2021» is 30/06/2021; «Fecha límite: …» says that it ends then, and stays."""
    label, colon, rest = raw.partition(":")
    is_label = bool(colon) and recognise(label) is Column.DATE and not DEADLINE.match(without_accents(raw))
    return rest.strip() if is_label else raw


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
    if not PERIODIC.search(plain):
        return Schedule(raw, ScheduleKind.RELATIVE) if RELATIVE.search(plain) else Schedule(raw)
    rest = PERIODIC.sub(" ", plain)
    try:
        within = _dated(raw, rest.replace("-", ",") if SPARSE.search(plain) else rest, year)
    except Unreadable:
        return Schedule(raw, ScheduleKind.PERIODIC)
    return replace(within, kind=ScheduleKind.PERIODIC)


def _dated(raw: str, text: str, year: int | None) -> Schedule:
    periods, signs, is_assumed = read_items(tokens_of(text), year)
    return replace(_schedule(raw, periods, signs), year_assumed=is_assumed)


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
    if first.unit is last.unit is Unit.WEEK:
        return Schedule(raw, ScheduleKind.SET, None, None, _weeks(first, last), by_day=False)
    return Schedule(raw, ScheduleKind.RANGE, first.first_day, last.last_day, (), by_day=False)


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
