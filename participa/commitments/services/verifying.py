"""Internal control, or an oversight body, writes what it found beside what the office reports."""

from dataclasses import replace

from flask import current_app

from participa.accounts.models import User
from participa.commitments import doors, rules
from participa.commitments.looking import Checked, personal_in
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEvidence,
    OversightBody,
    OversightCheck,
    Proof,
)
from participa.commitments.queries import oversight as bodies
from participa.commitments.queries import staff, verifying
from participa.commitments.services import history, proofs
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes, personal_data
from participa.shared.clock import now, today
from participa.shared.errors import Forbidden, Invalid, NotFound
from participa.shared.templating import plain_day

NOT_YOURS = "Solo Control Interno verifica un compromiso público."
OUT_OF_SCOPE = "Ese compromiso no está entre los que usted puede verificar."
IN_FUTURE = "Escriba un día que ya pasó, o el de hoy."
BEFORE_PROMISE = "El compromiso se hizo el {day}. Escriba ese día o uno posterior."
NO_NOTE = "Escriba qué encontró. Lo verá la ciudadanía."


class Dated(Invalid):
    """The day it was looked at cannot be."""


class Unfit(Invalid):
    """The note cannot be public as it is."""


def verify(commitment: Commitment, checked: Checked, form_key: str, by: User | OversightBody) -> CommitmentCheck:
    """Write a verification. The same form again gives the one it made.

    Raises Forbidden (staff), NotFound (a body, beyond its scope or its time), Repeated when the form made another one,
    Dated, Unfit, or Invalid for evidence that is none.
    """
    held = staff.hold(commitment)
    _require(by, held)
    digest = follow_codes.form_key_digest(form_key, _settings().code_key)
    if (earlier := verifying.find_check_by_form_key(digest)) is not None:
        return _same(earlier, held, checked, by)
    _check(checked, held)
    evidence = _evidence(checked, by)  # its files are kept before anything hangs on the commitment
    check = _row(held, checked, digest, by)
    check.evidence = evidence
    db.session.add(check)
    db.session.flush()
    _note(check, by)
    doors.tell_check(check)
    return check


def _require(by: User | OversightBody, commitment: Commitment) -> None:
    if isinstance(by, User):
        if not rules.may_verify(by, commitment):
            raise Forbidden(NOT_YOURS)
        return
    body = bodies.held(by.id)
    if not body.is_good(today()) or not rules.is_in_scope(body, commitment):
        raise NotFound(OUT_OF_SCOPE)


def _same(
    earlier: CommitmentCheck, commitment: Commitment, checked: Checked, by: User | OversightBody
) -> CommitmentCheck:
    is_own = earlier.author_id == by.id if isinstance(by, User) else earlier.body_name == by.name
    was = (earlier.commitment_id, earlier.checked_on, earlier.completion, earlier.agreement, earlier.note)
    now_said = (commitment.id, checked.checked_on, checked.completion, checked.agreement, checked.note)
    if not is_own or was != now_said or not proofs.are_same(earlier.evidence, checked.proofs):
        raise history.Repeated(history.REPEATED)
    return earlier


def _check(checked: Checked, commitment: Commitment) -> None:
    if checked.checked_on > today():
        raise Dated(IN_FUTURE)
    if checked.checked_on < commitment.promised_on:
        raise Dated(BEFORE_PROMISE.format(day=plain_day(commitment.promised_on)))
    if not checked.note:
        raise Unfit(NO_NOTE)
    if words := personal_in(checked.note):
        raise Unfit(words)


def _row(commitment: Commitment, checked: Checked, digest: str, by: User | OversightBody) -> CommitmentCheck:
    return CommitmentCheck(
        commitment=commitment,
        checked_on=checked.checked_on,
        completion=checked.completion,
        agreement=checked.agreement,
        note=checked.note,
        reported_state=commitment.state,
        reported_percent=commitment.percent,
        form_key_digest=digest,
        author_id=by.id if isinstance(by, User) else None,
        body_name="" if isinstance(by, User) else by.name,
        at=now(),
    )


def _evidence(checked: Checked, by: User | OversightBody) -> list[CommitmentEvidence]:
    """What a body hands in with words that may be personal data waits for a person; control decides as it writes."""
    if isinstance(by, User):
        return [proofs.kept(proof) for proof in checked.proofs]
    return [proofs.kept(replace(proof, is_internal=_is_doubtful(proof))) for proof in checked.proofs]


def _is_doubtful(proof: Proof) -> bool:
    name = (proof.upload.filename or "") if proof.upload else ""
    return bool(personal_data.findings(f"{proof.description}\n{proof.url}\n{name}"))


def _note(check: CommitmentCheck, by: User | OversightBody) -> None:
    actor = by if isinstance(by, User) else None
    if isinstance(by, OversightBody):
        db.session.add(OversightCheck(check_id=check.id, body_id=by.id))
        by.last_used_at = check.at
    audit.record("commitment_verified", check, actor, commitment=check.commitment_id, agreement=check.agreement.value)


def show(evidence: CommitmentEvidence, actor: User) -> None:
    """Let everybody see what a body handed in and the system held back. Twice is once. Raises Forbidden."""
    if not rules.may_show(actor, evidence):
        raise Forbidden("Solo Control Interno o quien aprueba muestra esa evidencia.")
    if evidence.is_internal:
        evidence.is_internal = False
        audit.record("commitment_evidence_shown", evidence, actor, check=evidence.check_id)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
