"""Who registers, publishes, reports, moves and verifies a commitment, and when."""

from urllib.parse import urlsplit

from participa.accounts.models import Role, User
from participa.commitments.models import Commitment, CommitmentEvidence, CommitmentState, OversightBody

REGISTRARS = (Role.MODERATOR, Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS)
READERS = (*REGISTRARS, Role.CONTROL)
PUBLISHERS = (Role.APPROVER,)
DECIDERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS)
INVITERS = (Role.APPROVER, Role.CONTROL)


def is_responsible(person: User, commitment: Commitment) -> bool:
    """Whether this person answers for it: a liaison of the office that leads, or of one that shares it."""
    if person.role is not Role.LIAISON or person.department_id is None:
        return False
    return person.department_id in {commitment.lead_id, *(office.department_id for office in commitment.offices)}


def leads(person: User, commitment: Commitment) -> bool:
    return person.role is Role.LIAISON and person.department_id == commitment.lead_id


def may_register(person: User) -> bool:
    return person.role in REGISTRARS


def may_decide(person: User) -> bool:
    """Who may say that a promise is no commitment: never the office that promised."""
    return person.role in DECIDERS


def may_edit(person: User, commitment: Commitment) -> bool:
    """Before it is published: the team, and a liaison what the own office answers for or wrote."""
    if commitment.state is not CommitmentState.REGISTERED or not may_register(person):
        return False
    return person.role is not Role.LIAISON or leads(person, commitment) or commitment.created_by_id == person.id


def may_publish(person: User, commitment: Commitment) -> bool:
    """Who approves publishes, and never what the same person registered."""
    return person.role is Role.APPROVER and commitment.state is CommitmentState.REGISTERED


def may_report(person: User, commitment: Commitment) -> bool:
    """Only the responsible offices, while something is owed."""
    return commitment.is_open and is_responsible(person, commitment)


def is_mover(person: User, commitment: Commitment) -> bool:
    """Whether this person may ever give it another date: the office that leads, and who approves."""
    return leads(person, commitment) or person.role is Role.APPROVER


def may_reschedule(person: User, commitment: Commitment) -> bool:
    return commitment.is_open and is_mover(person, commitment)


def may_end(person: User, commitment: Commitment) -> bool:
    """Who approves may declare it not fulfilled or not viable, with its public reason."""
    return commitment.is_open and person.role is Role.APPROVER


def may_verify(person: User, commitment: Commitment) -> bool:
    """Internal control verifies what everybody reads, at any time."""
    return person.role is Role.CONTROL and commitment.is_public


def may_set_back(person: User, commitment: Commitment) -> bool:
    """The responsible offices correct what they reported; nobody else reports in their name."""
    return may_report(person, commitment)


def is_approver(person: User) -> bool:
    return person.role is Role.APPROVER


def may_reassign(person: User, commitment: Commitment) -> bool:
    return commitment.is_open and person.role is Role.APPROVER


def may_reopen(person: User, commitment: Commitment) -> bool:
    """Who approves makes it pending again when it was ended."""
    return commitment.is_public and not commitment.is_open and person.role is Role.APPROVER


def may_withdraw(person: User) -> bool:
    """Who keeps a piece of evidence from the public, as when it turns out to hold personal data."""
    return person.role in (Role.APPROVER, Role.COMMUNICATIONS)


LEAST_REASON = 20  # characters
LEAST_WORDS = 4


def says_why(reason: str) -> bool:
    """Whether a public reason is long enough to say something: some words that are not all the same."""
    words = {word.strip(".,;:«»()").lower() for word in reason.split() if any(sign.isalpha() for sign in word)}
    return len(reason.strip()) >= LEAST_REASON and len(words) >= LEAST_WORDS


def is_safe_address(url: str) -> bool:
    """An https address with a host and nobody's password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc


def may_invite(person: User) -> bool:
    """Who approves and internal control invite citizen oversight."""
    return person.role in INVITERS


def may_close(person: User, body: OversightBody) -> bool:
    """Internal control closes any; who approves, never the access of one that internal control invited."""
    return person.role is Role.CONTROL or (person.role is Role.APPROVER and not body.is_of_control)


def is_in_scope(body: OversightBody, commitment: Commitment) -> bool:
    """Whether a body may look at a commitment: a public one of its space, or a chosen one."""
    if body.event_id is not None:
        return commitment.is_public and commitment.event_id == body.event_id
    return commitment.is_public and commitment.id in {chosen.commitment_id for chosen in body.scope}


def may_show(person: User, evidence: CommitmentEvidence) -> bool:
    """Evidence of a verification that was held back: internal control or who approves lets everybody see it."""
    return person.role in INVITERS and evidence.check_id is not None
