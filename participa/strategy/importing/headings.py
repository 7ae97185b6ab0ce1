"""Headings over columns of marks: months, weeks, parts of the year, and the groups that stand above them."""

import re
from collections.abc import Sequence

from participa.strategy.importing.columns import recognise
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import fold
from participa.strategy.importing.periods import MONTHS_IN, PER_YEAR, Period, Unit
from participa.strategy.importing.sections import element_named, stages_in
from participa.strategy.importing.spanish import INITIALS, MONTHS, ORDINALS

LONGEST = 60
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBER = re.compile(r"(?:n[o°º]?\.? ?)?(\d{1,2})(?:er|ro|ra|do|da|to|ta|o|a|°|º)?\.?")
WEEK = re.compile(r"(?:s|sem|semana|w)\s*(\d)|(\d)\s*(?:s|sem|semana)")
UNIT_WORDS = (
    (Unit.CUATRIMESTER, "cuatrimestr"),
    (Unit.QUARTER, "trimestr"),
    (Unit.SEMESTER, "semestr"),
    (Unit.BIMESTER, "bimestr"),
    (Unit.WEEK, "semana"),
)
MONTH_WORDS = frozenset({"mes", "meses", "mensual", "mensualidad"})
GROUP_WORDS = re.compile(
    r"\b(?:etapas?|fases?|cronograma|programacion|periodos?|fechas?|meses|mes|vigencia|ano|anos|tiempos?|elementos?|componentes?)\b"
)
BY_MONTHS = {tuple(range(1, 1 + length)): unit for unit, length in MONTHS_IN.items()}


def unit_of(text: str) -> Unit | None:
    """Return the part of the year that a heading speaks of, as «Cuatrimestre» or «MESES 2024» do."""
    words = fold(text)
    if len(words) > LONGEST:
        return None
    for unit, stem in UNIT_WORDS:
        if stem in words:
            return unit
    return Unit.MONTH if MONTH_WORDS & set(words.split()) else None


def year_of(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[0]) if found else None


def number_of(text: str) -> int | None:
    """Return the number of a short heading: 1, I, 1º, «Primer». None for words and numbers beyond 12."""
    words = fold(text)
    if words in ORDINALS:
        return ORDINALS[words]
    found = NUMBER.fullmatch(words)
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None


def week_of(text: str) -> int | None:
    """Return the number of a week of a month: «S2», «Semana 2», 2."""
    words = fold(text)
    found = WEEK.fullmatch(words)
    number = int(found[1] or found[2]) if found else number_of(text)
    return number if number is not None and 1 <= number <= 5 else None


def week_in(text: str) -> Period | None:
    """Return the week that a heading names with its month: «Marzo S1», «Semana 2 de abril»."""
    words = fold(text)
    month = next((word for word in words.split() if word in MONTHS), None)
    number = week_of(words.replace(month, "").replace(" de", "").strip()) if month else None
    is_named = number is not None and any(char.isalpha() for char in words.replace(month or "", ""))
    return Period(Unit.WEEK, year_of(text), MONTHS[month], number) if month and number and is_named else None


def periods_of(text: str) -> tuple[Period, ...]:
    """Return the months or parts of the year that a heading names by itself; empty when it names none."""
    if len(text) > LONGEST:
        return ()
    found = read_schedule(text)
    if not found.periods or any(period.unit in (Unit.DAY, Unit.YEAR, Unit.WEEK) for period in found.periods):
        return ()
    whole = _as_one(found.periods) if len(found.periods) > 1 else None
    return (whole,) if whole else found.periods


def _as_one(periods: Sequence[Period]) -> Period | None:
    """«Enero - marzo» is the first quarter."""
    months = tuple(period.number for period in periods)
    start = months[0]
    for unit, length in MONTHS_IN.items():
        if len(months) == length and (start - 1) % length == 0 and months == tuple(range(start, start + length)):
            return Period(unit, periods[0].year, (start - 1) // length + 1)
    return None


def is_group(text: str) -> bool:
    """True for what stands above several columns: a part of the year, a month, a year, «ETAPAS», «Fecha»."""
    words = fold(text)
    if not words or len(words) > LONGEST:
        return False
    return bool(unit_of(text) or GROUP_WORDS.search(words) or periods_of(text) or YEAR.fullmatch(words))


def is_leaf(text: str) -> bool:
    """True for what a second row of headings holds."""
    return bool(
        periods_of(text)
        or number_of(text) is not None
        or week_of(text) is not None
        or stages_in(text)
        or element_named(text)
        or recognise(text)
        or YEAR.fullmatch(text.strip())
    )


def initials(texts: Sequence[str]) -> bool:
    """True for E F M A M J J A S O N D."""
    return tuple(fold(text) for text in texts) == INITIALS


def part_of_year(unit: Unit, number: int | None, year: int | None) -> Period | None:
    """Return that part of the year, or None when there is none with that number."""
    if number is None or not 1 <= number <= PER_YEAR.get(unit, 0):
        return None
    return Period(unit, year, number)
