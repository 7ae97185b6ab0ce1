"""What people do with a strategy: approve, publish, follow up."""

from datetime import date

from participa.accounts.models import User
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.strategy import queries, rules
from participa.strategy.models import (
    STRATEGY_STATE_LABELS,
    Activity,
    ActivityState,
    FollowUp,
    Strategy,
    StrategyState,
)
from participa.strategy.services import tracking, versions
from participa.strategy.services.permission import require

__all__ = ["FollowUp", "follow_up", "move", "publish"]


def move(strategy: Strategy, to: StrategyState, actor: User | None) -> None:
    """Take a strategy to its next state. Publishing closes the version that was in force; it stays readable.

    Raises Forbidden, and Conflict when it is not in a state that allows it.
    """
    require(rules.may_decide(actor))
    queries.versions_locked(strategy)
    if not rules.allows(strategy.state, to):
        raise Conflict(f"La estrategia está «{strategy.state_label}» y no puede pasar a «{STRATEGY_STATE_LABELS[to]}».")
    before, at = strategy.state, now()
    if to is StrategyState.PUBLISHED:
        versions.supersede(strategy, actor)
        strategy.published_at = at
    if to is StrategyState.APPROVED:
        strategy.approved_at = at
    strategy.state = to
    audit.record("strategy.move", strategy, actor, before=before, after=to)


def publish(strategy: Strategy, actor: User | None) -> None:
    """Approve what is not approved yet, and publish. Raises as `move`."""
    if rules.allows(strategy.state, StrategyState.APPROVED):
        move(strategy, StrategyState.APPROVED, actor)
    move(strategy, StrategyState.PUBLISHED, actor)


def follow_up(activity: Activity, change: FollowUp, actor: User | None) -> None:
    """Say how an activity goes and whose it is.

    Raises Forbidden, Conflict when its strategy is closed, and Invalid when the state needs a reason, new dates or a
    report with evidence. What changes goes into the history of the activity.
    """
    require(rules.may_edit(actor))
    if not rules.is_editable(activity.strategy.state):
        raise Conflict("Esta versión de la estrategia está cerrada. Sus actividades ya no cambian.")
    if rules.needs_reason(change.state) and not change.note:
        raise Invalid("Escriba el motivo. Lo verá la ciudadanía.")
    queries.activity_locked(activity.id)
    before = activity.state
    tracking.record_follow_up(activity, change, actor)
    if change.state is ActivityState.RESCHEDULED:
        _set_dates(activity, change)
    activity.state, activity.state_note = change.state, change.note
    activity.departments = list(change.departments)
    offices = [office.id for office in change.departments]
    audit.record("strategy.follow_up", activity, actor, before=before, after=change.state, departments=offices)


def _set_dates(activity: Activity, change: FollowUp) -> None:
    if change.starts_on is None or change.ends_on is None:
        raise Invalid("Escriba las fechas nuevas.")
    if (activity.starts_on, activity.ends_on) == (change.starts_on, change.ends_on):
        return
    earlier = {"starts_on": _iso(activity.starts_on), "ends_on": _iso(activity.ends_on)}
    activity.earlier_dates = [*activity.earlier_dates, earlier]
    activity.starts_on, activity.ends_on = change.starts_on, change.ends_on


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
