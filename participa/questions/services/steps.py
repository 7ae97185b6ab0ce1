"""What every step of a question has in common: it is seen, allowed, written down and told."""

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.questions import doors, rules
from participa.questions.models import Question, QuestionMove, Status, Visibility, WithholdReason
from participa.questions.moves import Axis, Correction, Move
from participa.questions.services import chronicle, finding, notices
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.templating import moment

NOT_NOW = "Su cuenta no puede dar ese paso con esta pregunta."


class Changed(Conflict):
    """The question is no longer as this person saw it. Says who changed it."""


def is_done(question: Question, axis: Axis, to: str, actor: User, note: str = "") -> bool:
    """Whether this person already took this very step and nobody another since: a second click is not a second step.

    With another note it is no second click: what was written must not be dropped in silence.
    """
    last = rules.last_move(question, axis)
    return last is not None and (last.to_value, last.author_id, last.note) == (to, actor.id, note.strip())


def check_seen(question: Question, seen: int | None) -> None:
    """Raise Changed when the question changed since this person opened it; `seen` is its revision then."""
    if seen is not None and seen != question.revision:
        raise Changed(_who_changed(question))


def _who_changed(question: Question) -> str:
    last = question.moves[-1] if question.moves else None
    if last is None or last.author is None:
        return "La pregunta cambió mientras usted trabajaba. Revise cómo quedó y vuelva a enviar."
    return f"{last.author.name} cambió esta pregunta ({moment(last.at)}). Revise cómo quedó y vuelva a enviar."


def take(
    question: Question, to: Status, actor: User, note: str = "", department: Department | None = None
) -> QuestionMove:
    """Take the trámite one step. Raises Forbidden, or Invalid without the note that the step needs."""
    if not rules.may_move(actor, question, to):
        raise Forbidden(NOT_NOW)
    move = rules.MOVES[question.status, to]
    step = _write(question, Axis.STATUS, question.status, to, move, actor, note, department)
    chronicle.moved(question, Axis.STATUS, question.status, to, actor)
    question.status = to
    return _told(question, step, move)


def show(
    question: Question, to: Visibility, actor: User, note: str = "", reason: WithholdReason | None = None
) -> QuestionMove:
    """Change whether the text is public. Raises Forbidden, or Invalid without the note that the step needs."""
    if not rules.may_show(actor, question, to):
        raise Forbidden(NOT_NOW)
    move = rules.VISIBILITY_MOVES[question.visibility, to]
    step = _write(question, Axis.VISIBILITY, question.visibility, to, move, actor, note)
    chronicle.moved(question, Axis.VISIBILITY, question.visibility, to, actor, reason)
    question.visibility = to
    finding.keep_findable(question)
    doors.tell(step)
    return step


def correct(question: Question, to: Correction, actor: User, note: str = "") -> QuestionMove:
    """Take the correction of a published answer one step. Raises Forbidden or Invalid."""
    if not rules.may_correct(actor, question, to):
        raise Forbidden(NOT_NOW)
    start = rules.correction_of(question)
    move = rules.CORRECTION_MOVES[start, to]
    step = _write(question, Axis.CORRECTION, start, to, move, actor, note)
    chronicle.moved(question, Axis.CORRECTION, start, to, actor)
    touch(question)
    return _told(question, step, move)


def give_back(question: Question, actor: User, note: str) -> None:
    """Return an answer under review from a step of the chain. The caller has checked that the step is this person's."""
    if question.status is Status.IN_REVIEW:
        axis, start, to = Axis.STATUS, str(Status.IN_REVIEW), str(Status.DRAFTING)
        move, question.status = rules.MOVES[Status.IN_REVIEW, Status.DRAFTING], Status.DRAFTING
    else:
        axis, start, to = Axis.CORRECTION, str(Correction.PROPOSED), str(Correction.RETURNED)
        move = rules.CORRECTION_MOVES[Correction.PROPOSED, Correction.RETURNED]
    step = _write(question, axis, start, to, move, actor, note)
    chronicle.moved(question, axis, start, to, actor)
    touch(question)
    doors.tell(step)


def follow(question: Question, axis: Axis, to: Status | Correction, actor: User, answer: str) -> None:
    """Take a question of a group along with the answer that it shares; whoever moved the other one was allowed to."""
    start = question.status if axis is Axis.STATUS else rules.correction_of(question)
    move = rules.SHARED[to]
    step = _write(question, axis, start, to, move, actor, "")
    chronicle.moved(question, axis, start, to, actor, answer=answer)
    if isinstance(to, Status):
        question.status = to
    touch(question)
    _told(question, step, move)


def write_down(
    question: Question, axis: Axis, change: tuple[str, str], actor: User, note: str = "", tells_asker: bool = False
) -> None:
    """A line of the history outside the tables of steps: from, to. The caller has checked that it is allowed."""
    start, to = change
    step = QuestionMove(
        axis=axis, from_value=start, to_value=to, at=now(), author=actor, department_id=question.department_id
    )
    step.author_id, step.note = actor.id, note.strip()  # known before the flush: a second click is compared
    question.moves.append(step)
    audit.record(f"question.{axis}", question, actor, start=start, to=to)
    touch(question)
    db.session.flush()  # the key of the mail is the number of the step
    if tells_asker:
        notices.queue_news(question, step)
    doors.tell(step)


def mark(question: Question, words: str, actor: User, note: str = "", tells_asker: bool = False) -> None:
    """A line of the history in words that who asked reads too; at most 32 letters. The caller has checked the rule."""
    write_down(question, Axis.MARK, ("", words), actor, note, tells_asker)


def mark_by_citizen(question: Question, words: str, note: str) -> None:
    """A line of the history that the team did not write; at most 32 letters. No form of the team grows stale by it."""
    step = QuestionMove(axis=Axis.MARK, from_value="", to_value=words, at=now(), note=note)
    question.moves.append(step)
    doors.tell(step)


def by_author(question: Question, axis: Axis, to: Status | Visibility, note: str = "") -> None:
    """A step that who asked takes with the follow code. The caller has checked that it is allowed."""
    start = question.status if isinstance(to, Status) else question.visibility
    step = QuestionMove(axis=axis, from_value=start, to_value=to, at=now(), note=note.strip())
    question.moves.append(step)
    audit.record(f"question.{axis}", question, start=str(start), to=str(to))
    chronicle.moved(question, axis, start, to, answer=note.strip())
    if isinstance(to, Status):
        question.status = to
    else:
        question.visibility = to
    doors.tell(step)


def touch(question: Question) -> None:
    """Count a change that writes no column of the question, so that a stale form is noticed."""
    question.revision = question.revision + 1


def _write(
    question: Question,
    axis: Axis,
    start: str,
    to: str,
    move: Move,
    actor: User,
    note: str,
    department: Department | None = None,
) -> QuestionMove:
    if move.note and not note.strip():
        raise Invalid(f"Falta un dato: {move.note[0].lower()}{move.note[1:]}.")
    step = QuestionMove(
        axis=axis,
        from_value=start,
        to_value=to,
        at=now(),
        author=actor,
        department_id=department.id if department else question.department_id,
        note=note.strip(),
    )
    question.moves.append(step)
    audit.record(f"question.{axis}", question, actor, start=str(start), to=str(to))
    return step


def _told(question: Question, step: QuestionMove, move: Move) -> QuestionMove:
    if move.tells_asker:
        db.session.flush()  # the key of the mail is the number of the step
        notices.queue_news(question, step)
    doors.tell(step)
    return step
