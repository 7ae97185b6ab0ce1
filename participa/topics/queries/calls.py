"""Calls for topics, as read."""

from collections.abc import Sequence
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.strategy.models import Activity
from participa.topics.models import CallState, Nomination, Standing, TopicCall, TopicGroup, TopicVote

PER_PAGE = 20
MOST_SPACES = 200
PREPARED = (EventState.DRAFT, EventState.CONVENED, EventState.RESCHEDULED, EventState.UNDER_WAY)


def _whole() -> Select[TopicCall]:
    """With all that a page says of it."""
    vote = joinedload(TopicCall.vote).joinedload(TopicVote.survey)
    activity = joinedload(TopicCall.activity).joinedload(Activity.strategy)
    return select(TopicCall).options(vote, activity, joinedload(TopicCall.event))


def by_slug(slug: str) -> TopicCall:
    """Also a draft. Raises NoResultFound."""
    return db.session.scalars(_whole().where(TopicCall.slug == slug)).one()


def public(slug: str) -> TopicCall:
    """A call that everybody may see. Raises NoResultFound."""
    return db.session.scalars(_whole().where(TopicCall.slug == slug, TopicCall.state == CallState.PUBLISHED)).one()


def published(page: int) -> Pagination:
    """The public calls, the one that closes last first."""
    found = _whole().where(TopicCall.state == CallState.PUBLISHED)
    order = (TopicCall.closes_at.desc(), TopicCall.id.desc())
    return db.paginate(found.order_by(*order), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def open_now(at: datetime) -> list[TopicCall]:
    """The calls that take nominations, the one that closes first first."""
    is_open = (TopicCall.state == CallState.PUBLISHED, TopicCall.opens_at <= at, TopicCall.closes_at > at)
    return list(db.session.scalars(_whole().where(*is_open).order_by(TopicCall.closes_at, TopicCall.id)))


def of_event(event: Event) -> list[TopicCall]:
    """The public calls for a space."""
    found = _whole().where(TopicCall.event_id == event.id, TopicCall.state == CallState.PUBLISHED)
    return list(db.session.scalars(found.order_by(TopicCall.id)))


def of_activity(activity: Activity) -> list[TopicCall]:
    """The public calls of an activity."""
    found = _whole().where(TopicCall.activity_id == activity.id, TopicCall.state == CallState.PUBLISHED)
    return list(db.session.scalars(found.order_by(TopicCall.id)))


def for_team(page: int) -> Pagination:
    """Every call, last made first."""
    found = _whole().order_by(TopicCall.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def figures(calls: Sequence[TopicCall]) -> dict[int, dict[str, int]]:
    """For each call how many nominations of each standing and how many groups; two statements."""
    ids = [call.id for call in calls]
    found: dict[int, dict[str, int]] = {number: {**dict.fromkeys(Standing, 0), "groups": 0} for number in ids}
    counted = select(Nomination.call_id, Nomination.standing, func.count()).where(Nomination.call_id.in_(ids))
    for number, standing, total in db.session.execute(counted.group_by(Nomination.call_id, Nomination.standing)):
        found[number][standing] = total
    groups = select(TopicGroup.call_id, func.count()).where(TopicGroup.call_id.in_(ids), TopicGroup.ended_at.is_(None))
    for number, total in db.session.execute(groups.group_by(TopicGroup.call_id)):
        found[number]["groups"] = total
    return found


def slugs_like(slug: str) -> set[str]:
    return set(db.session.scalars(select(TopicCall.slug).where(TopicCall.slug.startswith(slug, autoescape=True))))


def find_by_form_key(digest: str) -> TopicCall | None:
    return db.session.scalars(select(TopicCall).where(TopicCall.form_key_digest == digest)).one_or_none()


def lock(call: TopicCall) -> TopicCall:
    """The same, which nobody else changes until the end of the request, as it is now."""
    held = select(TopicCall).where(TopicCall.id == call.id).with_for_update(of=TopicCall)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def over_with_salt(at: datetime) -> list[int]:
    """The calls whose nominations are over and whose devices are not forgotten yet."""
    over = (TopicCall.state == CallState.PUBLISHED, TopicCall.closes_at <= at, TopicCall.salt.is_not(None))
    return list(db.session.scalars(select(TopicCall.id).where(*over).order_by(TopicCall.id)))


def all_of_event(event: Event) -> list[TopicCall]:
    """The same, drafts included."""
    return list(db.session.scalars(_whole().where(TopicCall.event_id == event.id).order_by(TopicCall.id)))


def by_ids(numbers: Sequence[int]) -> list[TopicCall]:
    """The public calls with these row numbers."""
    if not numbers:
        return []
    wanted = (TopicCall.id.in_(numbers), TopicCall.state == CallState.PUBLISHED)
    return list(db.session.scalars(_whole().where(*wanted).order_by(TopicCall.id)))


def spaces_to_choose(chosen: int) -> list[Event]:
    """The spaces that are still ahead, and the one that was chosen, the next first."""
    wanted = or_(Event.state.in_(PREPARED), Event.id == chosen)
    return list(db.session.scalars(select(Event).where(wanted).order_by(Event.starts_at, Event.id).limit(MOST_SPACES)))
