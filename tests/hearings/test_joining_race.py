"""The hearing opens at the very instant at which questions are published: each joins, once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.events.models import EventState
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, StagedQuestion
from participa.hearings.services import joining, opening, tracing
from participa.questions import services
from participa.questions.models import Question
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
QUESTIONS = 8


@pytest.fixture
def app(request, tmp_path):
    """The application on an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    built = house.build(tmp_path, env)
    app = create_app(from_environment(built.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def in_own_transaction(app, act):
    with app.app_context(), unit_of_work():
        act()


def publish(number, author_id):
    question = db.session.scalars(select(Question).where(Question.id == number).with_for_update()).one()
    services.publish_question(question, db.session.get_one(User, author_id))


def open_hearing(number, author_id):
    opening.open_(db.session.get_one(Hearing, number), db.session.get_one(User, author_id), "Se adelanta.")


def sweep(number):
    joining.join_published(db.session.get_one(Hearing, number))


def test_each_question_joins_once(app):
    with app.app_context():
        person = make.user(role=Role.MODERATOR).id
        event = make.event(state=EventState.UNDER_WAY, rules="Tres minutos para cada persona.")
        numbers = [make.question(event).id for _ in range(QUESTIONS)]
        hearing = make.hearing(event=event, state=HearingState.PREPARING, opened_at=None, salt=None).id
        db.session.remove()
    acts = [partial(publish, number, person) for number in numbers]
    acts[QUESTIONS // 2 : 0] = [partial(open_hearing, hearing, person), partial(sweep, hearing)]
    with ThreadPoolExecutor(len(acts)) as crowd:
        list(crowd.map(partial(in_own_transaction, app), acts))
    with app.app_context():
        tracing.trace_open()
        assert sorted(db.session.scalars(select(StagedQuestion.question_id))) == sorted(numbers)
        db.session.remove()
