"""What the team does with what waits apart: let it join the queue, alone or with all that say the same; audience mode.

Raised: Forbidden, Conflict.
"""

from datetime import timedelta

from sqlalchemy import update

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import AudienceMode, Quarantine, Question, QuestionMove, WithholdReason
from participa.questions.queries import quarantine as queries
from participa.questions.services import restricting, steps
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

AUDIENCE_HOURS = 6
WORDLESS = "Falta un dato: explique por qué se reservan."


def release(held: Quarantine, actor: User) -> None:
    """Let a question that somebody read join the queue. Once more changes nothing."""
    _check_may_release(actor)
    if held.released_at is None:
        _release(held, actor)


def release_fold(held: Quarantine, actor: User) -> int:
    """The same with all that wait and say what this one says; how many."""
    _check_may_release(actor)
    alike = queries.alike_to_change(held.fold)
    for one in alike:
        _release(one, actor)
    return len(alike)


def withhold_fold(first: str, last: str, actor: User, reason: WithholdReason, words: str) -> int:
    """Hide the texts that say the same, from one filing number to another, for one reason; how many were hidden.

    Each has its own decision, entry in the record and line of its history, and is answered like any other. Raises
    also Invalid, without the words.
    """
    _check_may_release(actor)
    if not words.strip():
        raise Invalid(WORDLESS)
    found = queries.waiting_to_change(first, last)
    for question in found:
        restricting.withhold_now(question, actor, reason, words)
    return len(found)


def note_step(step: QuestionMove) -> None:
    """Any step of the team is a review: the question no longer waits apart."""
    actor_id = step.author_id or (step.author.id if step.author else None)
    if actor_id is None:
        return
    ended = {"released_at": now(), "released_by_id": actor_id}
    held = (Quarantine.question_id == (step.question_id or step.question.id), Quarantine.released_at.is_(None))
    db.session.execute(update(Quarantine).where(*held).values(ended).execution_options(synchronize_session="fetch"))


def begin_audience_mode(actor: User) -> AudienceMode:
    """Let one network send more questions for some hours. Raises Conflict when it is on already."""
    _check_may_switch(actor)
    if queries.audience_mode(now()) is not None:
        raise Conflict("El modo audiencia ya está activo.")
    at = now()
    mode = AudienceMode(began_at=at, began_by_id=actor.id, ends_at=at + timedelta(hours=AUDIENCE_HOURS))
    db.session.add(mode)
    db.session.flush()  # the history names its number
    audit.record("audience_mode.begun", mode, actor)
    return mode


def renew_audience_mode(actor: User) -> AudienceMode:
    """Have it on for its whole hours from now: begin it, or let the one that is on go on."""
    _check_may_switch(actor)
    mode = queries.audience_mode(now())
    if mode is None:
        return begin_audience_mode(actor)
    mode.ends_at = now() + timedelta(hours=AUDIENCE_HOURS)
    audit.record("audience_mode.renewed", mode, actor)
    return mode


def end_audience_mode(actor: User) -> None:
    """End it before its time; when it is off, nothing changes."""
    _check_may_switch(actor)
    mode = queries.audience_mode(now())
    if mode is not None:
        mode.ends_at, mode.ended_by_id = now(), actor.id
        audit.record("audience_mode.ended", mode, actor)


def _check_may_release(actor: User) -> None:
    if not rules.may_release(actor):
        raise Forbidden(steps.NOT_NOW)


def _check_may_switch(actor: User) -> None:
    if not rules.may_switch_audience_mode(actor):
        raise Forbidden(steps.NOT_NOW)


def _release(held: Quarantine, actor: User) -> None:
    held.released_at, held.released_by_id = now(), actor.id
    audit.record("question.released", db.session.get_one(Question, held.question_id), actor, reasons=held.reasons)
