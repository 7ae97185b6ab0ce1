"""Which topics the spaces treat, as read."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from participa.events import queries as events
from participa.events.models import Event
from participa.extensions import db
from participa.topics.models import AgendaDecision, AgendaTopic, TopicCall, TopicGroup


def spaces(call: TopicCall) -> list[Event]:
    """The public spaces that a call is for: its own, or those of its activity."""
    found = [call.event] if call.event is not None and call.event.is_public else []
    if call.activity is not None:
        found += [event for event in events.of_activity(call.activity) if event not in found]
    return found


def decisions(call: TopicCall) -> list[AgendaDecision]:
    """Every decision of a call, last first: also those that a later one replaced."""
    found = select(AgendaDecision).where(AgendaDecision.call_id == call.id).options(*_whole())
    return list(db.session.scalars(found.order_by(AgendaDecision.id.desc())))


def find_of_event(call: TopicCall, event: Event) -> AgendaDecision | None:
    """The decision that counts for a space."""
    wanted = (AgendaDecision.call_id == call.id, AgendaDecision.event_id == event.id)
    found = select(AgendaDecision).where(*wanted).options(*_whole())
    return db.session.scalars(found.order_by(AgendaDecision.id.desc()).limit(1)).first()


def in_force(groups: Sequence[TopicGroup]) -> list[AgendaTopic]:
    """Where these topics are treated by the decisions that count, the earliest space first."""
    last = select(func.max(AgendaDecision.id)).group_by(AgendaDecision.call_id, AgendaDecision.event_id)
    wanted = (AgendaTopic.decision_id.in_(last), AgendaTopic.group_id.in_([group.id for group in groups]))
    found = select(AgendaTopic).join(AgendaDecision, AgendaDecision.id == AgendaTopic.decision_id)
    found = found.join(Event, Event.id == AgendaDecision.event_id).where(*wanted)
    return list(db.session.scalars(found.order_by(Event.starts_at, AgendaTopic.decision_id, AgendaTopic.position)))


def decisions_by_id(numbers: Sequence[int]) -> dict[int, AgendaDecision]:
    found = select(AgendaDecision).where(AgendaDecision.id.in_(numbers)).options(*_whole())
    return {row.id: row for row in db.session.scalars(found.order_by(AgendaDecision.id))}


def of_event(event: Event) -> list[AgendaDecision]:
    """The decisions that count for a space, one for each call."""
    last = select(func.max(AgendaDecision.id)).where(AgendaDecision.event_id == event.id)
    wanted = AgendaDecision.id.in_(last.group_by(AgendaDecision.call_id))
    found = select(AgendaDecision).where(wanted).options(*_whole())
    return list(db.session.scalars(found.order_by(AgendaDecision.id)))


def _whole() -> tuple[ExecutableOption, ...]:
    topics = selectinload(AgendaDecision.topics).joinedload(AgendaTopic.group).joinedload(TopicGroup.call)
    return (topics, joinedload(AgendaDecision.event))
