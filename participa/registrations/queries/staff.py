"""Lists of the team: the people of a space, the supports they asked for and whom to phone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from participa.events.models import Event, EventMove, EventState
from participa.extensions import db
from participa.registrations import rules
from participa.registrations.models import (
    AccessNeed,
    Attends,
    ExtraAnswers,
    NeedState,
    Registration,
    RegistrationChannel,
    RegistrationGroup,
    RegistrationState,
)
from participa.shared.audit import AuditEntry
from participa.shared.sql import fold, folded

PER_PAGE = 25
MOST_FOUND = 50
PHONED = "phoned"
MOVED = (EventState.RESCHEDULED, EventState.CANCELLED)
OPEN_NEEDS = (NeedState.REQUESTED, NeedState.ARRANGED)


@dataclass(frozen=True)
class Wanted:
    """What the list of a space is asked to show."""

    state: RegistrationState | None = None
    attends: Attends | None = None
    channel: RegistrationChannel | None = None


@dataclass(frozen=True)
class SpaceNumbers:
    """A space with how many hold a seat, wait, must be phoned about an offer, and how many supports are still open."""

    event: Event
    seated: int
    waiting: int
    calls: int
    needs: int


def spaces(at: datetime, page: int) -> Pagination:
    """Spaces that the public sees, those to come first, nearest first. 404 beyond the last page."""
    past = case((Event.ends_at < at, 1), else_=0)
    ahead = case((Event.ends_at < at, None), else_=Event.starts_at)
    found = select(Event).where(Event.state != EventState.DRAFT)
    ordered = found.order_by(past, ahead, Event.starts_at.desc(), Event.id)
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def numbers(events: list[Event]) -> list[SpaceNumbers]:
    """The numbers of these spaces, in two statements."""
    ids = [event.id for event in events]
    seated = func.count().filter(Registration.state.in_(rules.HOLDS_SEAT))
    waiting = func.count().filter(Registration.state == RegistrationState.WAITING)
    calls = func.count().filter(Registration.state == RegistrationState.OFFERED, _gets_no_mail())
    people = select(Registration.event_id, seated, waiting, calls).where(Registration.event_id.in_(ids))
    held = {row[0]: row for row in db.session.execute(people.group_by(Registration.event_id))}
    asked = (
        select(Registration.event_id, func.count())
        .join(AccessNeed, AccessNeed.registration_id == Registration.id)
        .where(Registration.event_id.in_(ids), _still_open())
        .group_by(Registration.event_id)
    )
    needs = {row[0]: row[1] for row in db.session.execute(asked)}
    return [
        SpaceNumbers(event, *(held[event.id][1:] if event.id in held else (0, 0, 0)), needs.get(event.id, 0))
        for event in events
    ]


def people(event: Event, wanted: Wanted, page: int) -> Pagination:
    """The people of a space by surname; the waiting list in its order. 404 beyond the last page."""
    found = select(Registration).where(*_narrowed(event, wanted))
    order: tuple[InstrumentedAttribute[Any], ...] = (Registration.last_name, Registration.first_name, Registration.id)
    if wanted.state is RegistrationState.WAITING:
        order = (Registration.waiting_since, Registration.id)
    ordered = found.options(selectinload(Registration.needs)).order_by(*order)
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def _narrowed(event: Event, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Registration.event_id == event.id]
    for name in ("state", "attends", "channel"):
        if (value := getattr(wanted, name)) is not None:
            conditions.append(getattr(Registration, name) == value)
    return conditions


def search(event: Event, typed: str) -> list[Registration]:
    """Who has each of these words in the name, the document, the mail or the telephone; the first fifty."""
    columns = ("first_name", "last_name", "document_number", "email", "phone", "organisation")
    conditions = [
        or_(*(folded(getattr(Registration, name)).contains(fold(word), autoescape=True) for name in columns))
        for word in typed.split()
    ]
    found = select(Registration).where(Registration.event_id == event.id, *conditions)
    ordered = found.order_by(Registration.last_name, Registration.first_name, Registration.id).limit(MOST_FOUND)
    return list(db.session.scalars(ordered.options(selectinload(Registration.needs))))


def all_of(event: Event) -> list[Registration]:
    """Everybody, also who cancelled, for the export, in the order of arrival."""
    found = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    version = joinedload(Registration.extra).joinedload(ExtraAnswers.version)
    whole = found.options(version, selectinload(Registration.needs), joinedload(Registration.group))
    return list(db.session.scalars(whole))


def to_phone(event: Event) -> list[Registration]:
    """Whom no mail reaches and who must know: an offered seat, or a space that moved. The most urgent first."""
    offered = Registration.state == RegistrationState.OFFERED
    is_active = Registration.state.in_(rules.ACTIVE)
    new_date = select(EventMove.id).where(
        EventMove.event_id == event.id,
        EventMove.to_state == EventState.RESCHEDULED,
        EventMove.at > Registration.created_at,
    )
    must_know = is_active if event.state in MOVED else or_(offered, and_(is_active, new_date.exists()))
    unreachable = and_(_gets_no_mail(), Registration.erased_at.is_(None))
    found = select(Registration).where(Registration.event_id == event.id, unreachable, must_know)
    found = found.options(joinedload(Registration.group))
    late = case((Registration.offered_until.is_(None), 1), else_=0)
    return list(db.session.scalars(found.order_by(late, Registration.offered_until, Registration.id)))


def needs(event: Event, state: NeedState | None = None) -> list[AccessNeed]:
    """The supports of who still comes, those not yet delivered first."""
    found = select(AccessNeed).join(AccessNeed.registration).where(Registration.event_id == event.id)
    found = found.where(Registration.state.in_(rules.ACTIVE))
    if state is not None:
        found = found.where(AccessNeed.state == state)
    is_done = case((AccessNeed.state.in_(OPEN_NEEDS), 0), else_=1)
    loaded = found.options(contains_eager(AccessNeed.registration), joinedload(AccessNeed.changed_by))
    return list(db.session.scalars(loaded.order_by(is_done, AccessNeed.kind, AccessNeed.id)))


def need(need_id: int) -> AccessNeed:
    """A support with its registration. Raises NoResultFound."""
    found = select(AccessNeed).where(AccessNeed.id == need_id).options(joinedload(AccessNeed.registration))
    return db.session.scalars(found).one()


def open_needs(at: datetime) -> int:
    """How many supports of spaces to come are still to be arranged, for the desk."""
    found = select(func.count()).select_from(AccessNeed).join(Registration).join(Event, Registration.event)
    return db.session.scalar(found.where(_requested(), Event.ends_at >= at)) or 0


def calls_due(at: datetime) -> int:
    """How many people with an offered seat must be phoned because no mail reaches them, for the desk."""
    waiting = (
        Registration.state == RegistrationState.OFFERED,
        _gets_no_mail(),
        Registration.offered_until > at,
    )
    return db.session.scalar(select(func.count()).select_from(Registration).where(*waiting)) or 0


def phoned(event: Event, people: list[Registration]) -> dict[int, datetime]:
    """When these people were phoned about what they must know now; who was not is absent."""
    ids = [str(one.id) for one in people]
    called = select(AuditEntry.subject_id, func.max(AuditEntry.at)).where(
        AuditEntry.subject_kind == Registration.__tablename__, AuditEntry.subject_id.in_(ids), AuditEntry.verb == PHONED
    )
    last = {int(row[0]): row[1] for row in db.session.execute(called.group_by(AuditEntry.subject_id))}
    moves = select(func.max(EventMove.at)).where(EventMove.event_id == event.id, EventMove.to_state.in_(MOVED))
    moved = db.session.scalar(moves)
    news = {one.id: max(filter(None, (one.created_at, one.offered_at, moved))) for one in people}
    return {number: at for number, at in last.items() if at >= news[number]}


def still_to_phone(event: Event) -> int:
    """How many people must be phoned and were not yet."""
    people = to_phone(event)
    return len(people) - len(phoned(event, people))


def _gets_no_mail() -> ColumnElement[bool]:
    """Neither the person nor the contact of its group has a mail."""
    with_mail = select(RegistrationGroup.id).where(RegistrationGroup.email != "")
    in_reach = and_(Registration.group_id.is_not(None), Registration.group_id.in_(with_mail))
    return and_(Registration.email == "", ~in_reach)


def _requested() -> ColumnElement[bool]:
    return and_(AccessNeed.state == NeedState.REQUESTED, Registration.state.in_(rules.ACTIVE))


def _still_open() -> ColumnElement[bool]:
    return and_(AccessNeed.state.in_(OPEN_NEEDS), Registration.state.in_(rules.ACTIVE))


def who_asked_to_speak(event: Event) -> list[Registration]:
    """The people who come and asked for the floor when they registered, first come first. One statement."""
    comes = Registration.state.in_((RegistrationState.REGISTERED, RegistrationState.CONFIRMED))
    asked = (Registration.event_id == event.id, Registration.wants_to_speak.is_(True), comes)
    found = select(Registration).where(*asked, Registration.erased_at.is_(None))
    return list(db.session.scalars(found.order_by(Registration.created_at, Registration.id)))
