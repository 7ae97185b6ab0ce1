"""What the contact of a group does with its own code: take up or give back the seat of one of its people, be erased."""

from participa.extensions import db
from participa.registrations import mails
from participa.registrations.models import Registration, RegistrationGroup
from participa.registrations.services import standing
from participa.shared import audit
from participa.shared.clock import now


def accept_for(registration: Registration) -> None:
    """Take up the seat offered to one of the group. Raises Closed when its time is over, Conflict without an offer."""
    standing.accept(registration)


def cancel_for(registration: Registration) -> None:
    """Give back the seat of one of the group; who waits is offered it."""
    standing.cancel(registration)


def erase_contact(group: RegistrationGroup) -> None:
    """Take away who answers for the group (Ley 1581 de 2012, art. 8 e). Its people keep their places and codes."""
    if group.erased_at is not None:
        return
    group.organisation = group.contact_name = group.email = group.phone = ""
    group.erased_at = now()
    standing.forget_mails(mails.prefix_of_group(group.id))
    db.session.flush()
    audit.record("erased", group)
