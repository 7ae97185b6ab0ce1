"""Where the agenda goes: one part at a time."""

from participa.accounts.models import User
from participa.events.models import AgendaItem
from participa.extensions import db
from participa.hearings.models import AgendaRun, Hearing
from participa.hearings.queries import conduct as queries
from participa.hearings.services.opening import hold_open
from participa.shared import audit
from participa.shared.clock import now


def begin(hearing: Hearing, item: AgendaItem, actor: User) -> None:
    """Go to this part; the one that went on ends. One that was over goes on again. Raises Forbidden and Closed."""
    held = hold_open(hearing, actor)
    run = queries.find_run(held, item.id)
    if run is not None and run.ended_at is None:
        return
    _end_all(held)
    if run is None:
        db.session.add(AgendaRun(hearing_id=held.id, agenda_item_id=item.id, began_at=now()))
    else:
        run.ended_at = None
    db.session.flush()
    audit.record("agenda_begun", held, actor, item=item.id)


def end(hearing: Hearing, actor: User) -> None:
    """End the part that goes on, if there is one. Raises Forbidden and Closed."""
    held = hold_open(hearing, actor)
    if _end_all(held):
        audit.record("agenda_ended", held, actor)


def _end_all(hearing: Hearing) -> int:
    runs = queries.going_on(hearing)
    for run in runs:
        run.ended_at = now()
    return len(runs)
