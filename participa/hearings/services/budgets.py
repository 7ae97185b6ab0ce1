"""How much one phone may write in a hearing, and how many new phones one network may bring. Never a refusal for good.

The same leaking buckets as for questions (questions.models.AskingBudget), under keys of the hearing; they are erased
the day after. A refused write rolls back, so that it fills nothing.
"""

import math
from typing import Any, TypeAlias

from sqlalchemy import Connection, Date, bindparam, select, text
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

SUPPORT, READ = "support", "read"
Filling: TypeAlias = tuple[str, int]  # of what, and by how much
SECOND = 1000  # in the milliseconds of the budgets
MINUTE = 60 * SECOND
SUPPORTS_A_MINUTE, READS_A_MINUTE, GUESSES_A_MINUTE = 60, 240, 6  # of a phone
WRONG_A_MINUTE = 60  # numbers of the hall, of a network that is not declared as its own
NEW_PHONES_A_MINUTE = 1200  # of a network: a full hall reads one code at once
_ROOM_LEFT = (
    "CASE WHEN asking_budget.level <= :start THEN :start "
    "WHEN asking_budget.level > :most THEN :most ELSE asking_budget.level END"
)
_STEP = 'CASE "key" WHEN :one THEN :step ELSE :other_step END'
FILL = text(
    f"UPDATE asking_budget SET step = {_STEP}, level = {_ROOM_LEFT} + {_STEP} "  # noqa: S608 - our own words
    'WHERE "key" IN (:one, :other) RETURNING "key", level'
)
BEGIN = text(
    f'INSERT INTO asking_budget ("key", day, level, step) VALUES (:key, :day, :start + :step, :step) '  # noqa: S608 - our own words
    f'ON CONFLICT ("key") DO UPDATE SET step = excluded.step, level = {_ROOM_LEFT} + :step RETURNING level'
).bindparams(bindparam("day", type_=Date))


def take_support(connection: Connection, room: Room, arrival: Arrival, cards: int, is_in_room: bool) -> bool:
    """Count one tap of a phone and the cards that it reads first; whether they fit.

    Raises TooMany with the seconds to wait when the tap does not.
    """
    budget = Budget(connection, room, arrival)
    budget.fill(is_in_room, (SUPPORT, MINUTE // SUPPORTS_A_MINUTE), *_reading(cards))
    wait = budget.wait(SUPPORT)
    if wait:
        raise TooMany(f"Va muy rápido. Espere {_seconds(wait)} e intente otra vez. Sus otros apoyos siguen guardados.")
    return not budget.wait(READ)


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
    filled = [_filling(key, step) for key, step in sorted(_guessing(hearing, arrival).items())]

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


def has_room_for_reads(connection: Connection, room: Room, arrival: Arrival, cards: int) -> bool:
    """Count cards that a phone had in view; whether they fit."""
    budget = Budget(connection, room, arrival)
    try:
        budget.fill(False, *_reading(cards))
    except TooMany:
        return False
    return not budget.wait(READ)


class Budget:
    """What one phone may write now, for each purpose."""

    def __init__(self, connection: Connection, room: Room, arrival: Arrival) -> None:
        self._connection, self._room, self._arrival = connection, room, arrival
        self._levels: dict[str, int] = {}

    def fill(self, is_in_room: bool, main: Filling, other: Filling | None = None) -> None:
        """Fill by so much for a purpose, and for another one that comes with it.

        Raises TooMany for a phone that is new to the main one, when its network brings many of them.
        """
        wanted = {self._key(purpose): step for purpose, step in (main, other or main)}
        self._levels = self._fill_known(*wanted.items())
        if self._key(main[0]) not in self._levels:
            self._check_network(is_in_room)
        for key in wanted.keys() - self._levels.keys():
            self._levels[key] = self._begin(key, wanted[key])

    def wait(self, purpose: str) -> int:
        """How many milliseconds until there is room, 0 when there is."""
        return _wait(self._levels.get(self._key(purpose), 0))

    def _fill_known(self, main: Filling, other: Filling | None = None) -> dict[str, int]:
        """The new levels of those budgets that there are, by their keys."""
        (one, step), (second, second_step) = main, other or main
        values = {"one": one, "other": second, "step": step, "other_step": second_step} | _bounds()
        return {row[0]: row[1] for row in self._connection.execute(FILL, values)}

    def _begin(self, key: str, step: int) -> int:
        return int(self._connection.execute(BEGIN, _filling(key, step)).scalar_one())

    def _check_network(self, is_in_room: bool) -> None:
        """Count a phone that writes for the first time. Raises TooMany; the hall itself is never full."""
        network = self._arrival.network
        if is_in_room or is_of_hall(network, self._room.hall_networks):
            return
        key = digest(self._room.salt or "", "budget-network", network)
        wait = _wait(self._begin(key, MINUTE // NEW_PHONES_A_MINUTE))
        if wait:
            raise TooMany(f"Entran muchos teléfonos nuevos por su red. Espere {_seconds(wait)} e intente otra vez.")

    def _key(self, purpose: str) -> str:
        return digest(self._room.salt or "", f"budget-{purpose}", self._arrival.device.name)


def _reading(cards: int) -> list[Filling]:
    return [(READ, cards * (MINUTE // READS_A_MINUTE))] if cards else []


def _wait(level: int) -> int:
    return max(level - MINUTE - _instant(), 0)


def _filling(key: str, step: int) -> dict[str, Any]:
    return {"key": key, "day": today(), "step": step} | _bounds()


def _bounds() -> dict[str, int]:
    start = _instant()
    return {"start": start, "most": start + MINUTE}


def _instant() -> int:
    return int(now().timestamp() * SECOND)


def _seconds(wait: int) -> str:
    amount = math.ceil(wait / SECOND)
    return "1 segundo" if amount == 1 else f"{amount} segundos"
