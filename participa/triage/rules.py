"""Who may take a question of the queue, and for how long an act can be undone. Pure: the instant is an argument."""

from datetime import datetime, timedelta

from participa.accounts.models import User
from participa.questions.models import Question, Status, Visibility
from participa.triage.models import TriageLease, TriageStep

LEASE = timedelta(minutes=3)
UNDO = timedelta(seconds=10)
HELD = timedelta(seconds=30)  # longer than UNDO, so that no mail leaves while its step can be undone


def is_taken(lease: TriageLease | None, user: User, at: datetime) -> bool:
    """Whether somebody else has the question before the eyes."""
    return lease is not None and lease.holder_id != user.id and lease.until > at


def is_mine(lease: TriageLease | None, user: User, at: datetime) -> bool:
    return lease is not None and lease.holder_id == user.id and lease.until > at


def may_undo(user: User, step: TriageStep, at: datetime) -> bool:
    """Whether this person may still step back: the own act, not yet undone, at most ten seconds ago."""
    return step.actor_id == user.id and step.undone_at is None and at - step.at <= UNDO


def lacks_publication(question: Question) -> bool:
    """Whether nobody has decided yet whether the text is public."""
    return question.visibility is Visibility.WAITING


def lacks_office(question: Question) -> bool:
    """Whether it is still to be sorted, handed over or grouped."""
    return question.status in (Status.RECEIVED, Status.CLASSIFIED)
