"""Receiving an answer: that somebody took part and what was said, on the disk before anything is promised.

Nothing is noted in the history of acts: its order and its instants would tell who said what.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from participa.extensions import db
from participa.questionnaires.engine.answering import Answers, whole
from participa.shared.clock import now
from participa.surveys import proofs, queries, rules, sealing
from participa.surveys.errors import AlreadyAnswered, Incomplete, SurveyClosed, WrongCode, WrongProof
from participa.surveys.models import Participation, ResponseDraft, Survey, SurveyCode, Via, WaitingResponse
from participa.surveys.proofs import Proof, Way

OVER = "Esta encuesta ya no recibe respuestas."
TWICE = {
    Way.DEVICE: "Desde este aparato ya se respondió esta encuesta.",
    Way.CODE: "Ese código ya se usó. Cada código sirve una sola vez.",
    Way.DOCUMENT: "Con ese documento ya se respondió esta encuesta.",
    Way.ACCOUNT: "Su cuenta ya respondió esta encuesta.",
    Way.FORM: "Este formulario ya se recibió.",
}
NO_CODE = "No encontramos ese código. Compárelo con su papel o su correo e intente otra vez."
OTHER_PROOF = "Empiece otra vez desde la página de la encuesta."


@dataclass(frozen=True)
class Receipt:
    """What somebody keeps: it shows that one answered, and never how. `is_new` is False for a retry."""

    survey: Survey
    code: str
    is_new: bool = True


def submit(
    survey: Survey,
    answers: Mapping[str, Any],
    proof: Proof,
    form_key: str,
    via: Via = Via.WEB,
    is_flagged: bool = False,
) -> Receipt:
    """Receive an answer; the same form again gives the same receipt. What was left half way with it is erased.

    Raises SurveyClosed, WrongProof, WrongCode, Incomplete or AlreadyAnswered.
    """
    survey = queries.locked_to_answer(survey.id)
    receipt = Receipt(survey, proofs.receipt_code(survey.id, form_key))
    form_digest = proofs.receipt_digest(survey.id, receipt.code)
    if not rules.receives(survey, now()):
        return _as_before(receipt, form_digest, SurveyClosed(OVER))
    if not proofs.is_accepted(survey.level, proof.way, via):
        raise WrongProof(OTHER_PROOF)
    if proof.way is Way.CODE and not queries.has_code(survey, proof.value):
        raise WrongCode(NO_CODE)
    checked = whole(survey.version.definition, answers)
    if checked.errors:
        raise Incomplete(checked.errors)
    if not take_in(survey, checked.answers, proof, form_key, via, is_flagged):
        return _as_before(receipt, form_digest, AlreadyAnswered(TWICE[proof.way]))
    _forget_draft(proofs.draft_code(survey.id, form_key))
    return receipt


def take_in(survey: Survey, answers: Answers, proof: Proof, form_key: str, via: Via, is_flagged: bool) -> bool:
    """Count answers that were looked at already; False when this proof or this form came in before."""
    form_digest = proofs.receipt_digest(survey.id, proofs.receipt_code(survey.id, form_key))
    if not _take_part(survey, proof, form_digest):
        return False
    _put_to_wait(survey, answers, via, is_flagged)
    return True


def has_answered(survey: Survey, proof: Proof, form_key: str = "") -> bool:
    """Whether this proof was used already with another form."""
    if survey.secret is None:
        return False
    found = queries.find_participation(survey, proofs.participation_digest(survey, proof, ""))
    if found is None:
        return False
    return found.form_digest != proofs.receipt_digest(survey.id, proofs.receipt_code(survey.id, form_key))


def _as_before(receipt: Receipt, form_digest: str, refusal: Exception) -> Receipt:
    """The same thanks for the same form; otherwise the refusal."""
    if not queries.has_form(receipt.survey, form_digest):
        raise refusal
    return Receipt(receipt.survey, receipt.code, is_new=False)


def _take_part(survey: Survey, proof: Proof, form_digest: str) -> bool:
    """False when this proof or this form came in before, also at the same instant."""
    digest = proofs.participation_digest(survey, proof, form_digest)
    if queries.find_participation(survey, digest) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Participation(survey_id=survey.id, digest=digest, form_digest=form_digest))
    except IntegrityError:
        return False
    if proof.way is Way.CODE:
        _use_code(survey, proof.value)
    return True


def _use_code(survey: Survey, code: str) -> None:
    used = update(SurveyCode).where(SurveyCode.survey_id == survey.id)
    used = used.where(SurveyCode.digest == proofs.code_digest(survey.id, code)).values(is_used=True)
    db.session.execute(used, execution_options={"synchronize_session": False})


def _put_to_wait(survey: Survey, answers: Answers, via: Via, is_flagged: bool) -> None:
    content = {"version": survey.version_id, "answers": answers, "via": via.value, "is_flagged": is_flagged}
    sealed = sealing.seal(content, survey.id, sealing.waiting_key(proofs.code_key(), survey.secret or b""))
    db.session.add(WaitingResponse(id=secrets.token_hex(16), survey_id=survey.id, sealed=sealed))
    db.session.flush()


def _forget_draft(code: str) -> None:
    gone = delete(ResponseDraft).where(ResponseDraft.digest == proofs.draft_digest(code))
    db.session.execute(gone, execution_options={"synchronize_session": False})
