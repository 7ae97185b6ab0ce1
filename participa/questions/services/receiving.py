"""Receiving a question: one form key, one question, one receipt. Nobody is refused, not even after the closing.

This is the busiest write of the site, so it speaks SQL without objects, in statements that are made only once.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast

from flask import current_app
from sqlalchemy import Row, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from participa.calendar.queries import current_calendar
from participa.config import Settings
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions import codes, mails, privacy
from participa.questions.models import (
    AnswerMedium,
    Asker,
    Authorization,
    Channel,
    FilingCounter,
    HandEntry,
    Purpose,
    Question,
    Status,
    Visibility,
)
from participa.questions.services import chronicle
from participa.questions.submission import OF_THE_PERSON, Hand, Receipt, Submission
from participa.shared import audit
from participa.shared.business_days import BaseReading, Deadline, bogota_day, due_on
from participa.shared.clock import now
from participa.shared.ledger import find_entry, fresh_salt

TERM_DAYS = 15  # Ley 1757 de 2015, art. 56 f
OVER = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})
NEVER_OF_A_MINOR = frozenset({Purpose.PUBLISH_NAME, Purpose.INVITE})
NEW = {"status": Status.RECEIVED, "visibility": Visibility.WAITING, "revision": 0}
TABLE = cast(Table, Question.__table__)
Told: TypeAlias = Row[*tuple[Any, ...]]
TOLD = tuple(
    TABLE.c[name]
    for name in (
        *("id", "radicado", "received_at", "is_late", "body", "answer_medium"),
        *("base_on", "term_days", "due_on", "base_reading", "salt"),
    )
)
FIND = select(*TOLD).where(TABLE.c.form_key_digest == bindparam("digest"))
ADD = insert(TABLE).returning(*TOLD)
PERSON = select(*(getattr(Asker, name) for name in (*OF_THE_PERSON, "is_minor")))
WAIT = select(func.pg_advisory_xact_lock(bindparam("number")))


def submit(
    event: Event | None, submission: Submission, form_key: str, at: datetime | None = None, hand: Hand | None = None
) -> Receipt:
    """Receive a question (CPACA arts. 13 and 15). The same form key again gives the receipt of the first time.

    `at` is when it came, now if not said. `hand` tells that the team typed it; then `at` may lie in the past: the term
    runs from it, and the filing number is one of the year in which it is typed.
    """
    at, secret = at or now(), _settings().code_key
    digest, code = codes.form_key_digest(form_key, secret), codes.code_for(form_key, secret)
    _wait_for_the_same(digest)
    earlier = _find(digest)
    if earlier is not None:
        entry = find_entry(earlier.radicado)
        return replace(_receipt(earlier, code, entry), differs=_differs(earlier, submission), is_repeat=True)
    term = due_on(at, TERM_DAYS, current_calendar(), BaseReading(_settings().deadline_reading))
    question = _write(event, submission, at, term, digest, codes.code_digest(code, secret), hand)
    _write_asker(question.id, submission, at)
    _note(question, hand)
    entry = chronicle.received(question.radicado, question.salt, question.body)
    receipt = _receipt(question, code, entry)
    if submission.answer_medium is AnswerMedium.EMAIL and submission.email:
        mails.queue_receipt(receipt, submission.email)
    return receipt


def authorization_words(purpose: Purpose = Purpose.MANAGE) -> str:
    """What a person reads before authorising that purpose, also on paper."""
    return privacy.words(purpose)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _wait_for_the_same(digest: str) -> None:
    """On PostgreSQL, let a parallel request with the same key finish first; SQLite has one writer at a time anyway."""
    if not _settings().uses_sqlite:
        db.session.connection().execute(WAIT, {"number": int(digest[:15], 16)})


def _find(digest: str) -> Told | None:
    return db.session.connection().execute(FIND, {"digest": digest}).first()


def _differs(earlier: Told, submission: Submission) -> bool:
    """Whether the form now says what the first time it did not: other words, another contact, other permissions."""
    said = (submission.body, submission.answer_medium, _person(submission), _authorised(submission))
    return said != (earlier.body, earlier.answer_medium, *_kept_of_person(earlier.id))


def _kept_of_person(question_id: int) -> tuple[dict[str, Any], frozenset[Purpose]]:
    row = db.session.execute(PERSON.where(Asker.question_id == question_id)).first()
    person = row._asdict() if row else {}
    given = select(Authorization.purpose).where(Authorization.question_id == question_id)
    return {name: value for name, value in person.items() if value != ""}, frozenset(db.session.scalars(given))


def _write(
    event: Event | None,
    submission: Submission,
    at: datetime,
    term: Deadline,
    key_digest: str,
    code_digest: str,
    hand: Hand | None,
) -> Told:
    """The new row of the question, as the database returns it."""
    values = {
        "radicado": _next_radicado(now() if hand else at),
        "form_key_digest": key_digest,
        "code_digest": code_digest,
        "salt": fresh_salt(),
        "event_id": event.id if event else None,
        "channel": hand.channel if hand else Channel.WEB,
        "received_at": at,
        "is_late": event is not None and _is_late(event, at, hand),
        **_asked(submission),
        **_due(term),
        **NEW,
    }
    return db.session.connection().execute(ADD, values).one()


def _asked(submission: Submission) -> dict[str, Any]:
    return {
        "body": submission.body,
        "kind": submission.kind,
        "asked_department_id": submission.department_id,
        "topic_id": submission.topic_id,
        "answer_medium": submission.answer_medium,
    }


def _due(term: Deadline) -> dict[str, Any]:
    return {
        "base_on": term.base_on,
        "term_days": term.days,
        "due_on": term.due_on,
        "base_reading": term.reading,
        "calendar_version": term.calendar_version,
    }


def _note(question: Told, hand: Hand | None) -> None:
    """Who received it, for the history; and who typed it, when the team did."""
    channel, author = (hand.channel, hand.author) if hand else (Channel.WEB, None)
    audit.record("received", Question(id=question.id), author, channel=channel, late=question.is_late)
    if hand:
        typed = {"typed_by_id": hand.author.id, "typed_at": hand.typed_at or now(), "reason": hand.reason}
        db.session.execute(insert(HandEntry).values(question_id=question.id, **typed))


def _is_late(event: Event, at: datetime, hand: Hand | None) -> bool:
    """Whether it arrives too late to be taken up in the space; it is received and answered all the same.

    What the team types may have come while a space that is over now was still on.
    """
    if event.questions_close_at is not None:
        return at >= event.questions_close_at
    if hand:
        return at > event.ends_at
    return event.state in OVER


def _next_radicado(at: datetime) -> str:
    """The next number of the year in Colombia. The row stays locked until the commit, so no number is skipped."""
    year = bogota_day(at).year
    counting = _counting(sqlite if _settings().uses_sqlite else postgresql)
    return f"{year}-{db.session.connection().execute(counting, {'year': year}).scalar_one():06d}"


@cache
def _counting(kind: Any) -> Any:
    """Count one more in a year, in the words of one of the two databases."""
    first = kind.insert(FilingCounter).values(year=bindparam("year"), last=1)
    next_one = first.on_conflict_do_update(index_elements=["year"], set_={"last": FilingCounter.last + 1})
    return next_one.returning(FilingCounter.last)


def _write_asker(question_id: int, submission: Submission, at: datetime) -> None:
    """Personal data and what was authorised about them; nothing for an anonymous question."""
    if not submission.personal_data:
        return
    db.session.execute(insert(Asker).values({**_person(submission), "question_id": question_id}))
    given = [
        {"question_id": question_id, "purpose": purpose, "text_version": privacy.version(purpose), "given_at": at}
        for purpose in sorted(_authorised(submission))
    ]
    if given:
        db.session.execute(insert(Authorization), given)


def _person(submission: Submission) -> dict[str, Any]:
    """What is kept of who asked: nothing when no personal data were written."""
    return {**submission.personal_data, "is_minor": submission.is_minor} if submission.personal_data else {}


def _authorised(submission: Submission) -> frozenset[Purpose]:
    """What counts of what was authorised: nothing without personal data, and less of a minor."""
    if not submission.personal_data:
        return frozenset()
    return submission.purposes - NEVER_OF_A_MINOR if submission.is_minor else submission.purposes


def _receipt(question: Told, code: str, entry: tuple[int, str]) -> Receipt:
    return Receipt(
        question_id=question.id,
        radicado=question.radicado,
        code=code,
        received_at=question.received_at,
        base_on=question.base_on,
        term_days=question.term_days,
        due_on=question.due_on,
        base_reading=BaseReading(question.base_reading),
        is_late=question.is_late,
        entry_number=entry[0],
        fingerprint=entry[1],
    )
