"""Where a commitment was born, as far as everybody may read it."""

from dataclasses import dataclass

from sqlalchemy import select

from participa.commitments.models import Commitment
from participa.extensions import db
from participa.hearings.models import Hearing, LivePromise
from participa.hearings.queries.archive import minute
from participa.questions.queries import public as questions
from participa.questions.queries.public import PublicQuestion
from participa.strategy.models import StrategyState

LIVE_PROMISE = "live-promise:"
PUBLIC = (StrategyState.PUBLISHED, StrategyState.CLOSED)


@dataclass(frozen=True)
class Birth:
    """The space, the questions and the activity, only if they are public. `minute` is that of the recording."""

    has_event: bool
    has_activity: bool
    questions: list[PublicQuestion]
    minute: str = ""
    recording_url: str = ""


def of(commitment: Commitment) -> Birth:
    """At most two statements."""
    event, activity = commitment.event, commitment.activity
    has_event = event is not None and event.is_public
    said_at, url = _said(commitment) if has_event else ("", "")
    return Birth(
        has_event=has_event,
        has_activity=activity is not None and activity.strategy.state in PUBLIC,
        questions=_readable([asked.question_id for asked in commitment.questions]),
        minute=said_at,
        recording_url=url or (event.recording_url if event is not None and has_event else ""),
    )


def _readable(ids: list[int]) -> list[PublicQuestion]:
    found = [one for one in questions.by_ids(ids) if not one.is_withheld] if ids else []
    return sorted(found, key=lambda one: one.id)


def _said(commitment: Commitment) -> tuple[str, str]:
    """The minute at which it was said in a hearing, and the address of the recording; empty when it was not."""
    number = (commitment.source or "").removeprefix(LIVE_PROMISE)
    if not number.isdecimal():
        return "", ""
    said = select(LivePromise, Hearing).join(Hearing, Hearing.id == LivePromise.hearing_id)
    row = db.session.execute(said.where(LivePromise.id == int(number), Hearing.is_rehearsal.is_(False))).one_or_none()
    return (minute(_second(*row)), row[1].recording_url) if row else ("", "")


def _second(promise: LivePromise, hearing: Hearing) -> int | None:
    """Counted anew: the clock of the recording may have been corrected after the promise was noted."""
    if hearing.recording_began_at is None:
        return promise.second
    second = int((promise.at - hearing.recording_began_at).total_seconds())
    return second if second >= 0 else None
