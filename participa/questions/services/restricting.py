"""Hiding a text or parts of it, with a reason that everybody reads, and showing it again. None commits.

Each decision is one row that nobody changes, an entry of the public record and a line of the history.
"""

from collections.abc import Sequence

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import (
    AnswerVersion,
    Question,
    RedactedPart,
    Restriction,
    RestrictionKind,
    RestrictionProposal,
    Visibility,
    WithheldAnswer,
    WithholdReason,
    redaction,
)
from participa.questions.models.redaction import Part
from participa.questions.moves import Axis
from participa.questions.queries import restrictions as queries
from participa.questions.rules import may_redact_answer as may_redact_answer
from participa.questions.rules import may_withhold_answer as may_withhold_answer
from participa.questions.services import checking, chronicle, finding, steps
from participa.shared import audit, ledger
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.ledger import Entry

HIDDEN, SHOWN = "Se tachó una parte del texto", "Se quitó lo tachado del texto"
ANSWER_HIDDEN = "Se reservó una versión anterior"
APPEALED = "Se pidió revisar lo oculto"
NOTHING_LEFT = "Así no queda nada por leer. Si todo el texto cabe en un motivo, resérvelo."
WAITS = "Ya hay una propuesta para esta pregunta. Otra persona debe confirmarla o descartarla primero."
TWO = "Otra persona debe decidirlo: nadie revisa lo que decidió."
LESS = "Así se vería algo que usted tachó. Para mostrarlo de nuevo decide otra persona."


def note(
    question: Question,
    kind: RestrictionKind,
    reason: WithholdReason,
    actor: User,
    words: str,
    parts: Sequence[Part] = (),
) -> Restriction:
    """Write a decision down, before anything is hidden: the database asks for it."""
    role = chronicle.role_of(actor)
    row = Restriction(kind=kind, reason=reason, note=words.strip(), at=now(), author_id=actor.id, role=role)
    row.question_id = question.id
    row.parts = [RedactedPart(starts=part.starts, size=part.size, reason=part.reason) for part in parts]
    db.session.add(row)
    db.session.flush()
    return row


def withhold_now(question: Question, actor: User, reason: WithholdReason, words: str = "") -> None:
    """Hide the whole text. Raises Forbidden, or Invalid without the note."""
    if not rules.may_show(actor, question, Visibility.WITHHELD):
        raise Forbidden(steps.NOT_NOW)
    if not words.strip():
        raise Invalid("Falta un dato: explique qué parte del texto cabe en ese motivo.")
    note(question, RestrictionKind.WITHHELD, reason, actor, words)
    question.withhold_reason = reason  # first: the database refuses to withhold without it
    steps.show(question, Visibility.WITHHELD, actor, words, reason)
    audit.record("question.withheld", question, actor, reason=reason.value)


def tell(question: Question, what: str, actor: User, words: str) -> None:
    """A line of the history, at most 32 letters, with words that who asked reads too; it is told by mail."""
    steps.write_down(question, Axis.MARK, ("", what), actor, words, tells_asker=True)


def tell_appeal(question: Question, words: str) -> None:
    """A line of the history that somebody asked for a review. What that person wrote stays out."""
    steps.mark_by_citizen(question, APPEALED, words)


def redact(question: Question, actor: User, parts: Sequence[Part], words: str, seen: int | None = None) -> bool:
    """Hide these parts and no others; whether it was done, or waits for a second person.

    The note is read by who asked. Raises Forbidden, Invalid or Changed.
    """
    is_same = bool(parts) and sorted(parts) == queries.standing_parts(question.id)
    if is_same or is_proposed(question, actor, None, parts, words):
        return is_same
    steps.check_seen(question, seen)
    _check(question, actor, parts, words)
    if rules.parts_need_second(question, parts):
        propose(question, actor, None, parts, words)
        return False
    _redact_now(question, actor, parts, words)
    return True


def _check(question: Question, actor: User, parts: Sequence[Part], words: str) -> None:
    if not rules.may_redact(actor, question):
        raise Forbidden(steps.NOT_NOW)
    if not parts or not redaction.fits(question.body, parts):
        raise Invalid("Escriba al menos una parte que esté en el texto.")
    if not redaction.leaves_words(question.body, parts):
        raise Invalid(NOTHING_LEFT)
    if not words.strip():
        raise Invalid("Explique por qué se tacha.")
    earlier = queries.find_redaction(question.id)
    is_less = not redaction.covers(parts, queries.standing_parts(question.id))
    if earlier is not None and is_less and not rules.may_lift(actor, earlier.author_id):
        raise Invalid(LESS)


def _redact_now(question: Question, actor: User, parts: Sequence[Part], words: str) -> None:
    ordered = sorted(parts)
    note(question, RestrictionKind.REDACTED, ordered[0].reason, actor, words, ordered)
    tell(question, HIDDEN, actor, words)
    readable = redaction.public_text(question.body, ordered)
    commitment, role = ledger.commitment_to(question.salt, readable), chronicle.role_of(actor)
    for reason in sorted({part.reason for part in ordered}):
        ledger.append(Entry.REDACTED, question.radicado, commitment, reason.value, role)
    finding.keep_findable(question)


