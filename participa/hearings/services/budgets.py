"""How much one phone may write in a hearing, and how many new phones one network may bring. Never a refusal for good.

The same leaking buckets as for questions (questions.models.AskingBudget), under keys of the hearing; they are erased
the day after. A refused write rolls back, so that it fills nothing.
"""

import math
from typing import Any

from sqlalchemy import Date, TextClause, bindparam, select, text
from sqlalchemy.orm import Session

from participa.extensions import db
from participa.hearings.devices import digest, is_of_hall
from participa.hearings.models import Hearing
from participa.hearings.supporting import Room
from participa.questions.models import AskingBudget
from participa.questions.services import Arrival
from participa.shared.clock import now, today
from participa.shared.errors import TooMany
from participa.shared.unit_of_work import leave_trace

SECOND = 1000  # in the milliseconds of the budgets
MINUTE = 60 * SECOND
SUPPORTS_A_MINUTE, READS_A_MINUTE, GUESSES_A_MINUTE = 60, 240, 6  # of a phone
WRONG_A_MINUTE = 60  # numbers of the hall, of a network that is not declared as its own
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


def take_support(hearing: Room, arrival: Arrival, is_in_room: bool) -> None:
    """Count one tap of a phone. Raises TooMany with the seconds to wait."""
    wait = _take(hearing, arrival, "support", MINUTE // SUPPORTS_A_MINUTE, is_in_room)
    if wait:
        raise TooMany(f"Va muy rápido. Espere {_seconds(wait)} e intente otra vez. Sus otros apoyos siguen guardados.")


def check_guess(hearing: Hearing, arrival: Arrival) -> None:
    """Whether this phone, or its network, may type a number of the hall now. Raises TooMany."""
    levels = select(AskingBudget.level).where(AskingBudget.key.in_(_guessing(hearing, arrival)))
    wait = max(db.session.scalars(levels).all(), default=0) - MINUTE - _instant()
    if wait > 0:
        raise TooMany(f"Espere {_seconds(wait)} antes de escribir otro número.")


def note_wrong_guess(hearing: Hearing, arrival: Arrival) -> None:
    """Count a number that was not it. It stays counted though the page that says so is a refusal."""
    if not hearing.salt:
        return
    filled = [_filling(key, step, MINUTE) for key, step in sorted(_guessing(hearing, arrival).items())]

    def fill(session: Session) -> None:
        for values in filled:
            session.execute(BEGIN, values)

    leave_trace(fill)


def _guessing(hearing: Hearing, arrival: Arrival) -> dict[str, int]:
    """The budgets of who guesses, by their steps: a phone that throws its name away keeps its network."""
    salt = hearing.salt or ""
    steps = {digest(salt, "budget-hall", arrival.device.name): MINUTE // GUESSES_A_MINUTE}
    if not is_of_hall(arrival.network, hearing.hall_networks):
        steps[digest(salt, "budget-hall-network", arrival.network)] = MINUTE // WRONG_A_MINUTE
    return steps


def has_room_for_reads(hearing: Room, arrival: Arrival, cards: int) -> bool:
    """Count cards that a phone had in view; whether they fit."""
    return not _take(hearing, arrival, "read", cards * (MINUTE // READS_A_MINUTE), False, MINUTE)


def _take(hearing: Room, arrival: Arrival, purpose: str, step: int, is_in_room: bool, room: int = MINUTE) -> int:
    """Fill the budget of a phone; for how many milliseconds it must wait, 0 when there was room."""
    key = digest(hearing.salt or "", f"budget-{purpose}", arrival.device.name)
    level = _fill(FILL, key, step, room)
    if level is None:
        _check_network(hearing, arrival, is_in_room)
        level = _fill(BEGIN, key, step, room)
    return max((level or 0) - room - _instant(), 0)


def _check_network(hearing: Room, arrival: Arrival, is_in_room: bool) -> None:
    """Count a phone that writes for the first time. Raises TooMany; the hall itself is never full."""
    if is_in_room or is_of_hall(arrival.network, hearing.hall_networks):
        return
    key = digest(hearing.salt or "", "budget-network", arrival.network)
    wait = (_fill(BEGIN, key, MINUTE // NEW_PHONES_A_MINUTE, MINUTE) or 0) - MINUTE - _instant()
    if wait > 0:
        raise TooMany(f"Entran muchos teléfonos nuevos por su red. Espere {_seconds(wait)} e intente otra vez.")


def _fill(statement: TextClause, key: str, step: int, room: int) -> int | None:
    level: int | None = db.session.connection().execute(statement, _filling(key, step, room)).scalar_one_or_none()
    return level


def _filling(key: str, step: int, room: int) -> dict[str, Any]:
    start = _instant()
    return {"key": key, "day": today(), "step": step, "start": start, "most": start + room}


def _instant() -> int:
    return int(now().timestamp() * SECOND)


def _seconds(wait: int) -> str:
    amount = math.ceil(wait / SECOND)
    return "1 segundo" if amount == 1 else f"{amount} segundos"
