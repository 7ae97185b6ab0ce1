"""Who took part and what was said share no order, no instant and no transaction mark, on the disk itself."""

import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import literal_column, select

from participa import create_app
from participa.config import from_environment
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, queries, services
from participa.surveys.errors import AlreadyAnswered
from participa.surveys.models import CodeKind, Level, Participation, Response, Survey
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
Found = TypeVar("Found")
PEOPLE = 1200
WAVE = 40
BOTH = (Participation, Response)


@pytest.fixture(scope="module")
def home(request, tmp_path_factory):
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    return house.build(tmp_path_factory.mktemp("house"), env)


@pytest.fixture(scope="module")
def second(home) -> Iterator[Flask]:
    """The application on a database of its own, of the kind that TEST_DATABASE names."""
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(act: Callable[[int], Found], times: int) -> list[Found]:
    """Do this so many times, all let go at the same instant."""
    start = Barrier(times)

    def run(number: int) -> Found:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(max_workers=times) as crowd:
        return list(crowd.map(run, range(times)))


def spearman(one: list[int], other: list[int]) -> float:
    """The correlation of two orders of the same things, without ties."""
    many = len(one)
    apart = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return 1 - 6 * apart / (many * (many**2 - 1))


def answer(survey_id: int, person: int) -> None:
    with unit_of_work():
        survey = db.session.get_one(Survey, survey_id)
        said = {"tema": "agua", "detalle": f"persona {person}"}
        services.submit(survey, said, proofs.by_device(f"aparato-{person}"), f"formulario-{person:020}")


def in_order_of_the_disk(column, survey: Survey) -> list[object]:
    """As the rows lie: of PostgreSQL by their place in the heap, of SQLite as the table gives them."""
    found = select(column).where(column.class_.survey_id == survey.id)
    return list(db.session.scalars(found.order_by(literal_column("ctid")) if ON_POSTGRESQL else found))


def people_by_participation(survey: Survey, digests: dict[str, int]) -> list[int]:
    return [digests[digest] for digest in in_order_of_the_disk(Participation.digest, survey)]


def people_by_answer(survey: Survey) -> list[int]:
    return [int(answers["detalle"].split()[1]) for answers in in_order_of_the_disk(Response.answers, survey)]


def digests_of(survey: Survey) -> dict[str, int]:
    return {
        proofs.participation_digest(survey, proofs.by_device(f"aparato-{person}"), ""): person
        for person in range(PEOPLE)
    }


def ranks(people: list[int], among: set[int]) -> dict[int, int]:
    return {person: place for place, person in enumerate(one for one in people if one in among)}


def correlation(survey: Survey, digests: dict[str, int]) -> float:
    """Of the order in which the rows lie on the disk, of who took part and of what they said."""
    said = people_by_answer(survey)
    among = set(said)
    one, other = ranks(people_by_participation(survey, digests), among), ranks(said, among)
    people = sorted(among)
    return spearman([one[person] for person in people], [other[person] for person in people])


@pytest.fixture(scope="module")
def full(second) -> tuple[int, dict[str, int], float, list[int], list[int]]:
    """A survey of many people, stirred as each minute does; what it looked like while open."""
    with second.app_context():
        survey = make.survey()
        digests = digests_of(survey)
        for person in range(PEOPLE):
            answer(survey.id, person)
            if person % WAVE == WAVE - 1:
                services.tend_box()
        survey = queries.by_id(survey.id)
        open_rho = correlation(survey, digests)
        marks = transaction_marks()
        waiting = queries.waiting_count(survey)
        with unit_of_work():
            services.close(survey)
        return survey.id, digests, open_rho, [waiting], marks


def transaction_marks() -> list[int]:
    """How many different transactions each table shows; nothing on SQLite, which keeps none."""
    if not ON_POSTGRESQL:
        return []
    mark = literal_column("xmin::text")
    return [len(db.session.scalars(select(mark).select_from(kind).distinct()).all()) for kind in BOTH]


def test_the_order_of_rows_tells_nothing_while_the_survey_is_open(full):
    _, _, open_rho, _, _ = full
    assert abs(open_rho) < 0.1


def test_the_order_of_rows_tells_nothing_after_it_closed(full, second):
    survey_id, digests, _, _, _ = full
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert queries.response_count(survey) == PEOPLE
        assert abs(correlation(survey, digests)) < 0.1


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite keeps no transaction in its rows")
def test_all_rows_of_a_table_come_from_one_transaction(full):
    assert full[4] == [1, 1]


