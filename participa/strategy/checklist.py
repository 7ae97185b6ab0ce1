"""What the law asks of a year, as reminders for the team. They never block."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from participa.strategy.models import Activity

MAYOR = re.compile(r"\b(?:edil|ediles|veedur\w*|organizacion(?:es)? social(?:es)?|organizaciones)\b")
YOUTH = re.compile(r"\b(?:joven|jovenes|juvent\w*|juvenil(?:es)?)\b")
TWICE = 2


@dataclass(frozen=True)
class Reminder:
    """A duty, where it is written, and whether what is in the strategy seems to meet it."""

    text: str
    law: str
    is_met: bool


def checklist(year: int, first_published_on: date | None, activities: Sequence[Activity]) -> list[Reminder]:
    """The duties of the year. Those of activities are looked for by the words of their names."""
    last_day = date(year, 1, 31)
    return [
        Reminder(
            f"Publicar la estrategia a más tardar el 31 de enero de {year}.",
            "Decreto 1081 de 2015, artículo 2.1.4.8",
            first_published_on is not None and first_published_on <= last_day,
        ),
        Reminder(
            "Convocar dos veces en el año a ediles, organizaciones sociales y veedurías.",
            "Ley 136 de 1994, artículo 91",
            _named(activities, MAYOR) >= TWICE,
        ),
        Reminder(
            "Hacer la audiencia anual con jóvenes.",
            "Ley 1622 de 2013, artículo 9",
            _named(activities, YOUTH) >= 1,
        ),
    ]


def _named(activities: Sequence[Activity], words: re.Pattern[str]) -> int:
    return sum(words.search(_plain(activity.name)) is not None for activity in activities)


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
