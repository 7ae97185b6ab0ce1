"""What the pages of the calendar of reports show: the same for everybody and for the team."""

from collections.abc import Callable
from typing import Any

from participa.reports.owing import OwedState
from participa.reports.queries import owing
from participa.reports.queries.owing import Owed
from participa.shared import years as by_year
from participa.shared.clock import today

PARTS = (
    ("atrasados", "Atrasados", (OwedState.OVERDUE,)),
    ("por-publicar", "Por publicar", (OwedState.SOON, OwedState.AHEAD, OwedState.UNDATED)),
    ("publicados", "Publicados", (OwedState.DONE, OwedState.DONE_LATE)),
)


def shown(asked: int | None, address_of: Callable[[int], str]) -> dict[str, Any]:
    """What a template needs. Without a known year, this one: a strategy of the next is no reason to open there."""
    day, known = today(), owing.years(today())
    year = asked if asked in known else day.year
    found = owing.of_year(year, day)
    views = by_year.views(known, year, address_of)
    return {"year": year, "years": views, "parts": _parts(found), "coming": _coming(found)}


def _coming(found: list[Owed]) -> list[Owed]:
    """What will be owed once the spaces that are to come are held."""
    return [one for one in found if not one.debt.is_certain and one.done is None]


def _parts(found: list[Owed]) -> list[tuple[str, str, list[Owed]]]:
    """What is late, what comes and what was published, each with its word and its title; empty ones are left out."""
    sure = [one for one in found if one.debt.is_certain or one.done]
    parts = [(name, title, [one for one in sure if one.state in states]) for name, title, states in PARTS]
    return [part for part in parts if part[2]]
