"""How long personal data stay: each room says its rules, one chore erases what is due, and a record says what was.

A rule names what is kept, what for, from which day its days run and what is left afterwards. The chore looks once a
day at each rule and erases in small batches, each in a transaction of its own with its line of the record, which says
how many and never whose. The times are settings (PARTICIPA_RETENTION); which ones are right is for a legal office.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from flask import current_app
from sqlalchemy import Index, String, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from participa.config import BadSetting, Settings
from participa.extensions import Base, db
from participa.shared import jobs
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work

BATCH = 200
MOST_BATCHES = 25  # of a rule in one minute, so that nobody waits for the erasing
Erase: TypeAlias = Callable[[datetime, int], int]


class Erasure(Base):
    """A batch that was erased: rule, day and how many. Append only. `is_last`: nothing was left of it that day."""

    __tablename__ = "erasure"
    __table_args__ = (Index("ix_erasure_rule", "rule", "erased_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(64))
    erased_on: Mapped[date]
    amount: Mapped[int]
    is_last: Mapped[bool]


@dataclass(frozen=True)
class Rule:
    """What is kept and until when, in words for the public.

    `form` is where it was asked, `data` which fields, `purpose` why, `since` the day from which `days` run and
    `afterwards` what happens then. `erase(before, most)` erases at most `most` rows whose day came before that instant
    and says how many. It is repeated until it finds fewer than `most`: what it has erased must not be found again.
    """

    key: str
    form: str
    data: str
    purpose: str
    days: int
    since: str
    afterwards: str
    erase: Erase

    @property
    def kept_days(self) -> int:
        """Days in force: those of the setting, or those proposed here."""
        settings: Settings = current_app.extensions["settings"]
        return dict(settings.retention).get(self.key, self.days)

    @property
    def is_changed(self) -> bool:
        return self.kept_days != self.days


@dataclass(frozen=True)
class Record:
    """What a rule has erased so far: in all, and the last day on which it looked."""

    amount: int
    last_on: date | None


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add the rules of a room. Each key is one rule."""
    _rules.update({rule.key: rule for rule in rules})
    jobs.each_minute(erase_due)


def rules() -> list[Rule]:
    """Every rule, by the form where the data were asked."""
    return sorted(_rules.values(), key=lambda rule: (rule.form, rule.key))


def check(settings: Settings) -> None:
    """Raises BadSetting when a time is set for a rule that does not exist: data would stay longer than thought."""
    if unknown := [key for key, _days in settings.retention if key not in _rules]:
        raise BadSetting(f"PARTICIPA_RETENTION nombra reglas que no existen: {', '.join(unknown)}.")


def erase_due() -> int:
    """Erase what is due of the rules not yet finished today; how many. A chore: it opens its own transactions.

    A rule that fails stops no other one; its error is raised at the end, so that it is written down and tried again.
    """
    finished, erased, errors = _finished_today(), 0, []
    for rule in rules():
        try:
            erased += _follow(rule) if rule.key not in finished else 0
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return erased


def _finished_today() -> set[str]:
    done = set(db.session.scalars(select(Erasure.rule).where(Erasure.erased_on == today(), Erasure.is_last)))
    db.session.rollback()  # no reader stays open while the writer waits
    return done


def _follow(rule: Rule) -> int:
    before = now() - timedelta(days=rule.kept_days)
    erased = 0
    for _ in range(MOST_BATCHES):
        amount = _erase_batch(rule, before)
        erased += amount
        if amount < BATCH:
            break
    return erased


def _erase_batch(rule: Rule, before: datetime) -> int:
    with unit_of_work():
        amount = rule.erase(before, BATCH)
        line = {"rule": rule.key, "erased_on": today(), "amount": amount, "is_last": amount < BATCH}
        db.session.execute(insert(Erasure).values(**line))
    return amount


def records() -> Mapping[str, Record]:
    """What each rule has erased, by its key. A rule that has never looked is absent."""
    found = select(Erasure.rule, func.sum(Erasure.amount), func.max(Erasure.erased_on)).group_by(Erasure.rule)
    return {rule: Record(int(amount), last) for rule, amount, last in db.session.execute(found.order_by(Erasure.rule))}


def latest(most: int = 30) -> list[tuple[str, date, int]]:
    """The last days on which something was erased, latest first: rule, day and how many."""
    amount = func.sum(Erasure.amount)
    found = select(Erasure.rule, Erasure.erased_on, amount).group_by(Erasure.rule, Erasure.erased_on).having(amount > 0)
    rows = db.session.execute(found.order_by(Erasure.erased_on.desc(), Erasure.rule).limit(most))
    return [(rule, day, int(count)) for rule, day, count in rows]
