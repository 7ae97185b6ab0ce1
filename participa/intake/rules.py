"""Who may do what at the counter."""

from datetime import datetime

from participa.accounts.models import Role, User
from participa.intake.models import Slip, SlipBatch, SlipState
from participa.shared.business_days import bogota_day

TYPISTS = frozenset({Role.MODERATOR})
CHECKERS = frozenset({Role.MODERATOR, Role.COMMUNICATIONS})


def may_type(person: User) -> bool:
    return person.role in TYPISTS


def may_check(person: User, slip: Slip) -> bool:
    """Whether this person may compare the slip with what was typed: never who typed it."""
    return person.role in CHECKERS and slip.state is SlipState.TYPED and slip.typed_by_id != person.id


def needs_reason(came_at: datetime, at: datetime) -> bool:
    """Whether it is typed on a later day in Colombia than the one it came (CPACA art. 62)."""
    return bogota_day(came_at) < bogota_day(at)


def is_open(batch: SlipBatch) -> bool:
    return batch.closed_at is None


def may_mend(person: User, batch: SlipBatch, has_filed: bool) -> bool:
    """Whether this person may still change the day of a box: the terms of what was filed already run from it."""
    return may_type(person) and is_open(batch) and not has_filed


def holds(batch: SlipBatch, number: int) -> bool:
    return batch.first <= number <= batch.last
