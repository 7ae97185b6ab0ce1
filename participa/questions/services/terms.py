"""The term of a question: classified with another one, extended once before it ends, counted again.

The due date before stays beside the new one, with who, when and why. Raised: Changed, Forbidden, Invalid.
"""

from participa.accounts.models import User
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import TERM_KIND_DAYS, Question, TermCause, TermChange, TermKind
from participa.questions.moves import Axis
from participa.questions.queries import terms as queries
from participa.questions.services import chronicle, steps
from participa.shared import ledger
from participa.shared.business_days import BaseReading, Deadline, due_from
from participa.shared.clock import now, today
from participa.shared.errors import Forbidden, Invalid
from participa.shared.ledger import Entry
from participa.shared.templating import counted, long_day

ENTRIES = {
    TermCause.EXTENSION: Entry.EXTENDED,
    TermCause.CALENDAR: Entry.RECOUNTED,
    TermCause.KIND: Entry.RECOUNTED,
}


def set_kind(question: Question, actor: User, kind: TermKind) -> None:
    """Give a question the term of another kind of petition (CPACA art. 14), counted from the same day."""
    if queries.kind_of(question) is kind:
        return
    if queries.is_extended(question):
        raise Invalid("El plazo ya se amplió. No se puede cambiar su clase.")
    _change(question, TermCause.KIND, kind, _counted(question, TERM_KIND_DAYS[kind]), "", actor)


def extend(question: Question, actor: User, more_days: int, reason: str, seen: int | None = None) -> None:
    """Add business days to a term that has not ended, at most up to the double (CPACA art. 14, parágrafo)."""
    last = rules.last_move(question, Axis.TERM)
    if last is not None and (last.author_id, last.note) == (actor.id, reason.strip()):
        return
    steps.check_seen(question, seen)
    if not rules.may_extend(actor, question):
        raise Forbidden(steps.NOT_NOW)
    _check_extension(question, more_days, reason)
    wanted = _counted(question, question.term_days + more_days)
    _change(question, TermCause.EXTENSION, queries.kind_of(question), wanted, reason, actor)


def _check_extension(question: Question, more_days: int, reason: str) -> None:
    if not rules.is_in_term(question, today()):
        raise Invalid(f"El plazo venció el {long_day(question.due_on)}. Solo se amplía antes de ese día.")
    if queries.is_extended(question):
        raise Invalid("El plazo ya se amplió una vez.")
    most = TERM_KIND_DAYS[queries.kind_of(question)]
    if not 1 <= more_days <= most:
        raise Invalid(f"Puede sumar entre 1 y {counted(most, 'día hábil', 'días hábiles')}.")
    if not reason.strip():
        raise Invalid("Escriba el motivo. Es público.")


def recount(actor: User, reason: str) -> int:
    """Move the terms that the calendar of today counts otherwise; how many. Run again while it gives any."""
    if not rules.may_recount(actor):
        raise Forbidden(steps.NOT_NOW)
    if not reason.strip():
        raise Invalid("Escriba el motivo. Lo lee cada persona.")
    found = queries.affected_to_change(current_calendar())
    for each in found:
        kind = queries.kind_of(each.question)
        _change(each.question, TermCause.CALENDAR, kind, each.deadline, reason, actor)
    return len(found)


def _counted(question: Question, days: int) -> Deadline:
    return due_from(question.base_on, days, current_calendar(), BaseReading(question.base_reading))


def _change(question: Question, cause: TermCause, kind: TermKind, to: Deadline, reason: str, actor: User) -> None:
    before = question.due_on
    change = TermChange(question_id=question.id, cause=cause, kind=kind, from_due_on=before, reason=reason.strip())
    change.at, change.author_id = now(), actor.id
    for row in (change, question):
        row.due_on, row.term_days, row.calendar_version = to.due_on, to.days, to.calendar_version
    db.session.add(change)
    tells = cause is not TermCause.KIND or before != to.due_on
    steps.write_down(question, Axis.TERM, (before.isoformat(), to.due_on.isoformat()), actor, reason, tells)
    if before != to.due_on:
        role = chronicle.role_of(actor)
        ledger.append(ENTRIES[cause], question.radicado, reason=to.due_on.isoformat(), role=role)
