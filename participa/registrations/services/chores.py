"""What happens by itself: offers that nobody took go to the next, seats that were freed are offered, news are told."""

from datetime import datetime

from participa.events import queries as events
from participa.events.doors import Move
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.registrations import mails, queries, rules
from participa.registrations.services import line
from participa.registrations.services.standing import give_back
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work

NEWS = frozenset({EventState.RESCHEDULED, EventState.CANCELLED, EventState.CONVENED})


def keep_lines() -> int:
    """Each minute: end the offers whose time is over and offer what is free; how many spaces were looked at.

    A capacity that was raised is noticed here too. Opens a unit of work for each space.
    """
    at = now()
    due = sorted({*queries.events_with_expired_offers(at), *queries.events_with_line(at)})
    for event_id in due:
        with unit_of_work():
            _keep_line(db.session.get_one(Event, event_id), at)
    return len(due)


def _keep_line(event: Event, at: datetime) -> None:
    line.lock(event)
    for registration in queries.expired(event, at):
        give_back(registration, at, "No se aceptó a tiempo.")
        audit.record("offer_expired", registration)
        if rules.is_coming(event, at):
            mails.queue_expired(registration, event)
    line.fill(event, at)


def tell_everybody(move: Move) -> None:
    """Write one mail to each person registered when a space moves, is cancelled or has a new date."""
    if move.to not in NEWS:
        return
    history = events.moves(move.event)
    if move.to is EventState.CONVENED and not _had_moved([step.to_state for step in history]):
        return
    number = history[-1].id
    for registration in queries.of_event(move.event):
        mails.queue_news(registration, move.event, move.to, move.note, number)
    for group in queries.groups_of(move.event):
        mails.queue_news_to_group(group, move.event, move.to, move.note, number)


def _had_moved(states: list[EventState]) -> bool:
    """Whether the last call of a space is its second one, after a change of date."""
    return states[-2:] == [EventState.RESCHEDULED, EventState.CONVENED]
