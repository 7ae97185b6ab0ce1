"""Forgetting guests whom nobody has invited for a long time, and lists that nobody took in."""

from datetime import datetime

from sqlalchemy import delete, select

from participa.events.models import Event
from participa.extensions import db
from participa.invitations.models import Guest, GuestImport, Invitation
from participa.invitations.services.guests import forget


def forget_guests(before: datetime, most: int) -> int:
    """Guests written down before, and invited to nothing since then; how many. Their rows stay, to be counted."""
    invited = select(Invitation.guest_id).join(Event).where(Event.ends_at >= before)
    found = select(Guest).where(Guest.erased_at.is_(None), Guest.created_at < before, Guest.id.not_in(invited))
    guests = list(db.session.scalars(found.order_by(Guest.id).limit(most)))
    for guest in guests:
        forget(guest)
    return len(guests)


def forget_lists(before: datetime, most: int) -> int:
    """Lists that somebody was looking at and did not keep; how many."""
    found = select(GuestImport.id).where(GuestImport.created_at < before).order_by(GuestImport.id).limit(most)
    ids = list(db.session.scalars(found))
    db.session.execute(delete(GuestImport).where(GuestImport.id.in_(ids)))
    return len(ids)
