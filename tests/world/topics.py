"""Calls for topics of the seeded world, with what people propose."""

from typing import Any

from sqlalchemy import select

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.models import (
    WithholdReason,
)
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.topics import services as topic_services
from participa.topics.models import CallState, Standing, TopicCall, TopicGroup, TopicLink
from participa.topics.models import LinkKind as LinkKindOfTopic
from tests.factories import topics
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    """A call in draft, one that takes nominations, one ready to be voted and one whose vote is over."""
    event = db.session.scalars(select(Event).where(Event.slug == world.event[EventState.CONVENED])).one()
    activity, words = world.activity["own"]["id"], world.words
    moderator = db.session.get_one(User, world.user[Role.MODERATOR])
    texts: dict[str, Any] = {"intro": words("Proponga de qué debe hablar la audiencia."), "activity_id": activity}
    draft = topics.call(title=words("Temas de la feria")[-200:], state=CallState.DRAFT, **texts)
    opened = topics.call(title=words("Temas de la audiencia")[-200:], event_id=event.id, **texts)
    ready = topics.call(title=words("Temas del foro")[-200:], **texts)
    titles = [words(title)[-140:] for title in topics.TITLES]
    decided = topics.decided(title=words("Temas del cabildo")[-200:], titles=titles, **texts)
    calls = {"draft": draft, "open": opened, "ready": ready, "decided": decided}
    world.topic_call = {name: call.slug for name, call in calls.items()}
    world.topic_revision, world.topic_event = draft.revision, event.id
    nominations_of(world, opened, moderator)
    for title in titles[:2]:
        topics.topic(ready, title, actor=moderator)
    topics.over(ready)
    first = select(TopicGroup).where(TopicGroup.call_id == decided.id, TopicGroup.number == 1)
    group = db.session.scalars(first).one()
    link = {"kind": LinkKindOfTopic.PAGE, "words": words("El plan de vías")[-300:], "url": "https://vias.example/plan"}
    world.topic_link = keep(TopicLink(group_id=group.id, at=now(), author_id=moderator.id, **link)).id


def nominations_of(world: World, call: TopicCall, moderator: User) -> None:
    """One that waits, one loose, one in a topic, one kept back; and one of which the code is known."""
    told: dict[str, Any] = {"why": world.words("Los niños no llegan al colegio."), "place": "La Esperanza"}
    for name, standing in (("loose", Standing.PUBLIC), ("grouped", Standing.PUBLIC), ("waiting", Standing.WAITING)):
        row = topics.nomination(call, standing, words=world.words(f"Arreglar la vía ({name})")[-140:], **told)
        world.nomination[name] = row.number
    kept = {"reason": WithholdReason.R1, "note": world.words("Nombra a una vecina.")}
    topics.nomination(call, Standing.KEPT_BACK, words=world.words("La vecina")[-140:], **told, **kept)
    topics.topic(call, world.words("Vías")[-140:], [world.nomination["grouped"]], moderator)
    with unit_of_work():
        proposal = topic_services.Proposal(world.words("Más árboles")[-140:], told["why"])
        world.nomination_code = topic_services.nominate(call, proposal, "k" * 22).code
