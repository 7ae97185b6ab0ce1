"""Several at once: the same form, the same nomination grouped by two, supports of many devices, the vote made twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Conflict
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Level, Survey
from participa.topics import services
from participa.topics.models import GroupMember, Nomination, NominationSupport, Rule, Way
from participa.topics.queries import calls, nominations
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.factories import topics
from tests.parts import house

pytestmark = pytest.mark.slow
Found = TypeVar("Found")
CROWD = 8


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a database of the kind that TEST_DATABASE names, which threads share."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("house"), env)
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, act: Callable[[int], Found], times: int = CROWD) -> list[Found]:
    """Do this so many times, all let go at the same instant, each in a transaction of its own."""
    start = Barrier(times)

    def run(number: int) -> Found:
        with app.app_context():
            start.wait()
            with unit_of_work():
                return act(number)

    with ThreadPoolExecutor(max_workers=times) as crowd:
        return list(crowd.map(run, range(times)))


def count(what: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(what).where(*conditions)) or 0


def laid(app: Flask) -> tuple[str, int, list[int]]:
    """The address of a call, one public nomination and two moderators."""
    with app.app_context():
        call = topics.call()
        row = topics.nomination(call)
        people = [make.user(Role.MODERATOR).id, make.user(Role.MODERATOR).id]
        return call.slug, row.number, people


def test_the_same_form_sent_at_once_is_one_nomination(town: Flask) -> None:
    slug, _number, _people = laid(town)
    proposal = services.Proposal("Arreglar la vía", "Se inunda.")
    receipts = at_once(town, lambda _: services.nominate(calls.public(slug), proposal, "k" * 22))
    assert len({receipt.code for receipt in receipts}) == 1
    with town.app_context():
        assert count(Nomination, Nomination.words == "Arreglar la vía", Nomination.why == "Se inunda.") == 1


def test_different_forms_at_once_get_different_numbers(town: Flask) -> None:
    slug, _number, _people = laid(town)
    proposal = services.Proposal("Más árboles", "Hace calor.")
    receipts = at_once(town, lambda n: services.nominate(calls.public(slug), proposal, f"arboles-{n}" + "x" * 16))
    assert sorted(receipt.number for receipt in receipts) == list(range(2, CROWD + 2))


def test_two_who_group_the_same_nomination_leave_it_in_one_topic(town: Flask) -> None:
    slug, number, people = laid(town)

    def group(at: int) -> str:
        actor = db.session.get_one(User, people[at])
        try:
            return services.make(calls.by_slug(slug), f"Tema {at}", [number], actor).title
        except Conflict as refusal:
            return refusal.message

    said = at_once(town, group, 2)
    assert sum("La agrupó otra persona" in words for words in said) == 1
    with town.app_context():
        row = nominations.of_call(calls.by_slug(slug), number)
        assert count(GroupMember, GroupMember.nomination_id == row.id, GroupMember.ended_at.is_(None)) == 1


def test_the_figure_of_supports_is_the_number_of_devices(town: Flask) -> None:
    slug, number, _people = laid(town)

    def support(at: int) -> None:
        row = nominations.public_of_call(calls.public(slug), number)
        services.support(row, f"aparato-{at % 4}")

    at_once(town, support)
    with town.app_context():
        row = nominations.of_call(calls.by_slug(slug), number)
        assert row.supports == count(NominationSupport, NominationSupport.nomination_id == row.id) == 4


def test_two_clicks_make_one_vote(town: Flask) -> None:
    with town.app_context():
        call = topics.call()
        actor = make.user(Role.APPROVER)
        for title in topics.TITLES:
            topics.topic(call, title, actor=actor)
        slug, person, at = topics.over(call).slug, actor.id, now()
        before = count(Survey)
    new = services.NewVote(Way.RANKING, Rule.SCHULZE, Level.OPEN, at, at + timedelta(days=1))

    def vote(number: int) -> int:
        actor = db.session.get_one(User, person)
        return services.make_vote(calls.by_slug(slug), new, f"votacion-{number}" + "x" * 16, actor).survey_id

    assert len(set(at_once(town, vote, 2))) == 1
    with town.app_context():
        assert count(Survey) == before + 1
