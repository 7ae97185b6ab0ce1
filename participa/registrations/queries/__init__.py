"""Registrations, as read: by their code, by space and in numbers. The lists of the team are in `staff`."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.registrations import codes, rules
from participa.registrations.models import (
    Attends,
    Registration,
    RegistrationChannel,
    RegistrationGroup,
    RegistrationState,
)
from participa.registrations.queries import extra as extra
from participa.registrations.rules import Seats
from participa.shared import follow_codes

Key = TypeVar("Key")


def space(slug: str) -> Event:
    """A space that the public may see, alone: the form is asked for all day. Raises NoResultFound."""
    return db.session.scalars(select(Event).where(Event.slug == slug, Event.state != EventState.DRAFT)).one()


def by_code(code: str) -> Registration | None:
    """The registration of a code as typed, or of the link of an offer. Erased ones are not found."""
    typed = follow_codes.normalise(code)
    if not follow_codes.is_well_formed(typed):
        return None
    digest = codes.digest(typed)
    found = _whole().where(or_(Registration.code_digest == digest, Registration.link_digest == digest))
    return db.session.scalars(found.where(Registration.erased_at.is_(None))).first()


def by_id(registration_id: int) -> Registration:
    """A registration with all its page shows. Raises NoResultFound."""
    return db.session.scalars(_whole().where(Registration.id == registration_id)).one()


def _whole() -> Select[Registration]:
    needs, given = selectinload(Registration.needs), selectinload(Registration.authorizations)
    return select(Registration).options(joinedload(Registration.event), joinedload(Registration.group), needs, given)


def find_by_form_key(digest: str) -> Registration | None:
    return db.session.scalars(_whole().where(Registration.form_key_digest == digest)).first()


def find_group_by_form_key(digest: str) -> RegistrationGroup | None:
    return db.session.scalar(select(RegistrationGroup).where(RegistrationGroup.form_key_digest == digest))


def of_group(group: RegistrationGroup) -> list[Registration]:
    """The people of a group in the order of its list."""
    return list(
        db.session.scalars(select(Registration).where(Registration.group_id == group.id).order_by(Registration.id))
    )


def groups_of(event: Event) -> list[RegistrationGroup]:
    """The groups of a space of which somebody still comes, oldest first."""
    comes = exists().where(Registration.group_id == RegistrationGroup.id, Registration.state.in_(rules.ACTIVE))
    found = select(RegistrationGroup).where(RegistrationGroup.event_id == event.id, comes)
    return list(db.session.scalars(found.order_by(RegistrationGroup.id)))


def group_by_code(code: str) -> RegistrationGroup | None:
    """The group of a code as typed. Erased ones are not found."""
    typed = follow_codes.normalise(code)
    if not follow_codes.is_well_formed(typed):
        return None
    found = select(RegistrationGroup).where(RegistrationGroup.code_digest == codes.digest(typed))
    whole = found.where(RegistrationGroup.erased_at.is_(None)).options(joinedload(RegistrationGroup.event))
    return db.session.scalars(whole).first()


def member(group: RegistrationGroup, number: int) -> Registration | None:
    """One of the people of a group; None for somebody else, and for who was erased."""
    found = _whole().where(Registration.id == number, Registration.group_id == group.id)
    return db.session.scalars(found.where(Registration.erased_at.is_(None))).first()


def of_event(event: Event, active_only: bool = True) -> list[Registration]:
    """Everybody of a space by surname and name; without those who cancelled unless told otherwise."""
    found = select(Registration).where(Registration.event_id == event.id)
    if active_only:
        found = found.where(Registration.state.in_(rules.ACTIVE))
    return list(db.session.scalars(found.order_by(Registration.last_name, Registration.first_name, Registration.id)))


def seats(event: Event) -> dict[Attends, Seats]:
    """The seats of each way of attending, in one statement."""
    states = (*rules.HOLDS_SEAT, RegistrationState.WAITING)
    counted = (
        select(Registration.attends, Registration.state, func.count())
        .where(Registration.event_id == event.id, Registration.state.in_(states))
        .group_by(Registration.attends, Registration.state)
    )
    numbers = {(attends, state): amount for attends, state, amount in db.session.execute(counted)}
    return {attends: _seats(event, attends, numbers) for attends in rules.modes(event)}


def _seats(event: Event, attends: Attends, numbers: dict[tuple[Attends, RegistrationState], int]) -> Seats:
    taken = sum(numbers.get((attends, state), 0) for state in rules.HOLDS_SEAT)
    return Seats(rules.capacity(event, attends), taken, numbers.get((attends, RegistrationState.WAITING), 0))


def in_line(event: Event, attends: Attends, limit: int | None = None) -> list[Registration]:
    """Those who wait, the one who came first on top."""
    found = select(Registration).where(
        Registration.event_id == event.id,
        Registration.attends == attends,
        Registration.state == RegistrationState.WAITING,
    )
    return list(db.session.scalars(found.order_by(Registration.waiting_since, Registration.id).limit(limit)))


def place_in_line(registration: Registration) -> int | None:
    """The place in the waiting list, from 1; None for who does not wait."""
    if registration.state is not RegistrationState.WAITING:
        return None
    before = or_(
        Registration.waiting_since < registration.waiting_since,
        (Registration.waiting_since == registration.waiting_since) & (Registration.id < registration.id),
    )
    ahead = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.attends == registration.attends,
        Registration.state == RegistrationState.WAITING,
        before,
    )
    return (db.session.scalar(ahead) or 0) + 1


def events_with_expired_offers(at: datetime) -> list[int]:
    """The numbers of the spaces with an offer that nobody took in time."""
    found = select(Registration.event_id).where(
        Registration.state == RegistrationState.OFFERED, Registration.offered_until <= at
    )
    return list(db.session.scalars(found.distinct().order_by(Registration.event_id)))


def events_with_line(at: datetime) -> list[int]:
    """The numbers of the spaces still to come where somebody waits."""
    found = select(Registration.event_id).join(Event).where(Registration.state == RegistrationState.WAITING)
    ahead = found.where(Event.state.in_(rules.GATHERING), Event.starts_at > at)
    return list(db.session.scalars(ahead.distinct().order_by(Registration.event_id)))


def expired(event: Event, at: datetime) -> list[Registration]:
    """Offers of a space that nobody took in time, oldest first."""
    found = select(Registration).where(
        Registration.event_id == event.id,
        Registration.state == RegistrationState.OFFERED,
        Registration.offered_until <= at,
    )
    return list(db.session.scalars(found.order_by(Registration.offered_until, Registration.id)))


@dataclass(frozen=True)
class Counts:
    """How many registrations of a space there are, cut in several ways. A cut without any is absent."""

    by_state: dict[RegistrationState, int]
    by_channel: dict[RegistrationChannel, int]
    by_attends: dict[Attends, int]
    by_territory: dict[str, int]

    @property
    def active(self) -> int:
        return sum(self.by_state.get(state, 0) for state in rules.ACTIVE)

    @property
    def with_seat(self) -> int:
        return sum(self.by_state.get(state, 0) for state in rules.HOLDS_SEAT)


def counts(event: Event) -> Counts:
    """The numbers of a space. Channel, way of attending and territory count only those who did not cancel."""
    columns = (Registration.state, Registration.channel, Registration.attends, Registration.neighbourhood)
    counted = select(*columns, func.count()).where(Registration.event_id == event.id).group_by(*columns)
    result = Counts({}, {}, {}, {})
    for state, channel, attends, territory, amount in db.session.execute(counted):
        _add(result.by_state, state, amount)
        if state in rules.ACTIVE:
            _add(result.by_channel, channel, amount)
            _add(result.by_attends, attends, amount)
            _add(result.by_territory, territory, amount)
    return result


def _add(numbers: dict[Key, int], key: Key, amount: int) -> None:
    numbers[key] = numbers.get(key, 0) + amount


def is_active(registration: Registration) -> bool:
    """Whether the person still comes or waits for a seat."""
    return rules.is_active(registration)
