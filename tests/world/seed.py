"""One municipality with every object in every state that the pages tell apart, and one person per role."""

from collections.abc import Callable

from tests.factories.questions import topic
from tests.world import (
    accounts,
    attendance,
    calendar,
    citizens,
    commitments,
    documents,
    encounters,
    evaluations,
    events,
    hearings,
    history,
    improvement,
    intake,
    invitations,
    office_reports,
    oversight,
    questionnaires,
    questions,
    registrations,
    reports,
    strategy,
    surveys,
    topics,
    triage,
)
from tests.world.model import World


def plant(words: Callable[[str], str] = str) -> World:
    """Write the world. Needs an application context."""
    world = World(words)
    own, other = accounts.offices(world)
    accounts.people(world, own)
    strategy.plant(world, own, other)
    events.plant(world)
    registrations.plant(world)
    events.figures(world)
    world.topic = topic(words("Vías y andenes")).id
    triage.known_words(world)
    questions.plant(world, own, other)
    for room in (calendar, attendance, intake, invitations, hearings, office_reports, evaluations, questionnaires):
        room.plant(world)
    for room in (topics, surveys, commitments, citizens, improvement, oversight, encounters, history, documents):
        room.plant(world)
    reports.plant(world)
    return world
