"""Two moderators move the same question, or two questions to one place, in the same instant: one step is written."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.extensions import db
from participa.hearings.models import Extent, OverrideReason, Stage, StagedQuestion, StageMove
from participa.hearings.services import stage
from participa.shared.errors import DomainError
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
PEOPLE = 4
WHY = OverrideReason.URGENT


@pytest.fixture
def app(request, tmp_path):
    """The application on an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    app = create_app(from_environment(house.build(tmp_path, env).environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def waiting(app) -> tuple[list[int], list[int]]:
    """The numbers of four questions that wait, and of four who moderate."""
    with app.app_context():
        hearing = make.hearing()
        numbers = [make.staged(hearing, supports=20, readers=40).id for _ in range(PEOPLE)]
        return numbers, [make.user(Role.MODERATOR).id for _ in range(PEOPLE)]


def at_once(app, acts: list[Callable[[], None]]) -> list[str]:
    """The words of those who were refused."""
    start = Barrier(len(acts))

    def do(act: Callable[[], None]) -> str:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    act()
            except DomainError as refusal:
                return refusal.message
            return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [words for words in pool.map(do, acts) if words]


def moving(number: int, person: int, to: Stage) -> Callable[[], None]:
    return lambda: stage.move(db.session.get_one(StagedQuestion, number), to, db.session.get_one(User, person), WHY)


def steps(app) -> list[tuple[int, Stage]]:
    with app.app_context():
        found = select(StageMove.staged_id, StageMove.to_value).order_by(StageMove.id)
        return [tuple(row) for row in db.session.execute(found)]


def test_the_same_question_comes_to_the_screen_once(app, waiting):
    numbers, people = waiting
    assert at_once(app, [moving(numbers[0], person, Stage.ON_SCREEN) for person in people]) == []
    assert steps(app) == [(numbers[0], Stage.ON_SCREEN)]


def test_of_several_questions_one_comes_to_the_screen_and_the_others_are_told(app, waiting):
    numbers, people = waiting
    acts = [moving(number, person, Stage.ON_SCREEN) for number, person in zip(numbers, people, strict=True)]
    assert at_once(app, acts) == [stage.SCREEN_TAKEN] * (PEOPLE - 1)
    assert len(steps(app)) == 1


def test_no_more_than_two_follow(app, waiting):
    numbers, people = waiting
    acts = [moving(number, person, Stage.NEXT) for number, person in zip(numbers, people, strict=True)]
    assert at_once(app, acts) == [stage.FULL] * (PEOPLE - 2)


def test_two_who_say_how_it_was_answered_leave_one_answer(app, waiting):
    numbers, people = waiting
    at_once(app, [moving(numbers[0], people[0], Stage.ON_SCREEN)])

    def answering(person: int, extent: Extent) -> Callable[[], None]:
        return lambda: stage.answered(
            db.session.get_one(StagedQuestion, numbers[0]), extent, db.session.get_one(User, person)
        )

    refused = at_once(app, [answering(one, extent) for one, extent in zip(people, Extent, strict=False)])
    assert refused == [stage.NOT_ON_SCREEN] * 2
    assert [to for _number, to in steps(app)] == [Stage.ON_SCREEN, Stage.ANSWERED]
