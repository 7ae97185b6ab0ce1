"""Dialogue spaces, as read."""

from sqlalchemy import select

from participa.events.models import Event, EventState
from participa.extensions import db


def by_slug_public(slug: str) -> Event:
    """A space that the public may see. Raises NoResultFound."""
    found = select(Event).where(Event.slug == slug, Event.state != EventState.DRAFT)
    return db.session.execute(found).scalar_one()
