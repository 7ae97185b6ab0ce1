"""A telephone number as somebody writes it."""

import re

NUMBER = re.compile(r"(?=(?:\D*\d){7,15}\D*$)[0-9 +().-]+")
ONE_NUMBER = re.compile(r"\+?[0-9 ().-]+")
SHORTEST, LONGEST = 3, 15  # digits; short ones are lines of service, as 195
MOST_DIGITS_AT_HOME = 12  # 01 8000 and six more, or 57 and ten; with more and without a plus they may be two numbers


def is_number(typed: str) -> bool:
    return NUMBER.fullmatch(typed) is not None


def dialable(typed: str) -> str:
    """What a telephone dials: the digits, after the plus of a country. Empty when it is not surely one number."""
    plain = " ".join(typed.split())
    digits = re.sub("[^0-9]", "", plain)
    has_country = plain.startswith("+")
    most = LONGEST if has_country else MOST_DIGITS_AT_HOME
    if not ONE_NUMBER.fullmatch(plain) or not SHORTEST <= len(digits) <= most:
        return ""
    return f"+{digits}" if has_country else digits
