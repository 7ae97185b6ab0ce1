"""Strategies and their activities, as read."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from participa.accounts.models import Department
from participa.extensions import db
from participa.strategy.models import Activity, ActivityState, Section, Strategy, StrategyState
from participa.strategy.queries.versions import is_of_family
from participa.strategy.when import last_day

PUBLIC = (StrategyState.PUBLISHED, StrategyState.CLOSED)
OPEN_STATES = (ActivityState.SCHEDULED, ActivityState.UNDER_WAY, ActivityState.RESCHEDULED)
PER_PAGE = 20
_OFFICES = selectinload(Activity.departments)


@cache
def _public() -> Select[Strategy]:
    """Public strategies: latest year first; within a year the one in force, then the latest version."""
    in_force = (Strategy.state == StrategyState.PUBLISHED).desc()
    found = select(Strategy).where(Strategy.state.in_(PUBLIC))
    return found.order_by(Strategy.year.desc(), in_force, Strategy.version.desc(), Strategy.id.desc())


def published() -> list[Strategy]:
    """Every strategy that the public may read, the current one first."""
    return list(db.session.scalars(_public()))


def find_current() -> Strategy | None:
    """The published strategy of the latest year."""
    return db.session.scalars(_public().limit(1)).first()


def of_year(year: int, version: int | None = None) -> Strategy:
    """The public strategy of a year: the version asked for, else the one in force. Raises NoResultFound."""
    found = _public().where(Strategy.year == year)
    if version is not None:
        found = found.where(Strategy.version == version)
    return db.session.execute(found.limit(1)).scalar_one()


def versions_of(strategy: Strategy) -> list[Strategy]:
    """The public versions of the year of a strategy, the one in force first."""
    return list(db.session.scalars(_public().where(Strategy.year == strategy.year)))


def activities(strategy: Strategy) -> list[Activity]:
    """The activities of a strategy in the order of the document, with section and offices. Two statements."""
    found = select(Activity).join(Activity.section).where(Activity.strategy_id == strategy.id)
    whole = found.options(contains_eager(Activity.section), selectinload(Activity.departments))
    return list(db.session.scalars(whole.order_by(Section.position, Activity.position)))


def public_activity(year: int, slug: str, version: int | None = None) -> Activity:
    """An activity that the public may read: of the version asked for, else of the one in force, else of an earlier one.

    Raises NoResultFound.
    """
    found = _public().join(Activity, Activity.strategy_id == Strategy.id).with_only_columns(Activity)
    found = found.where(Strategy.year == year, Activity.slug == slug)
    if version is not None:
        found = found.where(Strategy.version == version)
    return db.session.execute(found.options(*_whole_activity()).limit(1)).scalar_one()


def activity(activity_id: int) -> Activity:
    """An activity for the team, with its strategy, section and offices. Raises NoResultFound."""
    found = select(Activity).where(Activity.id == activity_id).options(*_whole_activity())
    return db.session.execute(found).scalar_one()


def _whole_activity() -> Sequence[ExecutableOption]:
    linked = (selectinload(Activity.departments), selectinload(Activity.value_groups))
    return joinedload(Activity.strategy), joinedload(Activity.section), *linked


def same_in_all_versions(activity: Activity) -> list[Activity]:
    """The same line of the cronograma in every public version of its year, the given one among them."""
    mine = activity.strategy
    found = select(Activity).join(Activity.strategy).join(Activity.section)
    twins = found.where(Strategy.entity_name == mine.entity_name, Strategy.year == mine.year)
    same_words = and_(Activity.name == activity.name, Section.label == activity.section.label)
    same = twins.where(or_(same_words, is_of_family(activity)))
    public_or_this = or_(Strategy.state.in_(PUBLIC), Activity.id == activity.id)
    return list(db.session.scalars(same.where(public_or_this).order_by(Strategy.version, Activity.id)))


def coming(strategy: Strategy, today: date, limit: int = 5) -> list[Activity]:
    """Open activities of a strategy that are under way or still to come, the first to end first."""
    found = select(Activity).where(Activity.strategy_id == strategy.id, Activity.state.in_(OPEN_STATES))
    by_day = func.coalesce(Activity.ends_on, Activity.starts_on)
    dated = found.where(by_day >= today).order_by(by_day, Activity.id).limit(limit)
    by_period = found.where(by_day.is_(None), cast(Activity.periods, Text) != "[]").order_by(Activity.id)
    whole = [one for part in (dated, by_period) for one in db.session.scalars(part.options(_OFFICES))]
    ends = [(last, one.id, one) for one in whole if (last := last_day(one)) and last >= today]
    return [one for _last, _id, one in sorted(ends)[:limit]]


def by_id(strategy_id: int) -> Strategy:
    """A strategy for the team, in any state. Raises NoResultFound."""
    return db.session.execute(select(Strategy).where(Strategy.id == strategy_id)).scalar_one()


def for_team(page: int) -> Pagination:
    """Every strategy, latest year and version first. 404 beyond the last page."""
    found = select(Strategy).order_by(Strategy.year.desc(), Strategy.version.desc(), Strategy.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def activity_counts(strategies: Sequence[Strategy]) -> dict[int, int]:
    """How many activities each of these strategies has, by its id; one without any is absent."""
    ids = [strategy.id for strategy in strategies]
    counted = select(Activity.strategy_id, func.count()).where(Activity.strategy_id.in_(ids))
    rows = db.session.execute(counted.group_by(Activity.strategy_id))
    return {row[0]: row[1] for row in rows}


def find_imported(entity_name: str, year: int, fingerprint: str, source_fingerprint: str = "") -> Strategy | None:
    """The latest version that was made of the same document: with the same content, or from the same source."""
    same = select(Strategy).where(Strategy.entity_name == entity_name, Strategy.year == year)
    from_source = and_(Strategy.source_fingerprint == source_fingerprint, Strategy.source_fingerprint != "")
    made = same.where(or_(Strategy.fingerprint == fingerprint, from_source))
    return db.session.scalars(made.order_by(Strategy.version.desc(), Strategy.id).limit(1)).first()


def find_present(entity_name: str, year: int) -> Strategy | None:
    """The version that a new document of the year changes: the one in force, else the latest."""
    same = select(Strategy).where(Strategy.entity_name == entity_name, Strategy.year == year)
    in_force = (Strategy.state == StrategyState.PUBLISHED).desc()
    return db.session.scalars(same.order_by(in_force, Strategy.version.desc(), Strategy.id.desc()).limit(1)).first()


def latest_version(year: int) -> int:
    """The highest version number of a year, 0 without any. Numbers are not repeated within a year."""
    return db.session.scalar(select(func.max(Strategy.version)).where(Strategy.year == year)) or 0


def in_force_locked(entity_name: str, year: int) -> list[Strategy]:
    """The published versions of an entity and year, held until the end of the transaction."""
    found = select(Strategy).where(Strategy.entity_name == entity_name, Strategy.year == year)
    found = found.where(Strategy.state == StrategyState.PUBLISHED).order_by(Strategy.id)
    return list(db.session.scalars(found.with_for_update()))


def versions_locked(strategy: Strategy) -> None:
    """Hold all the versions of a year until the end of the transaction: their states move one after the other."""
    db.session.flush()
    same = select(Strategy).where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    held = same.order_by(Strategy.id).with_for_update().execution_options(populate_existing=True)
    db.session.scalars(held).all()


def active_departments() -> list[Department]:
    """The offices that can be linked to an activity, by name."""
    return list(db.session.scalars(select(Department).where(Department.is_active).order_by(Department.name)))
