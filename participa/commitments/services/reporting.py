"""A responsible office tells how far it is, with what shows it, and corrects downwards what it told."""

from participa.accounts.models import User
from participa.commitments import rules
from participa.commitments.models import (
    Commitment,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentState,
    CommitmentStep,
    EntryKind,
    Told,
)
from participa.commitments.queries import staff as queries
from participa.commitments.services import history, proofs
from participa.shared import audit
from participa.shared.clock import today
from participa.shared.errors import Conflict

COMPLETE = 100
OTHER_OFFICE = "Este compromiso es de otra dependencia. Pida a su enlace que informe el avance."
NO_TEXT = "Cuente qué se hizo."
NO_PERCENT = "Escriba un número entero entre 0 y 100."
LOWER = "El avance ya informado es {percent} %. Para bajarlo use «Corregir hacia abajo»."
NO_EVIDENCE = "Para subir el avance hace falta una evidencia: suba un archivo o escriba un enlace."
NO_RESULT = "Para informar 100 % hace falta una evidencia del resultado, y no solo del trabajo. Márquela como tal."
STEP_NO_EVIDENCE = "Para marcar un paso como hecho hace falta una evidencia: suba un archivo o escriba un enlace."
STEP_IS_DONE = "Ese paso ya está hecho."
STEP_NOT_DONE = "Ese paso no está marcado como hecho."
NOT_LOWER = "Escriba un avance menor que el de ahora, o elija un paso que no está hecho."
MAY_NOT_WITHDRAW = "Solo quien aprueba y Comunicaciones retiran una evidencia."

SAY_WHY_TO_TEAM = f"Explique el motivo con {rules.LEAST_REASON} letras o más. Solo lo lee el equipo."


def report(commitment: Commitment, told: Told, form_key: str | None, author: User) -> CommitmentEntry:
    """Write how far it is. At 100 % it is fulfilled today, in Colombia. The same form again gives the line it made.

    Raises Forbidden for another office, Repeated when the form made another line, Closed when nothing is owed, and
    Invalid for what may not be reported, in a sentence that says what to do.
    """
    held = queries.hold(commitment)
    history.require(rules.is_responsible(author, held), OTHER_OFFICE)
    if (earlier := _same_report(held, told, form_key)) is not None:
        return earlier
    history.require_open(held)
    step, percent = _checked(held, told)
    state = CommitmentState.FULFILLED if percent == COMPLETE else CommitmentState.UNDER_WAY
    evidence = [proofs.kept(proof) for proof in told.proofs]
    entry = history.line(held, EntryKind.PROGRESS, told.text, author, form_key, state=state, percent=percent, step=step)
    entry.evidence = evidence
    history.write(entry)
    if step is not None:
        step.done_on = today()
    held.fulfilled_on = today() if state is CommitmentState.FULFILLED else None
    return history.settle(entry, author)


def _same_report(held: Commitment, told: Told, form_key: str | None) -> CommitmentEntry | None:
    said = {"kind": EntryKind.PROGRESS, "text": told.text, "step_id": told.step_id}
    earlier = history.told_before(form_key, held, **said)
    if earlier is None:
        return None
    percent = earlier.from_percent if told.percent is None else told.percent
    if percent != earlier.percent or not proofs.are_same(earlier.evidence, told.proofs):
        raise history.Repeated(history.REPEATED)
    return earlier


def _checked(held: Commitment, told: Told) -> tuple[CommitmentStep | None, int]:
    """The step and the percentage of a report that may be written."""
    percent = held.percent if told.percent is None else told.percent
    if not told.text.strip():
        raise history.Unfit("text", NO_TEXT)
    if not 0 <= percent <= COMPLETE:
        raise history.Unfit("percent", NO_PERCENT)
    if percent < held.percent:
        raise history.Unfit("percent", LOWER.format(percent=held.percent))
    for proof in told.proofs:
        proofs.check(proof)
    step = history.step_of(held, told.step_id)
    if step is not None and step.done_on is not None:
        raise Conflict(STEP_IS_DONE)
    _check_evidence(held, told, percent)
    return step, percent


def _check_evidence(held: Commitment, told: Told, percent: int) -> None:
    if percent > held.percent and not told.proofs:
        raise history.Unfit("file", NO_EVIDENCE)
    if told.step_id is not None and not told.proofs:
        raise history.Unfit("file", STEP_NO_EVIDENCE)
    if percent == COMPLETE and not any(proof.shows_result for proof in told.proofs):
        raise history.Unfit("file", NO_RESULT)


def set_back(
    commitment: Commitment,
    percent: int,
    reason: str,
    form_key: str | None,
    author: User,
    step: CommitmentStep | None = None,
) -> CommitmentEntry:
    """Correct what was reported downwards, with a public reason; `step` is one that is not done after all.

    Raises Forbidden, Repeated, Closed and Invalid as `report` does.
    """
    held = queries.hold(commitment)
    history.require(rules.is_responsible(author, held), OTHER_OFFICE)
    said = {"kind": EntryKind.SETBACK, "text": reason, "percent": percent, "step_id": step.id if step else None}
    if (earlier := history.told_before(form_key, held, **said)) is not None:
        return earlier
    history.require_open(held)
    history.require_reason(reason)
    undone = history.step_of(held, step.id if step else None)
    if not 0 <= percent <= held.percent or (percent == held.percent and undone is None):
        raise history.Unfit("percent", NOT_LOWER)
    if undone is not None and undone.done_on is None:
        raise Conflict(STEP_NOT_DONE)
    entry = history.line(held, EntryKind.SETBACK, reason, author, form_key, percent=percent, step=undone)
    history.write(entry)
    if undone is not None:
        undone.done_on = None
    return history.settle(entry, author)


def withdraw(evidence: CommitmentEvidence, reason: str, author: User) -> None:
    """Show a piece of evidence to the team only, as when it turns out to hold personal data. Twice is once.

    The reason stays in the history of acts, which only the team reads. Raises Forbidden, or Invalid without a reason.
    """
    history.require(rules.may_withdraw(author), MAY_NOT_WITHDRAW)
    if evidence.is_internal:
        return
    if not rules.says_why(reason):
        raise history.Unfit("reason", SAY_WHY_TO_TEAM)
    evidence.is_internal = True
    audit.record("commitment_evidence_withdrawn", evidence, author, reason=reason)
