"""The text of a date column to tokens: exact dates, numbers, months, ordinals, parts of the year, «to» and «and»."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from participa.strategy.importing.folding import without_accents
from participa.strategy.importing.periods import Unit
from participa.strategy.importing.spanish import MONTHS, ORDINALS, SHORT_UNITS, UNITS, WEEKDAYS

FIRST_YEAR, LAST_YEAR = 1990, 2099
CENTURY = 2000
COMMON_YEAR = 2001
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DASHES = re.compile("[‐-―−]")
DOTTED_YEAR = re.compile(r"\b(2)\.(0\d\d)\b")
HYPHEN, RANGE_WORD = re.compile(r"-"), re.compile(r"\b(?:a|al|y|hasta)\b|,")
CLOCK = re.compile(r"\b(?:a las? )?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?")
DAY_FIRST = re.compile(r"\b(?P<d>\d{1,2})\s*(?P<mark>[/.\-])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<y>\d{4}|\d{2})\b")
YEAR_FIRST = re.compile(r"\b(?P<y>\d{4})(?P<mark>[-/])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?:[ t]00:00(?::00)?)?\b")
NAMED = re.compile(rf"\b(?P<d>\d{{1,2}})\s*[-/.]\s*(?P<m>{MONTH})\.?\s*[-/.]\s*(?P<y>\d{{4}}|\d{{2}})\b")
NUMERIC_MONTH = re.compile(r"\b(?:(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2}))\b(?!-)")
SHORT_MONTH = re.compile(rf"\b(?P<m>{MONTH})\.?(?:[-/'](?P<y2>\d{{2}})|\s*[-/']\s*(?P<y>\d{{4}}))\b(?!/)")
MONTH_DAY_YEAR = re.compile(rf"\b({MONTH})\.?\s+(\d{{1,2}})\s*[/,-]\s*(\d{{4}})\b")
SERIAL = re.compile(r"\s*[34]\d{4}(?:\.\d+)?\s*")  # what a spreadsheet writes for a day: 1982 to 2036
FIRST_SERIAL = date(1899, 12, 30)
SOMEWHERE = re.compile(  # which part of the month is not said by days: the month is what is known
    rf"\b(?:(?:la |las |los )?(?:ultimas? semanas?|(?:ultimos|primeros) dias(?: habiles)?)"
    rf"|(?:a |para )?(?:finales|fines|final|mediados|principios|inicios|comienzos)) de (?=(?:l mes de )?(?:{MONTH})\b)"
)
FORTNIGHT = re.compile(rf"\b(?P<n>1r?a|2d?a|i|ii|primera|segunda) quincena (?:del? )?(?:mes de )?(?P<m>{MONTH})\b")
WEEK_OF_DAYS = re.compile(r"\bsemanas? (?=del? \d)")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b\s*,?")
DAY_AND_MONTH = re.compile(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})\b(?!/)")
DAY_AND_NAME = re.compile(rf"\b(\d{{1,2}})\s*[-/]\s*({MONTH})\b")
TOKEN = re.compile(
    r"@(?P<date>\d{8})|#(?P<month>\d{6})|(?P<ordinal>\d+(?:er|ro|ra|do|da|to|ta|o|a)\b)"
    r"|(?P<short>[cqtbsw][ ]?\d\b|\d[cqt]\b)"
    r"|(?P<number>\d+)|(?P<word>[a-zñ]+)|(?P<sign>[-,;/&+])|(?P<blank>[\s.:()'\"°º*]+)|(?P<other>.)"
)
FILLERS = frozenset(
    [
        "del",
        "de",
        "el",
        "los",
        "la",
        "las",
        "dia",
        "dias",
        "mes",
        "meses",
        "durante",
        "en",
        "ano",
        "anos",
        "vigencia",
        "desde",
        "fecha",
        "entre",
    ]
)


class Sign(StrEnum):
    """How two dates of one text stand to each other."""

    TO = "to"
    AND = "and"


SIGNS = {"a": Sign.TO, "al": Sign.TO, "hasta": Sign.TO, "-": Sign.TO} | dict.fromkeys(
    ["y", "e", "o", "u", ",", ";", "/", "&", "+"], Sign.AND
)


@dataclass(frozen=True)
class Token:
    """One piece of a date. Exactly one of its parts is set."""

    day: date | None = None
    number: int | None = None
    year: int | None = None
    month: int | None = None
    ordinal: int | None = None
    unit: Unit | None = None
    sign: Sign | None = None


class Unreadable(ValueError):
    """Some word or number does not belong to a date."""


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text. Raises Unreadable."""
    if is_serial(text):
        return [Token(day=FIRST_SERIAL + timedelta(days=int(float(text))))]
    plain = _with_exact_dates(CLOCK.sub(" ", DASHES.sub("-", _plain(text))))
    found = [token for match in TOKEN.finditer(_listed(plain)) for token in _read(match)]
    return _with_ranges(found) if re.search(r"\bentre\b", plain) else found


