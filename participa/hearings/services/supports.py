"""When the supports of phones that had just arrived count, and how a group is counted. Taps are in `taps`."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, StagedQuestion, Support, SupportState
from participa.hearings.services import counting
from participa.hearings.services.taps import WARM_UP_SECONDS
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work


def ripen(hearing: Hearing) -> int:
    """Count the supports whose phone is old enough by now; how many. Needs a unit of work."""
    counting.take_turn(hearing.id, alone=True)
    changed = (
        update(Support)
        .where(Support.hearing_id == hearing.id, _is_warm())
        .values(state=SupportState.COUNTED)
        .returning(Support.staged_id)
    )
    found = list(db.session.scalars(changed.execution_options(synchronize_session=False)))
    if found:
        counting.recount(set(found))
    return len(found)


def ripen_all() -> None:
    """The chore: in each open hearing, one after the other."""
    due = select(Support.hearing_id).where(Support.hearing_id == Hearing.id, _is_warm())
    wanted = select(Hearing.id).where(Hearing.state == HearingState.OPEN, due.exists()).order_by(Hearing.id)
    for number in list(db.session.scalars(wanted)):
        with unit_of_work():
            ripen(db.session.get_one(Hearing, number))


def _is_warm() -> ColumnElement[bool]:
    """Whether a support waits for a phone that is old enough by now, or that came before the clock was put back."""
    at = now()
    is_old = or_(Support.device_since <= at - timedelta(seconds=WARM_UP_SECONDS), Support.device_since > at)
    return and_(Support.state == SupportState.WARMING, is_old)


def regroup(question_id: int) -> None:
    """Count anew when a question joined another one or left it: distinct phones, and back again."""
    staged = db.session.scalar(select(StagedQuestion).where(StagedQuestion.question_id == question_id))
    if staged is None:
        return
    counting.take_turn(staged.hearing_id, alone=True)
    counting.recount({staged.id, *counting.once_led(question_id, staged.hearing_id)})
