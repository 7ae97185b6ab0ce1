"""Which year a cronograma is for: what was given, the title, its dates, its texts. Doubts are told, never hidden."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from participa.strategy.importing.fields import Fields
from participa.strategy.importing.folding import without_accents
from participa.strategy.importing.plan import PlanWarning, WarningCode

YEAR = re.compile(r"\b(?:19[9]|20\d)\d\b")
VIGENCIA = re.compile(r"\bvigencias?\s*:?\s*(?:del? )?(?:ano )?((?:19[9]|20\d)\d)\b")
FEWEST_MENTIONS = 3


@dataclass(frozen=True)
class KnownYear:
    """The year of the strategy (None: nothing tells it) and what should be said about it."""

    year: int | None
    warnings: tuple[PlanWarning, ...] = ()


def known_year(given: int | None, titles: Sequence[str], fields: Sequence[Fields]) -> KnownYear:
    """Return the year given, or the one that the document itself tells."""
    if given is not None:
        return KnownYear(given)
    dated, titled, mentioned = _of_dates(fields), _of_titles(titles), _of_texts(fields)
    year = dated or titled or None
    if not dated and titled and mentioned and mentioned != titled:
        return KnownYear(mentioned, (_conflict(titled, mentioned),))
    return KnownYear(year or mentioned, tuple(_told(dated, titled, mentioned)))


def guess_year(fields: Sequence[Fields]) -> int | None:
    """Return the most frequent year of the dates, the earliest when two tie, None without dates."""
    return _of_dates(fields)


def _told(dated: int | None, titled: int | None, mentioned: int | None) -> Iterator[PlanWarning]:
    if dated and titled and dated != titled:
        yield _conflict(titled, dated)
    elif dated:
        yield _guessed(dated, "el año que más se repite en las fechas")
    elif titled:
        yield _guessed(titled, "el año del título")
    elif mentioned:
        yield _guessed(mentioned, "el año que más nombran las actividades")


def _guessed(year: int, reason: str) -> PlanWarning:
    return PlanWarning(WarningCode.GUESSED_YEAR, None, f"Se tomó {year} como vigencia, {reason}.")


def _conflict(titled: int, other: int) -> PlanWarning:
    text = f"El título dice {titled} y las actividades dicen {other}. Se tomó {other}; confirme la vigencia."
    return PlanWarning(WarningCode.YEAR_CONFLICT, None, text)


def _of_dates(fields: Sequence[Fields]) -> int | None:
    return _most_frequent(Counter(year for row in fields for year in _years_of(row)))


def _years_of(row: Fields) -> Iterator[int]:
    ends = [value for value in (row.start, row.end) if value]
    for value in ends:
        yield from value.years
    if not ends:
        yield from row.schedule.years


def _of_titles(titles: Sequence[str]) -> int | None:
    text = without_accents(" ".join(titles))
    named = [int(year) for year in VIGENCIA.findall(text)]
    return named[-1] if named else _most_frequent(Counter(int(year) for year in YEAR.findall(text)))


def _of_texts(fields: Sequence[Fields]) -> int | None:
    counted = Counter(int(year) for row in fields for year in YEAR.findall(row.name))
    year = _most_frequent(counted)
    return year if year and counted[year] >= FEWEST_MENTIONS else None


def _most_frequent(years: Counter[int]) -> int | None:
    return min(years, key=lambda year: (-years[year], year), default=None)
