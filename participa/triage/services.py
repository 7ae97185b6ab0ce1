"""The verbs of the queue: take a question, act on it, group several, step back. None commits.

What is done with a question are the verbs of `questions.services`; here is who has it, and how to undo it right away.
Raised: Taken, Changed, Invalid, Closed.
"""

import secrets
from collections.abc import Callable, Sequence

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Status
from participa.questions.services import undoing
from participa.questions.services.steps import check_seen
from participa.shared import audit, mail
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, DomainError, Invalid
from participa.shared.templating import hour
from participa.triage import queries, rules
from participa.triage.models import Did, TriageKeys, TriageLease, TriageStep

MOST_TRIES = 8
MOST_TOGETHER = 50
NOTHING_TO_UNDO = "No hay nada que deshacer."
TOO_LATE = {
    Did.PUBLISHED: "Ya pasaron diez segundos. En la página de la pregunta use «Reservar el texto» y diga el motivo.",
    Did.ASSIGNED: "Ya pasaron diez segundos. La dependencia la devuelve con «No es de mi dependencia».",
    Did.CLASSIFIED: "Ya pasaron diez segundos. Clasifíquela otra vez con los datos correctos.",
    Did.WITHHELD: "Ya pasaron diez segundos. Otra persona la revisa con «Volver a publicar la pregunta».",
    Did.GROUPED: "Ya pasaron diez segundos. En la página de la pregunta use «Sacar del grupo».",
}


class Taken(Conflict):
    """Somebody else has the question before the eyes. Says who and until when."""


def take(question: Question, actor: User, by_force: bool = False) -> None:
    """Keep a locked question for this person for three minutes. Raises Taken, unless it is taken over on purpose."""
    lease, at, number = queries.find_lease(question.id), now(), actor.id
    if rules.is_taken(lease, actor, at):
        if lease is None or not by_force:
            raise Taken(words_of(lease))
        audit.record("triage.taken_over", question, actor, holder=lease.holder_id)
    if lease is None:
        db.session.add(TriageLease(question_id=question.id, holder_id=number, until=at + rules.LEASE))
    else:
        lease.holder_id, lease.until = number, at + rules.LEASE
    db.session.flush()


def words_of(lease: TriageLease | None) -> str:
    """Who has it and until when, on the clock of Colombia."""
    return f"La tiene {lease.holder.name} hasta las {hour(lease.until)}" if lease else ""


def let_go(question: Question, actor: User) -> None:
    """Leave a locked question to the others."""
    lease = queries.find_lease(question.id)
    if lease is not None and lease.holder_id == actor.id:
        lease.until = now()


def take_next(actor: User, near: Question | None = None, is_backwards: bool = False) -> Question | None:
    """Take the next free one after another one, going round at the end; None when nothing else is free."""
    found = _take_beyond(actor, near, is_backwards)
    return found or (_take_beyond(actor, None, is_backwards, near) if near is not None else None)


def _take_beyond(
    actor: User, near: Question | None, is_backwards: bool, but: Question | None = None
) -> Question | None:
    seen = [question.id for question in (near, but) if question is not None]
    for _ in range(MOST_TRIES):
        found = queries.free_to_lock(actor, now(), near, is_backwards, seen)
        if found is None:
            return None
        try:
            take(found, actor)
        except Taken:  # somebody was faster between the look and the lock
            seen.append(found.id)
        else:
            return found
    return None


def act(question: Question, actor: User, did: Did, verb: Callable[[], None], act_key: str = "") -> None:
    """Do something with a locked question and write down how it was, so that it can be undone at once."""
    take(question, actor)
    before, revision = undoing.remember(question), question.revision
    with mail.held_back(rules.HELD) as keys, db.session.begin_nested():
        verb()
    db.session.flush()
    if question.revision == revision:
        return  # a second click: nothing was written
    act_key = act_key or secrets.token_urlsafe(16)
    what = {"did": did, "at": now(), "question_id": question.id, "revision": question.revision, "actor_id": actor.id}
    was = {"last_move_id": before.last_move, "kind": before.kind, "topic_id": before.topic_id}
    was["department_id"] = before.department_id
    db.session.add(TriageStep(act_key=act_key, mail_keys=list(keys), **what, **was))


def group_together(radicados: Sequence[str], leader: str, actor: User, note: str) -> int:
    """Group several questions under one, with one note that each person reads; all or none. How many.

    Raises Invalid naming the question that does not fit.
    """
    members = sorted({radicado for radicado in radicados if radicado != leader})
    if not members:
        raise Invalid("Marque al menos una pregunta distinta de la principal.")
    if len(members) > MOST_TOGETHER:
        raise Invalid(f"Marque {MOST_TOGETHER} preguntas o menos.")
    locked = {question.radicado: question for question in queries.lock([*members, leader])}
    act_key = secrets.token_urlsafe(16)
    with db.session.begin_nested():
        for radicado in members:
            _group(locked, radicado, leader, actor, note, act_key)
    return len(members)


def _group(locked: dict[str, Question], radicado: str, leader: str, actor: User, note: str, act_key: str) -> None:
    question = locked.get(radicado)
    if question is None:
        raise Invalid(f"No encontramos la pregunta {radicado}.")
    try:
        act(
            question,
            actor,
            Did.GROUPED,
            lambda: questions.move(question, actor, Status.GROUPED, note, radicado=leader),
            act_key,
        )
    except DomainError as refusal:
        raise Invalid(f"Pregunta {radicado}: {refusal.message}") from refusal


def undo(act_key: str, actor: User) -> list[TriageStep]:
    """Step back from an act of this person; the second time it answers as done.

    Raises Invalid when there is no such act, Closed after ten seconds, Changed when somebody went on meanwhile, and
    Conflict when who asked was already told. A question that somebody else has now stays with that person.
    """
    radicados = [step.question.radicado for step in queries.steps_of(act_key, actor)]
    if not radicados:
        raise Invalid(NOTHING_TO_UNDO)
    queries.lock(radicados)
    steps = queries.steps_of(act_key, actor)
    if all(step.undone_at is not None for step in steps):
        return steps
    with db.session.begin_nested():
        for step in steps:
            _undo(step, actor)
    return steps


def _undo(step: TriageStep, actor: User) -> None:
    if not rules.may_undo(actor, step, now()):
        raise Closed(TOO_LATE[step.did])
    check_seen(step.question, step.revision)
    if mail.have_left(step.mail_keys):
        raise Conflict(undoing.TOLD)
    undoing.step_back(step.question, actor, _before(step))
    mail.withdraw_these(step.mail_keys)
    step.undone_at = now()
    if not rules.is_taken(queries.find_lease(step.question_id), actor, now()):
        take(step.question, actor)


def _before(step: TriageStep) -> undoing.Before:
    return undoing.Before(step.last_move_id, step.kind, step.topic_id, step.department_id)


def switch_keys(actor: User, are_on: bool) -> None:
    """Let single keys act for this person, or not."""
    choice = db.session.get(TriageKeys, actor.id)
    if choice is None:
        db.session.add(TriageKeys(user_id=actor.id, are_on=are_on))
    else:
        choice.are_on = are_on
