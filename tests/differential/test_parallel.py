"""Answering and counting at the same instant: no answer is lost, none counts twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask

from participa import create_app
from participa.config import from_environment
from participa.differential import queries, services
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
Found = TypeVar("Found")
WOMAN, MAN = {"gender": ["mujer"]}, {"gender": ["hombre"]}


@pytest.fixture(scope="module")
def second(request, tmp_path_factory) -> Iterator[Flask]:
    """The application on a database of its own, of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    app = create_app(from_environment(house.build(tmp_path_factory.mktemp("house"), env).environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def event_id(second) -> int:
    with second.app_context():
        return make.event(EventState.CONVENED).id


def at_once(act: Callable[[int], Found], times: int) -> list[Found]:
    """Do this so many times, all let go at the same instant."""
    start = Barrier(times)

    def run(number: int) -> Found:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(max_workers=times) as crowd:
        return list(crowd.map(run, range(times)))


def answer(app: Flask, event_id: int, permit: str, answers: dict[str, list[str]]) -> bool:
    with app.app_context(), unit_of_work():
        return services.answer(db.session.get_one(Event, event_id), permit, answers)


def test_answers_that_come_while_others_are_counted_are_neither_lost_nor_doubled(second, event_id):
    def act(number: int) -> None:
        if number % 5 == 4:
            with second.app_context():
                services.count_waiting()
        else:
            answer(second, event_id, f"{number:032x}", WOMAN if number % 2 else MAN)

    at_once(act, 40)
    with second.app_context():
        waiting = queries.waiting_by_event().get(event_id, 0)
        counts = queries.counts(db.session.get_one(Event, event_id)).get("gender", {})
        assert sum(counts.values()) + waiting == 32
        services.count_waiting()
        counted = queries.people(db.session.get_one(Event, event_id))
        assert counted + queries.waiting_by_event().get(event_id, 0) == 32


def test_many_that_count_at_once_count_each_answer_once(second, event_id):
    for number in range(20):
        assert answer(second, event_id, f"{number:032x}", WOMAN)

    def count(_number: int) -> None:
        with second.app_context():
            services.count_waiting()

    at_once(count, 8)
    with second.app_context():
        assert queries.counts(db.session.get_one(Event, event_id))["gender"] == {"mujer": 20}
        assert event_id not in queries.waiting_by_event()


def test_the_same_permit_twenty_times_at_once_is_one_answer(second, event_id):
    news = at_once(lambda _number: answer(second, event_id, "a" * 32, WOMAN), 20)
    assert sum(news) == 1
    with second.app_context():
        assert queries.waiting_by_event()[event_id] == 1
