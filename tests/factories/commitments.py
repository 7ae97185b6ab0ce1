"""Commitments: registered, public, with progress and evidence, verified. Rows are inserted as they ended up."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Department, Role, User
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentState,
    CommitmentStep,
    Completion,
    EntryKind,
)
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import department as make_department
from tests.factories.accounts import user as make_user
from tests.factories.keep import keep, next_number

LATE = timedelta(days=90)


def commitment(state: CommitmentState = CommitmentState.PUBLISHED, **values: Any) -> Commitment:
    """A commitment of an office of its own unless said otherwise; public, due in ninety days and not begun."""
    number, day, at = next_number(), today(), now()
    if "lead_id" not in values:
        values["lead_id"] = make_department().id
    if "created_by_id" not in values:
        values["created_by_id"] = make_user(Role.MODERATOR).id
    is_public = state is not CommitmentState.REGISTERED
    defaults: dict[str, Any] = {
        "code": f"C-{day.year}-{number:05}",
        "year": day.year,
        "form_key_digest": f"compromiso-{number}",
        "state": state,
        "text": f"Pavimentar la vía de la vereda número {number}",
        "how_known": "La vía está pavimentada y hay acta de entrega.",
        "promised_on": day - timedelta(days=30),
        "due_on": day + LATE,
        "first_due_on": day + LATE if is_public else None,
        "created_at": at - timedelta(days=30),
        "published_at": at - timedelta(days=20) if is_public else None,
        "percent": 100 if state is CommitmentState.FULFILLED else 0,
        "fulfilled_on": day if state is CommitmentState.FULFILLED else None,
    }
    return keep(Commitment(**(defaults | values)))


def step(of: Commitment, **values: Any) -> CommitmentStep:
    position = len(of.steps) + 1
    defaults: dict[str, Any] = {
        "position": position,
        "text": f"Paso {position}",
        "due_on": today() + timedelta(days=30),
    }
    return keep(CommitmentStep(commitment_id=of.id, **(defaults | values)))


def progress(of: Commitment, percent: int, author: User | None = None, **values: Any) -> CommitmentEntry:
    """Progress as its office reports it, with a link as evidence; the commitment stands there afterwards."""
    with unit_of_work():
        held = db.session.get_one(Commitment, of.id)
        state = CommitmentState.FULFILLED if percent == 100 else CommitmentState.UNDER_WAY
        entry = CommitmentEntry(
            commitment_id=held.id,
            kind=EntryKind.PROGRESS,
            from_state=held.state,
            state=state,
            from_percent=held.percent,
            percent=percent,
            author_id=author.id if author else None,
            **({"text": f"La obra va en {percent} %.", "at": now()} | values),
        )
        entry.evidence.append(
            CommitmentEvidence(
                url="https://ejemplo.example/acta", description="Acta de obra", shows_result=percent == 100
            )
        )
        db.session.add(entry)
        db.session.flush()
        held.percent, held.state = percent, state
        held.fulfilled_on = today() if percent == 100 else None
    return entry


def check(of: Commitment, completion: Completion = Completion.PARTIAL, **values: Any) -> CommitmentCheck:
    """A verification of internal control, which agrees unless said otherwise."""
    if "author_id" not in values and not values.get("body_name"):
        values["author_id"] = make_user(Role.CONTROL).id
    defaults: dict[str, Any] = {
        "checked_on": today(),
        "agreement": Agreement.AGREES,
        "note": "Se visitó la obra.",
        "reported_state": of.state,
        "reported_percent": of.percent,
        "at": now(),
    }
    return keep(CommitmentCheck(commitment_id=of.id, completion=completion, **(defaults | values)))


def liaison_of(of: Commitment) -> User:
    """A liaison of the office that leads it."""
    return make_user(Role.LIAISON, department=db.session.get_one(Department, of.lead_id))