def _listed(plain: str) -> str:
    """«Febrero - junio - noviembre» is a list: two ranges cannot share an end."""
    return plain.replace("-", ",") if len(HYPHEN.findall(plain)) > 1 and not RANGE_WORD.search(plain) else plain


def _plain(text: str) -> str:
    plain = WEEKDAY.sub(" ", WEEK_OF_DAYS.sub(" ", DOTTED_YEAR.sub(r"\1\2", without_accents(text))))
    plain = FORTNIGHT.sub(_fortnight, SOMEWHERE.sub(" ", plain))
    return MONTH_DAY_YEAR.sub(r"\2 \1 \3", plain)


def is_serial(text: str) -> bool:
    """True for the number that a spreadsheet keeps for a day, when it lost how to show it."""
    return bool(SERIAL.fullmatch(text))


def _fortnight(found: re.Match[str]) -> str:
    """The days of half a month; that of February ends on 28."""
    if found["n"] in ("1a", "1ra", "i", "primera"):
        return f"1 al 15 de {found['m']}"
    return f"16 al {monthrange(COMMON_YEAR, MONTHS[found['m']])[1]} de {found['m']}"


def full_year(text: str) -> int:
    """Return the year of two or four digits. Raises Unreadable before 1990 and after 2099."""
    year = int(text) + (CENTURY if len(text) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(text)
    return year


def day_of(year: int, month: int, day: int) -> date:
    """Return that day. Raises Unreadable when there is none."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable(str(day)) from error


def _with_exact_dates(text: str) -> str:
    for form in (YEAR_FIRST, DAY_FIRST, NAMED):
        text = form.sub(_exact, text)
    text = NUMERIC_MONTH.sub(lambda found: _month(found["y"] or found["y2"], found["m"] or found["m2"]), text)
    text = DAY_AND_NAME.sub(r"\1 \2", SHORT_MONTH.sub(_short_month, text))
    return DAY_AND_MONTH.sub(_day_and_month, text)


def _exact(found: re.Match[str]) -> str:
    month = MONTHS.get(found["m"]) or int(found["m"])
    return f" @{day_of(full_year(found['y']), month, int(found['d'])):%Y%m%d} "


def _month(year: str, month: str) -> str:
    if not 1 <= int(month) <= 12:
        raise Unreadable(month)
    return f" #{full_year(year)}{int(month):02} "


def _short_month(found: re.Match[str]) -> str:
    return _month(found["y"] or found["y2"], str(MONTHS[found["m"]]))


def _day_and_month(found: re.Match[str]) -> str:
    names = {number: name for name, number in MONTHS.items() if len(name) > 4}
    month, day = int(found["m"]), int(found["d"])
    return f" {day} {names.get(month, 'mayo')} " if 1 <= month <= 12 else found[0]


def _read(match: re.Match[str]) -> Iterator[Token]:
    kind, text = match.lastgroup, match[0]
    if kind == "date":
        yield Token(day=date(int(text[1:5]), int(text[5:7]), int(text[7:9])))
    elif kind == "month":
        yield from (Token(month=int(text[5:7])), Token(year=int(text[1:5])))
    elif kind == "short":
        letter = next(char for char in text if char.isalpha())
        yield from (Token(unit=SHORT_UNITS[letter]), Token(ordinal=int(re.sub(r"\D", "", text))))
    elif kind in ("number", "ordinal"):
        yield _number(text)
    elif kind in ("word", "sign"):
        yield from _word(text)
    elif kind == "other":
        raise Unreadable(text)


def _number(text: str) -> Token:
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return Token(year=full_year(digits))
    if len(digits) > 2:
        raise Unreadable(text)
    return Token(number=int(digits)) if text == digits else Token(ordinal=int(digits))


def _word(word: str) -> Iterator[Token]:
    if word in SIGNS:
        yield Token(sign=SIGNS[word])
    elif word in MONTHS:
        yield Token(month=MONTHS[word])
    elif word in UNITS:
        yield Token(unit=UNITS[word])
    elif word in ORDINALS:
        yield Token(ordinal=ORDINALS[word])
    elif word not in FILLERS:
        raise Unreadable(word)


def _with_ranges(tokens: list[Token]) -> list[Token]:
    """«Entre marzo y mayo» is a range."""
    return [Token(sign=Sign.TO) if token.sign is Sign.AND else token for token in tokens]
