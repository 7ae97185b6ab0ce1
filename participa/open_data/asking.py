"""What a program asks of a table, out of the address. Everything is checked: what nobody understands is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participa.open_data.fields import Filter, Resource, Wanted
from participa.shared.addresses import LARGEST
from participa.shared.errors import DomainError

AFTER, LIMIT = "despues", "limite"
USUAL, MOST = 100, 1_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
Asked = Mapping[str, Sequence[str]]


class Misasked(DomainError):
    """The address asks for something that the table does not give. `parameter` is the one that is wrong."""

    status = 400

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Ask:
    """Which rows, beyond which mark, and at most how many."""

    wanted: Wanted
    after: int = 0
    most: int = USUAL


def read(resource: Resource, asked: Asked, site: str, day: date) -> Ask:
    """What the address asks. Raises Misasked."""
    for name, values in asked.items():
        if name not in {AFTER, LIMIT, *resource.filters}:
            raise Misasked(name, f"Esta tabla no tiene el filtro «{name[:40]}».")
        if len(values) != 1:
            raise Misasked(name, f"Escriba «{name}» una sola vez.")
    given = {name: values[0] for name, values in asked.items()}
    wanted = Wanted(
        site,
        day,
        year=_number(given, Filter.YEAR, FIRST_YEAR, LAST_YEAR),
        office_id=_number(given, Filter.OFFICE, 1, LARGEST),
        state=_state(resource, given),
        since=_day(given),
    )
    after = _number(given, AFTER, 0, LARGEST)
    return Ask(wanted, after or 0, _number(given, LIMIT, 1, MOST) or USUAL)


def _number(given: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))
    if not is_number or not least <= int(text) <= most:
        raise Misasked(name, f"«{name}» es un número entero de {least} a {most}.")
    return int(text)


def _state(resource: Resource, given: Mapping[str, str]) -> str | None:
    state = given.get(Filter.STATE)
    if state is not None and state not in resource.states:
        raise Misasked(Filter.STATE, f"«estado» es una de estas palabras: {', '.join(resource.states)}.")
    return state


def _day(given: Mapping[str, str]) -> date | None:
    text = given.get(Filter.SINCE)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-08-04") else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misasked(Filter.SINCE, "«desde» es un día, como 2026-08-04.")
    return day