def lift(question: Question, actor: User, words: str, seen: int | None = None, reviewed: bool = False) -> None:
    """Show again what is hidden of the text: another person reviews the decision. Raises Forbidden or Invalid.

    `reviewed` says that its possible personal data were looked at.
    """
    standing = queries.find_redaction(question.id)
    if standing is None:
        return
    steps.check_seen(question, seen)
    if not rules.may_lift(actor, standing.author_id):
        raise Forbidden(TWO)
    if not words.strip():
        raise Invalid("Explique por qué vuelve a ser público.")
    checking.check_text(question, actor, question.body, "question", reviewed)
    note(question, RestrictionKind.LIFTED, standing.reason, actor, words)
    tell(question, SHOWN, actor, words)
    commitment = ledger.commitment_to(question.salt, question.body)
    ledger.append(Entry.RESTORED, question.radicado, commitment, standing.reason.value, chronicle.role_of(actor))
    finding.keep_findable(question)


def withhold_answer(version: AnswerVersion, actor: User, reason: WithholdReason, words: str) -> None:
    """Hide an earlier version of an answer that holds personal data; the corrected one stays. Forbidden or Invalid."""
    question = version.question
    if version.withheld is not None:
        return
    if not may_withhold_answer(actor, version) or reason not in redaction.PERSONAL:
        raise Forbidden(steps.NOT_NOW)
    if not words.strip():
        raise Invalid("Explique qué datos personales tiene.")
    tell(question, ANSWER_HIDDEN, actor, words)
    seal_answer(version, actor, reason, words)


def seal_answer(version: AnswerVersion, actor: User, reason: WithholdReason, words: str) -> None:
    """Take an earlier version from the public pages, with an entry of the record. The caller has checked the rule."""
    question = version.question
    row = WithheldAnswer(reason=reason, note=words.strip(), at=now(), author_id=actor.id, version_id=version.id)
    db.session.add(row)
    commitment, role = ledger.commitment_to(question.salt, version.body), chronicle.role_of(actor)
    ledger.append(Entry.ANSWER_WITHHELD, question.radicado, commitment, reason.value, role)
    db.session.flush()
    db.session.expire(version, ["withheld"])


def is_proposed(
    question: Question, actor: User, reason: WithholdReason | None, parts: Sequence[Part] = (), note: str = ""
) -> bool:
    """Whether this person already proposed this very thing: a second click proposes nothing new."""
    found = queries.find_proposal(question.id)
    said = (actor.id, reason, redaction.encoded(parts), note.strip())
    return found is not None and (found.author_id, found.reason, found.parts, found.note) == said


def propose(
    question: Question, actor: User, reason: WithholdReason | None, parts: Sequence[Part] = (), note: str = ""
) -> None:
    """Ask a second person to confirm; the text stays readable meanwhile. Raises Conflict when another one waits."""
    if queries.find_proposal(question.id) is not None:
        raise Conflict(WAITS)
    if not note.strip():
        raise Invalid("Falta un dato: explique qué parte del texto cabe en ese motivo.")
    proposal = RestrictionProposal(question_id=question.id, reason=reason, parts=redaction.encoded(parts))
    proposal.note, proposal.at, proposal.author_id = note.strip(), now(), actor.id
    db.session.add(proposal)
    audit.record("question.restriction_proposed", question, actor, reason=reason.value if reason else "parts")
    db.session.flush()


def confirm(question: Question, actor: User, proposal: RestrictionProposal) -> None:
    """Hide what somebody else proposed. Raises Forbidden."""
    if proposal.closed_at is not None:
        return
    if not rules.may_confirm(actor, proposal.author_id):
        raise Forbidden(TWO)
    _close(question, proposal, actor, is_confirmed=True)
    if proposal.reason is not None:
        withhold_now(question, actor, proposal.reason, proposal.note)
    else:
        parts = queries.parts_of(proposal)
        _check(question, actor, parts, proposal.note)
        _redact_now(question, actor, parts, proposal.note)


def discard(question: Question, actor: User, proposal: RestrictionProposal) -> None:
    """Leave the text as it is; who proposed it may take it back too. Raises Forbidden."""
    if proposal.closed_at is not None:
        return
    if not rules.may_redact(actor, question):
        raise Forbidden(steps.NOT_NOW)
    _close(question, proposal, actor, is_confirmed=False)


def _close(question: Question, proposal: RestrictionProposal, actor: User, is_confirmed: bool) -> None:
    proposal.closed_at, proposal.closed_by_id, proposal.is_confirmed = now(), actor.id, is_confirmed
    audit.record("question.restriction_closed", question, actor, confirmed=is_confirmed)
    db.session.flush()