def test_the_measure_sees_two_tables_that_were_written_side_by_side():
    people = list(range(PEOPLE))
    assert spearman(people, people) > 0.99
    shuffled = sorted(people, key=lambda _: secrets.token_bytes(4))
    assert abs(spearman(people, [shuffled.index(person) for person in people])) < 0.1


@pytest.mark.skipif(ON_POSTGRESQL, reason="the file of SQLite")
def test_the_file_and_its_log_hold_no_readable_answer_before_it_is_shaken(home, second):
    with second.app_context():
        survey = make.survey()
        with unit_of_work():
            said = {"tema": "agua", "detalle": "una frase que nadie mas escribe"}
            services.submit(survey, said, proofs.by_device("aparato-raro"), "formulario-raro-00001")
    files = list(Path(home.data_dir).glob("participa.db*"))
    assert files
    assert not any(b"nadie mas escribe" in one.read_bytes() for one in files)


def test_a_code_used_many_times_at_once_is_one_answer(second):
    with second.app_context():
        survey_id = make.survey(Level.CODE).id
        with unit_of_work():
            code = services.issue_codes(queries.by_id(survey_id), CodeKind.PRINTED, 1, "Plaza")[0]

    def use(number: int) -> str:
        with second.app_context():
            try:
                with unit_of_work():
                    survey = db.session.get_one(Survey, survey_id)
                    services.submit(survey, {"tema": "agua"}, proofs.by_code(code), f"formulario-{number:020}")
            except AlreadyAnswered:
                return "twice"
            return "taken"

    outcomes = at_once(use, 12)
    assert sorted(outcomes) == ["taken", *["twice"] * 11]
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert (queries.participation_count(survey), queries.waiting_count(survey)) == (1, 1)


def test_the_same_form_sent_many_times_at_once_is_one_answer_and_one_receipt(second):
    with second.app_context():
        survey_id = make.survey().id

    def send(number: int) -> str:
        with second.app_context(), unit_of_work():
            survey = db.session.get_one(Survey, survey_id)
            device = proofs.by_device(f"aparato-{number % 2}")
            return services.submit(survey, {"tema": "agua"}, device, "formulario-repetido-1").code

    assert len(set(at_once(send, 12))) == 1
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert (queries.participation_count(survey), queries.waiting_count(survey)) == (1, 1)


def test_answers_that_come_while_the_box_is_shaken_and_closed_are_all_there(second):
    with second.app_context():
        survey_id = make.survey().id

    def act(number: int) -> str:
        with second.app_context():
            if number % 6 == 5:
                services.tend_box()
                return "stirred"
            if number == 30:
                with unit_of_work():
                    services.close(queries.by_id(survey_id))
                return "closed"
            try:
                answer(survey_id, number)
            except services.SurveyClosed:
                return "late"
            return "taken"

    outcomes = at_once(act, 36)
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert outcomes.count("taken") == queries.participation_count(survey) == queries.response_count(survey)
        assert queries.waiting_count(survey) == 0


KILLED = """
import os, signal
from sqlalchemy import event
from participa import create_app
from participa.config import from_environment
from participa.extensions import db
from participa.surveys import services

app = create_app(from_environment())
with app.app_context():
    @event.listens_for(db.engine, "after_cursor_execute")
    def die(_connection, _cursor, statement, *_rest):
        if {moment!r} in statement:
            os.kill(os.getpid(), signal.SIGKILL)
    services.tend_box()
"""


@pytest.mark.parametrize("moment", ["DELETE FROM survey_waiting", "INSERT INTO survey_response", "DROP TABLE stirred"])
def test_a_death_between_waiting_and_box_loses_no_answer(home, second, moment):
    with second.app_context():
        survey_id = make.survey().id
        for person in range(12):
            answer(survey_id, person)
    command = [sys.executable, "-c", KILLED.format(moment=moment)]
    ended = subprocess.run(command, env=home.environment, cwd=home.cwd, check=False)
    assert ended.returncode == -9
    with second.app_context():
        survey = queries.by_id(survey_id)
        assert queries.waiting_count(survey) + queries.response_count(survey) == 12
        services.tend_box()
        assert queries.response_count(survey) == queries.participation_count(survey) == 12
