"""A promise that makes no commitment of its own: it is none, or it is the same as one that is there."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from participa.accounts.models import User
from participa.commitments import rules
from participa.commitments.models import Commitment, CommitmentQuestion, SourceDecision
from participa.commitments.queries import promises
from participa.commitments.queries import staff as queries
from participa.commitments.queries.promises import Promise
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

NOT_YOURS = "Su cuenta no decide si una promesa es un compromiso."
IS_DONE = "Esta promesa ya se registró: es el compromiso {code}."


def set_aside(promise: Promise, reason: str, author: User) -> None:
    """Say that a promise is no commitment. A second click changes nothing.

    Raises Forbidden, Invalid without a reason, or Conflict once it made a commitment.
    """
    if not reason.strip():
        raise Invalid("Escriba por qué no es un compromiso.")
    _decide(promise, author, reason)


def join(promise: Promise, commitment: Commitment, author: User) -> None:
    """Say that a promise is the same as a commitment: who asked hears of its steps from now on.

    Raises Forbidden, or Conflict once it made another commitment.
    """
    held = queries.hold(commitment)
    _decide(promise, author, "", held)
    if promise.question is not None and promise.question.id not in {one.question_id for one in held.questions}:
        held.questions.append(CommitmentQuestion(question_id=promise.question.id))
        db.session.flush()


def _decide(promise: Promise, author: User, reason: str, same_as: Commitment | None = None) -> None:
    if not rules.may_decide(author):
        raise Forbidden(NOT_YOURS)
    if promise.source is None:
        raise Invalid("De esta pregunta pueden nacer varios compromisos. Regístrelo.")
    if (made := promises.taken_up(promise)) is not None:
        raise Conflict(IS_DONE.format(code=made.code))
    if promises.find_decision(promise.source) is not None:
        return
    values = {"source": promise.source, "reason": reason, "author_id": author.id, "at": now()}
    db.session.execute(_adding().values(commitment_id=same_as.id if same_as else None, **values))
    decided = db.session.get_one(SourceDecision, promise.source)
    same = same_as.code if same_as else ""
    audit.record("commitment_source_decided", decided, author, source=promise.source, same_as=same)


def _adding() -> Any:
    """Two people who decide at once: the first one counts."""
    of = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return of.insert(SourceDecision).on_conflict_do_nothing()
