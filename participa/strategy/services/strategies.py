"""What people do with a strategy: import, approve, publish, follow up."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.strategy import queries, rules
from participa.strategy.importing import ImportedActivity, ImportedPlan, SourceLine, fingerprint
from participa.strategy.importing.offices import named_in
from participa.strategy.models import (
    STRATEGY_STATE_LABELS,
    Activity,
    ActivityState,
    FollowUp,
    Section,
    Strategy,
    StrategyState,
)
from participa.strategy.services import versions
from participa.strategy.services.permission import require

__all__ = ["FollowUp", "Result", "follow_up", "import_plan", "move", "publish"]

WITHOUT_SECTION = "Sin sección"
LONGEST_LABEL, LONGEST_CODE, LONGEST_DATE, LONGEST_SOURCE_NAME = 300, 32, 200, 200


@dataclass(frozen=True)
class Result:
    """The strategy made of a document; `is_new` is False when the same document had been imported before."""

    strategy: Strategy
    is_new: bool


def import_plan(
    plan: ImportedPlan, entity_name: str, year: int, title: str, actor: User | None, source_name: str = ""
) -> Result:
    """Write a plan as a draft, the next version of its year. The same document again changes nothing.

    Raises Forbidden, and Invalid when there is no activity or a cell is too long to be one.
    """
    require(rules.may_import(actor))
    _check_plan(plan)
    earlier = queries.find_imported(entity_name, year, fingerprint(plan))
    if earlier is not None:
        return Result(earlier, is_new=False)
    strategy = Strategy(
        entity_name=entity_name,
        year=year,
        version=queries.latest_version(year) + 1,
        title=title,
        source_name=source_name[-LONGEST_SOURCE_NAME:],
        fingerprint=fingerprint(plan),
        unassigned_lines=_other_lines(plan),
        created_at=now(),
    )
    db.session.add(strategy)
    _add_parts(strategy, plan)
    db.session.flush()  # the history quotes its number
    audit.record("strategy.import", strategy, actor, version=strategy.version, activities=len(plan.activities))
    return Result(strategy, is_new=True)


def _check_plan(plan: ImportedPlan) -> None:
    if not plan.activities:
        reason = next((warning.text for warning in plan.warnings), "")
        raise Invalid(f"No hay actividades para importar. {reason}".strip())
    for section in plan.sections:
        _check_length(section.label, LONGEST_LABEL, "El nombre de la sección", section.line)
    for activity in plan.activities:
        _check_length(activity.code, LONGEST_CODE, "El número de la actividad", activity.line)
        _check_length(activity.date_text, LONGEST_DATE, "La fecha", activity.line)


def _check_length(text: str, most: int, what: str, line: int) -> None:
    if len(text) > most:
        raise Invalid(f"{what} de la línea {line} tiene más de {most} letras. Revise esa línea.")


def _other_lines(plan: ImportedPlan) -> list[dict[str, Any]]:
    lines: list[SourceLine] = [*plan.title_lines, *plan.unassigned_lines]
    return [asdict(line) for line in sorted(lines, key=lambda line: line.line)]


def _add_parts(strategy: Strategy, plan: ImportedPlan) -> None:
    offices = {office.name: office for office in queries.active_departments()}
    for position, label, elemento, etapa in _sections(plan):
        section = Section(position=position, label=label, elemento=elemento, etapa=etapa)
        strategy.sections.append(section)
        for imported in plan.activities:
            if (imported.section_position or 0) == position:
                section.activities.append(_activity(strategy, section, imported, offices))


def _sections(plan: ImportedPlan) -> list[tuple[int, str, str | None, str | None]]:
    loose = [(0, WITHOUT_SECTION, None, None)] if plan.activities_of(None) else []
    return [*loose, *((part.position, part.label, part.elemento, part.etapa) for part in plan.sections)]


def _activity(
    strategy: Strategy, section: Section, imported: ImportedActivity, offices: Mapping[str, Department]
) -> Activity:
    return Activity(
        strategy=strategy,
        departments=[offices[name] for name in named_in(imported.responsible_text, offices)],
        position=imported.position,
        slug=f"{section.position}-{imported.position}",
        code=imported.code,
        name=imported.name,
        responsible_text=imported.responsible_text,
        goal=imported.goal,
        indicator=imported.indicator,
        elemento=imported.element,
        etapas=list(imported.stages),
        extra=[list(pair) for pair in imported.extra],
        date_text=imported.date_text,
        starts_on=imported.starts_on,
        ends_on=imported.ends_on,
        periods=list(imported.periods),
        schedule_kind=imported.schedule_kind.value,
        warnings=[asdict(warning) for warning in imported.warnings],
    )


def move(strategy: Strategy, to: StrategyState, actor: User | None) -> None:
    """Take a strategy to its next state. Publishing closes the version that was in force; it stays readable.

    Raises Forbidden, and Conflict when it is not in a state that allows it.
    """
    require(rules.may_decide(actor))
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

    Raises Forbidden, Conflict when its strategy is closed, and Invalid when the state needs a reason or new dates.
    """
    require(rules.may_edit(actor))
    if not rules.is_editable(activity.strategy.state):
        raise Conflict("Esta versión de la estrategia está cerrada. Sus actividades ya no cambian.")
    if rules.needs_reason(change.state) and not change.note:
        raise Invalid("Escriba el motivo. Lo verá la ciudadanía.")
    before = activity.state
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
