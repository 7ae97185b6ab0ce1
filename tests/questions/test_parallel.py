"""The real server, with several processes: a hundred repeats of one form at once are one question (P5)."""

import http.client
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import create_engine, text

from bench.citizen import FORM, Citizen, open_form
from participa.config import from_environment
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def home(request, tmp_path_factory):
    """A house with an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    return house.build(tmp_path_factory.mktemp("house"), env)


@pytest.fixture(scope="module")
def server(home):
    with home.serving() as server:
        yield server


def rows(home, statement: str) -> list[tuple]:
    """What another connection sees, apart from the server's."""
    engine = create_engine(from_environment(home.environment).database_url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        engine.dispose()


def send(citizen: Citizen, key: str, words: str) -> tuple[int, str]:
    """Status and the receipt itself: its filing number and its code."""
    connection = http.client.HTTPConnection("127.0.0.1", citizen.port, timeout=60)
    headers = {"Cookie": citizen.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", FORM, citizen.body(key, words), headers)
        answer = connection.getresponse()
        html = answer.read().decode()
    finally:
        connection.close()
    code = re.search(r'id="codigo">(.*?)</p>', html)
    number = re.search(r"\d{4}-\d{6}", html)
    return answer.status, f"{number.group() if number else ''} {re.sub('<[^>]+>', '', code.group(1)) if code else ''}"


def at_once(act: Callable[[int], Found], times: int) -> list[Found]:
    with ThreadPoolExecutor(max_workers=25) as crowd:
        return list(crowd.map(act, range(times)))


def test_a_hundred_repeats_are_one_question_with_one_receipt(home, server):
    citizen, key = open_form(server.port), secrets.token_urlsafe(16)
    answers = at_once(lambda _: send(citizen, key, "Cien veces la misma"), 100)
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert rows(home, "SELECT count(*) FROM question WHERE body = 'Cien veces la misma'") == [(1,)]


def test_of_many_texts_with_one_key_one_is_kept_and_the_others_are_offered_again(home, server):
    citizen, key = open_form(server.port), secrets.token_urlsafe(16)
    answers = at_once(lambda number: send(citizen, key, f"Variante {number}"), 20)
    assert sorted({status for status, _ in answers}) == [201, 409]
    assert [status for status, _ in answers].count(201) == 1
    assert rows(home, "SELECT count(*) FROM question WHERE body LIKE 'Variante %'") == [(1,)]


def test_numbers_have_no_gap_and_no_repeat_whatever_happens_at_once(home, server):
    citizen = open_form(server.port)
    receipts = at_once(lambda number: send(citizen, secrets.token_urlsafe(16), f"Pregunta {number}"), 60)
    assert {status for status, _ in receipts} == {201}
    assert len({receipt for _, receipt in receipts}) == 60
    numbers = sorted(int(radicado[5:]) for (radicado,) in rows(home, "SELECT radicado FROM question"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert rows(home, "SELECT last FROM filing_counter") == [(len(numbers),)]


def test_a_receipt_that_was_shown_is_seen_by_everybody(home, server):
    _status, receipt = send(open_form(server.port), secrets.token_urlsafe(16), "¿Ya está guardada?")
    radicado = receipt.split()[0]
    assert rows(home, f"SELECT body FROM question WHERE radicado = '{radicado}'") == [("¿Ya está guardada?",)]  # noqa: S608 - a number of ours
