"""What may be hidden after a night wrote it down: each condition says whether something was, since an instant.

A file of a night that holds something hidden since is not handed out any more. Something written down by a transaction
that had not ended when the night began counts too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from participa.questions.models import Question, Restriction, WithheldAnswer
from participa.shared.audit import AuditEntry

Hiding: TypeAlias = Callable[[datetime], Select[Any]]
UNFINISHED = timedelta(seconds=10)  # how long before the night an act may have begun that ended after it


def stamped(column: InstrumentedAttribute[datetime | None]) -> Hiding:
    """What a column says when it was taken back."""
    return lambda since: select(column).where(column >= since - UNFINISHED)


def noted(kind: str, verb: str) -> Hiding:
    """What leaves only its act in the history; `kind` is the table of the subject."""
    subject = (AuditEntry.subject_kind == kind, AuditEntry.verb == verb)
    return lambda since: select(AuditEntry.id).where(*subject, AuditEntry.at >= since - UNFINISHED)


def questions(since: datetime) -> Select[Any]:
    """A question that had come already. Those that came later were in no file."""
    hidden = select(Restriction.id).join(Question, Question.id == Restriction.question_id)
    return hidden.where(Restriction.at >= since - UNFINISHED, Question.received_at <= since)


def answers(since: datetime) -> Select[Any]:
    """An answer of which a later version without personal data took the place."""
    return select(WithheldAnswer.version_id).where(WithheldAnswer.at >= since - UNFINISHED)
