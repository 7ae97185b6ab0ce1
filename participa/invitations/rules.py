"""Who may do what with guests and invitations, and to whom a mail may be written."""

import hashlib
import hmac
import re
from datetime import datetime

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState
from participa.invitations.models import Delivery, Guest, GuestDetails, Invitation, InvitationLetter, LetterState
from participa.shared.sql import fold

READERS = (Role.COMMUNICATIONS, Role.APPROVER, Role.CONTROL, Role.ADMIN)
WRITERS = (Role.COMMUNICATIONS, Role.ADMIN)
APPROVERS = (Role.APPROVER,)
INSTITUTIONAL = (".gov.co", ".mil.co")
GATHERING = (EventState.CONVENED, EventState.UNDER_WAY)
MOST_PEOPLE = 20
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@.<>,;:\"()\[\]\\]+\.)+[^\s@.<>,;:\"()\[\]\\\d]{2,}")


def may_write(person: User) -> bool:
    return person.role in WRITERS


def may_approve(person: User, letter: InvitationLetter) -> bool:
    """Another person than the one who wrote it looks at a letter before it leaves."""
    return person.role in APPROVERS and person.id != letter.author_id


def is_editable(letter: InvitationLetter) -> bool:
    return letter.state is LetterState.DRAFT


def is_address(text: str) -> bool:
    """Whether a text has the shape of a mail address."""
    return len(text) <= 254 and "=?" not in text and ADDRESS.fullmatch(text) is not None


def is_institutional(email: str) -> bool:
    """Whether an address is of the State: it is public data (Decreto 1377 de 2013, art. 3)."""
    domain = "." + email.rpartition("@")[2].lower()
    return domain.endswith(INSTITUTIONAL)


def is_authorized(guest: Guest) -> bool:
    """Whether the entity can show who allowed it to write, and when (Ley 1581 de 2012, arts. 9 and 17 b)."""
    return bool(guest.authorization and guest.authorized_on)


def may_be_mailed(guest: Guest) -> bool:
    """Whether an invitation may be written to this guest."""
    if not guest.email or guest.erased_at or guest.opted_out_at or guest.bounced_at:
        return False
    return is_authorized(guest) or is_institutional(guest.email)


def match_key(details: GuestDetails) -> str:
    """The same for the same guest in two lists: the address or, without one, the name with the telephone."""
    if details.email:
        return details.email.lower()
    return f"{fold(details.name or details.organization)}|{digits(details.phone)}"


def digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def address_digest(email: str, key: str) -> str:
    """What is kept of an address that asked for no more mails."""
    return hmac.digest(key.encode(), f"no-more-mail|{email.lower()}".encode(), hashlib.sha256).hex()


def takes_replies(event: Event, at: datetime) -> bool:
    """Whether a guest may still say yes or no."""
    return event.state in GATHERING and event.ends_at > at


def may_be_retried(invitation: Invitation) -> bool:
    """Whether a mail that did not leave may be tried again; a mailbox that refuses needs another address first."""
    return invitation.delivery in (Delivery.FAILED, Delivery.BOUNCED) and may_be_mailed(invitation.guest)
