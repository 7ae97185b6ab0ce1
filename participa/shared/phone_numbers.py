"""A telephone number as somebody writes it."""

import re

NUMBER = re.compile(r"(?=(?:\D*\d){7,15}\D*$)[0-9 +().-]+")
MOST_DIGITS_AT_HOME = 12  # 01 8000 and six more, or 57 and ten; with more and without a plus they may be two numbers


def is_number(typed: str) -> bool:
    return NUMBER.fullmatch(typed) is not None


def dialable(typed: str) -> str:
    """What a telephone dials: the digits, after the plus of a country. Empty when it is not surely one number."""
    plain = " ".join(typed.split())
    digits = re.sub("[^0-9]", "", plain)
    has_country = plain.startswith("+")
    if not is_number(plain) or (len(digits) > MOST_DIGITS_AT_HOME and not has_country):
        return ""
    return f"+{digits}" if has_country else digits
