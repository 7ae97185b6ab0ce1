"""A line of the history: written once for each form, and before the commitment itself moves."""

from datetime import date

from flask import current_app
from sqlalchemy import select

from participa.accounts.models import User
from participa.commitments import doors, rules
from participa.commitments.models import Commitment, CommitmentEntry, CommitmentStep, EntryKind
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid, NotFound

ONE_MORE = "Lo de ahora es distinto y no se ha guardado. Si quiere guardarlo también, oprima el botón otra vez."
REPEATED = f"Ya guardamos lo que envió con este formulario. {ONE_MORE}"
SAY_WHY = f"Explique el motivo con {rules.LEAST_REASON} letras o más. Lo leerá la ciudadanía."
NOT_PUBLIC = "Este compromiso todavía no es público. Su historia empieza cuando se publica."
IS_OVER = "Este compromiso ya terminó. Para seguir, quien aprueba debe reabrirlo con su motivo."
NO_STEP = "Ese paso no es de este compromiso."


class Repeated(Conflict):
    """The same form came again with something else in it, as after the button «back»."""


class Unfit(Invalid):
    """Something typed does not fit; `part` says what: text, percent, step, file, reason, due_on, lead or offices."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


def find(form_key: str | None) -> CommitmentEntry | None:
    """The line that this form made."""
    if form_key is None:
        return None
    wanted = CommitmentEntry.form_key_digest == _digest(form_key)
    return db.session.scalars(select(CommitmentEntry).where(wanted)).one_or_none()


def told_before(form_key: str | None, held: Commitment, **said: object) -> CommitmentEntry | None:
    """The line that this form made, when it said the same. Raises Repeated when it said something else."""
    earlier = find(form_key)
    if earlier is None:
        return None
    said["commitment_id"] = held.id
    if any(getattr(earlier, name) != value for name, value in said.items()):
        raise Repeated(REPEATED)
    return earlier


def line(
    held: Commitment, kind: EntryKind, text: str, author: User, form_key: str | None, **changes: object
) -> CommitmentEntry:
    """A line, not written yet; state and percentage stay unless `changes` says so."""
    values = {"from_state": held.state, "state": held.state, "from_percent": held.percent, "percent": held.percent}
    digest = _digest(form_key) if form_key else None
    return CommitmentEntry(
        commitment=held, kind=kind, text=text, author=author, form_key_digest=digest, at=now(), **(values | changes)
    )


def write(entry: CommitmentEntry) -> None:
    """Send a line to the database, which lets the commitment move only once it is there."""
    db.session.add(entry)
    db.session.flush()


def settle(entry: CommitmentEntry, author: User) -> CommitmentEntry:
    """Bring the commitment to what its line says, leave the trace and tell who listens."""
    held = entry.commitment
    held.state, held.percent = entry.state, entry.percent
    held.next_step_on = _next_step_on(held)
    db.session.flush()
    audit.record(f"commitment_{entry.kind}", held, author, entry=entry.id, percent=entry.percent)
    doors.tell_entry(entry)
    return entry


def _next_step_on(held: Commitment) -> date | None:
    return min((step.due_on for step in held.steps if step.due_on and not step.done_on), default=None)


def require(allowed: bool, words: str) -> None:
    """Raise Forbidden with these words unless it is allowed."""
    if not allowed:
        raise Forbidden(words)


def require_open(held: Commitment) -> None:
    """Raise Closed for one that is not public yet, and for one that ended."""
    if not held.is_open:
        raise Closed(IS_OVER if held.is_public else NOT_PUBLIC)


def require_reason(reason: str) -> None:
    """Raise Unfit unless the public reason says something."""
    if not rules.says_why(reason):
        raise Unfit("reason", SAY_WHY)


def step_of(held: Commitment, step_id: int | None) -> CommitmentStep | None:
    """One of its steps. Raises NotFound for a step of another commitment."""
    if step_id is None:
        return None
    for step in held.steps:
        if step.id == step_id:
            return step
    raise NotFound(NO_STEP)


def _digest(form_key: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return follow_codes.form_key_digest(form_key, settings.code_key)
