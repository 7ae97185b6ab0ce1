"""Receiving answers about groups so that nobody can say later whose they were, and counting them.

Nothing is noted in the history of acts: its order and its instants would tell.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from cryptography.exceptions import InvalidTag
from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.exc import IntegrityError

from participa.config import Settings
from participa.differential import queries, rules
from participa.differential.models import (
    CONSENT,
    CONSENT_VERSION,
    NO_ANSWER,
    QUESTIONS,
    AnswerCount,
    UsedPermit,
    WaitingAnswers,
)
from participa.differential.sealing import Answers, seal, unseal
from participa.events.models import Event
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Closed
from participa.shared.unit_of_work import unit_of_work

Tally = Counter[tuple[str, str]]


def permit_for(event: Event, code: str) -> str:
    """The permit of who holds this code of a registration: always the same one, so that it counts once.

    It is made from the code, which the database does not keep, so nothing stored leads from it to the person.
    """
    return _keyed(f"differential-permit|{event.id}|{code}")[:32]


def find_permit(event: Event, code: str) -> str | None:
    """The permit that a receipt offers; None when answers are no longer received."""
    return permit_for(event, code) if rules.receives_answers(event, now()) else None


def answer(event: Event, permit: str, answers: Answers) -> bool:
    """Receive a set of answers; False when this permit was used before. Raises Closed when it is too late."""
    if not rules.receives_answers(event, now()):
        raise Closed("Ya no se reciben respuestas de este espacio.")
    if not _use(event, permit):
        return False
    sealed = seal(answers, event.id, _settings().code_key)
    db.session.add(WaitingAnswers(id=secrets.token_hex(16), event_id=event.id, sealed=sealed))
    db.session.flush()
    return True


def _use(event: Event, permit: str) -> bool:
    digest = _keyed(f"differential-used|{event.id}|{permit}")
    if queries.is_used(digest):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(UsedPermit(digest=digest, event_id=event.id))
    except IntegrityError:  # the same permit at the same instant
        return False
    return True


def count_waiting() -> None:
    """Open and count what waits, many sets at once. A chore: it opens its own transactions."""
    waiting = queries.waiting_by_event()
    db.session.rollback()  # no reader stays open while the writer waits
    for event_id in waiting:
        with unit_of_work():
            count(db.session.get_one(Event, event_id, with_for_update=True))


def count(event: Event) -> int:
    """Count the waiting sets of a space if they are many, or all when nobody may answer any more; how many."""
    rows = list(db.session.scalars(select(WaitingAnswers).where(WaitingAnswers.event_id == event.id)))
    if not rules.may_be_counted(len(rows), not rules.receives_answers(event, now())):
        return 0
    opened = {row.id: _open(row) for row in rows}
    ready = [name for name, answers in opened.items() if answers is not None]
    _add(event, _tally(answers for answers in opened.values() if answers is not None))
    db.session.execute(delete(WaitingAnswers).where(WaitingAnswers.id.in_(ready)))
    db.session.expire_all()
    return len(ready)


def _open(row: WaitingAnswers) -> Answers | None:
    """None for a set sealed with a key that is gone; it stays, and never stops the rest."""
    try:
        return unseal(row.sealed, row.event_id, _settings().code_key)
    except InvalidTag:
        current_app.logger.warning("A waiting set of answers cannot be opened with this key")
        return None


def _tally(sets: Iterable[Answers]) -> Tally:
    """How often each choice was made; each question apart from the others, so that nobody is described whole."""
    tally: Tally = Counter()
    for answers in sets:
        tally[CONSENT, CONSENT_VERSION] += 1
        tally.update((of.key, choice) for of in QUESTIONS for choice in answers.get(of.key) or [NO_ANSWER])
    return tally


def _add(event: Event, tally: Tally) -> None:
    """In the same order for everybody, so that two that count never wait for each other."""
    insert = insert_on_sqlite if _settings().uses_sqlite else insert_on_postgresql
    for (question, choice), amount in sorted(tally.items()):
        added = insert(AnswerCount).values(event_id=event.id, question=question, choice=choice, amount=amount)
        key = [AnswerCount.event_id, AnswerCount.question, AnswerCount.choice]
        more = {"amount": AnswerCount.amount + added.excluded.amount}
        db.session.execute(added.on_conflict_do_update(index_elements=key, set_=more))


def _keyed(text: str) -> str:
    return hmac.new(_settings().code_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def forget_permits(before: datetime, most: int) -> int:
    """Delete the marks of used permits of spaces that ended before; how many."""
    over = select(UsedPermit.digest).join(Event, Event.id == UsedPermit.event_id).where(Event.ends_at < before)
    digests = list(db.session.scalars(over.order_by(UsedPermit.digest).limit(most)))
    db.session.execute(delete(UsedPermit).where(UsedPermit.digest.in_(digests)))
    return len(digests)
