"""Note that somebody arrived, and take it back."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from participa.attendance import queries, rules
from participa.attendance.arriving import Entry, Keeper
from participa.attendance.models import Attendance
from participa.events.models import Event
from participa.extensions import db
from participa.registrations.models import Registration
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid


class Outcome(StrEnum):
    NOTED = "noted"
    ALREADY = "already"
    NOT_EXPECTED = "not_expected"
    UNKNOWN = "unknown"
    TWIN = "twin"


@dataclass(frozen=True)
class Result:
    """What came of an arrival; `attendance` is that of now or, when the person was already in, the earlier one."""

    outcome: Outcome
    attendance: Attendance | None = None
    registration: Registration | None = None

    @property
    def is_noted(self) -> bool:
        return self.outcome is Outcome.NOTED


def check_in(event: Event, registration: Registration, entry: Entry, keeper: Keeper, is_let_in: bool = False) -> Result:
    """Note the arrival of somebody registered. Twice is once: the second gets the first arrival back.

    Who waits or cancelled is noted only when a person says so (`is_let_in`). Raises Closed when no arrivals are noted.
    """
    lock(event)
    if repeated := find_repeated(event, entry):
        return Result(Outcome.NOTED, repeated, repeated.registration)
    require_open(event)
    if earlier := queries.find_standing(registration):
        return Result(Outcome.ALREADY, earlier, registration)
    if not rules.is_expected(registration) and not is_let_in:
        return Result(Outcome.NOT_EXPECTED, None, registration)
    return Result(Outcome.NOTED, note(event, registration, entry, keeper), registration)


def lock(event: Event) -> None:
    """One arrival at a time for each space: two devices with the same person give one."""
    db.session.flush()
    row = select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    db.session.scalars(row).one()
    db.session.refresh(event, ["state", "starts_at", "ends_at"])


def find_repeated(event: Event, entry: Entry) -> Attendance | None:
    """The arrival that was already kept with this key. Raises Invalid for a key of another space."""
    repeated = queries.find_by_key(entry.key)
    if repeated is not None and repeated.event_id != event.id:
        raise Invalid("Recargue la página: falta un dato del formulario.")
    return repeated


def require_open(event: Event) -> None:
    if not rules.receives_arrivals(event, now()):
        raise Closed("Este espacio no recibe llegadas ahora. La puerta abre doce horas antes y cierra con el espacio.")


def note(event: Event, registration: Registration, entry: Entry, keeper: Keeper) -> Attendance:
    """Write the arrival. The caller holds the lock of the space and has looked for an earlier one."""
    at = now()
    attendance = Attendance(
        event_id=event.id,
        registration=registration,
        entry_key=entry.key,
        way=entry.way,
        device_at=entry.device_at,
        received_at=at,
        arrived_at=rules.believed(event, entry.device_at, at),
        noted_by_id=keeper.user_id,
        door_link_id=keeper.link_id,
    )
    db.session.add(attendance)
    db.session.flush()
    audit.record("attendance.noted", attendance, keeper.user, way=entry.way.value, door=keeper.link_id)
    return attendance


def undo(attendance: Attendance, reason: str, keeper: Keeper) -> None:
    """Take an arrival back; the row stays with the reason. The second click of the button changes nothing.

    Raises Invalid without a reason, Forbidden at another door, Conflict once the space is closed.
    """
    lock(attendance.event)
    db.session.refresh(attendance)
    if not rules.stands(attendance):
        return
    if keeper.user is None and (keeper.link is None or keeper.link.event_id != attendance.event_id):
        raise Forbidden("Este enlace es de otra puerta.")
    if not rules.receives_arrivals(attendance.event, now()):
        raise Conflict("El espacio ya se cerró. Sus llegadas no cambian.")
    if not reason.strip():
        raise Invalid("Escriba por qué se deshace esta llegada.")
    attendance.undone_at, attendance.undone_reason = now(), reason.strip()
    attendance.undone_by_id, attendance.undone_door_link_id = keeper.user_id, keeper.link_id
    db.session.flush()
    audit.record("attendance.undone", attendance, keeper.user, door=keeper.link_id)
