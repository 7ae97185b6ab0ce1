"""Hiding personal data of a published answer at once: a corrected version with ▒▒, and the earlier one sealed.

The public words are computed from the published ones, so that one person can hide data and change no other word.
"""

from collections.abc import Sequence
from typing import TypeAlias

from participa.accounts.models import User
from participa.questions import rules
from participa.questions.models import AnswerVersion, WithholdReason, redaction
from participa.questions.models.redaction import Part
from participa.questions.moves import Axis, Correction
from participa.questions.services import enclosing, finding, grouping, restricting, steps
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

PUBLIC_NOTE = "Tachamos datos personales. Cada ▒▒ es un dato tachado. Lo demás no cambió."
REDACTED = "Tachamos un dato de la respuesta"
IN_REVIEW = "Hay una corrección en revisión. Publíquela o devuélvala primero."
Hidden: TypeAlias = list[tuple[str, WithholdReason]]
TOO_MUCH = "Así se tacha más de la mitad. Pida a la dependencia que corrija la respuesta."


def redact_answer(version: AnswerVersion, actor: User, parts: Sequence[Part], words: str) -> None:
    """Hide personal data (R1, R2) of the answer that everybody reads now. A second click changes nothing.

    `words` are read by who asked. Raises Forbidden, Conflict while a correction is under review, Invalid.
    """
    if version.withheld is not None:
        return
    _check(version, actor, parts, words)
    question = version.question
    reasons = sorted({part.reason for part in parts})
    hidden = [(version.body[part.starts : part.ends], part.reason) for part in parts]
    corrected = _write(version, actor, redaction.public_text(version.body, parts), hidden)
    steps.mark(question, REDACTED, actor, words)
    steps.follow(question, Axis.CORRECTION, Correction.PUBLISHED, actor, corrected.body)
    audit.record("answer.redacted", question, actor, number=corrected.number, reasons=[str(one) for one in reasons])
    grouping.share_correction(question, corrected, actor)
    finding.keep_findable(question)
    for earlier in _saying_the_same(version, hidden):
        restricting.seal_answer(earlier, actor, reasons[0], words)


def _check(version: AnswerVersion, actor: User, parts: Sequence[Part], words: str) -> None:
    if not rules.may_redact_answer(actor, version):
        raise Forbidden(steps.NOT_NOW)
    if rules.correction_of(version.question) is Correction.PROPOSED:
        raise Conflict(IN_REVIEW)
    if (
        not parts
        or not redaction.fits(version.body, parts)
        or any(one.reason not in redaction.PERSONAL for one in parts)
    ):
        raise Invalid("Escriba al menos un dato personal que esté en la respuesta.")
    if redaction.hides_most(version.body, parts):
        raise Invalid(TOO_MUCH)
    if not words.strip():
        raise Invalid("Explique por qué se tacha.")


def _write(version: AnswerVersion, actor: User, body: str, hidden: Hidden) -> AnswerVersion:
    """The version with the marks: the words and the office stay those of the one before."""
    number = version.question.answers[-1].number + 1
    made = AnswerVersion(number=number, author=version.author, department=version.department, body=body)
    made.note, made.written_at, made.approved_by = PUBLIC_NOTE, now(), actor
    made.approved_at = made.published_at = made.written_at
    enclosing.carry_over(version, made)
    for beside in (*made.attachments, made.promise):
        if beside is not None:
            beside.words = redaction.public_text(beside.words, redaction.parts_of(beside.words, hidden))
    version.question.answers.append(made)
    return made


def _saying_the_same(version: AnswerVersion, hidden: Hidden) -> list[AnswerVersion]:
    """The version itself and each earlier one that was public and says one of the hidden words."""
    read = [one for one in version.question.answers if one.published_at is not None and one.withheld is None]
    earlier = [one for one in read if one.number <= version.number]
    return [one for one in earlier if one is version or redaction.parts_of(one.said, hidden)]
