"""What the team needs to write a strategy by hand."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.strategy.models import Activity, RemovedPart, Section, Strategy, Topic, ValueGroup


def section(section_id: int) -> Section:
    """A section with its strategy. Raises NoResultFound."""
    found = select(Section).where(Section.id == section_id).options(joinedload(Section.strategy))
    return db.session.execute(found).scalar_one()


def removed_parts(strategy: Strategy, since: datetime) -> list[RemovedPart]:
    """What was taken out of a draft since then, latest first."""
    found = select(RemovedPart).where(RemovedPart.strategy_id == strategy.id, RemovedPart.removed_at >= since)
    return list(db.session.scalars(found.order_by(RemovedPart.id.desc())))


def removed_part(part_id: int) -> RemovedPart:
    """Locked until the end of the request: it is put back once. Raises NoResultFound."""
    found = select(RemovedPart).where(RemovedPart.id == part_id).options(joinedload(RemovedPart.strategy))
    return db.session.execute(found.with_for_update(of=RemovedPart)).scalar_one()


def section_labels(strategy: Strategy) -> list[tuple[int, str]]:
    """Number and label of each section, in order."""
    found = select(Section.id, Section.label).where(Section.strategy_id == strategy.id).order_by(Section.position)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def last_section_position(strategy: Strategy) -> int:
    return db.session.scalar(select(func.max(Section.position)).where(Section.strategy_id == strategy.id)) or 0


def last_activity_position(section_id: int) -> int:
    return db.session.scalar(select(func.max(Activity.position)).where(Activity.section_id == section_id)) or 0


def neighbouring_section(section: Section, is_up: bool) -> Section | None:
    """The section just above or below."""
    found = select(Section).where(Section.strategy_id == section.strategy_id)
    if is_up:
        near = found.where(Section.position < section.position).order_by(Section.position.desc())
    else:
        near = found.where(Section.position > section.position).order_by(Section.position)
    return db.session.scalars(near.limit(1)).first()


def neighbouring_activity(activity: Activity, is_up: bool) -> Activity | None:
    """The activity just above or below in the same section."""
    found = select(Activity).where(Activity.section_id == activity.section_id)
    if is_up:
        near = found.where(Activity.position < activity.position).order_by(Activity.position.desc())
    else:
        near = found.where(Activity.position > activity.position).order_by(Activity.position)
    return db.session.scalars(near.limit(1)).first()


def slugs_of_the_year(strategy: Strategy) -> set[str]:
    """The addresses of activities in every version of the year: none is given to another activity."""
    found = select(Activity.slug).join(Activity.strategy)
    same = found.where(Strategy.entity_name == strategy.entity_name, Strategy.year == strategy.year)
    return set(db.session.scalars(same))


def value_groups(only_active: bool = False) -> list[ValueGroup]:
    """The catalogue of value groups, by name."""
    found = select(ValueGroup).order_by(ValueGroup.name, ValueGroup.id)
    return list(db.session.scalars(found.where(ValueGroup.is_active) if only_active else found))


def topics() -> list[str]:
    """The names of the active topics of the catalogue, in order."""
    return list(db.session.scalars(select(Topic.name).where(Topic.is_active).order_by(Topic.name, Topic.id)))


def value_group(group_id: int) -> ValueGroup:
    """Raises NoResultFound."""
    return db.session.execute(select(ValueGroup).where(ValueGroup.id == group_id)).scalar_one()


def has_value_group(name: str, besides: ValueGroup | None = None) -> bool:
    """Whether another group has this name, small and capital letters alike."""
    same = select(ValueGroup.id).where(func.lower(ValueGroup.name) == name.lower())
    found = same.where(ValueGroup.id != besides.id) if besides is not None else same
    return db.session.scalar(found.limit(1)) is not None
