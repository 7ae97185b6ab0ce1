"""How each question stood during the hearing: once a minute, a row for each one whose figures or place changed."""

from datetime import timedelta

from sqlalchemy import func, insert, or_, select

from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, LiveTrace, StagedQuestion
from participa.hearings.queries import board
from participa.hearings.services import joining
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work

LAST_LOOK = timedelta(minutes=3)
Figures = tuple[int, int, int]  # readers, supports, place from 1 in the queue, 0 outside it


def trace_open() -> None:
    """The chore of each minute: bring in what did not join yet and note what changed, each hearing apart.

    One that has just ended is noted once more, as it ended.
    """
    just_ended = Hearing.closed_at > now() - LAST_LOOK
    wanted = select(Hearing.id).where(or_(Hearing.state == HearingState.OPEN, just_ended)).order_by(Hearing.id)
    for number in db.session.scalars(wanted).all():
        with unit_of_work():
            hearing = _hold(number)
            if hearing.is_open:
                joining.join_published(hearing)
            trace(hearing)


def trace(hearing: Hearing) -> int:
    """Note how each question stands, if that changed since it was noted last; how many did."""
    seen, last = board.read(hearing), _last(hearing)
    places = {place.candidate.id: number for number, place in enumerate(seen.queue, start=1)}
    stand = {one.id: (one.readers, one.supports, places.get(one.id, 0)) for one in seen.standings}
    rows = [_row(number, figures) for number, figures in stand.items() if last.get(number) != figures]
    if rows:
        db.session.execute(insert(LiveTrace), rows)
    return len(rows)


def _row(staged_id: int, figures: Figures) -> dict[str, object]:
    readers, supports, place = figures
    return {"staged_id": staged_id, "at": now(), "readers": readers, "supports": supports, "place": place}


def _hold(number: int) -> Hearing:
    """One at a time: two keepers would note the same twice."""
    found = select(Hearing).where(Hearing.id == number).with_for_update(key_share=True)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _last(hearing: Hearing) -> dict[int, Figures]:
    """What was noted last of each question. One statement."""
    newest = select(func.max(LiveTrace.id)).join(StagedQuestion, StagedQuestion.id == LiveTrace.staged_id)
    newest = newest.where(StagedQuestion.hearing_id == hearing.id).group_by(LiveTrace.staged_id)
    found = select(LiveTrace.staged_id, LiveTrace.readers, LiveTrace.supports, LiveTrace.place)
    rows = db.session.execute(found.where(LiveTrace.id.in_(newest)))
    return {row.staged_id: (row.readers, row.supports, row.place) for row in rows}
