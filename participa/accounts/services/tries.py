"""Tries to get in, counted by account and browser.

Each try is written before it is checked, in a short transaction of its own: tries sent at the same time count too,
and a refusal does not undo it. One that was right is given back.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from participa.accounts import rules, throttle
from participa.accounts.models import SignInAttempt
from participa.accounts.throttle import Browser
from participa.shared.clock import now


def take(session: Session, email: str, browser: Browser, door: str = "password") -> int:
    """Count a try at a door (password, second factor) of an account; its number, to give it back if it was right.

    Raises WaitBeforeNextTry when it comes too early; then it is not counted.
    """
    key, device, at = throttle.account_key(email), browser.key_for(throttle.account_key(email)), now()
    counted = f"{door}:{key}"
    _queue_up(session, counted)
    until = rules.next_try_at(_failures(session, counted, device, at))
    if until is not None and until > at:
        raise throttle.WaitBeforeNextTry(until)
    attempt = SignInAttempt(account_key=counted, device_key=device, at=at)
    session.add(attempt)
    session.flush()
    return attempt.id


def give_back(session: Session, attempt_id: int) -> None:
    """A try that was right is no failure."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt_id))


def _queue_up(session: Session, key: str) -> None:
    """PostgreSQL: the tries at one account come one after another. On SQLite all writers do."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _failures(session: Session, key: str, device: str, at: datetime) -> Sequence[datetime]:
    """Those of the last day, oldest first."""
    found = select(SignInAttempt.at).where(
        SignInAttempt.account_key == key,
        SignInAttempt.device_key == device,
        SignInAttempt.at > at - rules.LONG_PERIOD,
    )
    return session.scalars(found.order_by(SignInAttempt.at, SignInAttempt.id)).all()
