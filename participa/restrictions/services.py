"""Appealing what was hidden, and deciding it by another person. None commits."""

from participa.accounts.models import User
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Visibility
from participa.questions.queries import following
from participa.questions.services import chronicle, restricting
from participa.restrictions import queries, rules
from participa.restrictions.models import OUTCOME_LABELS, Appeal, Outcome
from participa.shared import audit, ledger
from participa.shared.business_days import BaseReading, due_from
from participa.shared.clock import now, today
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.ledger import Entry
from participa.shared.templating import long_day

NOTHING_HIDDEN = "De esta pregunta no hay nada oculto ahora."
AGAIN = "Esta decisión ya se apeló y se decidió. Si no está de acuerdo, acuda a la Personería."
TWO = "Debe decidirla otra persona: nadie revisa lo que decidió."


def appeal(question: Question, words: str, by_author: bool = False) -> Appeal:
    """Ask that another person reviews what is hidden; the same words again give the same appeal.

    Raises Forbidden when nothing is hidden or it was already decided, Conflict when another appeal waits, Invalid.
    """
    following.lock(question)
    standing = queries.find_standing(question.id, question.visibility)
    if standing is None:
        raise Forbidden(NOTHING_HIDDEN)
    if not words.strip():
        raise Invalid("Escriba por qué no está de acuerdo.")
    earlier = queries.appeals_against(standing.restriction)
    waiting = next((one for one in earlier if one.decided_at is None), None)
    if waiting is not None:
        return _same(waiting, words)
    if not rules.may_appeal(earlier, by_author):
        raise Forbidden(AGAIN)
    return _write(question, standing, words.strip(), by_author)


def _same(waiting: Appeal, words: str) -> Appeal:
    if waiting.body != words.strip():
        raise Conflict(f"Ya hay una apelación en curso: la {waiting.number}. La decisión sale en esta página.")
    return waiting


def _write(question: Question, standing: queries.Standing, words: str, by_author: bool) -> Appeal:
    due = due_from(today(), rules.APPEAL_DAYS, current_calendar(), BaseReading.RECEIPT).due_on
    row = Appeal(question_id=question.id, by_author=by_author, body=words, at=now(), due_on=due)
    row.restriction, row.restricted_by_id = standing.restriction, standing.restriction.author_id
    db.session.add(row)
    db.session.flush()
    audit.record("appeal.received", row)
    restricting.tell_appeal(
        question, f"Apelación {row.number}. La decide otra persona a más tardar el {long_day(due)}."
    )
    commitment, reason = ledger.commitment_to(question.salt, words), standing.restriction.reason.value
    ledger.append(Entry.APPEALED, question.radicado, commitment, reason, chronicle.CITIZEN)
    return row


def decide(appeal: Appeal, actor: User, outcome: Outcome, reasons: str, reviewed: bool = False) -> None:
    """Answer an appeal, once; what is upheld can be read again. Raises Forbidden, or Invalid without reasons.

    `reviewed` says that the possible personal data of what is read again were looked at.
    """
    if (appeal.outcome, appeal.decided_by_id, appeal.reasons) == (outcome, actor.id, reasons.strip()):
        return
    if not rules.may_decide(actor, appeal, queries.involved(appeal.restriction)):
        raise Forbidden(TWO)
    if not reasons.strip():
        raise Invalid("Escriba las razones. Son públicas.")
    question = appeal.question
    following.lock(question)
    if outcome is Outcome.UPHELD:
        _show_again(appeal, question, actor, reasons, reviewed)
    appeal.outcome, appeal.reasons = outcome, reasons.strip()
    appeal.decided_at, appeal.decided_by_id = now(), actor.id
    _tell(appeal, question, actor)


def _show_again(appeal: Appeal, question: Question, actor: User, reasons: str, reviewed: bool) -> None:
    """Undo the decision, unless another one already took its place."""
    standing = queries.find_standing(question.id, question.visibility)
    if standing is None or standing.restriction.id != appeal.restriction_id:
        return
    if question.visibility is Visibility.WITHHELD:
        questions.restore(question, actor, reasons, reviewed=reviewed)
    else:
        questions.lift(question, actor, reasons, reviewed=reviewed)


def _tell(appeal: Appeal, question: Question, actor: User) -> None:
    outcome = Outcome(appeal.outcome or Outcome.KEPT)
    audit.record("appeal.decided", appeal, actor, outcome=outcome.value)
    restricting.tell(question, OUTCOME_LABELS[outcome], actor, appeal.reasons)
    commitment = ledger.commitment_to(question.salt, outcome.value, appeal.reasons)
    role = chronicle.role_of(actor)
    ledger.append(Entry.APPEAL_DECIDED, question.radicado, commitment, appeal.restriction.reason.value, role)
