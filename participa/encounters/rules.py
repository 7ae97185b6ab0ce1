"""Who prepares the document of an encounter, who adds a remark to it, who publishes it, and of which spaces."""

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState

TEAM = (Role.APPROVER, Role.COMMUNICATIONS)
READERS = (*TEAM, Role.MODERATOR, Role.LIAISON, Role.CONTROL)
REMARKERS = (Role.LIAISON, *TEAM)
PUBLISHERS = (Role.APPROVER,)
ALIVE = frozenset(EventState) - {EventState.CANCELLED}


def may_be_encounter(event: Event) -> bool:
    """Whether a space can be about the commitments: any that is not cancelled."""
    return event.state in ALIVE


def may_prepare(person: User) -> bool:
    return person.role in TEAM


def may_remark(person: User, office_id: int) -> bool:
    """The team on every office; a liaison on the own one."""
    return may_prepare(person) or (person.role is Role.LIAISON and person.department_id == office_id)


def may_publish(person: User, event: Event) -> bool:
    """Who approves, and only where everybody can already read about the space."""
    return person.role in PUBLISHERS and event.is_public and may_be_encounter(event)
