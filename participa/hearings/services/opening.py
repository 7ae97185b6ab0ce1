"""Preparing a hearing, opening it, conducting its pace and clock, and closing it. No verb commits."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from participa.accounts.models import User
from participa.deadlines import services as deadlines
from participa.deadlines.queries import marks
from participa.events import services as events
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.hearings import clock, rules
from participa.hearings.models import (
    Hearing,
    HearingState,
    MicrophoneTurn,
    Pace,
    Stage,
    StagedQuestion,
    StageMove,
    TurnState,
)
from participa.hearings.queries import conduct as queries
from participa.hearings.services import counting, supports, tracing
from participa.hearings.services.joining import join_published
from participa.questions import services as questions
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work

LETTERS = "CDFHJKMNPRTVWXY34679"  # without vowels, which make words, and without look-alikes
CODE_LENGTH = 5
FORGOTTEN_AFTER = timedelta(days=1)
NOT_YOURS = "Solo Moderación o Administración conduce la audiencia."
NO_HEARING = "Este espacio no se puede abrir en vivo. Debe estar convocado o en curso."
OTHER_DAY = "Las personas fueron convocadas para otro día. Escriba por qué se abre hoy."
NO_RULES = "Faltan las reglas del espacio. Todas las personas deben poder leerlas antes de empezar."
NOT_OPEN = "La audiencia no está abierta."
OVER = "La audiencia ya terminó."
ENDED = "Terminó la audiencia. Se responde por escrito."


def require_conductor(actor: User) -> None:
    """Raises Forbidden."""
    if not rules.may_conduct(actor):
        raise Forbidden(NOT_YOURS)


def hold_open(hearing: Hearing, actor: User) -> Hearing:
    """The hearing, locked, for who conducts it while it is open. Raises Forbidden and Closed."""
    require_conductor(actor)
    held = queries.to_change(hearing)
    if not held.is_open:
        raise Closed(OVER if held.state is HearingState.CLOSED else NOT_OPEN)
    return held


def prepare(event: Event, actor: User, is_rehearsal: bool = False) -> Hearing:
    """The hearing of a space, or its rehearsal, with a room code; the one that is there already if there is one.

    The row of the space should be locked. Raises Forbidden and Conflict.
    """
    require_conductor(actor)
    earlier = queries.find_of_event(event.id, is_rehearsal)
    if earlier is not None:
        return earlier
    if not rules.may_have_hearing(event):
        raise Conflict(NO_HEARING)
    hearing = Hearing(event=event, is_rehearsal=is_rehearsal, room_code=free_code())
    db.session.add(hearing)
    db.session.flush()
    audit.record("hearing_prepared", hearing, actor, is_rehearsal=is_rehearsal)
    return hearing


def free_code() -> str:
    """A room code that no hearing has."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if not queries.is_code_taken(code):
            return code


class OtherDay(Invalid):
    """People were called for another day: who opens says why."""


def open_(hearing: Hearing, actor: User, reason: str = "") -> None:
    """Let people in; the space is under way and the audience mode is on. The rules must be there for all to read.

    On another day than that of the space it needs a `reason`, and before that day the space stays as it is. A second
    click changes nothing. Raises Forbidden, Closed, Conflict, Invalid, and OtherDay without a reason.
    """
    require_conductor(actor)
    counting.take_turn(hearing.id, alone=True)
    held = queries.to_change(hearing)
    if held.is_open:
        return
    if held.state is HearingState.CLOSED:
        raise Closed(OVER)
    if not held.is_rehearsal and not rules.may_have_hearing(held.event):
        raise Conflict(NO_HEARING)
    if not rules.may_be_opened(held):
        raise Invalid(NO_RULES)
    is_other_day = not held.is_rehearsal and rules.is_other_day(held.event, now())
    if is_other_day and not reason.strip():
        raise OtherDay(OTHER_DAY)
    held.state, held.opened_at, held.salt = HearingState.OPEN, now(), secrets.token_hex(16)
    db.session.flush()
    join_published(held)
    audit.record("hearing_opened", held, actor, reason=reason.strip() if is_other_day else "")
    if not held.is_rehearsal:
        _begin_space(held.event, actor, reason)
        questions.renew_audience_mode(actor)


def _begin_space(event: Event, actor: User, reason: str) -> None:
    """Say that the space is under way. It stays as it is when its own rules do not let this person, or not today."""
    with suppress(Forbidden, Conflict, Invalid):
        events.move(event, EventState.UNDER_WAY, actor, reason)


