"""The consultation of a draft strategy, as everybody reads it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from participa.extensions import db
from participa.shared.clock import today
from participa.shared.templating import counted
from participa.strategy import queries
from participa.strategy.models import DECISION_LABELS, Observation, ObservationReply, Strategy


@dataclass(frozen=True)
class Consulted:
    """The figures of a consultation, and the observations with a public reply, first received first."""

    strategy: Strategy
    total: int
    decisions: dict[str, int]
    replied: list[Observation]

    @property
    def pending(self) -> int:
        return self.total - sum(self.decisions.values())


def find(year: int) -> Consulted | None:
    """The consultation that the public page of this year tells; None when there was none."""
    strategy = _consulted(year)
    if strategy is None:
        return None
    counts = queries.decision_counts(strategy)
    decisions = {label: counts[decision.value] for decision, label in DECISION_LABELS.items()}
    return Consulted(strategy, queries.observation_count(strategy), decisions, _replied(strategy))


def was_held(year: int) -> bool:
    """Whether a draft of the year was put to consultation. One statement."""
    return _consulted(year) is not None


def _consulted(year: int) -> Strategy | None:
    try:
        return queries.consulted(year, today())
    except NoResultFound:
        return None


def _replied(strategy: Strategy) -> list[Observation]:
    has_reply = Observation.replies.any(ObservationReply.published_at.is_not(None))
    whole = (joinedload(Observation.activity), selectinload(Observation.replies))
    found = select(Observation).where(Observation.strategy_id == strategy.id, has_reply).options(*whole)
    return list(db.session.scalars(found.order_by(Observation.id)))


def lacks(year: int) -> list[str]:
    """A sentence while an observation waits for its reply."""
    found = find(year)
    if found is None or not found.pending:
        return []
    return [f"Falta responder {counted(found.pending, 'observación', 'observaciones')}."]
