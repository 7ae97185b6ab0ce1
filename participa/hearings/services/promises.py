"""What somebody promises in the hearing, in one line. A wrong one is struck and stays readable."""

from datetime import timedelta

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.hearings import clock
from participa.hearings.models import Hearing, LivePromise, StagedQuestion
from participa.hearings.queries import conduct as queries
from participa.hearings.services.opening import hold_open, require_conductor
from participa.shared import audit
from participa.shared.clock import now

SAME = timedelta(seconds=30)  # the same words again within this time are a second click


def note(
    hearing: Hearing, text: str, department: Department | None, staged: StagedQuestion | None, actor: User
) -> LivePromise:
    """Write down a promise with the second of the recording. Raises Forbidden and Closed."""
    held, at = hold_open(hearing, actor), now()
    earlier = queries.find_same_promise(held, text, at - SAME)
    if earlier is not None:
        return earlier
    promise = LivePromise(
        hearing_id=held.id,
        staged=staged,
        department=department,
        text=text,
        second=clock.second_at(held, at),
        at=at,
        author_id=actor.id,
    )
    db.session.add(promise)
    db.session.flush()
    audit.record("promise_noted", promise, actor)
    return promise


def strike(promise: LivePromise, hearing: Hearing, actor: User) -> None:
    """Say that a promise was noted by mistake, also after the end. A second click changes nothing. Raises Forbidden."""
    require_conductor(actor)
    queries.to_change(hearing)
    db.session.refresh(promise)
    if promise.struck_at is None:
        promise.struck_at, promise.struck_by_id = now(), actor.id
        audit.record("promise_struck", promise, actor)
