"""What the pages of a question say of this room: answered aloud, handed to PQRSD, transferred late."""

from participa.accounts.models import User
from participa.calendar.queries import current_calendar
from participa.deadlines import rules
from participa.deadlines.forms import CopyForm
from participa.deadlines.queries import marks as queries
from participa.questions.doors import Panel
from participa.questions.models import Question, Status
from participa.questions.queries import links, terms
from participa.questions.queries.public import PublicQuestion
from participa.shared.business_days import BaseReading
from participa.shared.clock import today
from participa.shared.recording import clock_of


def for_everybody(question: PublicQuestion) -> list[Panel]:
    """Only what is public: of a withheld or redacted question nothing that leads to the hidden words."""
    panels = []
    if question.event_slug and not (question.is_withheld or question.is_redacted):
        panels += _live(question)
    if question.kind in rules.COMPLAINTS and queries.find_handover(question.id) is not None:
        panels.append(Panel("deadlines/_handed_over.html"))
    if question.status is Status.TRANSFERRED:
        panels += _late(queries.question(question.id))
    return panels


def for_author(question: Question, code: str) -> list[Panel]:
    """The same, the number of PQRSD, and the copy of the transfer."""
    panels = _live(question)
    handover = queries.find_handover(question.id)
    if handover is not None:
        panels.append(Panel("deadlines/_handed_over.html", {"handover": handover}))
    if question.status is Status.TRANSFERRED:
        panels += [*_late(question), *_copy(question, code)]
    return panels


def for_team(question: Question, person: User) -> list[Panel]:
    """What this person reads and may write."""
    data = {
        "live": queries.find_live(question.id),
        "handover": queries.find_handover(question.id),
        "transfer": links.find_transfer(question.id),
        "delay": _delay(question),
        "may_mark": rules.may_mark_live(person, question),
        "may_hand_over": rules.may_hand_over(person, question),
        "is_complaint": rules.is_complaint(question),
        "clock_of": clock_of,
        "radicado": question.radicado,
    }
    shown = ("live", "handover", "transfer", "may_mark", "is_complaint")
    return [Panel("deadlines/staff/_panel.html", data)] if any(data[name] for name in shown) else []


def _live(question: PublicQuestion | Question) -> list[Panel]:
    mark = queries.find_live(question.id)
    if mark is None:
        return []
    is_due = terms.owes_answer(question.status, question.answered_at)
    due_on = question.due_on if is_due else None
    said = {"clock": clock_of(mark.second), "url": mark.url}
    return [Panel("deadlines/_live.html", said | {"due_on": due_on, "is_overdue": today() > question.due_on})]


def _late(question: Question) -> list[Panel]:
    delay = _delay(question)
    return [Panel("deadlines/_late.html", {"delay": delay})] if delay else []


def _delay(question: Question) -> int:
    """How many business days late it was handed over; 0 in time or not at all."""
    transfer = links.find_transfer(question.id)
    if transfer is None:
        return 0
    reading = BaseReading(question.base_reading)
    return rules.transfer_delay(question.base_on, reading, transfer.sent_on, current_calendar())


def _copy(question: Question, code: str) -> list[Panel]:
    transfer = links.find_transfer(question.id)
    if transfer is None or transfer.document is None:
        return []
    form = CopyForm(formdata=None, data={"code": code})
    return [Panel("deadlines/_copy.html", {"form": form, "document": transfer.document})]
