"""Somebody who arrives without a registration."""

from dataclasses import dataclass

from flask import current_app

from participa.attendance import queries
from participa.attendance.models import Attendance
from participa.attendance.services.arrivals import (
    Entry,
    Keeper,
    Outcome,
    Result,
    find_repeated,
    lock,
    note,
    require_open,
)
from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.registrations.models import Attends, Registration, RegistrationChannel, RegistrationState
from participa.shared import follow_codes
from participa.shared.clock import now


@dataclass(frozen=True)
class Person:
    """What is asked at the door; everything but the name may be left empty."""

    first_name: str
    last_name: str
    contact: str = ""
    attends: Attends = Attends.PRESENCIAL

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def walk_in(event: Event, person: Person, entry: Entry, keeper: Keeper, is_another: bool = False) -> Result:
    """Register and note somebody at once. Somebody of the same name stops it, unless it `is_another` person."""
    lock(event)
    if repeated := find_repeated(event, entry):
        return Result(Outcome.NOTED, repeated, repeated.registration)
    require_open(event)
    twin = None if is_another else queries.find_twin(event, person.name)
    if twin is not None:
        return Result(Outcome.TWIN, queries.find_standing(twin), twin)
    attendance = add(event, person, entry, keeper)
    return Result(Outcome.NOTED, attendance, attendance.registration)


def add(event: Event, person: Person, entry: Entry, keeper: Keeper) -> Attendance:
    """Register and note. The caller holds the lock of the space."""
    return note(event, _registered(event, person, entry), entry, keeper)


def _registered(event: Event, person: Person, entry: Entry) -> Registration:
    settings: Settings = current_app.extensions["settings"]
    code = follow_codes.code_for(f"walk-in|{entry.key}", settings.code_key)
    row = Registration(
        event_id=event.id,
        code_digest=follow_codes.code_digest(code, settings.code_key),
        form_key_digest=follow_codes.form_key_digest(f"walk-in|{entry.key}", settings.code_key),
        door_digest=code,
        state=RegistrationState.CONFIRMED,
        channel=RegistrationChannel.WALK_IN,
        attends=person.attends,
        first_name=person.first_name,
        last_name=person.last_name,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
