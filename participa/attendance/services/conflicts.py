"""What a device kept while it had no connection: nothing of it is lost, and what does not fit waits for a person."""

from participa.accounts.models import User
from participa.attendance import queries, rules
from participa.attendance.arriving import Entry, Keeper, Person
from participa.attendance.models import ArrivalConflict, Attendance, ConflictKind, Decision
from participa.attendance.services.arrivals import (
    Outcome,
    Result,
    check_in,
    find_repeated,
    lock,
    note,
    require_open,
    undo,
)
from participa.attendance.services.links import require_keeper
from participa.attendance.services.walk_ins import add
from participa.events.models import Event
from participa.extensions import db
from participa.registrations import services as registrations
from participa.registrations.models import Registration
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Invalid

KINDS = {Outcome.ALREADY: ConflictKind.ALREADY, Outcome.NOT_EXPECTED: ConflictKind.CANCELLED}
OUTCOMES = {
    ConflictKind.ALREADY: Outcome.ALREADY,
    ConflictKind.CANCELLED: Outcome.NOT_EXPECTED,
    ConflictKind.UNKNOWN: Outcome.UNKNOWN,
    ConflictKind.TWIN: Outcome.TWIN,
}
ONE_PERSON = "Era la misma persona, ya inscrita"


def receive(event: Event, entry: Entry, keeper: Keeper, door_digest: str = "", person: Person | None = None) -> Result:
    """One arrival of the queue of a device: somebody of the list (`door_digest`) or a `person` without registration.

    The same key again gives the same answer. Raises Closed once the space takes no arrivals.
    """
    lock(event)
    if known := queries.find_conflict(entry.key):
        return Result(OUTCOMES[known.kind], known.attendance, known.registration)
    if repeated := find_repeated(event, entry):
        return Result(Outcome.NOTED, repeated, repeated.registration)
    require_open(event)
    if person is not None:
        return _receive_walk_in(event, person, entry, keeper)
    registration = queries.find_by_door_digest(event, door_digest)
    if registration is None:
        _keep(event, ConflictKind.UNKNOWN, entry, keeper)
        return Result(Outcome.UNKNOWN)
    result = check_in(event, registration, entry, keeper)
    if not result.is_noted:
        _keep(event, KINDS[result.outcome], entry, keeper, registration, result.attendance)
    return result


def _receive_walk_in(event: Event, person: Person, entry: Entry, keeper: Keeper) -> Result:
    """It is kept in any case: the person is inside. A twin is asked about afterwards."""
    twin = queries.find_twin(event, person.name)
    attendance = add(event, person, entry, keeper)
    if twin is None:
        return Result(Outcome.NOTED, attendance, attendance.registration)
    _keep(event, ConflictKind.TWIN, entry, keeper, twin, attendance)
    return Result(Outcome.TWIN, attendance, twin)


def _keep(
    event: Event,
    kind: ConflictKind,
    entry: Entry,
    keeper: Keeper,
    registration: Registration | None = None,
    attendance: Attendance | None = None,
) -> None:
    conflict = ArrivalConflict(
        event_id=event.id,
        entry_key=entry.key,
        kind=kind,
        way=entry.way,
        registration=registration,
        attendance=attendance,
        device_at=entry.device_at,
        received_at=now(),
        noted_by_id=keeper.user_id,
        door_link_id=keeper.link_id,
    )
    db.session.add(conflict)
    db.session.flush()
    audit.record("attendance.in_conflict", conflict, keeper.user, kind=kind.value)


def decide(conflict: ArrivalConflict, event: Event, decision: Decision, author: User) -> None:
    """Settle a conflict; the second click changes nothing. Raises Forbidden, and Invalid for what does not fit it."""
    require_keeper(author)
    lock(event)
    db.session.refresh(conflict)
    if conflict.decided_at is not None:
        return
    if not rules.may_decide(conflict.kind, decision):
        raise Invalid("Esa decisión no corresponde a esta llegada. Recargue la página.")
    if decision is Decision.LET_IN and conflict.registration:
        entry = Entry(conflict.entry_key, conflict.way, conflict.device_at)
        check_in(event, conflict.registration, entry, Keeper(author), is_let_in=True)
    if decision is Decision.SAME_PERSON:
        _join(conflict, event, author)
    conflict.decision, conflict.decided_at, conflict.decided_by_id = decision, now(), author.id
    db.session.flush()
    audit.record("attendance.decided", conflict, author, decision=decision.value)


def _join(conflict: ArrivalConflict, event: Event, author: User) -> None:
    """The arrival without registration becomes that of the registration, at the same hour."""
    own, twin = conflict.attendance, conflict.registration
    if own is None or twin is None:
        return
    undo(own, ONE_PERSON, Keeper(author))
    registrations.cancel(own.registration, author, ONE_PERSON)
    if queries.find_standing(twin) is None:
        entry = Entry(f"{conflict.entry_key[:58]}-uno", own.way, own.arrived_at)
        note(event, twin, entry, Keeper(author))
