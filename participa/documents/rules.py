"""Who writes, publishes and replies, and when a draft takes observations."""

from datetime import date

from participa.accounts.models import Role, User
from participa.documents.models import DraftConsultation, DraftReply, PaperState, PublicDocument

TEAM = (Role.APPROVER, Role.COMMUNICATIONS)
DECIDERS = (Role.APPROVER,)


def may_write(person: User) -> bool:
    """Write and publish documents and bulletins, and reply to what is observed of them."""
    return person.role in TEAM


def may_decide(person: User) -> bool:
    """Open a consultation, publish replies and withdraw a document."""
    return person.role in DECIDERS


def may_be_written(document: PublicDocument) -> bool:
    """What was withdrawn stays so."""
    return document.state is not PaperState.WITHDRAWN


def may_be_consulted(document: PublicDocument) -> bool:
    """Only what everybody can read."""
    return document.state is PaperState.PUBLISHED


def has_begun(consultation: DraftConsultation, today: date) -> bool:
    return consultation.opens_on <= today


def is_open(consultation: DraftConsultation, today: date) -> bool:
    """Whether people may observe today, the first and the last day included."""
    return consultation.opens_on <= today <= consultation.closes_on


def is_over(consultation: DraftConsultation, today: date) -> bool:
    return consultation.closes_on < today


def may_publish_reply(person: User, reply: DraftReply | None) -> bool:
    """Who decides publishes what somebody else wrote."""
    return may_decide(person) and reply is not None and not reply.published_at and reply.author_id != person.id
