"""The way of a question to the stage: one step each time, in order or with a reason that everybody reads."""

from participa.accounts.models import User
from participa.deadlines import services as deadlines
from participa.extensions import db
from participa.hearings import rules
from participa.hearings.models import (
    EXTENT_LABELS,
    Extent,
    Hearing,
    OverrideReason,
    Stage,
    StagedQuestion,
    StageMove,
)
from participa.hearings.queries import board, steps
from participa.hearings.queries import conduct as queries
from participa.hearings.services.opening import hold_open, note_second
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid

ALREADY = "Esa pregunta ya no está donde usted la vio. Otra persona la movió."
NOT_CALLED = "Esta pregunta no se puede llamar: ya terminó, se unió a otra o su texto no es público."
SCREEN_TAKEN = "Hay otra pregunta en pantalla. Diga primero cómo se respondió, o devuélvala a la fila."
FULL = "Ya siguen dos preguntas. Ponga una en pantalla o devuélvala a la fila."
WHY = "Va fuera de su orden. Elija el motivo: todas las personas lo leen."
ONLY_MODERATION = "Solo Moderación dice si una pregunta se respondió."
NOT_ON_SCREEN = "Solo se responde la pregunta que está en pantalla."
NOT_THAT_NOTE = "Escriba otra nota: con esas palabras se anota lo que se deshace."
NOTHING = "No hay nada que deshacer."
TOO_LATE = "Ya pasó un minuto, u otra persona hizo algo después."


class NeedsReason(Invalid):
    """The step passes others that are ahead: the person chooses why."""


def move(staged: StagedQuestion, to: Stage, actor: User, reason: OverrideReason | None = None, note: str = "") -> None:
    """One step: forwards, or back to the queue. What is there already is a second click.

    Raises Forbidden, Closed, Conflict, Invalid, and NeedsReason when it passes others without one.
    """
    if note.strip() == steps.UNDONE:
        raise Invalid(NOT_THAT_NOTE)
    hearing = hold_open(staged.hearing, actor)
    db.session.refresh(staged)
    if staged.stage is to:
        return
    if to is Stage.ANSWERED or not rules.is_step(staged.stage, to):
        raise Conflict(ALREADY)
    passes = _check(hearing, staged, to)
    if passes and reason is None:
        raise NeedsReason(WHY)
    _step(staged, to, actor, reason if passes else None, note)


def _check(hearing: Hearing, staged: StagedQuestion, to: Stage) -> bool:
    """Whether the step passes others. Raises Conflict when there is no place for it."""
    if to is Stage.NO_TURN:
        return False
    read, following = board.read(hearing), queries.following(hearing)
    may_be_called = {place.candidate.id for place in read.queue} | set(following)
    if staged.id not in may_be_called:
        raise Conflict(NOT_CALLED)
    if to is Stage.ON_SCREEN and queries.with_stage(hearing, Stage.ON_SCREEN):
        raise Conflict(SCREEN_TAKEN)
    if to is Stage.NEXT and len(following) >= rules.MOST_NEXT:
        raise Conflict(FULL)
    return rules.departs(staged.id, to, read.queue, following)


def _step(staged: StagedQuestion, to: Stage, actor: User, reason: OverrideReason | None, note: str) -> None:
    step = StageMove(
        staged_id=staged.id,
        from_value=staged.stage,
        to_value=to,
        at=now(),
        author_id=actor.id,
        reason=reason,
        note=note,
    )
    db.session.add(step)
    staged.stage = to
    db.session.flush()
    audit.record("staged", staged, actor, from_stage=step.from_value.value, to_stage=to.value, reason=reason)


def answered(staged: StagedQuestion, extent: Extent, actor: User) -> None:
    """Say how far the spoken answer went. Of a true question it also stands beside its terms, which go on.

    The same again is a second click. Raises Forbidden, Closed and Conflict.
    """
    hearing = hold_open(staged.hearing, actor)
    if not rules.may_say_answered(actor, hearing):
        raise Forbidden(ONLY_MODERATION)
    db.session.refresh(staged)
    if staged.stage is Stage.ANSWERED and staged.extent is extent:
        return
    if not rules.is_step(staged.stage, Stage.ANSWERED):
        raise Conflict(NOT_ON_SCREEN)
    staged.extent = extent
    _step(staged, Stage.ANSWERED, actor, None, EXTENT_LABELS[extent])
    note_second(staged, actor)


def undo(hearing: Hearing, actor: User) -> StagedQuestion:
    """Step back from the own last step of the hearing, in its first minute; both stay written.

    Raises Forbidden, Invalid, Closed and Conflict.
    """
    held = hold_open(hearing, actor)
    last = queries.last_move(held)
    if last is None or last.note == steps.UNDONE:
        raise Invalid(NOTHING)
    if not rules.may_undo(actor.id, last.author_id, last.at, now()):
        raise Closed(TOO_LATE)
    staged, back = last.staged, last.from_value
    _check_place(held, back)
    if staged.stage is Stage.ANSWERED:
        _take_answer_back(staged, actor)
    _step(staged, back, actor, None, steps.UNDONE)
    return staged


def _check_place(hearing: Hearing, back: Stage) -> None:
    if back is Stage.ON_SCREEN and queries.with_stage(hearing, Stage.ON_SCREEN):
        raise Conflict(SCREEN_TAKEN)
    if back is Stage.NEXT and len(queries.following(hearing)) >= rules.MOST_NEXT:
        raise Conflict(FULL)


def _take_answer_back(staged: StagedQuestion, actor: User) -> None:
    staged.extent = staged.second = None
    question = staged.question
    if question is not None and rules.stands_beside_terms(actor, staged):
        deadlines.unmark_live(question, actor)
