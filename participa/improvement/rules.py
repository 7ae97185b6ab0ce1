"""Who writes an improvement plan, who publishes and closes it, and when."""

from hashlib import sha256

from participa.accounts.models import Role, User
from participa.commitments.models import Commitment, CommitmentState
from participa.events.models import Event, EventState
from participa.improvement.models import ImprovementAction, ImprovementFinding, ImprovementPlan, PlanState

EDITORS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER)
READERS = (*EDITORS, Role.LIAISON, Role.CONTROL)
HELD = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})


def may_write(person: User, plan: ImprovementPlan) -> bool:
    """The team, until the plan is closed. Internal control reads all and writes nothing here."""
    return person.role in EDITORS and plan.state is not PlanState.CLOSED


def may_rename(person: User, plan: ImprovementPlan) -> bool:
    """What everybody reads already keeps its name, year and activity."""
    return person.role in EDITORS and plan.state is PlanState.DRAFT


def may_publish(person: User) -> bool:
    return person.role is Role.APPROVER


def may_reword(finding: ImprovementFinding) -> bool:
    """What others wrote stays in their words; what the team typed may be mended until everybody reads it."""
    is_typed = finding.source is None or finding.source.startswith("figure:")
    return is_typed and not finding.is_public


def wrote(person: User, plan: ImprovementPlan) -> bool:
    """Whether something that waits to be published is of this person."""
    authors = {finding.author_id for finding in plan.findings if not finding.is_public}
    authors |= {commitment.created_by_id for commitment in waiting_actions(plan)}
    if plan.state is PlanState.DRAFT:
        authors.add(plan.created_by_id)
    return person.id in authors


def waiting_actions(plan: ImprovementPlan) -> list[Commitment]:
    """The actions that nobody but the team reads yet, in the order of the plan."""
    actions = (action.commitment for finding in plan.findings for action in finding.actions)
    return [commitment for commitment in actions if commitment.state is CommitmentState.REGISTERED]


def is_waiting(plan: ImprovementPlan) -> bool:
    """Whether anything waits to be published."""
    return any(not finding.is_public for finding in plan.findings) or bool(waiting_actions(plan))


def owed(plan: ImprovementPlan) -> int:
    """How many actions have not come to their end."""
    return sum(action.commitment.is_open for finding in plan.findings for action in finding.actions)


def fingerprint(plan: ImprovementPlan) -> str:
    """Stands for all that a plan says: who publishes it publishes what was read."""
    told = [f"{plan.title}|{plan.year}|{plan.activity_id}|{plan.event_id}"]
    for finding in plan.findings:
        told.append(f"{finding.id}|{finding.words}|{finding.cause}|{finding.is_public}")
        told += [_told(action) for action in finding.actions]
    return sha256("\n".join(told).encode()).hexdigest()[:32]


def _told(action: ImprovementAction) -> str:
    of = action.commitment
    return f"{of.code}|{of.state}|{of.revision}|{action.indicator}|{action.baseline}|{action.target}"


def takes_plan(event: Event) -> bool:
    """A space that was held may have a plan of what to do better."""
    return event.state in HELD
