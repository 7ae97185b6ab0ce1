"""Arrivals, as read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from participa.attendance import rules
from participa.attendance.models import ArrivalConflict, Attendance, DoorLink, Way
from participa.events.models import Event
from participa.extensions import db
from participa.registrations.models import AccessNeed, Attends, Registration, RegistrationChannel, RegistrationState

Key = TypeVar("Key")
PER_PAGE = 50
MOST_FOUND = 12
PLANNED = (*rules.EXPECTED, RegistrationState.WAITING)


@dataclass(frozen=True)
class Found:
    """Somebody of the list of the door: who, and when the person arrived, if so."""

    registration: Registration
    attendance: Attendance | None
    needs_support: bool = False

    @property
    def has_arrived(self) -> bool:
        return self.attendance is not None


@dataclass(frozen=True)
class Counts:
    """How many people arrived at a space, and how many of those with a place are expected."""

    arrived: int
    expected: int
    by_mode: dict[Attends, int] = field(default_factory=dict)
    by_way: dict[Way, int] = field(default_factory=dict)
    by_channel: dict[RegistrationChannel, int] = field(default_factory=dict)

    @property
    def without_registration(self) -> int:
        return self.by_channel.get(RegistrationChannel.WALK_IN, 0)


def standing() -> ColumnElement[bool]:
    return Attendance.undone_at.is_(None)


def find_by_key(entry_key: str) -> Attendance | None:
    return db.session.scalars(_with_person().where(Attendance.entry_key == entry_key)).first()


def find_standing(registration: Registration) -> Attendance | None:
    """The arrival of this person that was not undone; read again from the database, for who holds the lock."""
    found = _with_person().where(Attendance.registration_id == registration.id, standing())
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


def _with_person() -> Select[Attendance]:
    return select(Attendance).options(joinedload(Attendance.registration))


def attendance_of(event: Event, attendance_id: int) -> Attendance:
    """An arrival at this space. Raises NoResultFound."""
    found = _with_person().where(Attendance.event_id == event.id, Attendance.id == attendance_id)
    return db.session.scalars(found).one()


def find_by_door_digest(event: Event, door_digest: str) -> Registration | None:
    found = select(Registration).where(Registration.event_id == event.id, Registration.door_digest == door_digest)
    return db.session.scalars(found).first()


def names(event: Event) -> list[tuple[int, str]]:
    """Number and written name of everybody registered whose data were not erased, in the order of the names."""
    columns = select(Registration.id, Registration.first_name, Registration.last_name)
    found = columns.where(Registration.event_id == event.id, Registration.erased_at.is_(None))
    rows = db.session.execute(found.order_by(Registration.last_name, Registration.first_name, Registration.id))
    return [(row.id, f"{row.first_name} {row.last_name}") for row in rows]


def named(event: Event, typed: str, most: int = MOST_FOUND) -> list[Found]:
    """Who may be meant by what was typed, accents and one wrong letter forgiven; at most `most`."""
    ids = [number for number, name in names(event) if rules.matches(typed, name)]
    return _found(ids[:most])


def same_names(event: Event, name: str) -> list[Found]:
    """Everybody with exactly this name, whatever the order of its words."""
    return _found([number for number, written in names(event) if rules.same_name(name, written)])


def find_twin(event: Event, name: str, but: Registration | None = None) -> Registration | None:
    """Somebody else of this space with the same name who did not cancel."""
    known = [one.registration for one in same_names(event, name)]
    others = [
        one for one in known if one.state is not RegistrationState.CANCELLED and (but is None or one.id != but.id)
    ]
    return others[0] if others else None


def found(registration: Registration) -> Found:
    return _found([registration.id])[0]


def _found(ids: Sequence[int]) -> list[Found]:
    people = select(Registration).where(Registration.id.in_(ids)).options(selectinload(Registration.needs))
    rows = db.session.scalars(people.order_by(Registration.last_name, Registration.first_name, Registration.id)).all()
    arrived = {row.registration_id: row for row in arrivals_of([row.id for row in rows])}
    return [Found(row, arrived.get(row.id), bool(row.needs)) for row in rows]


def arrivals_of(registration_ids: Sequence[int]) -> list[Attendance]:
    """The arrivals not undone of these registrations, one each."""
    found = select(Attendance).where(Attendance.registration_id.in_(registration_ids), standing())
    return list(db.session.scalars(found.order_by(Attendance.id)))


@dataclass(frozen=True)
class DoorRow:
    """What a device at the door keeps of a person: no contact, no document, no number of a row."""

    key: str
    name: str
    attends: Attends
    state: RegistrationState
    needs_support: bool
    arrived_at: datetime | None


def door_rows(event: Event) -> list[DoorRow]:
    """The list for a device without connection, in the order of the names."""
    asked = select(AccessNeed.id).where(AccessNeed.registration_id == Registration.id).exists()
    columns = select(Registration, asked.label("asked"), Attendance.arrived_at)
    arrived = columns.outerjoin(Attendance, (Attendance.registration_id == Registration.id) & standing())
    found = arrived.where(Registration.event_id == event.id, Registration.erased_at.is_(None))
    rows = db.session.execute(found.order_by(Registration.last_name, Registration.first_name, Registration.id))
    return [
        DoorRow(one.door_digest, one.full_name, one.attends, one.state, bool(asked), arrived_at)
        for one, asked, arrived_at in rows
    ]


def arrivals(event: Event, page: int, attends: Attends | None = None) -> Pagination:
    """Who arrived, latest first, with the door. 404 beyond the last page."""
    found = _arrived(event)
    if attends is not None:
        found = found.join(Registration).where(Registration.attends == attends)
    ordered = found.order_by(Attendance.arrived_at.desc(), Attendance.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def all_arrivals(event: Event) -> list[Attendance]:
    """The same without pages, first to last, for files and print."""
    return list(db.session.scalars(_arrived(event).order_by(Attendance.arrived_at, Attendance.id)))


def _arrived(event: Event) -> Select[Attendance]:
    doors = (joinedload(Attendance.noted_by), joinedload(Attendance.door_link))
    return _with_person().options(*doors).where(Attendance.event_id == event.id, standing())


def expected_people(event: Event) -> list[Found]:
    """Everybody with a place, in the order of the names, for the printed list."""
    kept = select(Registration.id).where(Registration.event_id == event.id, Registration.state.in_(rules.EXPECTED))
    return _found(list(db.session.scalars(kept.where(Registration.erased_at.is_(None)).order_by(Registration.id))))


def counts(event: Event) -> Counts:
    """Arrivals of a space by mode, way and channel of registration. A walk-in is expected by nobody."""
    expected = select(func.count()).where(Registration.event_id == event.id, Registration.state.in_(rules.EXPECTED))
    expected = expected.where(Registration.channel != RegistrationChannel.WALK_IN)
    return Counts(
        sum(_by(event, Attendance.way).values()),
        db.session.scalar(expected) or 0,
        by_mode=_by(event, Registration.attends),
        by_way=_by(event, Attendance.way),
        by_channel=_by(event, Registration.channel),
    )


def attended_by_territory(event: Event) -> dict[str, int]:
    """How many arrived from each commune; "" for who did not say."""
    return _by(event, Registration.commune)


def _by(event: Event, column: InstrumentedAttribute[Key]) -> dict[Key, int]:
    counted = select(column, func.count(Attendance.id)).select_from(Attendance).join(Attendance.registration)
    rows = counted.where(Attendance.event_id == event.id, standing()).group_by(column).order_by(column)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def links(event: Event) -> list[DoorLink]:
    """Every link of a space, latest first, revoked and expired ones too."""
    found = select(DoorLink).where(DoorLink.event_id == event.id).options(joinedload(DoorLink.created_by))
    return list(db.session.scalars(found.order_by(DoorLink.id.desc())))


def link_of(event: Event, link_id: int) -> DoorLink:
    """A link of this space. Raises NoResultFound."""
    return db.session.scalars(select(DoorLink).where(DoorLink.event_id == event.id, DoorLink.id == link_id)).one()


def find_link(code_digest: str) -> DoorLink | None:
    found = select(DoorLink).where(DoorLink.code_digest == code_digest).options(joinedload(DoorLink.event))
    return db.session.scalars(found).first()


def find_conflict(entry_key: str) -> ArrivalConflict | None:
    return db.session.scalars(select(ArrivalConflict).where(ArrivalConflict.entry_key == entry_key)).first()


def conflict_of(event: Event, conflict_id: int) -> ArrivalConflict:
    """A conflict of this space. Raises NoResultFound."""
    found = _conflicts(event).where(ArrivalConflict.id == conflict_id)
    return db.session.scalars(found).one()


def open_conflicts(event: Event) -> list[ArrivalConflict]:
    """What a person still has to decide, first to last."""
    found = _conflicts(event).where(ArrivalConflict.decided_at.is_(None))
    return list(db.session.scalars(found.order_by(ArrivalConflict.id)))


def decided_conflicts(event: Event, most: int = 20) -> list[ArrivalConflict]:
    """The last ones decided, latest first."""
    found = _conflicts(event).where(ArrivalConflict.decided_at.is_not(None))
    return list(db.session.scalars(found.order_by(ArrivalConflict.decided_at.desc(), ArrivalConflict.id).limit(most)))


def _conflicts(event: Event) -> Select[ArrivalConflict]:
    person, link = joinedload(ArrivalConflict.registration), joinedload(ArrivalConflict.door_link)
    arrival = joinedload(ArrivalConflict.attendance).joinedload(Attendance.registration)
    return select(ArrivalConflict).where(ArrivalConflict.event_id == event.id).options(person, link, arrival)


def count_open_conflicts(event: Event) -> int:
    found = select(func.count()).where(ArrivalConflict.event_id == event.id, ArrivalConflict.decided_at.is_(None))
    return db.session.scalar(found) or 0
