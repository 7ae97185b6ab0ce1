"""One code shown by two phones at the same instant is one answer; two people get two; a sheet has one typist."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.evaluations.models import Evaluation
from participa.extensions import db
from participa.shared.errors import Conflict
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs
from participa.surveys import services as surveys
from participa.surveys.errors import AlreadyAnswered
from participa.surveys.models import Participation, Survey, SurveyCode
from participa.surveys.paper import services as paper
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.factories import evaluations as some
from tests.parts import house

pytestmark = pytest.mark.slow
TIMES = 6
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def application(request, tmp_path_factory) -> Iterator[Flask]:
    """On a database of its own, of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("house"), env)
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(act: Callable[[int], Found]) -> list[Found]:
    start = Barrier(TIMES)

    def run(number: int) -> Found:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(max_workers=TIMES) as crowd:
        return list(crowd.map(run, range(TIMES)))


def test_a_code_sent_by_many_at_once_is_one_answer(application: Flask):
    with application.app_context():
        made = some.evaluation()
        number, code = made.id, some.code_at_exit(made)

    def send(phone: int) -> bool:
        with application.app_context():
            try:
                with unit_of_work():
                    survey = db.session.get_one(Evaluation, number).survey
                    surveys.submit(survey, some.GOOD, proofs.by_code(code), f"formulario-paralelo-{phone:03d}")
            except AlreadyAnswered:
                return False
            return True

    assert sorted(at_once(send)) == [False] * (TIMES - 1) + [True]
    with application.app_context():
        survey_id = db.session.get_one(Evaluation, number).survey_id
        counted = select(func.count()).select_from(Participation).where(Participation.survey_id == survey_id)
        assert db.session.scalar(counted) == 1


def test_who_leaves_at_once_gets_a_code_each(application: Flask):
    with application.app_context():
        number = some.evaluation().id

    def leave(_person: int) -> str:
        with application.app_context():
            return some.code_at_exit(db.session.get_one(Evaluation, number))

    assert len(set(at_once(leave))) == TIMES
    with application.app_context():
        survey_id = db.session.get_one(Evaluation, number).survey_id
        made = select(func.count()).select_from(SurveyCode).where(SurveyCode.survey_id == survey_id)
        assert db.session.scalar(made) == TIMES


def test_a_sheet_typed_by_many_at_once_is_of_one_of_them(application: Flask):
    with application.app_context():
        made = some.evaluation()
        number, people = made.survey_id, [make.user(Role.MODERATOR).id for _ in range(TIMES)]

    def print_and_type(place: int) -> str:
        with application.app_context():
            survey, person = db.session.get_one(Survey, number), db.session.get_one(User, people[place])
            with unit_of_work():
                paper.print_sheets(survey, 1, 5, person)
            try:
                with unit_of_work():
                    paper.type_sheet(survey, 3, {"satisfaccion": 4}, person)
            except Conflict as refusal:
                return refusal.message
            return ""

    assert sorted(at_once(print_and_type)) == ["", *[paper.TYPED_BY_OTHER] * (TIMES - 1)]


def test_a_sheet_that_one_types_and_another_voids_at_once_breaks_nothing(application: Flask):
    with application.app_context():
        made = some.evaluation()
        number, people = made.survey_id, [make.user(Role.MODERATOR).id for _ in range(TIMES)]
        with unit_of_work():
            paper.print_sheets(made.survey, 1, 5, db.session.get_one(User, people[0]))

    def act(place: int) -> bool:
        with application.app_context():
            survey, person = db.session.get_one(Survey, number), db.session.get_one(User, people[place])
            try:
                with unit_of_work():
                    if place % 2:
                        paper.void_sheet(survey, 2, "Rota", person)
                    else:
                        paper.type_sheet(survey, 2, {"satisfaccion": 4}, person)
            except Conflict:
                return False
            return True

    assert any(at_once(act))
