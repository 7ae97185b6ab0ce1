"""Somebody who arrives without a registration."""

from participa.accounts.models import User
from participa.attendance import queries
from participa.attendance.arriving import Entry, Keeper, Person
from participa.attendance.models import Attendance
from participa.attendance.services.arrivals import (
    Outcome,
    Result,
    check_in,
    find_repeated,
    lock,
    note,
    require_open,
)
from participa.events.models import Event
from participa.extensions import db
from participa.registrations import services as registrations
from participa.registrations.models import Registration


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
    return note(event, _registered(event, person, entry, keeper.user), entry, keeper)


def from_paper(event: Event, person: Person, entry: Entry, author: User, answer: bool | None) -> Result:
    """A line of the paper list. `answer` says whether somebody of the same name is the same person; None asks."""
    twin = queries.find_twin(event, person.name) if answer else None
    if twin is not None:
        return check_in(event, twin, entry, Keeper(author), is_let_in=True)
    return walk_in(event, person, entry, Keeper(author), is_another=answer is False)


def _registered(event: Event, person: Person, entry: Entry, author: User | None) -> Registration:
    """The registration that the door makes; the same entry again makes the same one."""
    is_mail = "@" in person.contact
    application = registrations.Application(
        first_name=person.first_name,
        last_name=person.last_name,
        attends=person.attends,
        email=person.contact if is_mail else "",
        phone="" if is_mail else person.contact[:40],
    )
    receipt = registrations.walk_in(event, application, author, entry.key)
    return db.session.get_one(Registration, receipt.registration_id)
