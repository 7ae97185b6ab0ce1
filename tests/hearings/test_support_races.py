"""Many phones and people of the team at the same instant: the figures say what the rows say."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, QuestionReader, StagedQuestion, Support, SupportState
from participa.hearings.services import counting, opening
from participa.questions.device import Arrival
from participa.questions.models import Question, Status
from participa.questions.services import grouping
from participa.shared.errors import Closed
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.hearings.phones import phone, read, support, supported, withdraw
from tests.parts import house

pytestmark = pytest.mark.slow
CROWD = 12


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
def staged(home) -> list[int]:
    """The numbers of three questions of one open hearing."""
    with home.app_context():
        hearing = make.hearing(room_code=f"SALA{random.randrange(10_000)}")
        return [make.staged(hearing).id for _ in range(3)]


def at_once(app: Flask, acts: list[Callable[[], None]]) -> None:
    """Each in a transaction of its own; an error of any of them is raised here."""

    def run(act: Callable[[], None]) -> None:
        with app.app_context(), unit_of_work():
            act()

    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(run, acts))


def tap(number: int, who: Arrival, verb: Callable[[StagedQuestion, Arrival], None] = support) -> None:
    verb(db.session.get_one(StagedQuestion, number), who)


def figures(app: Flask, number: int) -> tuple[int, int, int]:
    with app.app_context():
        found = db.session.get_one(StagedQuestion, number)
        return found.supports, found.held_supports, found.readers


def test_a_crowd_is_counted_to_the_last_phone(home, staged):
    phones = [phone() for _ in range(40)]
    at_once(home, [lambda who=who, one=one: tap(one, who) for who in phones for one in staged])
    assert [figures(home, one) for one in staged] == [(40, 0, 40)] * 3


def test_one_phone_that_taps_without_order_is_at_most_one(home, staged):
    who, dice = phone(), random.Random(7)
    verbs = [dice.choice((support, withdraw)) for _ in range(40)]
    at_once(home, [lambda verb=verb: tap(staged[0], who, verb) for verb in verbs])
    with home.app_context():
        states = list(db.session.scalars(select(Support.state).where(Support.staged_id == staged[0])))
    assert len(states) == 1
    assert figures(home, staged[0]) == (int(states[0] is SupportState.COUNTED), 0, 1)


def test_groups_that_change_while_phones_tap_count_each_phone_once(home, staged):
    """Joined and split again and again under load; the figures at the end are those of the rows."""
    phones = [phone() for _ in range(30)]
    with home.app_context():
        actor = make.user().id
    leader, child, other = staged
    taps = [lambda who=who, one=one: tap(one, who) for who in phones for one in (leader, child)]
    taps += [lambda who=who: tap(other, who) for who in phones]
    taps += [lambda who=who: tap(child, who, withdraw) for who in phones[:10]]
    taps += [lambda: regroup(leader, child, actor) for _ in range(9)]
    random.Random(11).shuffle(taps)
    at_once(home, taps)
    at_once(home, [lambda who=who: tap(child, who) for who in phones])
    assert figures(home, other) == (30, 0, 30)
    assert figures(home, child) == (30, 0, 30)
    assert figures(home, leader) == (30, 0, 30)
    with home.app_context():
        rows = select(func.count()).select_from(Support).where(Support.staged_id.in_((leader, child)))
        assert db.session.scalar(rows) == 60


def regroup(leader: int, child: int, actor: int) -> None:
    counting.take_turn(0, alone=True)  # two of the team wait for each other, as the lock of a question makes them
    first, own = (db.session.get_one(StagedQuestion, number).question_id for number in (leader, child))
    question = db.session.scalars(select(Question).where(Question.id == own).with_for_update()).one()
    if question.status is Status.GROUPED:
        question.status = Status.CLASSIFIED
        grouping.end_link(question, db.session.get_one(User, actor))
        return
    question.status = Status.GROUPED
    grouping.join(question, db.session.get_one(Question, first), db.session.get_one(User, actor))


def test_a_tap_is_counted_before_the_end_or_finds_it_closed(home, staged):
    """Whoever was told that it stands is counted: nothing lands in a hearing that has ended."""
    with home.app_context():
        hearing = db.session.get_one(StagedQuestion, staged[0]).hearing
        number, actor = hearing.id, make.user(Role.MODERATOR).id
    told: list[bool] = []

    def end() -> None:
        time.sleep(0.02)
        opening.close(db.session.get_one(Hearing, number), db.session.get_one(User, actor))

    def tap_once(who: Arrival) -> None:
        with home.app_context():
            try:
                with unit_of_work():
                    tap(staged[0], who)
                    time.sleep(0.01)  # the end comes meanwhile
            except Closed:
                return
            told.append(True)

    with ThreadPoolExecutor(CROWD + 1) as crowd:
        ended = crowd.submit(lambda: at_once(home, [end]))
        list(crowd.map(tap_once, [phone() for _ in range(60)]))
        ended.result()
    with home.app_context():
        late = select(func.count()).select_from(Support).join(Hearing, Hearing.id == Support.hearing_id)
        assert db.session.scalar(late.where(Support.hearing_id == number, Support.at > Hearing.closed_at)) == 0
    assert 0 < figures(home, staged[0])[0] == len(told) < 60


def test_a_tap_that_waits_while_the_hearing_opens_is_of_its_own_phone(home):
    """What names the phones of a hearing is made when it opens: who waited for that has the name of this hearing."""
    with home.app_context():
        hearing = make.hearing(room_code="ABRE1", state=HearingState.PREPARING, salt=None)
        number, one = hearing.id, make.staged(hearing).id
    has_turn, who = threading.Event(), phone()

    def open_slowly() -> None:
        counting.take_turn(number, alone=True)
        opened = db.session.get_one(Hearing, number)
        opened.state, opened.salt = HearingState.OPEN, "sal de esta audiencia"
        db.session.flush()
        has_turn.set()
        time.sleep(0.5)

    def tap_meanwhile() -> None:
        has_turn.wait()
        tap(one, who)

    at_once(home, [open_slowly, tap_meanwhile])
    with home.app_context():
        assert supported(db.session.get_one(Hearing, number), who) == {one}
    assert figures(home, one) == (1, 0, 1)


def test_readers_in_any_order_never_wait_for_each_other(home, staged):
    phones, dice = [phone() for _ in range(40)], random.Random(3)
    at_once(home, [lambda who=who: look(dice.sample(staged, 3), who) for who in [*phones, *phones]])
    assert [figures(home, one)[2] for one in staged] == [40] * 3
    with home.app_context():
        rows = select(func.count()).select_from(QuestionReader).where(QuestionReader.staged_id.in_(staged))
        assert db.session.scalar(rows) == 120


def look(numbers: list[int], who: Arrival) -> None:
    read(db.session.get_one(StagedQuestion, numbers[0]).hearing, numbers, who)
