"""Calls for topics with their nominations, groups and votes."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import services as surveys
from participa.surveys.models import Level, Response, Survey
from participa.topics import services
from participa.topics.models import CallState, Nomination, Rule, Standing, TopicCall, TopicGroup, TopicVote, Way
from participa.topics.queries import votes
from tests.factories.accounts import user as make_user
from tests.factories.events import event as make_event
from tests.factories.keep import keep, next_number

TITLES = ("Arreglo de vías", "Agua potable", "Puesto de salud")


def call(**values: Any) -> TopicCall:
    """A public call that takes nominations now, for a space of its own unless said otherwise."""
    number, at = next_number(), now()
    if "event_id" not in values and "activity_id" not in values:
        values["event_id"] = make_event().id
    defaults: dict[str, Any] = {
        "slug": f"temas-{number}",
        "title": f"Temas de la audiencia {number}",
        "intro": "Proponga de qué debe hablar la audiencia.",
        "state": CallState.PUBLISHED,
        "opens_at": at - timedelta(days=3),
        "closes_at": at + timedelta(days=4),
        "salt": secrets.token_hex(32),
        "form_key_digest": f"convocatoria-{number}",
        "created_at": at - timedelta(days=4),
    }
    return keep(TopicCall(**(defaults | values)))


def nomination(of: TopicCall, standing: Standing = Standing.PUBLIC, **values: Any) -> Nomination:
    """A nomination, public unless said otherwise."""
    number = next_number()
    with unit_of_work():
        held = db.session.get_one(TopicCall, of.id)
        held.last_nomination += 1
        place = held.last_nomination
    defaults: dict[str, Any] = {
        "number": place,
        "words": f"Arreglar la vía {number}",
        "why": "Los niños no llegan al colegio cuando llueve.",
        "form_key_digest": f"tema-{number}",
        "code_digest": f"codigo-{number}",
        "received_at": now(),
        "decided_at": None if standing is Standing.WAITING else now(),
    }
    return keep(Nomination(call_id=of.id, standing=standing, **(defaults | values)))


def topic(of: TopicCall, title: str = "", numbers: Sequence[int] = (), actor: User | None = None) -> TopicGroup:
    """A group with these nominations."""
    author = actor or make_user(Role.MODERATOR)
    with unit_of_work():
        return services.make(of, title or f"Tema {next_number()}", numbers, author)


def over(of: TopicCall) -> TopicCall:
    """The same call, whose nominations are over."""
    with unit_of_work():
        held = db.session.get_one(TopicCall, of.id)
        held.closes_at = now() - timedelta(hours=1)
    return of


def vote(
    of: TopicCall,
    way: Way = Way.RANKING,
    rule: Rule = Rule.SCHULZE,
    level: Level = Level.OPEN,
    actor: User | None = None,
) -> TopicVote:
    """The open vote on the groups of a call, whose nominations end with it."""
    over(of)
    author = actor or make_user(Role.APPROVER)
    at = now()
    new = services.NewVote(way, rule, level, at - timedelta(minutes=5), at + timedelta(days=5))
    with unit_of_work():
        return services.make_vote(of, new, secrets.token_urlsafe(16), author)


def answered(of: TopicVote, answers: Sequence[Any]) -> None:
    """Answers in the box of the vote, as if they had been shuffled already."""
    with unit_of_work():
        for answer in answers:
            row = Response(id=secrets.token_hex(16), survey_id=of.survey_id, version_id=of.survey.version_id)
            row.answers = {votes.ITEM: answer}
            db.session.add(row)


def closed(of: TopicVote) -> TopicVote:
    """The vote once it is over."""
    with unit_of_work():
        surveys.close(db.session.get_one(Survey, of.survey_id))
    return of


def decided(answers: Sequence[Any] = (), titles: Sequence[str] = TITLES, **values: Any) -> TopicCall:
    """A call whose vote is over. The groups are t1, t2…; without answers six people want them in that order."""
    made = call(**values)
    author = make_user(Role.APPROVER)
    for title in titles:
        topic(made, title, actor=author)
    cast = vote(made, actor=author)
    codes = [f"t{number}" for number in range(1, len(titles) + 1)]
    answered(cast, answers or [codes] * 6)
    closed(cast)
    return made
