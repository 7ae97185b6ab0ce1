"""Groups of nominations, as read."""

from collections import defaultdict
from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.topics.models import GroupMember, GroupStep, Nomination, TopicCall, TopicGroup

PER_PAGE = 30


def of_call(call: TopicCall) -> list[TopicGroup]:
    """The groups of a call that stand, first made first."""
    wanted = (TopicGroup.call_id == call.id, TopicGroup.ended_at.is_(None))
    return list(db.session.scalars(select(TopicGroup).where(*wanted).order_by(TopicGroup.number)))


def one(call: TopicCall, number: int) -> TopicGroup:
    """Also one that was undone: its history stays. Raises NoResultFound."""
    wanted = (TopicGroup.call_id == call.id, TopicGroup.number == number)
    return db.session.scalars(select(TopicGroup).where(*wanted)).one()


def standing(call: TopicCall, number: int) -> TopicGroup:
    """Raises NoResultFound for one that was undone."""
    wanted = (TopicGroup.call_id == call.id, TopicGroup.number == number, TopicGroup.ended_at.is_(None))
    return db.session.scalars(select(TopicGroup).where(*wanted)).one()


def lock(group: TopicGroup) -> TopicGroup:
    held = select(TopicGroup).where(TopicGroup.id == group.id).with_for_update(of=TopicGroup)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def members(groups: Sequence[TopicGroup]) -> dict[int, list[Nomination]]:
    """The nominations of each group, the most supported first; one statement."""
    wanted = (GroupMember.group_id.in_([group.id for group in groups]), GroupMember.ended_at.is_(None))
    found = select(GroupMember.group_id, Nomination).join(Nomination, Nomination.id == GroupMember.nomination_id)
    of_each: dict[int, list[Nomination]] = defaultdict(list)
    for group_id, nomination in db.session.execute(
        found.where(*wanted).order_by(Nomination.supports.desc(), Nomination.number)
    ):
        of_each[group_id].append(nomination)
    return of_each


def members_page(group: TopicGroup, page: int) -> Pagination:
    """The nominations of one group, the most supported first."""
    wanted = (GroupMember.group_id == group.id, GroupMember.ended_at.is_(None))
    found = select(Nomination).join(GroupMember, GroupMember.nomination_id == Nomination.id).where(*wanted)
    order = (Nomination.supports.desc(), Nomination.number)
    return db.paginate(found.order_by(*order), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def sizes(groups: Sequence[TopicGroup]) -> dict[int, tuple[int, int]]:
    """For each group how many nominations it has and how many supports they add up to; one statement."""
    wanted = (GroupMember.group_id.in_([group.id for group in groups]), GroupMember.ended_at.is_(None))
    counted = select(GroupMember.group_id, func.count(), func.sum(Nomination.supports))
    counted = counted.join(Nomination, Nomination.id == GroupMember.nomination_id).where(*wanted)
    rows = {row[0]: (row[1], int(row[2])) for row in db.session.execute(counted.group_by(GroupMember.group_id))}
    return {group.id: rows.get(group.id, (0, 0)) for group in groups}


def membership(nomination: Nomination) -> GroupMember | None:
    """The standing place of a nomination in a group."""
    wanted = (GroupMember.nomination_id == nomination.id, GroupMember.ended_at.is_(None))
    found = select(GroupMember).where(*wanted).options(joinedload(GroupMember.group))
    return db.session.scalars(found).one_or_none()


def steps(group: TopicGroup) -> list[GroupStep]:
    """What was done with a group, first step first."""
    found = select(GroupStep).where(GroupStep.group_id == group.id).options(joinedload(GroupStep.nomination))
    return list(db.session.scalars(found.order_by(GroupStep.id)))
