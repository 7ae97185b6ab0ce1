"""What internal control looks at in a cuatrimestre, as read."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participa.commitments.models import Commitment, CommitmentCheck, CommitmentState
from participa.extensions import db
from participa.reports.queries.indicators import Period
from participa.strategy import queries as strategies
from participa.strategy.fulfilment import Unit
from participa.strategy.models import ActivityState, ShownState, Strategy, Tracked
from participa.strategy.tracking import all_tracked


def units(strategy: Strategy, period: Period, day: date) -> list[Unit]:
    """The periods of activities that should end in this one, in the order of the document; cancelled ones left out."""
    activities = [one for one in strategies.activities(strategy) if one.state is not ActivityState.CANCELLED]
    every = all_tracked(activities, strategies.histories(activities), day)
    found = (Unit(one.activity, slot) for one in every for slot in one.slots)
    return [one for one in found if one.slot.last_day and period.first <= one.slot.last_day <= period.last]


def of_units(found: Sequence[Tracked], inside: Sequence[Unit]) -> list[Tracked]:
    """Of these activities, the ones with a period among the units, with those periods alone."""
    slots = {(unit.activity.id, unit.slot.period) for unit in inside}
    kept = (
        Tracked(one.activity, [slot for slot in one.slots if (one.activity.id, slot.period) in slots], one.reports)
        for one in found
    )
    return [one for one in kept if one.disputed]


def overdue(found: Sequence[Unit]) -> int:
    return sum(unit.slot.shown is ShownState.OVERDUE for unit in found)


def disputed(found: Sequence[Unit]) -> int:
    """Those of which internal control found something else than was reported."""
    return sum(unit.slot.is_disputed for unit in found)


def checks(period: Period) -> list[CommitmentCheck]:
    """What internal control verified of public commitments in a period, by day."""
    to_lead = joinedload(CommitmentCheck.commitment).joinedload(Commitment.lead)
    found = select(CommitmentCheck).join(CommitmentCheck.commitment).options(to_lead)
    own = found.where(CommitmentCheck.author_id.is_not(None), Commitment.state != CommitmentState.REGISTERED)
    inside = own.where(CommitmentCheck.checked_on.between(period.first, period.last))
    return list(db.session.scalars(inside.order_by(CommitmentCheck.checked_on, CommitmentCheck.id)))
