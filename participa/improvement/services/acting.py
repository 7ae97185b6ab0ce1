"""What corrects a finding: a commitment of kind ACTION with its indicator."""

from participa.accounts.models import User
from participa.commitments import services as commitments
from participa.commitments import sources
from participa.commitments.doors import News
from participa.commitments.drafting import NewCommitment
from participa.commitments.models import CommitmentEntry, CommitmentKind, EntryKind, Origin
from participa.extensions import db
from participa.improvement import queries
from participa.improvement.drafting import NewAction
from participa.improvement.models import ImprovementAction, ImprovementFinding, ImprovementPlan
from participa.improvement.services.holding import check_words, finding_in, hold
from participa.shared import audit
from participa.shared.clock import today
from participa.shared.errors import Closed, Conflict, Invalid, NotFound

WITH_ITS_PLAN = "Esta acción se publica con su plan de mejoramiento."
IS_PUBLIC = "La acción ya es pública. Su fecha se cambia desde la página de la acción, con un motivo."


def add_action(plan: ImprovementPlan, number: int, new: NewAction, author: User, form_key: str) -> ImprovementAction:
    """Register what corrects a finding. The same form key again is the first one.

    Raises Forbidden, Closed, Conflict for a key of something else, or Invalid for personal data and a past day.
    """
    finding = finding_in(hold(plan, author), number)
    _check(new)
    position = max((action.number for action in finding.actions), default=0) + 1
    source = sources.of_finding(finding.id, position)
    commitment = commitments.register(_commitment(finding, new, source), author, form_key)
    if commitment.source != source:
        return _earlier(finding, commitment.id)
    action = ImprovementAction(finding=finding, commitment=commitment, number=position)
    _write(action, new)
    db.session.add(action)
    db.session.flush()
    audit.record("improvement_action_added", finding, author, code=commitment.code)
    return action


def _earlier(finding: ImprovementFinding, commitment_id: int) -> ImprovementAction:
    """What the same form made before."""
    found = next((action for action in finding.actions if action.commitment_id == commitment_id), None)
    if found is None:
        raise Conflict("Recargue la página: este formulario ya se usó en otra parte.")
    return found


def change_action(plan: ImprovementPlan, code: str, new: NewAction, author: User) -> None:
    """Mend what nobody else read. Raises Forbidden, Closed, NotFound, or Invalid."""
    action = _unpublished(hold(plan, author), code)
    _check(new)
    commitments.change(action.commitment, _commitment(action.finding, new, action.commitment.source), author)
    _write(action, new)
    db.session.flush()


def remove_action(plan: ImprovementPlan, code: str, author: User) -> None:
    """Take away what nobody else read. Raises Forbidden, Closed and NotFound."""
    action = _unpublished(hold(plan, author), code)
    commitment = action.commitment
    audit.record("improvement_action_removed", action.finding, author, code=commitment.code)
    db.session.delete(action)
    db.session.flush()
    commitments.discard(commitment, author)


def _unpublished(plan: ImprovementPlan, code: str) -> ImprovementAction:
    action = action_in(plan, code)
    if action.commitment.is_public:
        raise Closed(IS_PUBLIC)
    return action


def action_in(plan: ImprovementPlan, code: str) -> ImprovementAction:
    """Raises NotFound for one of another plan."""
    every = (action for finding in plan.findings for action in finding.actions)
    found = next((action for action in every if action.commitment.code == code.upper()), None)
    if found is None:
        raise NotFound("Esa acción no está en este plan.")
    return found


def _check(new: NewAction) -> None:
    if new.due_on < today():
        raise Invalid("La fecha ya pasó. Escriba una fecha de hoy en adelante.")
    check_words(new.text, new.how_known, new.indicator, new.baseline, new.target)


def _commitment(finding: ImprovementFinding, new: NewAction, source: str | None) -> NewCommitment:
    questions = [finding.question_id] if finding.question_id else []
    return NewCommitment(
        text=new.text,
        how_known=new.how_known,
        lead_id=new.lead_id,
        office_ids=new.office_ids,
        promised_on=today(),
        due_on=new.due_on,
        event_id=finding.plan.event_id,
        activity_id=finding.plan.activity_id,
        question_ids=questions,
        origin=Origin.FINDING,
        source=source,
        kind=CommitmentKind.ACTION,
    )


def _write(action: ImprovementAction, new: NewAction) -> None:
    action.indicator, action.baseline, action.target = new.indicator, new.baseline, new.target


def keep_with_plan(news: News) -> None:
    """Refuse to publish an action before its finding. Raises Conflict."""
    if not isinstance(news, CommitmentEntry) or news.kind is not EntryKind.PUBLISHED:
        return
    action = queries.action_of_commitment(news.commitment_id)
    if action is not None and not action.finding.is_public:
        raise Conflict(WITH_ITS_PLAN)
