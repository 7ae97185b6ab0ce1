"""How a commitment goes today, in the words that people read. Computed, never kept.

Fulfilling late is told against the date that was published first: a new date explains a delay and never hides it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from participa.commitments.models import OPEN_STATES, Commitment, CommitmentState

RISK = timedelta(days=30)  # so near its date …
RISK_PERCENT = 70  # … less than this is a risk


class Standing(StrEnum):
    ON_TIME = "a_tiempo"
    AT_RISK = "en_riesgo"
    OVERDUE = "vencido"
    FULFILLED = "cumplido"
    FULFILLED_LATE = "cumplido_tarde"
    UNFULFILLED = "no_cumplido"
    NOT_VIABLE = "no_viable"


STANDING_LABELS = {
    Standing.ON_TIME: "A tiempo",
    Standing.AT_RISK: "En riesgo",
    Standing.OVERDUE: "Vencido",
    Standing.FULFILLED: "Cumplido",
    Standing.FULFILLED_LATE: "Cumplido tarde",
    Standing.UNFULFILLED: "No cumplido",
    Standing.NOT_VIABLE: "No viable",
}
STANDING_TONES = {
    Standing.ON_TIME: "progress",
    Standing.AT_RISK: "warn",
    Standing.OVERDUE: "bad",
    Standing.FULFILLED: "good",
    Standing.FULFILLED_LATE: "warn",
    Standing.UNFULFILLED: "bad",
    Standing.NOT_VIABLE: "neutral",
}
ENDS = {
    CommitmentState.UNFULFILLED: Standing.UNFULFILLED,
    CommitmentState.NOT_VIABLE: Standing.NOT_VIABLE,
}


@dataclass(frozen=True)
class Dates:
    """What decides the standing. All are days of Colombia; `percent` from 0 to 100."""

    state: CommitmentState
    percent: int
    first_due_on: date | None
    due_on: date | None
    next_step_on: date | None
    fulfilled_on: date | None


def standing_of(of: Commitment | Dates, day: date) -> Standing:
    """The standing on a day of Colombia. One without a date is at risk: nobody could say that it is late."""
    if of.state in ENDS:
        return ENDS[of.state]
    if of.state is CommitmentState.FULFILLED:
        return Standing.FULFILLED_LATE if _is_late(of) else Standing.FULFILLED
    if of.due_on is None:
        return Standing.AT_RISK
    if of.due_on < day:
        return Standing.OVERDUE
    is_near = of.due_on - day <= RISK and of.percent < RISK_PERCENT
    is_step_late = of.next_step_on is not None and of.next_step_on < day
    return Standing.AT_RISK if is_near or is_step_late else Standing.ON_TIME


def _is_late(of: Commitment | Dates) -> bool:
    return of.first_due_on is not None and of.fulfilled_on is not None and of.fulfilled_on > of.first_due_on


def has_outlived(day: date) -> ColumnElement[bool]:
    """Whether it is owed after its first date, and only another date, or none, keeps it from being overdue."""
    still = or_(Commitment.due_on.is_(None), Commitment.due_on >= day)
    return and_(Commitment.state.in_(OPEN_STATES), Commitment.first_due_on < day, still)


def is_never_dated() -> ColumnElement[bool]:
    """Whether it was fulfilled without a first date: nobody can say that it was in time."""
    return and_(Commitment.state == CommitmentState.FULFILLED, Commitment.first_due_on.is_(None))


def is_standing(wanted: Standing, day: date) -> ColumnElement[bool]:
    """The same as a condition of SQL; a test holds both together."""
    is_open, late = Commitment.state.in_(OPEN_STATES), Commitment.due_on < day
    risk = or_(
        Commitment.due_on.is_(None),
        and_(Commitment.due_on >= day, or_(_is_near(day), Commitment.next_step_on < day)),
    )
    done = Commitment.state == CommitmentState.FULFILLED
    too_late = and_(Commitment.first_due_on.is_not(None), Commitment.fulfilled_on > Commitment.first_due_on)
    return {
        Standing.OVERDUE: and_(is_open, late),
        Standing.AT_RISK: and_(is_open, risk),
        Standing.ON_TIME: and_(
            is_open,
            Commitment.due_on >= day,
            ~_is_near(day),
            or_(Commitment.next_step_on.is_(None), Commitment.next_step_on >= day),
        ),
        Standing.FULFILLED: and_(
            done, or_(Commitment.first_due_on.is_(None), Commitment.fulfilled_on <= Commitment.first_due_on)
        ),
        Standing.FULFILLED_LATE: and_(done, too_late),
        Standing.UNFULFILLED: Commitment.state == CommitmentState.UNFULFILLED,
        Standing.NOT_VIABLE: Commitment.state == CommitmentState.NOT_VIABLE,
    }[wanted]


def _is_near(day: date) -> ColumnElement[bool]:
    return and_(Commitment.due_on <= day + RISK, Commitment.percent < RISK_PERCENT)
