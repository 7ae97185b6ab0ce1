"""A strategy in force changes by a new version, made from it and approved by a written act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import inspect

from participa.accounts.models import User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.strategy import queries, rules
from participa.strategy.models import Activity, ActivityState, ApprovalRecord, Section, Strategy, StrategyState
from participa.strategy.services.permission import require
from participa.strategy.services.tracking import state_of_now
from participa.strategy.tracking import codes_of

CARRIED = frozenset(set(ActivityState) - {ActivityState.SCHEDULED, ActivityState.RESCHEDULED})
OF_THE_ROW = frozenset({"id", "strategy_id", "section_id", "replaces_id", "warnings"})
NOT_RECORDED = (
    "Esta versión cambia una ya publicada. Antes de publicarla escriba el motivo, el órgano que la aprobó, el acto y "
    "la fecha."
)


def new_version(strategy: Strategy, reason: str, actor: User | None) -> Strategy:
    """Make the next version as a draft that says the same. While one is being made, gives that one back.

    Raises Forbidden, Invalid without a reason, and Conflict when the strategy is not the one in force.
    """
    require(rules.may_edit(actor))
    if not rules.is_revisable(strategy.state):
        raise Conflict("Solo se hace una versión nueva de la estrategia que está publicada.")
    under_way = queries.find_successor(strategy)
    if under_way is not None:
        return under_way
    if not reason:
        raise Invalid("Escriba por qué cambia la estrategia. Lo verá la ciudadanía.")
    successor = _copy_of(strategy, reason)
    db.session.add(successor)
    for section in queries.sections(strategy):
        successor.sections.append(_copy_of_section(section, successor))
    db.session.flush()  # the history quotes its number
    audit.record("strategy.new_version", successor, actor, version=successor.version, of=strategy.version)
    return successor


def _copy_of(strategy: Strategy, reason: str) -> Strategy:
    return Strategy(
        entity_name=strategy.entity_name,
        year=strategy.year,
        version=queries.latest_version(strategy.year) + 1,
        title=strategy.title,
        objective=strategy.objective,
        source_name=strategy.source_name,
        unassigned_lines=[],
        created_at=now(),
        replaces_id=strategy.id,
        change_reason=reason,
    )


def _copy_of_section(section: Section, successor: Strategy) -> Section:
    copy = Section(position=section.position, label=section.label, elemento=section.elemento, etapa=section.etapa)
    copy.activities = [_copy_of_activity(activity, successor) for activity in section.activities]
    return copy


def _copy_of_activity(activity: Activity, successor: Strategy) -> Activity:
    """The same words, dates, links and reported state, whatever columns there are."""
    names = {column.key for column in inspect(Activity).column_attrs} - OF_THE_ROW
    copy = Activity(**{name: getattr(activity, name) for name in names}, strategy=successor)
    copy.replaces_id = activity.id
    copy.departments, copy.value_groups = list(activity.departments), list(activity.value_groups)
    return copy


def write_record(strategy: Strategy, record: ApprovalRecord, actor: User | None) -> None:
    """Write down why the version changes, and its approval. Raises Forbidden, and Conflict once it is public."""
    require(rules.may_edit(actor))
    if not rules.is_recordable(strategy.state):
        raise Conflict("Esta versión ya es pública. Los datos de su aprobación no cambian.")
    strategy.change_reason, strategy.approving_body = record.change_reason, record.approving_body
    strategy.approval_act, strategy.approved_on = record.approval_act, record.approved_on
    audit.record("strategy.record", strategy, actor, approved_on=_iso(record.approved_on))


def supersede(strategy: Strategy, actor: User | None) -> None:
    """Close what is in force and take over what was reported of it. Raises Invalid without the act of the change."""
    in_force = queries.in_force_locked(strategy.entity_name, strategy.year)
    if (in_force or strategy.replaces_id) and not strategy.is_recorded:
        raise Invalid(NOT_RECORDED)
    for earlier in in_force:
        if strategy.replaces_id is None:
            strategy.replaces_id = earlier.id
        _carry_over(earlier, strategy)
        earlier.state = StrategyState.CLOSED
        audit.record("strategy.supersede", earlier, actor, by_version=strategy.version)


def _carry_over(earlier: Strategy, strategy: Strategy) -> None:
    """What was reported of an activity until now stays true in the version that continues it."""
    before = queries.activities(earlier)
    by_id, by_words = {one.id: one for one in before}, {_words(one): one for one in before}
    after = queries.activities(strategy)
    for activity in after:
        twin = by_id.get(activity.replaces_id or 0) or by_words.get(_words(activity))
        if twin is not None:
            activity.replaces_id = twin.id
            _carry_dates(twin, activity)
            _carry_state(twin, activity)
    _count_anew({one.id: one for one in before}, after)


def _count_anew(before: Mapping[int, Activity], after: Sequence[Activity]) -> None:
    """An activity with other periods than before is what the reports of its present ones say."""
    db.session.flush()
    histories = queries.histories(after) if after else {}
    for activity in after:
        twin = before.get(activity.replaces_id or 0)
        if twin is not None and codes_of(twin) != codes_of(activity):
            activity.state = state_of_now(activity, histories[activity.id])


def _words(activity: Activity) -> tuple[str, str]:
    return activity.section.label, activity.name


def _carry_state(twin: Activity, activity: Activity) -> None:
    if twin.state in CARRIED and activity.state is not ActivityState.CANCELLED:
        activity.state, activity.state_note = twin.state, twin.state_note


def _carry_dates(twin: Activity, activity: Activity) -> None:
    """A date that the new version changes is kept; one that was changed since the copy is taken over."""
    copied, missed = len(activity.earlier_dates), twin.earlier_dates[len(activity.earlier_dates) :]
    if missed and missed[0] == _dates(activity):
        activity.starts_on, activity.ends_on = twin.starts_on, twin.ends_on
        activity.state, activity.state_note = twin.state, twin.state_note
    if copied <= len(twin.earlier_dates):
        is_new = _dates(activity) != _dates(twin)
        activity.earlier_dates = [*twin.earlier_dates, *([_dates(twin)] if is_new else [])]


def _dates(activity: Activity) -> dict[str, Any]:
    return {"starts_on": _iso(activity.starts_on), "ends_on": _iso(activity.ends_on)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
