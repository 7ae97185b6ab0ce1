"""Who may do what with a call for topics, and when."""

from collections.abc import Iterator
from datetime import datetime

from participa.accounts.models import Role, User
from participa.events.models import EventState
from participa.topics.models import CallState, Nomination, Standing, TopicCall, TopicGroup

READERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
EDITORS = (Role.APPROVER, Role.COMMUNICATIONS)
MODERATORS = (Role.MODERATOR,)
GROUPERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS)
FEWEST_OPTIONS = 2
MOST_OPTIONS = 30
RANK_ALL = 6  # with more options people choose three and put them in order
CHOSEN = 3
OVER = frozenset({EventState.HELD, EventState.ANSWERING, EventState.CLOSED})


def may_edit(person: User) -> bool:
    """Whether this person writes calls, makes the vote and takes topics to an agenda."""
    return person.role in EDITORS


def may_moderate(person: User) -> bool:
    return person.role in MODERATORS


def may_group(person: User) -> bool:
    """Whether this person groups nominations and says what became of a topic."""
    return person.role in GROUPERS


def takes_nominations(call: TopicCall, at: datetime) -> bool:
    return call.takes(at)


def is_groupable(call: TopicCall) -> bool:
    """Groups stay as they are once people vote on them."""
    return call.state is CallState.PUBLISHED and call.vote is None


def may_decide(nomination: Nomination) -> bool:
    """Whether what is public of it may change: while nobody votes on it."""
    return nomination.call.vote is None or nomination.standing is Standing.WAITING


def lacks_to_publish(call: TopicCall, at: datetime) -> Iterator[str]:
    """What keeps a call from being public, in whole sentences for the team."""
    if call.activity_id is None and call.event_id is None:
        yield "Diga a qué actividad o a qué espacio pertenece."
    if call.closes_at <= at:
        yield "La fecha de cierre ya pasó. Cámbiela."


def lacks_to_vote(call: TopicCall, groups: list[TopicGroup], waiting: int, loose: int, at: datetime) -> Iterator[str]:
    """What keeps the vote from being made. `loose`: public nominations without a group."""
    if call.takes(at):
        yield "La convocatoria sigue abierta. La votación se crea cuando cierre."
    if waiting:
        yield f"Faltan por revisar {waiting} postulaciones." if waiting > 1 else "Falta por revisar 1 postulación."
    if loose:
        yield f"Faltan por agrupar {loose} postulaciones." if loose > 1 else "Falta por agrupar 1 postulación."
    if len(groups) < FEWEST_OPTIONS:
        yield "Hacen falta al menos dos temas para votar."
    if len(groups) > MOST_OPTIONS:
        yield f"Hay más de {MOST_OPTIONS} temas. Agrupe los que dicen lo mismo."


def places(options: int) -> int:
    """How many options a person puts in order."""
    return options if options <= RANK_ALL else CHOSEN
