"""A question from a phone of the hearing: received as any other. In a rehearsal it is erased with it."""

from sqlalchemy import func, select

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.hearings.models import Hearing, StagedQuestion
from participa.questions import services as questions
from participa.questions.services import Arrival, Receipt, Submission
from participa.shared.clock import now

MOST_REHEARSED = 300  # nobody moderates them, and anybody with the room code writes them


def receive(hearing: Hearing, submission: Submission, form_key: str, arrival: Arrival) -> Receipt | None:
    """Receive a question, whatever the state of the hearing: none is refused. None in a rehearsal."""
    if hearing.is_rehearsal:
        rehearse(hearing, submission.body)
        return None
    return questions.receive(_space(hearing.event), submission, form_key, arrival)


def rehearse(hearing: Hearing, text: str) -> None:
    """Put a text on the board of a rehearsal that goes on, while there is room; the same one twice is a retry."""
    written = select(func.count()).select_from(StagedQuestion).where(StagedQuestion.hearing_id == hearing.id)
    if not hearing.is_open or (db.session.scalar(written) or 0) >= MOST_REHEARSED:
        return
    same = select(StagedQuestion.id).where(
        StagedQuestion.hearing_id == hearing.id, StagedQuestion.rehearsal_text == text
    )
    if db.session.scalar(same.limit(1)) is None:
        db.session.add(StagedQuestion(hearing_id=hearing.id, rehearsal_text=text, joined_at=now()))


def _space(event: Event) -> Event | None:
    """One for a cancelled space goes to the general channel."""
    return None if event.state is EventState.CANCELLED else event
