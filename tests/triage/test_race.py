"""Two moderators on the same questions at once: each has another one, and one of two decisions is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, QuestionMove, Visibility, WithholdReason
from participa.questions.queries import staff as catalogues
from participa.questions.services import Changed
from participa.record import queries as record
from participa.record import verifier
from participa.shared import ledger
from participa.shared.errors import DomainError
from participa.shared.unit_of_work import unit_of_work
from participa.triage import services
from participa.triage.models import Did, TriageLease, TriageStep
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
PEOPLE = 6


@pytest.fixture(scope="module")
def home(request, tmp_path_factory) -> Iterator[Flask]:
    """The application on an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    built = house.build(tmp_path_factory.mktemp("house"), env)
    app = create_app(from_environment(built.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def people(home) -> list[int]:
    with home.app_context():
        return [make.user(Role.MODERATOR).id for _ in range(PEOPLE)]


def at_once(app: Flask, act: Callable[[int], str], people: list[int]) -> list[str]:
    """Each person does it in a transaction of its own, all let go at the same instant; the word or the refusal."""
    start = Barrier(len(people))

    def run(person: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    return act(person)
            except DomainError as refusal:
                return type(refusal).__name__

    with ThreadPoolExecutor(max_workers=len(people)) as crowd:
        return list(crowd.map(run, people))


def test_each_is_offered_another_question(home, people):
    with home.app_context():
        for _ in range(PEOPLE + 2):
            make.question()

    def take(person: int) -> str:
        found = services.take_next(db.session.get_one(User, person))
        return found.radicado if found else ""

    taken = at_once(home, take, people)
    assert "" not in taken
    assert len(set(taken)) == PEOPLE
    with home.app_context():
        assert db.session.scalar(select(func.count(TriageLease.question_id))) == PEOPLE


def test_one_question_is_had_by_one(home, people):
    with home.app_context():
        radicado = make.question().radicado

    def take(person: int) -> str:
        actor = db.session.get_one(User, person)
        services.take(catalogues.question_to_change(radicado, actor), actor)
        return "taken"

    assert sorted(at_once(home, take, people)) == ["Taken"] * (PEOPLE - 1) + ["taken"]


def test_of_two_opposite_decisions_one_is_kept_and_the_other_hears_of_it(home, people):
    with home.app_context():
        asked = make.question()
        radicado, seen, first = asked.radicado, asked.revision, people[0]

    def decide(person: int) -> str:
        actor = db.session.get_one(User, person)
        question = catalogues.question_to_change(radicado, actor)
        if person == first:
            services.act(question, actor, Did.PUBLISHED, lambda: questions.publish_question(question, actor, seen))
            return "public"

        def withhold() -> None:
            questions.withhold(question, actor, WithholdReason.R1, "Nombra a una vecina.", seen)

        services.act(question, actor, Did.WITHHELD, withhold)
        return "withheld"

    [kept] = [word for word in at_once(home, decide, people[:2]) if word not in ("Taken", Changed.__name__)]
    with home.app_context():
        question = db.session.scalars(select(Question).where(Question.radicado == radicado)).one()
        assert question.visibility is Visibility(kept)
        assert (
            db.session.scalar(select(func.count(QuestionMove.id)).where(QuestionMove.question_id == question.id)) == 1
        )


def test_undo_pressed_twice_at_once_is_one_step_back(home, people):
    with home.app_context():
        number = make.question().id
    with home.app_context(), unit_of_work():
        person, question = db.session.get_one(User, people[0]), db.session.get_one(Question, number)
        services.act(question, person, Did.PUBLISHED, lambda: questions.publish_question(question, person), "dos-veces")

    def undo(_person: int) -> str:
        return f"{len(services.undo('dos-veces', db.session.get_one(User, people[0])))}"

    assert at_once(home, undo, people[:3]) == ["1"] * 3
    with home.app_context():
        moves = select(func.count(QuestionMove.id)).where(QuestionMove.question_id == number)
        assert db.session.scalar(moves) == 2
        assert db.session.scalar(select(func.count(TriageStep.id)).where(TriageStep.undone_at.is_not(None))) == 1
        lines = list(ledger.as_file(record.lines()))
        assert len(verifier.read_chain(lines)) == ledger.head()[0]
