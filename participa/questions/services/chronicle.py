"""What the public record tells of a question: that it was received, each step that changes what people may expect."""

from collections import Counter
from datetime import datetime

from participa.accounts.models import Role, User
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.moves import Axis, Correction
from participa.shared import ledger
from participa.shared.clock import now
from participa.shared.ledger import Entry

CITIZEN = "ciudadania"
ROLES = {
    Role.MODERATOR: "moderacion",
    Role.LIAISON: "enlace",
    Role.APPROVER: "aprobacion",
    Role.COMMUNICATIONS: "comunicaciones",
    Role.CONTROL: "control_interno",
    Role.ADMIN: "administracion",
}
OF_STATUS = {
    Status.ASSIGNED: Entry.ASSIGNED,
    Status.TRANSFERRED: Entry.TRANSFERRED,
    Status.CLARIFYING: Entry.CLARIFYING,
    Status.RECEIVED: Entry.CLARIFIED,  # only what was unclear is received again
    Status.ARCHIVED: Entry.ARCHIVED,
    Status.GROUPED: Entry.GROUPED,
    Status.REFERRED: Entry.REFERRED,
    Status.REJECTED: Entry.REJECTED,
    Status.ANSWERED: Entry.ANSWERED,
    Status.PUBLISHED: Entry.ANSWER_PUBLISHED,
}
WITH_ANSWER = frozenset({Entry.ANSWERED, Entry.ANSWER_PUBLISHED, Entry.CORRECTED})


def received(radicado: str, salt: str, body: str) -> tuple[int, str]:
    """Enter a question as it arrived; the number and the hash of its entry."""
    return ledger.append(Entry.RECEIVED, radicado, ledger.commitment_to(salt, body), role=CITIZEN)


def moved(
    question: Question,
    axis: Axis,
    start: str,
    to: str,
    actor: User | None = None,
    reason: WithholdReason | None = None,
    answer: str = "",
) -> None:
    """Enter a step, if it is one that people outside must be able to prove. Notes of the team stay out.

    Without an actor it was who asked; `answer` is the one that a group shares, or what who asked wrote with the step.
    """
    kind = _kind(axis, start, to)
    if kind is None:
        return
    if kind in WITH_ANSWER and not answer and question.answers:
        answer = question.answers[-1].body
    commitment = ledger.commitment_to(question.salt, answer) if answer else ""
    ledger.append(kind, question.radicado, commitment, reason.value if reason else "", role_of(actor))


def undone(question: Question, axis: Axis, start: str, to: str, actor: User) -> None:
    """Enter that a step was taken back right after it was taken, if the step itself was entered."""
    kind = _kind(axis, start, to)
    if kind is not None:
        ledger.append(Entry.UNDONE, question.radicado, reason=kind.value, role=role_of(actor))


def adopt(question: Question) -> int:
    """Enter what happened with a question before it was in the record, with its instant; how many entries.

    What is there already, also from an earlier run, is not entered again.
    """
    entries = ledger.lines_of(question.radicado)
    opened = entries[0]["t"] if entries else ledger.instant(now())
    late = Counter(line["tipo"] for line in entries if ledger.HAPPENED in line)
    entered = 0
    if all(line["tipo"] != Entry.RECEIVED for line in entries):
        _enter(question, Entry.RECEIVED, None, question.received_at, question.body)
        entered = 1
    for move in question.moves:
        kind = _kind(Axis(move.axis), move.from_value, move.to_value)
        if kind is None or ledger.instant(move.at) >= opened:
            continue
        if late[kind]:
            late[kind] -= 1
            continue
        _enter(question, kind, move.author, move.at, _answer_at(question, kind, move.at))
        entered += 1
    return entered


def _enter(question: Question, kind: Entry, actor: User | None, at: datetime, words: str) -> None:
    commitment = ledger.commitment_to(question.salt, words) if words else ""
    reason = question.withhold_reason if kind is Entry.WITHHELD else None
    ledger.append(kind, question.radicado, commitment, reason.value if reason else "", role_of(actor), at)


def _answer_at(question: Question, kind: Entry, at: datetime) -> str:
    """The text of the answer as it was then, for the steps that promise it."""
    if kind not in WITH_ANSWER:
        return ""
    return next((version.body for version in reversed(question.answers) if version.written_at <= at), "")


def role_of(actor: User | None) -> str:
    return ROLES[actor.role] if actor else CITIZEN


def _kind(axis: Axis, start: str, to: str) -> Entry | None:
    if axis is Axis.STATUS:
        return Entry.UNGROUPED if start == Status.GROUPED and to == Status.CLASSIFIED else OF_STATUS.get(Status(to))
    if axis is Axis.CORRECTION:
        return Entry.CORRECTED if to == Correction.PUBLISHED else None
    if axis is not Axis.VISIBILITY:
        return None
    if to == Visibility.PUBLIC:
        if start == Visibility.GROUPED:
            return None  # its text was public all the time
        return Entry.RESTORED if start == Visibility.WITHHELD else Entry.PUBLISHED
    return {Visibility.WITHHELD: Entry.WITHHELD, Visibility.GROUPED: Entry.PUBLISHED}.get(Visibility(to))
