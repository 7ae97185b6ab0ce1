"""Which topics a space treats. Not following the order of the vote needs a reason that everybody reads."""

from collections.abc import Sequence

from participa.accounts.models import User
from participa.events import services as events
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.topics import rules, telling
from participa.topics.models import AgendaDecision, AgendaTopic, TopicCall, TopicGroup
from participa.topics.queries import agenda as queries
from participa.topics.queries import calls, groups, votes

NOT_YET = "La votación no ha terminado. Los temas del espacio se confirman con su resultado."
NO_REASON = "Esto no sigue el orden de la votación. Escriba el motivo: se publica."
CLOSED = rules.OVER | {EventState.CANCELLED, EventState.DRAFT}


def confirm(call: TopicCall, event: Event, numbers: Sequence[int], reason: str, actor: User) -> AgendaDecision:
    """Say which topics a space treats, in their order. The same again changes nothing; an earlier one stays readable.

    Raises Conflict before the vote is over, Forbidden for a space that is not of the call, Invalid without a topic or
    without the reason that another order needs.
    """
    require_right(call, event, actor)
    held = calls.lock(call)
    tally = votes.find_tally(votes.find(held))
    if tally is None:
        raise Conflict(NOT_YET)
    chosen = _chosen(held, numbers)
    follows = tally.is_told and telling.follows(tally.order, [group.code for group in chosen])
    if not follows and not reason.strip():
        raise Invalid(NO_REASON)
    last = queries.find_of_event(held, event)
    if last is not None and _is_same(last, chosen, reason):
        return last
    decision = _write(held, event, chosen, "" if follows else reason.strip(), actor)
    _tell_the_space(event, last, chosen, actor)
    audit.record("agenda_confirmed", held, actor, event_id=event.id, topics=[group.number for group in chosen])
    return decision


def require_right(call: TopicCall, event: Event, actor: User) -> None:
    if not rules.may_edit(actor):
        raise Forbidden("Su cuenta no tiene permiso para confirmar los temas de un espacio.")
    if event.id not in {one.id for one in queries.spaces(call)}:
        raise Forbidden("Ese espacio no es de esta convocatoria.")


def _chosen(call: TopicCall, numbers: Sequence[int]) -> list[TopicGroup]:
    known = {group.number: group for group in groups.of_call(call)}
    chosen = [known[number] for number in dict.fromkeys(numbers) if number in known]
    if not chosen:
        raise Invalid("Elija al menos un tema.")
    return chosen


def _is_same(last: AgendaDecision, chosen: Sequence[TopicGroup], reason: str) -> bool:
    same = [topic.group_id for topic in last.topics] == [group.id for group in chosen]
    return same and last.reason in ("", reason.strip())


def _write(call: TopicCall, event: Event, chosen: Sequence[TopicGroup], reason: str, actor: User) -> AgendaDecision:
    decision = AgendaDecision(call_id=call.id, event_id=event.id, reason=reason, at=now(), author_id=actor.id)
    decision.topics = [AgendaTopic(group_id=group.id, position=place) for place, group in enumerate(chosen, 1)]
    db.session.add(decision)
    db.session.flush()
    return decision


def _tell_the_space(event: Event, last: AgendaDecision | None, chosen: Sequence[TopicGroup], actor: User) -> None:
    """Its page says the topics among those that it is about, while what it says may still change."""
    if event.state in CLOSED:
        return
    former = {topic.group.title for topic in last.topics} if last else set()
    kept = [topic for topic in event.topics if topic not in former]
    topics = list(dict.fromkeys([*kept, *(group.title for group in chosen)]))
    if topics != event.topics:
        events.edit(event, {"topics": topics}, actor)
