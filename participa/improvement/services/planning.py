"""A plan is made, published with its actions, completed and closed."""

from participa.accounts.models import User
from participa.commitments import services as commitments
from participa.events.models import Event
from participa.events.queries import public_activity
from participa.extensions import db
from participa.improvement import queries, rules
from participa.improvement.drafting import NewPlan
from participa.improvement.models import ImprovementFinding, ImprovementPlan, PlanState
from participa.improvement.services.holding import IS_CLOSED, NOT_TEAM, digest_of, hold
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid

IS_PUBLIC = "El plan ya es público. Su nombre, su año y su actividad no se cambian."
NOT_APPROVER = "Solo quien aprueba publica o cierra el plan."
OWN = "Otra persona debe publicarlo: usted escribió una parte."
WAITING = "Antes de cerrar, publique o quite lo que está sin publicar."
CHANGED = "El plan cambió mientras usted lo leía. Léalo otra vez antes de publicarlo."
NEEDS_REASON = "Hay acciones sin terminar. Escriba por qué se cierra el plan así."


def create(new: NewPlan, author: User, form_key: str) -> ImprovementPlan:
    """A plan that only the team reads. The same form key again is the first one.

    Raises Forbidden, or NoResultFound for an activity that is not of a public strategy.
    """
    if author.role not in rules.EDITORS:
        raise Forbidden(NOT_TEAM)
    digest = digest_of(form_key)
    if (earlier := queries.find_plan_by_form_key(digest)) is not None:
        return earlier
    plan = ImprovementPlan(form_key_digest=digest, created_at=now(), created_by_id=author.id)
    _write(plan, new)
    db.session.add(plan)
    db.session.flush()
    audit.record("improvement_plan_created", plan, author)
    return plan


def change(plan: ImprovementPlan, new: NewPlan, author: User) -> None:
    """Raises Forbidden, or Closed once everybody reads it."""
    held = _draft(plan, author)
    _write(held, new)
    audit.record("improvement_plan_changed", held, author)


def _write(plan: ImprovementPlan, new: NewPlan) -> None:
    plan.activity_id = public_activity(new.activity_id).id
    event = db.session.get(Event, new.event_id) if new.event_id else None
    plan.event_id = event.id if event and event.is_public else None
    plan.year, plan.title = new.year, new.title


def discard(plan: ImprovementPlan, author: User) -> None:
    """Take away a plan without findings that nobody else read. Raises Forbidden, Closed, or Conflict with findings."""
    held = _draft(plan, author)
    if held.findings:
        raise Conflict("Quite primero los hallazgos de este plan.")
    audit.record("improvement_plan_discarded", held, author)
    db.session.delete(held)
    db.session.flush()


def _draft(plan: ImprovementPlan, author: User) -> ImprovementPlan:
    held = hold(plan, author)
    if held.is_public:
        raise Closed(IS_PUBLIC)
    return held


def lacks_of(plan: ImprovementPlan) -> list[str]:
    """What keeps the plan, or what was added to it, from being published, in whole sentences."""
    if not plan.findings:
        return ["Agregue al menos un hallazgo."]
    new = [finding for finding in plan.findings if not finding.is_public]
    return [
        *(f"Falta la causa de este hallazgo: {_short(finding)}" for finding in new if not finding.cause),
        *(f"Falta una acción para este hallazgo: {_short(finding)}" for finding in new if not finding.actions),
    ]


def _short(finding: ImprovementFinding) -> str:
    words = finding.words or "la observación ciudadana"
    return f"{words[:80].rstrip(' .')}…" if len(words) > 80 else f"{words.rstrip('.')}."


def publish(plan: ImprovementPlan, approver: User, seen: str) -> None:
    """Let everybody read the plan, or what was added to it, with its actions. A second click changes nothing.

    `seen` is the fingerprint of what the approver read. Raises Forbidden for who may not approve and for who wrote a
    part, Closed, or Invalid while something is missing and when the plan says something else by now.
    """
    held = _held_by_approver(plan, approver)
    if held.is_public and not rules.is_waiting(held):
        return
    if queries.wrote(approver, held):
        raise Forbidden(OWN)
    if lacks := lacks_of(held):
        raise Invalid(" ".join(lacks))
    if seen != rules.fingerprint(held):
        raise Invalid(CHANGED)
    _show(held, approver)
    for commitment in rules.waiting_actions(held):
        commitments.publish(commitment, approver)
    audit.record("improvement_plan_published", held, approver)


def _show(plan: ImprovementPlan, approver: User) -> None:
    """The findings first: their actions are told only after them."""
    if not plan.is_public:
        plan.published_at, plan.published_by_id, plan.state = now(), approver.id, PlanState.PUBLISHED
    for finding in plan.findings:
        if not finding.is_public:
            finding.published_at = now()
    db.session.flush()


def close(plan: ImprovementPlan, reason: str, approver: User) -> None:
    """End a plan for good. With actions that are owed it needs a reason, which everybody reads.

    Raises Forbidden, Conflict while something waits to be published, or Invalid without the reason.
    """
    held = _held_by_approver(plan, approver)
    if not held.is_public or rules.is_waiting(held):
        raise Conflict(WAITING)
    if rules.owed(held) and not reason:
        raise Invalid(NEEDS_REASON)
    held.closed_at, held.closed_by_id, held.close_reason, held.state = now(), approver.id, reason, PlanState.CLOSED
    db.session.flush()
    audit.record("improvement_plan_closed", held, approver, owed=rules.owed(held))


def _held_by_approver(plan: ImprovementPlan, approver: User) -> ImprovementPlan:
    if not rules.may_publish(approver):
        raise Forbidden(NOT_APPROVER)
    held = queries.to_change(plan.id)
    if held.state is PlanState.CLOSED:
        raise Closed(IS_CLOSED)
    return held
