"""Two people at the paper desk with the same slip, on the real server: one is filed, the other keeps the typed text."""

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode

import pytest
from flask import Flask

from bench.stage import cookie_of
from participa import create_app
from participa.accounts import sessions
from participa.accounts.models import Role
from participa.config import from_environment
from participa.extensions import db
from participa.intake import codes, services
from participa.intake.models import Slip, SlipState
from participa.questions.models import Question
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.pages import parse
from tests.parts import house

pytestmark = pytest.mark.slow
SLIPS = 12
ONE_OF_MANY = 50


@pytest.fixture(scope="module")
def home(request, tmp_path_factory):
    """A house with an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    return house.build(tmp_path_factory.mktemp("house"), env)


@pytest.fixture(scope="module")
def second(home) -> Iterator[Flask]:
    """The application on the same database, in this process."""
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def server(home):
    with home.serving() as server:
        yield server


def ask(port: int, method: str, path: str, cookie: str, body: str = "") -> tuple[int, str, str]:
    """Status, page and the cookie from then on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", cookie).split(";")[0]
    finally:
        connection.close()


def test_of_two_who_type_one_slip_one_is_filed_and_the_other_keeps_the_text(home, second, server):
    with second.app_context():
        people = [make.user(Role.MODERATOR), make.user(Role.MODERATOR)]
        with unit_of_work():
            box = services.open_batch("Buzón", None, 1, 200, ONE_OF_MANY, now(), make.form_key(), people[0])
        with unit_of_work():
            cookies = [cookie_of(second, sessions.open_for(person, second_factor=True)) for person in people]
        key = second.extensions["settings"].code_key
        numbers = [number for number in range(1, 201) if not codes.is_in_sample(box, number, key)][:SLIPS]
        page = f"/ventanilla/cajas/{box.id}/escribir"
    forms = [ask(server.port, "GET", page, cookie) for cookie in cookies]
    start = Barrier(2)

    def type_all(person: int) -> list[tuple[int, str]]:
        _status, html, cookie = forms[person]
        answers = []
        for number in numbers:
            told = {
                "number": str(number),
                "body": f"Lo que leyó la persona {person}, hoja {number}",
                "kind": "pregunta",
            }
            start.wait()
            form = parse(html).hidden | told | {"answer_medium": "publication"}
            answers.append(ask(server.port, "POST", page, cookie, urlencode(form))[:2])
        return answers

    with ThreadPoolExecutor(2) as pair:
        both = list(pair.map(type_all, range(2)))
    for number, answers in zip(numbers, zip(*both, strict=True), strict=True):
        assert sorted(status for status, _ in answers) == [303, 422]
        loser = 0 if answers[0][0] == 422 else 1
        html = answers[loser][1]
        assert f"La hoja {number} ya se escribió" in html
        assert f"Lo que leyó la persona {loser}, hoja {number}" in html
    with second.app_context():
        filed = db.session.query(Slip).filter_by(batch_id=box.id, state=SlipState.FILED)
        assert sorted(slip.number for slip in filed) == numbers
        assert db.session.query(Question).count() == SLIPS
