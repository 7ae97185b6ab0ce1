"""Improvement plans: drafted, with findings and actions, published."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Department, Role, User
from participa.commitments.models import Commitment, CommitmentKind, CommitmentState, Origin
from participa.extensions import db
from participa.improvement.models import (
    FindingOrigin,
    ImprovementAction,
    ImprovementFinding,
    ImprovementPlan,
    PlanState,
)
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user as make_user
from tests.factories.commitments import commitment
from tests.factories.keep import keep, next_number
from tests.factories.strategy import activity as make_activity


def plan(state: PlanState = PlanState.DRAFT, author: User | None = None, **values: Any) -> ImprovementPlan:
    """A plan of this year, in draft unless said otherwise, written by somebody of Comunicaciones."""
    number, at = next_number(), now()
    if "activity_id" not in values:
        values["activity_id"] = make_activity(name=f"Plan de mejoramiento {number}").id
    defaults: dict[str, Any] = {
        "year": today().year,
        "title": f"Plan de mejoramiento número {number}",
        "form_key_digest": f"plan-{number}",
        "created_at": at - timedelta(days=5),
        "created_by_id": (author or make_user(Role.COMMUNICATIONS)).id,
        "published_at": None if state is PlanState.DRAFT else at,
        "closed_at": at if state is PlanState.CLOSED else None,
        "close_reason": "",
    }
    return keep(ImprovementPlan(state=state, **(defaults | values)))


def finding(of: ImprovementPlan, words: str = "El sonido no llegaba al fondo.", **values: Any) -> ImprovementFinding:
    """What a control body found, with its cause; public when its plan is."""
    defaults: dict[str, Any] = {
        "origin": FindingOrigin.CONTROL_BODY,
        "body": "Contraloría departamental",
        "document": "Informe 12",
        "document_on": today(),
        "url": "https://contraloria.example/informe-12.pdf",
        "cause": "Nadie probó los equipos antes.",
        "author_id": of.created_by_id,
        "at": now(),
        "published_at": of.published_at,
    }
    return keep(ImprovementFinding(plan_id=of.id, words=words, **(defaults | values)))


def action(
    of: ImprovementFinding, office: Department | None = None, measured: dict[str, str] | None = None, **values: Any
) -> ImprovementAction:
    """What corrects it: public when its finding is. `measured` are indicator, baseline and target."""
    told = {"indicator": "Personas que oyeron bien, de cada cien", "baseline": "40", "target": "80"} | (measured or {})
    number = next_number()
    state = CommitmentState.PUBLISHED if of.published_at else CommitmentState.REGISTERED
    position = len(of.actions) + 1
    lead = {"lead_id": office.id} if office else {}
    made = commitment(
        **{
            "state": state,
            "code": f"M-{today().year}-{number:05}",
            "kind": CommitmentKind.ACTION,
            "origin": Origin.FINDING,
            "source": f"finding:{of.id}:{position}",
            "text": "Comprar cuatro micrófonos para el coliseo",
            "created_by_id": of.author_id,
            **lead,
            **values,
        }
    )
    with unit_of_work():
        row = ImprovementAction(
            commitment_id=made.id,
            finding_id=of.id,
            number=position,
            **told,
        )
        db.session.add(row)
    db.session.expire_all()
    return row


def published(author: User | None = None, **values: Any) -> ImprovementPlan:
    """A public plan with a finding and an action."""
    made = plan(PlanState.PUBLISHED, author, **values)
    action(finding(made))
    db.session.expire_all()
    return made


def commitment_of(of: ImprovementPlan) -> Commitment:
    """The commitment of its first action."""
    db.session.expire_all()
    return of.findings[0].actions[0].commitment
