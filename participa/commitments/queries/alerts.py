"""What the alerts tell: dates of what is owed, the offices that answer for it, and what was told already."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, select

from participa.commitments.models import (
    OPEN_STATES,
    Commitment,
    CommitmentKind,
    CommitmentOffice,
    CommitmentStep,
)
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import now

TOLD = "commitment_alerted"
FORGOTTEN_AFTER = timedelta(days=60)  # longer than any alert holds


@dataclass(frozen=True)
class Dated:
    """A date of something owed: of the whole, or of a step that is not done. `office_ids` begins with who leads."""

    commitment_id: int
    code: str
    kind: CommitmentKind
    text: str
    due_on: date
    office_ids: tuple[int, ...]
    step_id: int | None = None
    step: str = ""


def dated_until(last: date) -> list[Dated]:
    """Every date until a day, the oldest first. Three statements."""
    owed = (Commitment.state.in_(OPEN_STATES),)
    sharing = _sharing()
    of = (Commitment.id, Commitment.code, Commitment.kind, Commitment.text, Commitment.lead_id)
    whole = select(*of, Commitment.due_on).where(*owed, Commitment.due_on <= last)
    steps = (
        select(*of, CommitmentStep.due_on, CommitmentStep.id, CommitmentStep.text)
        .join(CommitmentStep, CommitmentStep.commitment_id == Commitment.id)
        .where(*owed, CommitmentStep.done_on.is_(None), CommitmentStep.due_on <= last)
    )
    found = [_dated(sharing, *row) for wanted in (whole, steps) for row in db.session.execute(wanted)]
    return sorted(found, key=lambda one: (one.due_on, one.commitment_id, one.step_id or 0))


def _dated(sharing: dict[int, list[int]], number: int, code: str, kind: Any, text: str, lead: int, *rest: Any) -> Dated:
    due_on, *step = rest
    return Dated(number, code, kind, text, due_on, (lead, *sharing.get(number, ())), *step)


def _sharing() -> dict[int, list[int]]:
    """The offices that share each commitment that is owed."""
    found = select(CommitmentOffice.commitment_id, CommitmentOffice.department_id).join(
        Commitment, Commitment.id == CommitmentOffice.commitment_id
    )
    offices: dict[int, list[int]] = defaultdict(list)
    for number, office in db.session.execute(found.where(Commitment.state.in_(OPEN_STATES))):
        offices[number].append(office)
    return offices


def told_of_late() -> set[tuple[int, int, str, str]]:
    """Commitment, step or 0, date and stage of each alert of the last weeks, by a clock that did not run ahead."""
    owed = select(cast(Commitment.id, String)).where(Commitment.state.in_(OPEN_STATES))
    found = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject_kind == Commitment.__tablename__,
        AuditEntry.subject_id.in_(owed),
        AuditEntry.verb == TOLD,
        AuditEntry.at.between(_long_ago(), now()),
    )
    rows = db.session.execute(found)
    return {(int(number), told["step"], told["due_on"], told["stage"]) for number, told in rows}


def _long_ago() -> datetime:
    return now() - FORGOTTEN_AFTER
