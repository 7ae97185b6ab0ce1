"""What somebody writes of a commitment before there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from participa.commitments.models import CommitmentKind, Origin, Priority

DraftStep: TypeAlias = tuple[str, date | None]


@dataclass(frozen=True)
class NewCommitment:
    """All that is registered. Days are days of Colombia.

    `how_known` is how anybody will know that it is done. `office_ids` are the offices that share it with the one that
    leads. `source` names the row it is made from (see `sources`), so that one promise makes one commitment.
    """

    text: str
    lead_id: int
    promised_on: date
    how_known: str = ""
    scope: str = ""
    due_on: date | None = None
    office_ids: Sequence[int] = ()
    partners: Sequence[str] = ()
    steps: Sequence[DraftStep] = ()
    event_id: int | None = None
    activity_id: int | None = None
    topic_id: int | None = None
    place_id: int | None = None
    plan_goal: str = ""
    priority: Priority = Priority.MEDIUM
    question_ids: Sequence[int] = ()
    origin: Origin = Origin.HAND
    source: str | None = None
    kind: CommitmentKind = CommitmentKind.PROMISE
