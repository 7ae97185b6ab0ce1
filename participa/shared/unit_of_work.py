"""One request, one transaction. The only file that commits.

A page that answers with a status below 400 commits; any other rolls back. The answer leaves only after the commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from blinker import Namespace
from flask import Flask, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from participa.extensions import db
from participa.shared import database

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
committed = Namespace().signal("committed")

Trace = Callable[[Session], None]


@dataclass
class Work:
    """What is being done in one transaction. `keep` decides between commit and roll back."""

    keep: bool = True
    when_kept: list[Callable[[], None]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """Write in one transaction: commit at the end, or roll back on an error or when `keep` was set to False."""
    work = Work()
    db.session.rollback()  # ends a reading transaction: a reader cannot become a writer under load
    writing, current = database.writing.set(True), _work.set(work)
    try:
        yield work
        if work.keep:
            db.session.commit()
        else:
            db.session.rollback()
    except BaseException:
        work.keep = False
        db.session.rollback()
        raise
    finally:
        database.writing.reset(writing)
        _work.reset(current)
        write_lock().release()
        _leave_traces(work)
    if work.keep:
        _tell(work)


def when_kept(act: Callable[[], None]) -> None:
    """Do something outside the database (start a job) once this transaction is on the disk; never before."""
    work = _work.get()
    if work is not None:
        work.when_kept.append(act)


def leave_trace(trace: Trace) -> None:
    """Write a row that must survive a refusal, in a short unit of its own after the present one, kept or not."""
    work = _work.get()
    if work is None:
        db.session.rollback()  # no reader holds its transaction open while it waits for the lock of the writers
        with own_unit() as session:
            trace(session)
    else:
        work.traces.append(trace)


@contextmanager
def own_unit() -> Iterator[Session]:
    """A short transaction apart from the request's. Never inside a unit of work: it would wait for itself."""
    if database.writing.get():
        raise RuntimeError("A short unit cannot run inside a unit of work; leave a trace instead.")
    with _short_unit() as session:
        yield session


@contextmanager
def before_work() -> Iterator[Session]:
    """A short transaction before the first statement of the unit of work.

    Slow work (hashing a password) can follow it without the lock of the writers, and what it wrote survives a refusal.
    Raises RuntimeError once the unit of work has begun to speak with the database.
    """
    if db.session().in_transaction():
        raise RuntimeError("The unit of work has begun; what comes before it must be its first statement.")
    with _short_unit() as session:
        yield session


@contextmanager
def reading_first() -> Iterator[None]:
    """Read before the first statement of the unit of work, without the lock of the writers: nobody waits for it.

    All of it is of one instant. What was read is read again by who uses it later. Raises RuntimeError once the unit of
    work has begun.
    """
    if db.session().in_transaction():
        raise RuntimeError("The unit of work has begun; what is read before it must come first.")
    writing = database.writing.set(False)
    try:
        database.begin_of_one_instant(db.session())
        yield
    finally:
        db.session.rollback()
        database.writing.reset(writing)


@contextmanager
def _short_unit() -> Iterator[Session]:
    writing = database.writing.set(True)
    session = Session(db.engine, join_transaction_mode="create_savepoint")
    try:
        yield session
        session.commit()
    finally:
        session.close()
        database.writing.reset(writing)
        write_lock().release()


def write_lock() -> database.WriteLock:
    """The lock of the writers of the running application."""
    lock: database.WriteLock = current_app.extensions["write_lock"]
    return lock


def _leave_traces(work: Work) -> None:
    for trace in work.traces:
        with own_unit() as session:
            trace(session)


def _tell(work: Work) -> None:
    committed.send(current_app._get_current_object())  # type: ignore[attr-defined]
    for act in work.when_kept:
        try:
            act()
        except Exception:  # what is committed stays true; the sweep of the jobs repeats what was missed
            current_app.logger.exception("A task after the commit failed")


class UnitOfWorkFlask(Flask):
    """Flask whose unsafe requests are one transaction each.

    Inside dispatch_request, so that a constraint violated at commit still reaches the error handlers.
    """

    def dispatch_request(self) -> Any:
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        with unit_of_work() as work:
            response: Response = self.make_response(super().dispatch_request())
            work.keep = response.status_code < 400
        return response