def close(hearing: Hearing, actor: User) -> None:
    """End it: what waits goes back to the queue and is answered in writing; the salt is destroyed.

    The taps under way are waited for, and those that come later find it closed. A support counts if its phone was old
    enough by now; of the others the minutes say how many there were. How each question stands is noted once more. A
    second click changes nothing. Raises Forbidden, and Closed when it was never open.
    """
    require_conductor(actor)
    counting.take_turn(hearing.id, alone=True)
    held, at = queries.to_change(hearing), now()
    if held.state is HearingState.CLOSED:
        return
    if not held.is_open:
        raise Closed(NOT_OPEN)
    supports.ripen(held)
    for staged in queries.with_stage(held, Stage.SHORTLISTED, Stage.NEXT, Stage.ON_SCREEN):
        _send_back(staged, actor, at)
    for run in queries.going_on(held):
        run.ended_at = at
    for turn in queries.speaking(held):
        _end_turn(turn, at)
    held.state, held.closed_at, held.salt = HearingState.CLOSED, at, None
    held.takes_questions = held.takes_supports = False
    tracing.trace(held)
    audit.record("hearing_closed", held, actor)


def seal_forgotten() -> None:
    """The chore: a day after the end of its space, what nobody closed loses its salt and takes no more supports.

    A person still has to end it.
    """
    before = now() - FORGOTTEN_AFTER
    for number in queries.forgotten(before):
        with unit_of_work():
            counting.take_turn(number, alone=True)
            held = queries.to_change(db.session.get_one(Hearing, number))
            if held.salt:
                held.salt, held.takes_supports = None, False
                audit.record("hearing_sealed", held)


def _send_back(staged: StagedQuestion, actor: User, at: datetime) -> None:
    step = {"staged_id": staged.id, "from_value": staged.stage, "to_value": Stage.NO_TURN}
    db.session.add(StageMove(**step, at=at, author_id=actor.id, note=ENDED))
    staged.stage = Stage.NO_TURN


def _end_turn(turn: MicrophoneTurn, at: datetime) -> None:
    turn.state, turn.ended_at = TurnState.DONE, at


def set_pace(hearing: Hearing, pace: Pace, actor: User) -> None:
    """Change how it goes, before or while it is open. Raises Forbidden, Closed and Invalid."""
    require_conductor(actor)
    held = queries.to_change(hearing)
    if held.state is HearingState.CLOSED:
        raise Closed(OVER)
    if not (2 <= pace.poll_seconds <= 60 and 0 <= pace.silent_share <= 100 and pace.present >= 0):
        raise Invalid("Revise los números.")
    changed = {name: value for name, value in vars(pace).items() if getattr(held, name) != value}
    for name, value in changed.items():
        setattr(held, name, value)
    if changed:
        told = {name: value for name, value in changed.items() if name != "recording_url"}
        audit.record("hearing_paced", held, actor, **told)
    if "recording_url" in changed:
        _renew_links(held, actor)


def name_recording(hearing: Hearing, url: str, actor: User) -> None:
    """Say where the recording is, also after the end; what was answered tells it anew. Raises Forbidden."""
    require_conductor(actor)
    held = queries.to_change(hearing)
    if held.recording_url != url:
        held.recording_url = url
        audit.record("recording_named", held, actor)
    _renew_links(held, actor)


def _renew_links(hearing: Hearing, actor: User) -> None:
    """Only beside the terms that tell the second of this hearing: what a person mended or took away stays so."""
    for staged in queries.with_stage(hearing, Stage.ANSWERED):
        question = staged.question
        if question is None or staged.second is None or not rules.stands_beside_terms(actor, staged):
            continue
        standing = marks.find_live(question.id)
        if standing is not None and standing.second == staged.second:
            deadlines.mark_live(question, actor, staged.second, hearing.recording_url)


def set_clock(hearing: Hearing, actor: User, second: int = 0) -> None:
    """Say at which second the recording is now; the minutes of what was answered already are counted again.

    Raises Forbidden and Closed.
    """
    held, at = hold_open(hearing, actor), now()
    held.recording_began_at = clock.began_at(second, at)
    audit.record("recording_clock", held, actor, second=second)
    _note_seconds(held, actor)


def _note_seconds(hearing: Hearing, actor: User) -> None:
    for staged in queries.with_stage(hearing, Stage.ANSWERED):
        note_second(staged, actor)


def note_second(staged: StagedQuestion, actor: User) -> None:
    """Write at which second of the recording its answer began, also where the terms of the question are told.

    The duty to answer in writing goes on (Ley 1757 de 2015, art. 56 f).
    """
    began = queries.on_screen_since(staged.id)
    staged.second = clock.second_at(staged.hearing, began) if began else None
    question = staged.question
    if question is not None and staged.second is not None and rules.stands_beside_terms(actor, staged):
        deadlines.mark_live(question, actor, staged.second, staged.hearing.recording_url)
