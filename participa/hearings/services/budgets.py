"""How much one phone may write in a hearing, and how many new phones one network may bring. Never a refusal for good.

The same leaking buckets as for questions (questions.models.AskingBudget), under keys of the hearing; they are erased
the day after. A refused write rolls back, so that it fills nothing.
"""

import math

from sqlalchemy import Date, TextClause, bindparam, text

from participa.extensions import db
from participa.hearings.devices import digest, is_of_hall
from participa.hearings.models import Hearing
from participa.questions.services import Arrival
from participa.shared.clock import now, today
from participa.shared.errors import TooMany

SECOND = 1000  # in the milliseconds of the budgets
MINUTE = 60 * SECOND
SUPPORTS_A_MINUTE, READS_A_MINUTE, GUESSES_A_MINUTE = 60, 240, 6  # of a phone
NEW_PHONES_A_MINUTE = 1200  # of a network: a full hall reads one code at once
_LEVEL = (
    "CASE WHEN asking_budget.level <= :start THEN :start "
    "WHEN asking_budget.level > :most THEN :most ELSE asking_budget.level END + :step"
)
FILL = text(f'UPDATE asking_budget SET step = :step, level = {_LEVEL} WHERE "key" = :key RETURNING level')  # noqa: S608 - our own words
BEGIN = text(
    f'INSERT INTO asking_budget ("key", day, level, step) VALUES (:key, :day, :start + :step, :step) '  # noqa: S608 - our own words
    f'ON CONFLICT ("key") DO UPDATE SET step = excluded.step, level = {_LEVEL} RETURNING level'
).bindparams(bindparam("day", type_=Date))


def take_support(hearing: Hearing, arrival: Arrival, is_in_room: bool) -> None:
    """Count one tap of a phone. Raises TooMany with the seconds to wait."""
    wait = _take(hearing, arrival, "support", MINUTE // SUPPORTS_A_MINUTE, is_in_room)
    if wait:
        raise TooMany(f"Va muy rápido. Espere {_seconds(wait)} e intente otra vez. Sus otros apoyos siguen guardados.")


def take_guess(hearing: Hearing, arrival: Arrival) -> None:
    """Count one number of the hall that a phone typed. Raises TooMany."""
    wait = _take(hearing, arrival, "hall", MINUTE // GUESSES_A_MINUTE, is_in_room=True)
    if wait:
        raise TooMany(f"Espere {_seconds(wait)} antes de escribir otro número.")


def has_room_for_reads(hearing: Hearing, arrival: Arrival, cards: int) -> bool:
    """Count cards that a phone had in view; whether they fit."""
    return not _take(hearing, arrival, "read", cards * (MINUTE // READS_A_MINUTE), False, MINUTE)


def _take(hearing: Hearing, arrival: Arrival, purpose: str, step: int, is_in_room: bool, room: int = MINUTE) -> int:
    """Fill the budget of a phone; for how many milliseconds it must wait, 0 when there was room."""
    key = digest(hearing.salt or "", f"budget-{purpose}", arrival.device.name)
    level = _fill(FILL, key, step, room)
    if level is None:
        _check_network(hearing, arrival, is_in_room)
        level = _fill(BEGIN, key, step, room)
    return max((level or 0) - room - _instant(), 0)


def _check_network(hearing: Hearing, arrival: Arrival, is_in_room: bool) -> None:
    """Count a phone that writes for the first time. Raises TooMany; the hall itself is never full."""
    if is_in_room or is_of_hall(arrival.network, hearing.hall_networks):
        return
    key = digest(hearing.salt or "", "budget-network", arrival.network)
    wait = (_fill(BEGIN, key, MINUTE // NEW_PHONES_A_MINUTE, MINUTE) or 0) - MINUTE - _instant()
    if wait > 0:
        raise TooMany(f"Entran muchos teléfonos nuevos por su red. Espere {_seconds(wait)} e intente otra vez.")


def _fill(statement: TextClause, key: str, step: int, room: int) -> int | None:
    start = _instant()
    values = {"key": key, "day": today(), "step": step, "start": start, "most": start + room}
    level: int | None = db.session.connection().execute(statement, values).scalar_one_or_none()
    return level


def _instant() -> int:
    return int(now().timestamp() * SECOND)


def _seconds(wait: int) -> str:
    amount = math.ceil(wait / SECOND)
    return "1 segundo" if amount == 1 else f"{amount} segundos"
