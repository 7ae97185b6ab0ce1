"""The door of the public forms: everybody is received at once; what comes too fast or looks harmful waits apart.

Each question fills the budget of its device and of its network. One that finds a budget full fills none: who sends too
many does not use up what a whole hall shares. This is the busiest write of the site: two statements more for an
ordinary question, in SQL that is made only once.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from flask import current_app
from sqlalchemy import Date, Table, TextClause, bindparam, delete, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.questions import suspicions
from participa.questions.device import Arrival
from participa.questions.models import AskingBudget, AskingSalt, Quarantine, Suspicion
from participa.questions.services.receiving import submit
from participa.questions.submission import Receipt, Submission
from participa.shared.clock import now, today
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import unit_of_work

SECOND = 1000  # in the milliseconds of the budgets
BURST, PAUSE = 3, 30 * SECOND  # of a device: three at once, then one every half minute
MOST_IN_A_DAY = 20  # of a device, for one space or for the general channel
MINUTE = 60 * SECOND
PER_MINUTE, PER_MINUTE_OF_A_HALL = 60, 600  # of a network
PER_SECOND = 100  # of the whole site
SALT_BYTES = 32
CIRCUMSTANCES = text("""
    SELECT (SELECT salt FROM asking_salt WHERE day = :day) AS salt,
        EXISTS (SELECT 1 FROM audience_mode WHERE began_at <= :at AND ends_at > :at) AS is_audience
