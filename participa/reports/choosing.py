"""What a report may be about, as the team chooses it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from participa.events import queries as events
from participa.extensions import db
from participa.improvement.models import ImprovementPlan, PlanState
from participa.reports import building
from participa.reports.kinds import Kind, Scope, Subject
from participa.reports.models import KeptReport
from participa.reports.queries import indicators
from participa.shared.clock import local, today
from participa.shared.slugs import to_slug
from participa.strategy.models import Activity, Section, Strategy, StrategyState

LATEST = 60
TERM_MONTHS = 4
Choice = tuple[str, str]


def subjects(kind: Kind) -> list[Choice]:
    """(key, name) of what a kind may be about, the latest first."""
    return [(subject.key, _named(subject)) for subject in _of_scope(kind.scope) if kind.is_for(subject)]


def _named(subject: Subject) -> str:
    if subject.plan is not None:
        return f"{subject.year}. {subject.name}"
    return subject.name[:1].upper() + subject.name[1:]


def _of_scope(scope: Scope) -> list[Subject]:
    if scope in {Scope.EVENT, Scope.SESSION}:
        held = events.latest_held(LATEST)
        return [Subject(scope, local(event.starts_at).year, event) for event in held]
    if scope is Scope.PLAN:
        return [Subject(scope, plan.year, plan=plan) for plan in _plans()]
    if scope is Scope.YEAR:
        return [Subject(scope, year) for year in _years()]
    return [Subject(scope, year, term=term) for year in _years() for term in _terms(year)]


def _plans() -> list[ImprovementPlan]:
    found = select(ImprovementPlan).where(ImprovementPlan.state != PlanState.DRAFT)
    return list(
        db.session.scalars(found.order_by(ImprovementPlan.year.desc(), ImprovementPlan.id.desc()).limit(LATEST))
    )


def _years() -> list[int]:
    """Those with a published strategy, this one and the one before; the latest first."""
    public = (StrategyState.PUBLISHED, StrategyState.CLOSED)
    known = set(db.session.scalars(select(Strategy.year).where(Strategy.state.in_(public)).distinct()))
    return sorted(known | {today().year, today().year - 1}, reverse=True)


def _terms(year: int) -> list[int]:
    """The cuatrimestres of a year that have begun, the latest first."""
    if year > today().year:
        return []
    last = 3 if year < today().year else (today().month - 1) // TERM_MONTHS + 1
    return list(range(last, 0, -1))


def activities(report: KeptReport) -> list[tuple[Activity, bool]]:
    """What a report may fulfil, and whether its name says so: those of its year and those that it fulfils already.

    The likely ones first, and then in the order of their cronograma.
    """
    mine = [activity.id for activity in report.activities]
    years = (report.year, report.year + 1)
    in_force = [one.id for one in map(indicators.find_strategy, years) if one is not None]
    wanted = or_(Activity.strategy_id.in_(in_force), Activity.id.in_(mine))
    found = select(Activity).join(Strategy).join(Activity.section).where(wanted).options(joinedload(Activity.strategy))
    order = (Strategy.year, Strategy.id, Section.position, Activity.position, Activity.id)
    listed = [(activity, is_likely(report, activity)) for activity in db.session.scalars(found.order_by(*order))]
    return sorted(listed, key=lambda one: not one[1])


def is_likely(report: KeptReport, activity: Activity) -> bool:
    """Whether the name of an activity has the words of this kind of report."""
    name = plain(activity.name)
    return any(plain(words) in name for words in building.kind(report).activity_words)


def plain(words: str) -> str:
    """Without accents, capitals nor signs: «Informe de gestión» → informe de gestion."""
    return " ".join(to_slug(word, "") for word in words.split())
