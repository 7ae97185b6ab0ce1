"""Dialogue spaces, as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.events.models import Event, EventDetails, EventMove, EventState, EventType, Modality, event_activity
from participa.extensions import db
from participa.strategy.models import Activity, Section, Strategy, StrategyState

FINISHED = (EventState.HELD, EventState.ANSWERING, EventState.CLOSED)
AHEAD = (EventState.CONVENED, EventState.UNDER_WAY, EventState.RESCHEDULED, EventState.CANCELLED)
GATHERING = (EventState.CONVENED, EventState.UNDER_WAY)
PER_PAGE = 10
STAFF_PER_PAGE = 20
MOST_IN_PERIOD = 300
YEAR_DAYS = 366


@dataclass(frozen=True)
class Wanted:
    """Which spaces a person looks for; what is None does not narrow. `until` is outside the period."""

    type: EventType | None = None
    modality: Modality | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.type is not None:
            found.append(Event.type == self.type)
        if self.modality is not None:
            found.append(Event.modality == self.modality)
        if self.since is not None:
            found.append(Event.starts_at >= self.since)
        if self.until is not None:
            found.append(Event.starts_at < self.until)
        return found


EVERYTHING = Wanted()


def is_public() -> ColumnElement[bool]:
    return Event.state != EventState.DRAFT


def is_past(at: datetime) -> ColumnElement[bool]:
    return or_(Event.ends_at < at, Event.state.in_(FINISHED))


def published(at: datetime, page: int, wanted: Wanted = EVERYTHING) -> Pagination:
    """The public spaces that are wanted: those to come, nearest first, and then the past, latest first.

    404 beyond the last page.
    """
    past = case((is_past(at), 1), else_=0)
    ahead_by_date = case((is_past(at), None), else_=Event.starts_at)
    found = select(Event).where(is_public(), *wanted.conditions())
    found = found.order_by(past, ahead_by_date, Event.starts_at.desc(), Event.id)
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def in_period(wanted: Wanted) -> list[Event]:
    """The public spaces that are wanted, in the order of their dates."""
    found = select(Event).where(is_public(), *wanted.conditions()).order_by(Event.starts_at, Event.id)
    return list(db.session.scalars(found.limit(MOST_IN_PERIOD)))


def for_feed(at: datetime) -> list[Event]:
    """What a calendar shows: the public spaces of the last year and all those to come, in the order of their dates."""
    found = select(Event).where(is_public(), Event.ends_at >= at - timedelta(days=YEAR_DAYS))
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def upcoming(at: datetime, limit: int = 5) -> list[Event]:
    """Public spaces not yet over, nearest first; cancelled and rescheduled ones too, so that nobody goes in vain."""
    found = select(Event).where(Event.state.in_(AHEAD), Event.ends_at >= at)
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id).limit(limit)))


def latest_held(limit: int = 2) -> list[Event]:
    """The last spaces that were held, latest first."""
    found = select(Event).where(Event.state.in_(FINISHED))
    return list(db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc()).limit(limit)))


def find_next_public(at: datetime) -> Event | None:
    """The convened space that is on now or comes next."""
    found = select(Event).where(Event.state.in_(GATHERING), Event.ends_at >= at)
    return db.session.scalars(found.order_by(Event.starts_at, Event.id).limit(1)).first()


def receiving(at: datetime) -> list[Event]:
    """Spaces that take up the questions asked at this instant, nearest first."""
    opened = or_(Event.questions_open_at.is_(None), Event.questions_open_at <= at)
    not_closed = or_(Event.questions_close_at.is_(None), Event.questions_close_at > at)
    found = select(Event).where(Event.state.in_(GATHERING), and_(opened, not_closed))
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def taking_registrations(at: datetime) -> list[Event]:
    """Spaces into which people may register by themselves at this instant, nearest first."""
    opened = or_(Event.registration_opens_at.is_(None), Event.registration_opens_at <= at)
    not_closed = or_(Event.registration_closes_at.is_(None), Event.registration_closes_at > at)
    found = select(Event).where(Event.state.in_(GATHERING), Event.ends_at > at, opened, not_closed)
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def of_activity(activity: Activity) -> list[Event]:
    """The public spaces that fulfil an activity, in the order of their dates."""
    return _of_activity(activity, is_public())


def all_of_activity(activity: Activity) -> list[Event]:
    """The same for the team, drafts included."""
    return _of_activity(activity, ~false())


def _of_activity(activity: Activity, condition: ColumnElement[bool]) -> list[Event]:
    found = select(Event).join(event_activity).where(event_activity.c.activity_id == activity.id, condition)
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def by_slug_public(slug: str) -> Event:
    """A space that the public may see, with its activities. Raises NoResultFound."""
    return db.session.scalars(_by_slug(slug).where(is_public())).one()


def by_slug(slug: str) -> Event:
    """A space for the team, drafts included, with its activities. Raises NoResultFound."""
    return db.session.scalars(_by_slug(slug)).one()


def _by_slug(slug: str) -> Select[Event]:
    """Without an outer join: PostgreSQL locks no row that is joined so."""
    activities = selectinload(Event.activities).joinedload(Activity.strategy)
    return select(Event).where(Event.slug == slug).options(activities, selectinload(Event.series))


def find_same_draft(details: EventDetails, activity: Activity) -> Event | None:
    """The draft that the very same form has made before; one with any other word is another draft."""
    found = select(Event).join(event_activity).where(event_activity.c.activity_id == activity.id)
    found = found.where(Event.title == details.title, Event.starts_at == details.starts_at)
    drafts = db.session.scalars(found.where(Event.state == EventState.DRAFT).order_by(Event.id))
    written = details.values()
    return next((draft for draft in drafts if {name: getattr(draft, name) for name in written} == written), None)


def slugs_like(slug: str) -> set[str]:
    return set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(slug, autoescape=True))))


def for_team(state: EventState | None, page: int) -> Pagination:
    """All spaces, or those in one state, latest date first. 404 beyond the last page."""
    found = select(Event).order_by(Event.starts_at.desc(), Event.id.desc())
    if state is not None:
        found = found.where(Event.state == state)
    return db.paginate(found, page=page, per_page=STAFF_PER_PAGE, max_per_page=STAFF_PER_PAGE)


def counts_by_state() -> dict[EventState, int]:
    """How many spaces are in each state; a state without any is absent."""
    counted = select(Event.state, func.count()).group_by(Event.state).order_by(Event.state)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def moves(event: Event) -> list[EventMove]:
    """The history of a space, first to last, with who did it."""
    found = select(EventMove).where(EventMove.event_id == event.id).options(joinedload(EventMove.author))
    return list(db.session.scalars(found.order_by(EventMove.id)))


def moves_of(event_ids: Sequence[int]) -> dict[int, list[EventMove]]:
    """The histories of several spaces, first to last."""
    found = select(EventMove).where(EventMove.event_id.in_(event_ids)).order_by(EventMove.id)
    histories: dict[int, list[EventMove]] = {}
    for move in db.session.scalars(found):
        histories.setdefault(move.event_id, []).append(move)
    return histories


def public_activity(activity_id: int) -> Activity:
    """An activity of a published strategy. Raises NoResultFound."""
    public = (StrategyState.PUBLISHED, StrategyState.CLOSED)
    found = select(Activity).join(Strategy).where(Activity.id == activity_id, Strategy.state.in_(public))
    return db.session.scalars(found.options(joinedload(Activity.strategy))).one()


def activities_to_fulfil() -> list[Activity]:
    """The activities of the published strategies, latest year first, in the order of their cronograma."""
    found = select(Activity).join(Strategy).join(Activity.section).where(Strategy.state == StrategyState.PUBLISHED)
    found = found.options(joinedload(Activity.strategy))
    order = (Strategy.year.desc(), Strategy.id, Section.position, Activity.position, Activity.id)
    return list(db.session.scalars(found.order_by(*order)))


def shapes_of_year(strategy: Strategy) -> list[tuple[EventType, Modality]]:
    """Type and modality of each space of the year of a strategy, in any version; cancelled ones left out."""
    found = select(Event.id, Event.type, Event.modality).join(event_activity).join(Activity).join(Strategy)
    same_year = found.where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    rows = db.session.execute(same_year.where(Event.state != EventState.CANCELLED).distinct().order_by(Event.id))
    return [(row.type, row.modality) for row in rows]