""").bindparams(bindparam("day", type_=Date), bindparam("at", type_=UtcDateTime))
SET_APART = insert(cast(Table, Quarantine.__table__))
GIVE_BACK = text('UPDATE asking_budget SET level = level - step WHERE "key" IN :keys').bindparams(
    bindparam("keys", expanding=True)
)


@dataclass(frozen=True)
class Budget:
    """What is counted for whom: `step` is what one question fills, `room` what fits. `start`: empty is not below it."""

    reason: Suspicion
    whom: str
    step: int
    room: int
    start: int


def receive(event: Event | None, submission: Submission, form_key: str, arrival: Arrival) -> Receipt:
    """Receive a question from a public form, and set it apart when it came too fast or its words look harmful.

    It is never refused: it has its filing number, its receipt, its entry in the record and its term like any other.
    """
    receipt = submit(event, submission, form_key)
    if receipt.is_repeat:
        return receipt
    reasons = [*_over_budget(event, arrival), *_of_sending(arrival), *suspicions.of_words(submission.body)]
    if reasons:
        _set_apart(receipt.question_id, submission.body, reasons)
    return receipt


def _of_sending(arrival: Arrival) -> list[Suspicion]:
    """What a machine does and a person does not."""
    told = {Suspicion.TRAP: arrival.fell_into_trap, Suspicion.HASTE: arrival.is_hasty}
    return [suspicion for suspicion, is_so in told.items() if is_so]


def _set_apart(question_id: int, body: str, reasons: list[Suspicion]) -> None:
    row = {
        "question_id": question_id,
        "reasons": [reason.value for reason in reasons],
        "fold": suspicions.fold_of(body, _settings().code_key),
        "at": now(),
    }
    db.session.connection().execute(SET_APART, row)


def _over_budget(event: Event | None, arrival: Arrival) -> list[Suspicion]:
    """The finest budget that is full, as a list of one, or nothing. Parallel senders wait at the filing number."""
    at, day = now(), today()
    salt, is_audience = _circumstances(day, at)
    instant = int(at.timestamp() * SECOND)
    budgets = {_key(salt, budget): budget for budget in _budgets(event, arrival, is_audience, instant)}
    levels = _fill(budgets, day)
    full = [budget.reason for key, budget in budgets.items() if levels[key] - budget.start > budget.room]
    if full:
        db.session.connection().execute(GIVE_BACK, {"keys": list(budgets)})
    return full[:1]


def _budgets(event: Event | None, arrival: Arrival, is_audience: bool, instant: int) -> list[Budget]:
    """From the finest to the coarsest: the first that is full gives the reason."""
    device, network = arrival.device.name, arrival.network
    pause_of_network = MINUTE // (PER_MINUTE_OF_A_HALL if is_audience else PER_MINUTE)
    found = [
        Budget(Suspicion.DEVICE, device, PAUSE, BURST * PAUSE, instant),
        Budget(Suspicion.ADDRESS, network, pause_of_network, MINUTE, instant),
        Budget(Suspicion.FLOOD, "", SECOND // PER_SECOND, SECOND, instant),
    ]
    if arrival.device.is_fresh:  # all new devices of a network count as one: dropping the cookie gains nothing
        found.insert(1, Budget(Suspicion.FRESH, network, PAUSE, BURST * PAUSE, instant))
    if not arrival.is_shared:
        found.insert(1, Budget(Suspicion.DAY, f"{device}|{event.id if event else 0}", 1, MOST_IN_A_DAY, 0))
    return found


def _circumstances(day: date, at: datetime) -> tuple[str, bool]:
    """The salt of the day, made by the first question, and whether the audience mode is on."""
    salt, is_audience = db.session.connection().execute(CIRCUMSTANCES, {"day": day, "at": at}).one()
    return salt or _new_salt(day), bool(is_audience)


def _new_salt(day: date) -> str:
    kind: Any = sqlite if _settings().uses_sqlite else postgresql
    row = {"day": day, "salt": secrets.token_hex(SALT_BYTES)}
    db.session.execute(kind.insert(AskingSalt).values(row).on_conflict_do_nothing())
    return db.session.scalars(select(AskingSalt.salt).where(AskingSalt.day == day)).one()


def _key(salt: str, budget: Budget) -> str:
    """What stands for a device or a network in the counts of this day, and cannot be turned back into it."""
    return hmac.digest(bytes.fromhex(salt), f"{budget.reason}|{budget.whom}".encode(), hashlib.sha256).hex()


def _fill(budgets: dict[str, Budget], day: date) -> dict[str, int]:
    """Count the question in each budget; how full each is then.

    None is fuller than full before it: more than that was counted by a clock that has been put back since.
    """
    values: dict[str, Any] = {"day": day}
    for place, (key, budget) in enumerate(budgets.items()):
        values |= {f"key{place}": key, f"level{place}": budget.start + budget.step, f"step{place}": budget.step}
        values[f"most{place}"] = budget.start + budget.room
    found = db.session.connection().execute(_filling(len(budgets)), values)
    return {row.key: row.level for row in found}


@cache
def _filling(count: int) -> TextClause:
    rows = ", ".join(f"(:key{place}, :day, :level{place}, :step{place})" for place in range(count))
    each = " ".join(f"WHEN :key{place} THEN CAST(:most{place} AS BIGINT)" for place in range(count))
    most = f'CASE asking_budget."key" {each} END'
    return text(
        f'INSERT INTO asking_budget ("key", day, level, step) VALUES {rows} '  # noqa: S608 - names of our own
        'ON CONFLICT ("key") DO UPDATE SET step = excluded.step, level = excluded.step + CASE '
        "WHEN asking_budget.level <= excluded.level - excluded.step THEN excluded.level - excluded.step "
        f'WHEN asking_budget.level > {most} THEN {most} ELSE asking_budget.level END RETURNING "key", level'
    ).bindparams(bindparam("day", type_=Date))


def forget_earlier_days() -> None:
    """Erase the counts and the salts of the days before today: what was counted can no longer be joined to anybody."""
    earlier = select(AskingSalt.day).where(AskingSalt.day < today()).limit(1)
    if db.session.scalar(earlier) is None:
        return
    with unit_of_work():
        for model in (AskingBudget, AskingSalt):
            db.session.execute(delete(model).where(model.day < today()))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
