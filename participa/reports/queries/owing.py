"""What the reports of a year owe, read from the spaces, the strategy and what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from participa.calendar.queries import current_calendar, reading
from participa.evaluations.models import Evaluation
from participa.events.models import Event, EventState, EventType
from participa.events.queries.spaces import FINISHED
from participa.extensions import db
from participa.improvement.models import ImprovementPlan, PlanState
from participa.questions.models import Question
from participa.reports import owing
from participa.reports.kinds import Kind, Scope, Subject, all_kinds
from participa.reports.models import KeptReport
from participa.reports.owing import Debt, Held, OwedState, Promise, Rules
from participa.reports.queries import indicators, kept
from participa.shared.audit import AuditEntry
from participa.shared.clock import local, now
from participa.shared.sql import bogota_date, fold
from participa.strategy import queries as strategies
from participa.strategy import when
from participa.strategy.models import ActivityState, Strategy, StrategyState

HEARINGS = (EventType.AUDIENCIA_PUBLICA, EventType.AUDIENCIA_SECTORIAL)
LEFT_OUT = (EventState.DRAFT, EventState.CANCELLED)
PLAN_LABEL = "Plan de mejoramiento"
TOLD, NOBODY = "report_owed_told", 0
FORGOTTEN_AFTER = timedelta(days=500)


@dataclass(frozen=True)
class Done:
    """What was published of a debt: the day of Colombia, and its public address."""

    on: date
    address: str


@dataclass(frozen=True)
class Owed:
    """A debt as it stands. `page` is where the team goes on with the report that it began; "" when it did not."""

    debt: Debt
    kind: Kind
    state: OwedState
    done: Done | None
    page: str = ""

    @property
    def label(self) -> str:
        return PLAN_LABEL if self.kind.scope is Scope.PLAN else self.kind.label

    @property
    def state_label(self) -> str:
        return owing.OWED_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return owing.OWED_STATE_TONES[self.state]

    @property
    def may_begin(self) -> bool:
        """Whether its report can be begun from here; the plan of a space is begun in its own room."""
        is_own = self.debt.subject.startswith(f"{self.kind.scope.value}:")
        return is_own and self.debt.is_certain and not self.page and self.done is None


def of_year(year: int, day: date) -> list[Owed]:
    """Everything that the spaces and the year owe, by date. `day` is a day of Colombia."""
    rules = Rules(current_calendar(), reading())
    spaces, promises = _spaces(year), promises_of(indicators.find_strategy(year))
    debts = [debt for one in spaces for debt in owing.of_space(one, rules, promises)]
    debts += owing.of_year(year, rules, promises, _consulted_until(year, day))
    known = {kind.name: kind for kind in all_kinds()}
    done, pages = _done(year, [one.key for one in spaces]), _pages(year)
    return [
        _owed(debt, known[debt.kind], done.get(debt.key), pages.get(debt.key, ""), day, rules)
        for debt in owing.in_order(debts)
        if debt.kind in known
    ]


def _owed(debt: Debt, kind: Kind, done: Done | None, page: str, day: date, rules: Rules) -> Owed:
    state = owing.state_of(debt, done.on if done else None, day, rules.calendar)
    return Owed(debt, kind, state, done, page)


def years(day: date) -> list[int]:
    """This year and those with a public space or strategy, latest first."""
    year = func.extract("year", bogota_date(Event.starts_at))
    held = db.session.scalars(select(year).where(Event.state.not_in(LEFT_OUT)).distinct())
    return sorted({day.year, *map(int, held), *(one.year for one in strategies.published())}, reverse=True)


def _spaces(year: int) -> list[Held]:
    """The public spaces of a year that were not cancelled, with what each owes."""
    period, day = indicators.year_of(year), bogota_date(Event.starts_at)
    found = select(Event).where(Event.state.not_in(LEFT_OUT), day >= period.first, day <= period.last)
    rows = list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))
    asked, evaluated = _with(Question.event_id, rows), _with(Evaluation.event_id, rows)
    return [_held(event, event.id in asked, event.id in evaluated) for event in rows]


def _with(column, events: Sequence[Event]) -> set[int]:  # type: ignore[no-untyped-def] # the column of any row
    """The numbers of the spaces that have a row of this kind."""
    return set(db.session.scalars(select(column).where(column.in_([one.id for one in events])).distinct()))


def _held(event: Event, is_asked: bool, is_evaluated: bool) -> Held:
    """A hearing owes all four; another space its results, and the answers and the evaluation that it has."""
    is_hearing = event.type in HEARINGS
    wanted = {
        owing.ANSWERS: is_hearing or is_asked,
        owing.RESULTS: True,
        owing.EVALUATION: is_hearing or is_evaluated,
        owing.PLAN: is_hearing,
    }
    owes = frozenset(kind for kind, is_owed in wanted.items() if is_owed)
    key = Subject(Scope.EVENT, event.day.year, event).key
    return Held(key, event.title, event.day, event.state in FINISHED, owes)


def promises_of(strategy: Strategy | None) -> list[Promise]:
    """The days that the activities of a strategy give to each kind of report, in the order of the document."""
    if strategy is None:
        return []
    open_ones = [one for one in strategies.activities(strategy) if one.state is not ActivityState.CANCELLED]
    dated = [(one, fold(one.name), last) for one in open_ones if (last := when.last_day(one))]
    return [
        Promise(kind.name, last, one.name)
        for kind in all_kinds()
        for one, name, last in dated
        if any(words in name for words in kind.activity_words)
    ]


def _consulted_until(year: int, day: date) -> date | None:
    """The last day of the latest consultation of the year that has begun."""
    found = select(Strategy.consultation_closes_on).where(
        Strategy.year == year, Strategy.consultation_opens_on <= day, Strategy.state != StrategyState.DRAFT
    )
    return db.session.scalars(found.order_by(Strategy.version.desc(), Strategy.id.desc()).limit(1)).first()


def _done(year: int, spaces: Sequence[str]) -> dict[tuple[str, str], Done]:
    """What is published to be read, by kind and key of its subject. A public plan of a space fulfils what it owes."""
    found = select(KeptReport.kind, KeptReport.subject_key, KeptReport.published_at, KeptReport.slug)
    rows = db.session.execute(found.where(KeptReport.year == year, kept.is_read()))
    done = {(kind, key): Done(_day(at), _path("reports.detail", slug=slug)) for kind, key, at, slug in rows if at}
    numbers = {int(key.split(":")[1]): key for key in spaces}
    plans = select(ImprovementPlan.event_id, ImprovementPlan.published_at, ImprovementPlan.id)
    shown = plans.where(ImprovementPlan.event_id.in_(numbers), ImprovementPlan.state != PlanState.DRAFT)
    for event_id, at, number in db.session.execute(shown.order_by(ImprovementPlan.id.desc())):
        if event_id is not None and at is not None:
            done[owing.PLAN, numbers[event_id]] = Done(_day(at), _path("improvement.detail", number=number))
    return done


def _pages(year: int) -> dict[tuple[str, str], str]:
    """Where the team goes on with each report of the year that was begun."""
    begun = select(KeptReport.kind, KeptReport.subject_key, KeptReport.slug)
    rows = db.session.execute(begun.where(KeptReport.year == year))
    return {(kind, key): _path("reports.staff.detail", slug=slug) for kind, key, slug in rows}


def _day(at: datetime) -> date:
    return local(at).date()


def _path(endpoint: str, **values: object) -> str:
    """Without a request, as chores need."""
    return current_app.url_map.bind("").build(endpoint, values)


def told() -> set[tuple[str, str, str, str]]:
    """Kind, key of the subject, day and stage of each reminder given, by a clock that did not run ahead."""
    found = select(AuditEntry.detail).where(
        AuditEntry.subject_kind == KeptReport.__tablename__,
        AuditEntry.subject_id == str(NOBODY),
        AuditEntry.verb == TOLD,
        AuditEntry.at.between(now() - FORGOTTEN_AFTER, now()),
    )
    return {(one["kind"], one["about"], one["due_on"], one["stage"]) for one in db.session.scalars(found)}
