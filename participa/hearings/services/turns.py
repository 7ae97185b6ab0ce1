"""Turns at the microphone: who waits, who speaks, and the question that was said, typed on the spot."""

from participa.accounts.models import User
from participa.extensions import db
from participa.hearings import rules
from participa.hearings.models import Hearing, MicrophoneTurn, StagedQuestion, TurnState
from participa.hearings.queries import conduct as queries
from participa.hearings.services.opening import hold_open
from participa.intake import services as intake
from participa.questions.models import Channel
from participa.questions.services import Receipt, Submission
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

MOVED = "Este turno ya cambió. Otra persona lo movió."
NOT_SPOKEN = "Esa persona todavía no ha hablado."
ALREADY_TYPED = "La pregunta de este turno ya se escribió."
NOT_IN_REHEARSAL = "En un ensayo no se llama a personas de verdad."
NOT_YOURS = "Solo Moderación lee las inscripciones."
MOST_LETTERS = 200  # as in the table
ONLY_MODERATION = "Solo Moderación escribe preguntas por otras personas."


def add(hearing: Hearing, speaker: str, territory: str, seconds: int, actor: User) -> MicrophoneTurn:
    """Put somebody at the end of the list, with so many seconds. Raises Forbidden, Closed and Invalid."""
    held = hold_open(hearing, actor)
    if not rules.SHORTEST_TURN <= seconds <= rules.LONGEST_TURN:
        raise Invalid("Escriba entre medio minuto y treinta minutos.")
    position = queries.last_position(held) + 1
    turn = MicrophoneTurn(hearing_id=held.id, position=position, speaker=speaker, territory=territory, seconds=seconds)
    db.session.add(turn)
    db.session.flush()
    audit.record("turn_added", turn, actor)
    return turn


def bring_registered(hearing: Hearing, actor: User) -> int:
    """Put those who asked to speak when they registered at the end of the list; how many were not there yet.

    Where they live stays with their registration: the minutes tell the place of a turn, and only the person says it.
    Raises Forbidden, Closed and Conflict.
    """
    held = hold_open(hearing, actor)
    if held.is_rehearsal:
        raise Conflict(NOT_IN_REHEARSAL)
    if not rules.may_bring_registered(actor, held):
        raise Forbidden(NOT_YOURS)
    first = queries.last_position(held) + 1
    missing = queries.registered_to_bring(held)
    for position, person in enumerate(missing, first):
        name = person.full_name[:MOST_LETTERS]
        db.session.add(MicrophoneTurn(hearing_id=held.id, position=position, speaker=name))
    audit.record("turns_brought", held, actor, number=len(missing))
    return len(missing)


def step(hearing: Hearing, turn: MicrophoneTurn, to: TurnState, actor: User) -> None:
    """Begin a turn, end it, or say that the person was not there. Who spoke before ends when another begins.

    The same again is a second click. Raises Forbidden, Closed and Conflict.
    """
    held, at = hold_open(hearing, actor), now()
    db.session.refresh(turn)
    if turn.state is to:
        return
    if not rules.may_turn(turn.state, to):
        raise Conflict(MOVED)
    if to is TurnState.SPEAKING:
        for other in queries.speaking(held):
            other.state, other.ended_at = TurnState.DONE, at
        turn.began_at, turn.ended_at = at, None
    elif to is TurnState.WAITING:
        turn.began_at = None
    elif turn.state is TurnState.SPEAKING:
        turn.ended_at = at
    turn.state = to
    audit.record("turn_moved", turn, actor, to=to.value)


def type_question(hearing: Hearing, turn: MicrophoneTurn, body: str, form_key: str, actor: User) -> Receipt | None:
    """File what was said at the microphone, as of the instant in which the person began to speak.

    The same form key again gives the first receipt. In a rehearsal nothing is filed and there is no receipt.
    Raises Forbidden, Closed and Conflict.
    """
    if not rules.may_type_spoken(actor):
        raise Forbidden(ONLY_MODERATION)
    held = hold_open(hearing, actor)
    db.session.refresh(turn)
    if turn.began_at is None:
        raise Conflict(NOT_SPOKEN)
    if held.is_rehearsal:
        _rehearse(held, turn, body)
        return None
    receipt = intake.take_in(held.event, Submission(body), form_key, Channel.ORAL, turn.began_at, actor)
    if turn.question_id not in (None, receipt.question_id):
        raise Conflict(ALREADY_TYPED)
    turn.question_id = receipt.question_id
    audit.record("turn_typed", turn, actor, question=receipt.question_id)
    return receipt


def _rehearse(hearing: Hearing, turn: MicrophoneTurn, body: str) -> None:
    staged = StagedQuestion(
        hearing_id=hearing.id,
        rehearsal_text=body,
        territory=turn.territory,
        is_silent=True,
        joined_at=now(),
    )
    db.session.add(staged)
