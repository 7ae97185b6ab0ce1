"""The versions of a strategy and the lines of descent of its activities."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CTE, ColumnElement, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from participa.extensions import db
from participa.strategy.models import Activity, Section, Strategy, StrategyState

IN_THE_MAKING = (StrategyState.DRAFT, StrategyState.IN_CONSULTATION, StrategyState.APPROVED)


def find_successor(strategy: Strategy) -> Strategy | None:
    """The version that is being made from this one."""
    made = select(Strategy).where(Strategy.replaces_id == strategy.id, Strategy.state.in_(IN_THE_MAKING))
    return db.session.scalars(made.order_by(Strategy.version.desc(), Strategy.id).limit(1)).first()


def find_predecessor(strategy: Strategy) -> Strategy | None:
    """The version that this one was made from, else the public one of its year with the number before its own."""
    if strategy.replaces_id is not None:
        return db.session.get(Strategy, strategy.replaces_id)
    same = select(Strategy).where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    public = Strategy.state.in_((StrategyState.PUBLISHED, StrategyState.CLOSED))
    earlier = same.where(public, Strategy.version < strategy.version)
    return db.session.scalars(earlier.order_by(Strategy.version.desc(), Strategy.id.desc()).limit(1)).first()


def first_published_at(strategy: Strategy) -> datetime | None:
    """When the first version of the year was published."""
    found = select(func.min(Strategy.published_at)).where(Strategy.entity_name == strategy.entity_name)
    return db.session.scalar(found.where(Strategy.year == strategy.year))


def sections(strategy: Strategy) -> list[Section]:
    """The sections of a strategy, in order, with all that their activities are linked with. Four statements."""
    within = selectinload(Section.activities)
    found = select(Section).where(Section.strategy_id == strategy.id).order_by(Section.position)
    whole = found.options(
        within.selectinload(Activity.departments),
        within.selectinload(Activity.value_groups),
        within.joinedload(Activity.section),
    )
    return list(db.session.scalars(whole))


def whole_activities(strategy: Strategy) -> list[Activity]:
    """The activities of a strategy in order, with section, offices and value groups. Three statements."""
    found = select(Activity).join(Activity.section).where(Activity.strategy_id == strategy.id)
    linked = (selectinload(Activity.departments), selectinload(Activity.value_groups))
    whole = found.options(contains_eager(Activity.section), *linked)
    return list(db.session.scalars(whole.order_by(Section.position, Activity.position)))


def descent(strategy: Strategy) -> dict[int, int]:
    """For each activity of the entity and year that continues another one, that other one."""
    found = select(Activity.id, Activity.replaces_id).join(Activity.strategy)
    same = found.where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    return {row[0]: row[1] for row in db.session.execute(same) if row[1] is not None}


def first_slugs(strategy: Strategy) -> dict[int, str]:
    """For each activity of the year that continues another one, the slug of the first in its line. One statement."""
    found = select(Activity.id, Activity.replaces_id, Activity.slug).join(Activity.strategy)
    same = found.where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    rows = {row[0]: (row[1], row[2]) for row in db.session.execute(same)}
    return {id_: rows[_first(id_, rows)][1] for id_, (earlier, _slug) in rows.items() if earlier is not None}


def _first(activity_id: int, rows: Mapping[int, tuple[int | None, str]]) -> int:
    seen = {activity_id}
    while (earlier := rows[activity_id][0]) in rows and earlier not in seen:
        activity_id = earlier or activity_id
        seen.add(activity_id)
    return activity_id


def is_of_family(activity: Activity) -> ColumnElement[bool]:
    """Whether an activity is this one, continues it or is continued by it, over any number of versions."""
    return Activity.id.in_(select(_family(activity).c.id))


def _family(activity: Activity) -> CTE:
    family = select(Activity.id, Activity.replaces_id).where(Activity.id == activity.id).cte(recursive=True)
    kin = aliased(Activity)
    near = or_(kin.id == family.c.replaces_id, kin.replaces_id == family.c.id)
    return family.union(select(kin.id, kin.replaces_id).join(family, near))
