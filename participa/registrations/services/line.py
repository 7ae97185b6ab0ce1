"""Seats and the waiting list. Whoever counts seats holds the row of the space, so that two never take the last one."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.registrations import codes, mails, queries, rules
from participa.registrations.models import Registration, RegistrationState
from participa.shared import audit
from participa.shared.clock import now


def lock(event: Event) -> None:
    """Nobody else counts or takes seats of this space until the end of the transaction.

    On PostgreSQL the row of the space is locked (questions that point at it go on); SQLite has one writer at a time.
    """
    db.session.flush()
    found = select(Event).where(Event.id == event.id).with_for_update(key_share=True)
    db.session.scalars(found.execution_options(populate_existing=True)).one()


def fill(event: Event, at: datetime | None = None) -> int:
    """Offer the free seats to who waits, in order of arrival; how many. Nothing once the space has begun."""
    at = at or now()
    if not rules.is_coming(event, at):
        return 0
    lock(event)
    free = [(attends, seats.free) for attends, seats in queries.seats(event).items() if seats.waiting]
    chosen = [one for attends, most in free if most != 0 for one in queries.in_line(event, attends, most)]
    for registration in chosen:
        offer(registration, event, at)
    return len(chosen)


def offer(registration: Registration, event: Event, at: datetime) -> None:
    """Hold a seat for who waits, until an hour that the mail says. Needs the lock and a free seat."""
    settings: Settings = current_app.extensions["settings"]
    code, digest = codes.fresh()
    registration.state, registration.link_digest = RegistrationState.OFFERED, digest
    registration.offered_at = at
    registration.offered_until = rules.offer_ends(event, at, settings.offer_hours)
    db.session.flush()
    audit.record("offered", registration)
    mails.queue_offer(registration, event, code)
    if not registration.email:
        mails.queue_offer_to_group(registration, event)
