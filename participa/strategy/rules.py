"""Who may do what with a strategy, when, and what the dates of an activity say."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from participa.accounts.models import Role, User
from participa.strategy.models import REPORTABLE, Activity, ActivityState, ShownState, Strategy, StrategyState

MOVES: Mapping[StrategyState, frozenset[StrategyState]] = {
    StrategyState.DRAFT: frozenset({StrategyState.IN_CONSULTATION, StrategyState.APPROVED}),
    StrategyState.IN_CONSULTATION: frozenset({StrategyState.APPROVED}),
    StrategyState.APPROVED: frozenset({StrategyState.PUBLISHED}),
    StrategyState.PUBLISHED: frozenset({StrategyState.CLOSED}),
    StrategyState.CLOSED: frozenset(),
}
IMPORTERS = frozenset({Role.COMMUNICATIONS, Role.ADMIN})
EDITORS = frozenset({Role.APPROVER, Role.COMMUNICATIONS})
DECIDED: Mapping[ActivityState, ShownState] = {
    ActivityState.DONE: ShownState.DONE,
    ActivityState.PARTIAL: ShownState.PARTIAL,
    ActivityState.NOT_DONE: ShownState.NOT_DONE,
    ActivityState.CANCELLED: ShownState.CANCELLED,
}
WITH_REASON = frozenset({ActivityState.RESCHEDULED, ActivityState.CANCELLED, ActivityState.NOT_DONE})


def may_import(user: User | None) -> bool:
    """None is the person at the console of the server."""
    return user is None or user.role in IMPORTERS


def may_decide(user: User | None) -> bool:
    """Whether this person approves, publishes and closes strategies. None is the person at the console."""
    return user is None or user.role is Role.APPROVER


def may_edit(user: User | None) -> bool:
    return user is None or user.role in EDITORS


def allows(state: StrategyState, to: StrategyState) -> bool:
    return to in MOVES[state]


def is_editable(state: StrategyState) -> bool:
    """A closed version stays as it was read."""
    return state is not StrategyState.CLOSED


def is_revisable(state: StrategyState) -> bool:
    """What is in force changes only by a new version."""
    return state is StrategyState.PUBLISHED


def is_writable(state: StrategyState, consultation_closes_on: date | None, today: date) -> bool:
    """Whether its parts may be written over: a draft, or one whose consultation is over."""
    if state is StrategyState.IN_CONSULTATION:
        return consultation_closes_on is not None and consultation_closes_on < today
    return state is StrategyState.DRAFT


def has_open_consultation(strategy: Strategy, today: date) -> bool:
    """Whether people may observe now. Both days of the window count, on the calendar of Colombia."""
    first, last = strategy.consultation_opens_on, strategy.consultation_closes_on
    is_consulted = strategy.state is StrategyState.IN_CONSULTATION
    return is_consulted and first is not None and last is not None and first <= today <= last


def may_consult(state: StrategyState) -> bool:
    return state in (StrategyState.DRAFT, StrategyState.IN_CONSULTATION)


def may_keep_catalogues(user: User | None) -> bool:
    return user is None or user.role is Role.ADMIN


def is_recordable(state: StrategyState) -> bool:
    """The act of approval is written until the version is public."""
    return state in (StrategyState.DRAFT, StrategyState.IN_CONSULTATION, StrategyState.APPROVED)


def needs_reason(state: ActivityState) -> bool:
    return state in WITH_REASON


def shown_state(state: ActivityState, starts_on: date | None, ends_on: date | None, today: date) -> ShownState:
    """What people read of an activity that day. Overdue is never stored: it follows from the end date."""
    if state in DECIDED:
        return DECIDED[state]
    last_day = ends_on or starts_on
    if last_day and last_day < today:
        return ShownState.OVERDUE
    if state is ActivityState.UNDER_WAY or (starts_on and starts_on <= today):
        return ShownState.UNDER_WAY
    if state is ActivityState.RESCHEDULED:
        return ShownState.RESCHEDULED
    return ShownState.UPCOMING if last_day else ShownState.UNDATED


def is_reportable(state: ActivityState) -> bool:
    """Whether it is said with a report of progress; the others are decisions on the activity."""
    return state in REPORTABLE


def is_open(shown: ShownState) -> bool:
    """Whether something is still to be reported."""
    return shown in (ShownState.UPCOMING, ShownState.UNDER_WAY, ShownState.OVERDUE, ShownState.RESCHEDULED)


def may_report(user: User | None, activity: Activity) -> bool:
    """Liaisons report the activities of their own office. None is the person at the console."""
    if user is None or user.role in EDITORS:
        return True
    return user.role is Role.LIAISON and user.department_id in {office.id for office in activity.departments}


def may_verify(user: User) -> bool:
    return user.role is Role.CONTROL


def is_safe_address(url: str) -> bool:
    """An https address with a host and nobody's password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc


def state_of_all(states: Sequence[ActivityState]) -> ActivityState:
    """What a whole is whose periods are in these states: done only when each of them is."""
    if set(states) == {ActivityState.DONE}:
        return ActivityState.DONE
    if set(states) <= {ActivityState.DONE, ActivityState.PARTIAL, ActivityState.NOT_DONE}:
        return ActivityState.NOT_DONE if set(states) == {ActivityState.NOT_DONE} else ActivityState.PARTIAL
    return ActivityState.UNDER_WAY
