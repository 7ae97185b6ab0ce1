"""The public record, as read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from participa.extensions import db
from participa.questions.models import Question
from participa.shared.ledger import Checkpoint, Entry, LedgerEntry

PER_PAGE = 20
PORTION = 1000


@dataclass(frozen=True)
class Told:
    """An entry as people read it. `at` is an aware instant."""

    n: int
    at: datetime
    kind: Entry
    radicado: str
    reason: str
    hash: str


def told(entry: LedgerEntry) -> Told:
    fields: dict[str, Any] = json.loads(entry.line)
    at = datetime.fromisoformat(fields["t"])
    return Told(entry.n, at, Entry(entry.kind), entry.subject, fields["motivo"], entry.hash)


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


def entry_before(n: int) -> LedgerEntry | None:
    return db.session.get(LedgerEntry, n - 1)


def entry(n: int) -> LedgerEntry | None:
    return db.session.get(LedgerEntry, n)


def checkpoints() -> list[Checkpoint]:
    """All signed checkpoints, the shortest first."""
    return list(db.session.scalars(select(Checkpoint).order_by(Checkpoint.size)))


def last_checkpoint() -> Checkpoint | None:
    return db.session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1)).one_or_none()
