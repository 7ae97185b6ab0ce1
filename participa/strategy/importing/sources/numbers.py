"""Numbers of a spreadsheet as a person sees them: dates by their format, whole numbers without decimals."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from participa.strategy.importing.spanish import MONTH_NAMES

FIRST_DAY, FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days without a zone
LATEST_SERIAL = 80_000  # the year 2119
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
BUILT_IN: Mapping[int, str] = {
    **dict.fromkeys((14, 15, 22, 27, 30, 31, 36, 50, 51, 52, 54, 57, 58), "d/m/yyyy"),
    16: "d-mmm",
    17: "mmm-yy",
    28: "d-mmm",
    29: "d-mmm",
    55: "mmm-yy",
    56: "d-mmm",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 53), "h:mm"),
    9: "0%",
    10: "0.00%",
}


def shown(value: str, number_format: str, is_1904: bool) -> str:
    """Return how a number reads: «9/09/2020» or «marzo 2024» for dates, «25%», «3»."""
    try:
        number = float(value)
    except ValueError:
        return value
    code = QUOTED.sub("", number_format).lower()
    if "%" in code:
        return f"{round(number * 100, 4):g}%"
    if re.search(r"[dy]|mmm", code) and 0 < number < LATEST_SERIAL:
        return _date_text(_day(number, is_1904), code)
    if "h" in code and 0 <= number < 1:
        return f"{FIRST_DAY + timedelta(days=number):%H:%M}"
    return str(int(number)) if number.is_integer() else repr(number)


def day_text(day: date) -> str:
    """Return a day as cronogramas write it: «9/09/2020»."""
    return f"{day.day}/{day.month:02}/{day.year}"


def _day(serial: float, is_1904: bool) -> date:
    return ((FIRST_DAY_1904 if is_1904 else FIRST_DAY) + timedelta(days=serial)).date()


def _date_text(day: date, code: str) -> str:
    if "d" in code:
        return day_text(day)
    if "m" in code:
        return f"{MONTH_NAMES[day.month - 1]} {day.year}"
    return str(day.year)
