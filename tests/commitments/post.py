"""Steps of commitments that somebody is told of, and what readers find in their mailboxes."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from participa.commitments import doors
from participa.commitments.models import Commitment, CommitmentEntry, CommitmentFollower, EntryKind
from participa.commitments.services import telling
from participa.extensions import db
from participa.shared import mail
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests.factories import commitments as given
from tests.pages import PageClient
from tests.parts.smtp import SmtpServer

SOMEBODY = "vecina@correo.example"


def minute(clock: Any) -> None:
    """What happens in a minute: the chore, the delivery."""
    telling.tell_due()
    mail.deliver_due()
    clock.shift(timedelta(seconds=61))


def mails_to(server: SmtpServer, address: str = SOMEBODY) -> list[Any]:
    return [one.message for one in server.messages if one.recipients == [address]]


def code_in(message: Any, path: str) -> str:
    """The code that the link to this page carries after its #."""
    found = re.search(rf"{path}#codigo=([0-9A-Z]+)", message.get_content())
    assert found, message.get_content()
    return found[1]


def follow(visitor: PageClient, commitment: Commitment, email: str = SOMEBODY) -> Any:
    return visitor.submit(f"/compromisos/{commitment.code}/seguir", {"email": email, "agrees": "y"})


def confirm(visitor: PageClient, server: SmtpServer, clock: Any, email: str = SOMEBODY) -> str:
    """Open the mail that asks and confirm; the code."""
    minute(clock)
    code = code_in(mails_to(server, email)[-1], "/compromisos/seguir/confirmar")
    assert visitor.submit("/compromisos/seguir/confirmar", {"code": code}).status_code == 200
    return code


def follower(
    visitor: PageClient, server: SmtpServer, clock: Any, commitment: Commitment, email: str = SOMEBODY
) -> None:
    """Somebody who follows and has an empty mailbox."""
    follow(visitor, commitment, email)
    confirm(visitor, server, clock, email)
    server.messages.clear()


def progress(commitment: Commitment, percent: int, **values: Any) -> CommitmentEntry:
    """Progress as an office reports it, heard by who listens."""
    entry = given.progress(commitment, percent, **values)
    with unit_of_work():
        doors.tell_entry(db.session.get_one(CommitmentEntry, entry.id))
    return entry


def moved(commitment: Commitment, days: int, reason: str) -> None:
    """Another date with its reason."""
    with unit_of_work():
        held = db.session.get_one(Commitment, commitment.id)
        later = held.due_on + timedelta(days=days)
        same = {"from_state": held.state, "state": held.state, "from_percent": held.percent, "percent": held.percent}
        entry = CommitmentEntry(commitment_id=held.id, kind=EntryKind.RESCHEDULED, text=reason, at=now(), **same)
        entry.old_due_on, entry.new_due_on = held.due_on, later
        db.session.add(entry)
        db.session.flush()
        held.due_on = later
        doors.tell_entry(entry)


def followers() -> list[CommitmentFollower]:
    db.session.rollback()
    return list(db.session.scalars(select(CommitmentFollower).order_by(CommitmentFollower.id)))
