"""Improvement plans, as read, and what may become a finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Department, User
from participa.commitments.disagreement import disagreement_in, is_disagreed, last_of_each
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentObservation,
    CommitmentOffice,
    CommitmentState,
)
from participa.commitments.standing import Standing, is_standing
from participa.evaluations import queries as evaluations
from participa.evaluations.models import Evaluation, EvaluationFigure, Recommendation
from participa.events.models import Event
from participa.extensions import db
from participa.improvement import rules
from participa.improvement.drafting import Found
from participa.improvement.models import (
    FindingOrigin,
    ImprovementAction,
    ImprovementFinding,
    ImprovementPlan,
    PlanState,
)
from participa.questions.models import Kind, Question
from participa.questions.queries import public as questions
from participa.shared import audit
from participa.shared.templating import plain_day
from participa.strategy.models import Activity

PER_PAGE = 20
MOST_CHECKS = 100
PUBLIC = ImprovementPlan.state != PlanState.DRAFT


@dataclass(frozen=True)
class Source:
    """Something of another page that may become a finding. `about` says in a line what it is."""

    found: Found
    about: str
    words: str


def for_team(page: int) -> Pagination:
    """Every plan, latest year first. 404 beyond the last page."""
    found = _whole().order_by(ImprovementPlan.year.desc(), ImprovementPlan.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def by_id(number: int) -> ImprovementPlan:
    """A plan for the team. Raises NoResultFound."""
    return db.session.scalars(_whole().where(ImprovementPlan.id == number)).one()


def wrote(person: User, plan: ImprovementPlan) -> bool:
    """Whether something that waits to be published is of this person, as first written or as corrected since."""
    new = [finding for finding in plan.findings if not finding.is_public]
    return (
        rules.wrote(person, plan)
        or audit.has_done(person, new, ["improvement_cause_written", "improvement_action_added"])
        or audit.has_done(person, rules.waiting_actions(plan), ["commitment_changed"])
        or (not plan.is_public and audit.has_done(person, [plan], ["improvement_plan_changed"]))
    )


def to_change(number: int) -> ImprovementPlan:
    """The plan as it is now, which nobody else changes until the end of the request. Raises NoResultFound."""
    db.session.flush()
    wanted = ImprovementPlan.id == number
    db.session.scalars(select(ImprovementPlan.id).where(wanted).with_for_update()).one()
    return db.session.scalars(_whole().where(wanted).execution_options(populate_existing=True)).one()


def public_plan(number: int) -> ImprovementPlan:
    """A plan that everybody may read. Raises NoResultFound."""
    return db.session.execute(_public_one(), {"number": number}).scalar_one()


@cache
def _public_one() -> Select[ImprovementPlan]:
    return _whole().where(PUBLIC, ImprovementPlan.id == bindparam("number"))


def years() -> list[int]:
    """The years of public plans, latest first."""
    found = select(ImprovementPlan.year).where(PUBLIC).distinct().order_by(ImprovementPlan.year.desc())
    return list(db.session.scalars(found))


def of_year(year: int) -> list[ImprovementPlan]:
    """The public plans of a year, the first published first."""
    found = _whole().where(PUBLIC, ImprovementPlan.year == year)
    return list(db.session.scalars(found.order_by(ImprovementPlan.published_at, ImprovementPlan.id)))


def of_activity(activity: Activity) -> list[ImprovementPlan]:
    """The public plans that fulfil an activity."""
    return _public(ImprovementPlan.activity_id == activity.id)


def of_event(event: Event) -> list[ImprovementPlan]:
    """The public plans that follow a space."""
    return _public(ImprovementPlan.event_id == event.id)


def all_of_event(event: Event) -> list[ImprovementPlan]:
    """The same for the team, drafts included."""
    found = select(ImprovementPlan).where(ImprovementPlan.event_id == event.id)
    return list(db.session.scalars(found.order_by(ImprovementPlan.id)))


def _public(condition: ColumnElement[bool]) -> list[ImprovementPlan]:
    found = select(ImprovementPlan).where(PUBLIC, condition)
    return list(db.session.scalars(found.order_by(ImprovementPlan.published_at, ImprovementPlan.id)))


@cache
def _whole() -> Select[ImprovementPlan]:
    """A plan with all that its page tells, in a fixed count of statements."""
    findings = selectinload(ImprovementPlan.findings)
    corrects = findings.selectinload(ImprovementFinding.actions).joinedload(ImprovementAction.commitment)
    return select(ImprovementPlan).options(
        joinedload(ImprovementPlan.activity).joinedload(Activity.strategy),
        joinedload(ImprovementPlan.event),
        findings.joinedload(ImprovementFinding.file),
        findings.joinedload(ImprovementFinding.commitment),
        findings.selectinload(ImprovementFinding.earlier_causes),
        corrects.joinedload(Commitment.lead),
        corrects.selectinload(Commitment.checks),
        corrects.selectinload(Commitment.offices).joinedload(CommitmentOffice.department),
    )


def find_plan_by_form_key(digest: str) -> ImprovementPlan | None:
    return db.session.scalars(select(ImprovementPlan).where(ImprovementPlan.form_key_digest == digest)).first()


def find_finding_by_form_key(digest: str) -> ImprovementFinding | None:
    return db.session.scalars(select(ImprovementFinding).where(ImprovementFinding.form_key_digest == digest)).first()


def action_of_commitment(commitment_id: int) -> ImprovementAction | None:
    """The action that this commitment is, with its finding and plan."""
    to_plan = joinedload(ImprovementAction.finding).joinedload(ImprovementFinding.plan)
    found = select(ImprovementAction).where(ImprovementAction.commitment_id == commitment_id)
    return db.session.scalars(found.options(to_plan)).first()


def offices() -> list[tuple[int, str]]:
    """The offices that may answer for an action, by name."""
    found = select(Department.id, Department.name).where(Department.is_active)
    return [(row.id, row.name) for row in db.session.execute(found.order_by(Department.name, Department.id))]


def actions(standing: Standing | None, lead_id: int | None, day: date, page: int) -> Pagination:
    """The public actions of every plan, the one that is due first first. 404 beyond the last page."""
    to_plan = joinedload(ImprovementAction.finding).joinedload(ImprovementFinding.plan)
    commitment = joinedload(ImprovementAction.commitment)
    whole = (to_plan, commitment.joinedload(Commitment.lead), commitment.selectinload(Commitment.checks))
    found = _actions(select(ImprovementAction), lead_id).options(*whole)
    if standing is not None:
        found = found.where(is_standing(standing, day))
    order = (Commitment.due_on, Commitment.id)
    return db.paginate(found.order_by(*order), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def standing_counts(lead_id: int | None, day: date) -> dict[Standing, int]:
    """How many public actions stand how."""
    sums = (func.count().filter(is_standing(one, day)) for one in Standing)
    found = _actions(select(*sums).select_from(ImprovementAction), lead_id)
    return dict(zip(Standing, db.session.execute(found).one(), strict=True))


def _actions(found: Select[*tuple[Any, ...]], lead_id: int | None) -> Select[*tuple[Any, ...]]:
    shown = found.join(Commitment, Commitment.id == ImprovementAction.commitment_id)
    shown = shown.where(Commitment.state != CommitmentState.REGISTERED)
    return shown.where(Commitment.lead_id == lead_id) if lead_id else shown


def evaluated(plan: ImprovementPlan) -> list[Evaluation]:
    """The evaluation of the space of a plan, and those that were counted in its year and the one before."""
    own = evaluations.find_of(plan.event) if plan.event else None
    others = [*evaluations.of_year(plan.year), *evaluations.of_year(plan.year - 1)]
    found = ([own] if own else []) + [one for one in others if own is None or one.id != own.id]
    return [one for one in found if one.event.is_public]


def from_evaluation(evaluation: Evaluation) -> list[Source]:
    """What people asked for, and the figures as their own page tells them."""
    asked = [
        Source(
            Found(FindingOrigin.EVALUATION, f"recommendation:{one.id}", one.words),
            f"Recomendación. {one.tag_label}",
            one.words,
        )
        for one in evaluations.recommendations(evaluation)
    ]
    return [*asked, *(_of_figure(figure) for figure in evaluation.figures if _is_shown(figure))]


def _is_shown(figure: EvaluationFigure) -> bool:
    """Whether its own page tells anything of it."""
    return bool(figure.people and figure.answered) and any(amount is not None for amount in figure.counts.values())


def _of_figure(figure: EvaluationFigure) -> Source:
    told = ", ".join(f"{label}: {_amount(figure.counts.get(code))}" for code, label in figure.labels.items())
    words = f"«{figure.words}» Respondieron {figure.answered} personas. {told}."
    source = f"figure:{figure.evaluation_id}:{figure.door.value}:{figure.item}"
    return Source(Found(FindingOrigin.EVALUATION, source, words), "Cifra de la evaluación", words)


def _amount(count: int | None) -> str:
    """What the page of the evaluation hides stays hidden here."""
    return "oculto" if count is None else str(count)


def observations(page: int) -> Pagination:
    """The observations of citizens that everybody may read, the latest first. 404 beyond the last page."""
    found = select(Question).where(Question.kind == Kind.OBSERVATION, questions.is_readable())
    order = (Question.received_at.desc(), Question.id.desc())
    return db.paginate(found.order_by(*order), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def from_questions(ids: list[int]) -> list[Source]:
    """These observations, as everybody reads them; others are left out."""
    by_id = {one.id: one for one in questions.by_ids(ids) if one.kind is Kind.OBSERVATION and not one.is_withheld}
    codes = _commitments_of(ids)
    return [_of_question(by_id[one], codes.get(one)) for one in ids if one in by_id]


def _of_question(question: questions.PublicQuestion, about: Commitment | None) -> Source:
    said = f"Observación {question.radicado}"
    if about is not None:
        said = f"{said}, sobre {about.code}"
    number = about.id if about else None
    found = Found(FindingOrigin.CITIZENS, f"observation:{question.id}", "", question.id, number)
    return Source(found, said, question.body)


def _commitments_of(ids: list[int]) -> dict[int, Commitment]:
    """The commitment that each of these observations is about."""
    found = select(CommitmentObservation).where(CommitmentObservation.question_id.in_(ids))
    rows = db.session.scalars(found.options(joinedload(CommitmentObservation.commitment)))
    return {row.question_id: row.commitment for row in rows}


def from_checks() -> list[Source]:
    """What internal control found otherwise than it was reported, with its last verification of each commitment."""
    found = select(Commitment).where(Commitment.state != CommitmentState.REGISTERED, is_disagreed())
    rows = db.session.scalars(
        found.options(selectinload(Commitment.checks)).order_by(Commitment.id.desc()).limit(MOST_CHECKS)
    )
    return [source for commitment in rows for source in _of_checks(commitment)]


def _of_checks(commitment: Commitment) -> Iterator[Source]:
    for check in last_of_each(commitment.checks):
        if check.is_of_control and (said := disagreement_in(check)):
            words = f"{said} {check.note}".strip()
            found = Found(FindingOrigin.INTERNAL_CONTROL, f"check:{check.id}", words, commitment_id=commitment.id)
            yield Source(found, f"{commitment.code}. Verificado el {_day(check)}", words)


def _day(check: CommitmentCheck) -> str:
    return plain_day(check.checked_on)


@dataclass(frozen=True)
class Origins:
    """Where the findings of a plan come from, as everybody reads it today.

    `quotes` are observations by the number of their question; `spaces`, by the number of the finding, those whose
    evaluation said it.
    """

    quotes: Mapping[int, questions.PublicQuestion] = field(default_factory=dict)
    spaces: Mapping[int, Event] = field(default_factory=dict)


def origins(plan: ImprovementPlan) -> Origins:
    """Raises nothing: what everybody may no longer read is absent."""
    asked = [finding.question_id for finding in plan.findings if finding.question_id]
    quotes = {one.id: one for one in questions.by_ids(asked)} if asked else {}
    return Origins(quotes, _spaces(plan))


def _spaces(plan: ImprovementPlan) -> dict[int, Event]:
    """The public spaces whose evaluations a plan quotes. Two statements at most."""
    rows = {finding.id: _row_of(finding) for finding in plan.findings if finding.source}
    by_evaluation = _events_of({number for kind, number in rows.values() if kind == "figure"})
    by_recommendation = _recommended({number for kind, number in rows.values() if kind == "recommendation"})
    known = {"figure": by_evaluation, "recommendation": by_recommendation}
    found = {one: known.get(kind, {}).get(number) for one, (kind, number) in rows.items()}
    return {one: event for one, event in found.items() if event is not None and event.is_public}


def _row_of(finding: ImprovementFinding) -> tuple[str, int]:
    """«figure:7:attended:lugar» is of evaluation 7."""
    kind, number = (finding.source or "").split(":")[:2]
    return kind, int(number)


def _events_of(ids: set[int]) -> dict[int, Event]:
    found = select(Evaluation).where(Evaluation.id.in_(ids)).options(joinedload(Evaluation.event))
    return {one.id: one.event for one in db.session.scalars(found)} if ids else {}


def _recommended(ids: set[int]) -> dict[int, Event]:
    to_event = joinedload(Recommendation.evaluation).joinedload(Evaluation.event)
    found = select(Recommendation).where(Recommendation.id.in_(ids)).options(to_event)
    return {one.id: one.evaluation.event for one in db.session.scalars(found)} if ids else {}
