"""How many answered, as counted. Nothing here can tell who."""

from sqlalchemy import func, select

from participa.differential.models import CONSENT, CONSENT_VERSION, AnswerCount, UsedPermit, WaitingAnswers
from participa.differential.rules import closes_at as closes_at
from participa.differential.rules import has_final_counts as has_final_counts
from participa.events.models import Event
from participa.extensions import db


def is_used(digest: str) -> bool:
    return db.session.get(UsedPermit, digest) is not None


def people(event: Event) -> int:
    """How many sets of answers have been counted."""
    return counts(event).get(CONSENT, {}).get(CONSENT_VERSION, 0)


def counts(event: Event) -> dict[str, dict[str, int]]:
    """How many gave each answer, by question and choice. Never to be shown without shared/suppression."""
    found = select(AnswerCount.question, AnswerCount.choice, AnswerCount.amount)
    rows = db.session.execute(
        found.where(AnswerCount.event_id == event.id).order_by(AnswerCount.question, AnswerCount.choice)
    )
    amounts: dict[str, dict[str, int]] = {}
    for question, choice, amount in rows:
        amounts.setdefault(question, {})[choice] = amount
    return amounts


def waiting_by_event() -> dict[int, int]:
    """How many sets wait to be counted, by number of space."""
    found = select(WaitingAnswers.event_id, func.count()).group_by(WaitingAnswers.event_id)
    return {row[0]: row[1] for row in db.session.execute(found.order_by(WaitingAnswers.event_id))}


def received(event: Event) -> int:
    """How many permits were used: who answered, counted or not yet."""
    return db.session.scalar(select(func.count()).select_from(UsedPermit).where(UsedPermit.event_id == event.id)) or 0
