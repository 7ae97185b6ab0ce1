"""The public record, as read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import aliased, selectinload

from participa.extensions import db
from participa.questions.models import Question, QuestionMove
from participa.shared import ledger
from participa.shared.clock import now
from participa.shared.ledger import Checkpoint, Entry, LedgerEntry

PER_PAGE = 20
PORTION = 1000


@dataclass(frozen=True)
class Told:
    """An entry as people read it. Aware instants; `happened_at` when it was entered later than it happened."""

    n: int
    at: datetime
    kind: Entry
    radicado: str
    reason: str
    hash: str
    happened_at: datetime | None


def told(entry: LedgerEntry) -> Told:
    fields: dict[str, Any] = json.loads(entry.line)
    at = datetime.fromisoformat(fields["t"])
    happened_at = datetime.fromisoformat(fields[ledger.HAPPENED]) if ledger.HAPPENED in fields else None
    return Told(entry.n, at, Entry(entry.kind), entry.subject, fields["motivo"], entry.hash, happened_at)


def latest(page: int) -> Pagination:
    """The entries, the last one first."""
    return db.paginate(select(LedgerEntry).order_by(LedgerEntry.n.desc()), page=page, per_page=PER_PAGE)


def lines(since: int = 1) -> Iterator[tuple[str, str]]:
    """(hash, line) of each entry from the number `since`, in order, read in portions."""
    last = max(since, 1) - 1
    while True:
        rows = db.session.execute(
            select(LedgerEntry.n, LedgerEntry.hash, LedgerEntry.line)
            .where(LedgerEntry.n > last)
            .order_by(LedgerEntry.n)
            .limit(PORTION)
        ).all()
        yield from ((row.hash, row.line) for row in rows)
        if len(rows) < PORTION:
            return
        last = rows[-1].n


def of_question(question: Question) -> list[LedgerEntry]:
    """The entries about a question, in order."""
    wanted = select(LedgerEntry).where(LedgerEntry.subject == question.radicado)
    return list(db.session.scalars(wanted.order_by(LedgerEntry.n)))


def find_received(question: Question) -> LedgerEntry | None:
    """The entry that a question was received."""
    wanted = select(LedgerEntry).where(LedgerEntry.subject == question.radicado, LedgerEntry.kind == Entry.RECEIVED)
    return db.session.scalars(wanted.order_by(LedgerEntry.n).limit(1)).first()


def before_the_record(after: int, most: int) -> list[int]:
    """Questions, from the number `after` on, whose first entry is not that they were received just then."""
    entry = aliased(LedgerEntry)
    of_question = (entry.subject == Question.radicado, entry.kind == Entry.RECEIVED.value)
    at_once = exists().where(*of_question, not_(or_(*(entry.line.contains(words) for words in ledger.LATER))))
    found = select(Question.id).where(Question.id > after, not_(at_once))
    return list(db.session.scalars(found.order_by(Question.id).limit(most)))


def questions(ids: list[int]) -> list[Question]:
    """These questions, locked, with their steps and answers."""
    together = (selectinload(Question.moves).joinedload(QuestionMove.author), selectinload(Question.answers))
    found = select(Question).where(Question.id.in_(ids)).options(*together)
    return list(db.session.scalars(found.order_by(Question.id).with_for_update(of=Question)))


def began_at() -> datetime:
    """When the first entry was made; this instant while there is none."""
    first = entry(1)
    return told(first).at if first else now()


def entry_before(n: int) -> LedgerEntry | None:
    return db.session.get(LedgerEntry, n - 1)


def entry(n: int) -> LedgerEntry | None:
    return db.session.get(LedgerEntry, n)


def checkpoints() -> list[Checkpoint]:
    """All signed checkpoints, the shortest first."""
    return list(db.session.scalars(select(Checkpoint).order_by(Checkpoint.size)))


def last_checkpoint() -> Checkpoint | None:
    return db.session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1)).one_or_none()
