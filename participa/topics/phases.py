"""How far a call has come, as people read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from participa.topics.models import TopicCall, TopicVote


class Phase(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    REVIEW = "review"
    ANNOUNCED = "announced"
    VOTING = "voting"
    COUNTING = "counting"
    DECIDED = "decided"


@dataclass(frozen=True)
class Shown:
    """A phase with its words and tone."""

    phase: Phase
    label: str
    tone: str


SHOWN = {
    Phase.DRAFT: ("Borrador", "neutral"),
    Phase.COMING: ("Abre pronto", "info"),
    Phase.OPEN: ("Recibe postulaciones", "good"),
    Phase.REVIEW: ("Se agrupan los temas", "progress"),
    Phase.ANNOUNCED: ("Votación por abrir", "info"),
    Phase.VOTING: ("En votación", "good"),
    Phase.COUNTING: ("Se cuentan los votos", "progress"),
    Phase.DECIDED: ("Con resultado", "info"),
}


def phase_of(call: TopicCall, vote: TopicVote | None, at: datetime) -> Shown:
    phase = _of_vote(vote, at) if vote is not None else _of_call(call, at)
    return Shown(phase, *SHOWN[phase])


def _of_call(call: TopicCall, at: datetime) -> Phase:
    if not call.is_public:
        return Phase.DRAFT
    if at < call.opens_at:
        return Phase.COMING
    return Phase.OPEN if at < call.closes_at else Phase.REVIEW


def _of_vote(vote: TopicVote, at: datetime) -> Phase:
    if vote.survey.is_over:
        return Phase.DECIDED
    if at < vote.survey.opens_at:
        return Phase.ANNOUNCED
    return Phase.VOTING if at < vote.survey.closes_at else Phase.COUNTING
