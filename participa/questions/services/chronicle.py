"""What the public record tells of a question: that it was received, each step that changes what people may expect."""

from participa.accounts.models import Role, User
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.moves import Axis, Correction
from participa.shared import ledger
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


def role_of(actor: User | None) -> str:
    return ROLES[actor.role] if actor else CITIZEN


def _kind(axis: Axis, start: str, to: str) -> Entry | None:
    if axis is Axis.STATUS:
        return Entry.UNGROUPED if start == Status.GROUPED and to == Status.CLASSIFIED else OF_STATUS.get(Status(to))
    if axis is Axis.CORRECTION:
        return Entry.CORRECTED if to == Correction.PUBLISHED else None
    if to == Visibility.PUBLIC:
        if start == Visibility.GROUPED:
            return None  # its text was public all the time
        return Entry.RESTORED if start == Visibility.WITHHELD else Entry.PUBLISHED
    return {Visibility.WITHHELD: Entry.WITHHELD, Visibility.GROUPED: Entry.PUBLISHED}.get(Visibility(to))
