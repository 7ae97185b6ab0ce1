"""What other pages say of improvement plans: an activity, a space, and the commitment that corrects a finding."""

from flask import url_for

from participa.accounts.models import User
from participa.commitments.doors import Panel
from participa.commitments.models import Commitment, CommitmentKind
from participa.events.doors import Door
from participa.events.models import Event
from participa.improvement import queries, rules, showing
from participa.improvement.models import ImprovementPlan
from participa.shared.clock import today
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity

TITLE = "Plan de mejoramiento"
CORRECTS = "Qué se corrige después de este espacio, quién lo hace y cómo va."


def of_activity(activity: Activity) -> list[Hanging]:
    """The public plans that fulfil it."""
    return [_hanging(plan) for plan in queries.of_activity(activity)]


def _hanging(plan: ImprovementPlan) -> Hanging:
    url = url_for("improvement.detail", number=plan.id)
    return Hanging(TITLE, plan.title, url, plan.state_label, plan.state_tone, plan.published_at)


def for_everybody(event: Event) -> list[Door]:
    """A door to each public plan that follows a space."""
    found = queries.of_event(event)
    return [Door(TITLE, CORRECTS, url_for("improvement.detail", number=plan.id), "Ver el plan") for plan in found]


def for_team(event: Event, person: User) -> list[Door]:
    """The plans of a space, or the button that begins one."""
    if person.role not in rules.READERS:
        return []
    plans = queries.all_of_event(event)
    if plans:
        return [_door(plan) for plan in plans]
    if person.role not in rules.EDITORS or not rules.takes_plan(event):
        return []
    url = url_for("improvement.staff.create", espacio=event.slug)
    return [Door(TITLE, "Si la evaluación pide correcciones, haga el plan.", url, "Hacer el plan")]


def _door(plan: ImprovementPlan) -> Door:
    url = url_for("improvement.staff.detail", number=plan.id)
    return Door(TITLE, f"{plan.title}: {plan.state_label.lower()}.", url, "Abrir el plan")


def of_commitment(commitment: Commitment) -> list[Panel]:
    """Which finding an action corrects, for everybody."""
    if commitment.kind is not CommitmentKind.ACTION:
        return []
    action = queries.action_of_commitment(commitment.id)
    if action is None or not action.finding.is_public:
        return []
    return [_panel(action.finding.plan, action.finding.id, commitment, "improvement.detail", is_public=True)]


def of_commitment_for_team(commitment: Commitment, person: User) -> list[Panel]:
    """The same for the team, also before it is published."""
    action = queries.action_of_commitment(commitment.id) if commitment.kind is CommitmentKind.ACTION else None
    if action is None or person.role not in rules.READERS:
        return []
    return [_panel(action.finding.plan, action.finding.id, commitment, "improvement.staff.detail", is_public=False)]


def _panel(plan: ImprovementPlan, finding_id: int, commitment: Commitment, page: str, is_public: bool) -> Panel:
    tell = showing.for_everybody if is_public else showing.for_team
    shown = tell(plan, queries.origins(plan), today())
    one = next(one for one in shown.findings if one.finding.id == finding_id)
    action = next(action for action in one.actions if action.commitment.id == commitment.id)
    url = url_for(page, number=plan.id, _anchor=f"hallazgo-{finding_id}")
    return Panel("improvement/_corrects.html", {"plan": plan, "one": one, "action": action.action, "url": url})
