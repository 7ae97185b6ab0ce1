"""The last seats under a race: 60 people at once on the real server, and verbs in threads. Never one seat too many."""

import http.client
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from participa import create_app
from participa.config import from_environment
from participa.events.models import Event
from participa.extensions import db
from participa.registrations import services
from participa.registrations.models import Registration
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.pages import parse
from tests.parts import house

pytestmark = pytest.mark.slow
PEOPLE, PLACES = 60, 20
SEATED = {"registered", "confirmed", "offered"}
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def home(request, tmp_path_factory):
    """A house with an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    return house.build(tmp_path_factory.mktemp("house"), env)


@pytest.fixture(scope="module")
def second(home) -> Iterator[Flask]:
    """Another process of the same house, so to say: the application on its database, in this process."""
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def server(home):
    with home.serving() as server:
        yield server


def at_once(act: Callable[[int], Found], times: int) -> list[Found]:
    """Do this so many times, all let go at the same instant."""
    start = Barrier(times)

    def run(number: int) -> Found:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(max_workers=times) as crowd:
        return list(crowd.map(run, range(times)))


def states(app: Flask, slug: str) -> Counter[str]:
    with app.app_context():
        found = select(Registration.state).join(Event).where(Event.slug == slug)
        return Counter(state.value for state in db.session.scalars(found))


def ask(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Status, page and cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), (answer.headers["Set-Cookie"] or "").split(";")[0]
    finally:
        connection.close()


def test_of_sixty_people_at_once_twenty_get_a_seat_and_forty_wait_in_a_line(home, second, server):
    with second.app_context():
        make.event(slug="veinte-puestos", capacity_in_room=PLACES)
    page = "/inscripciones/veinte-puestos/nueva"
    _status, html, cookie = ask(server.port, "GET", page)
    hidden = parse(html).hidden

    def register(number: int) -> tuple[int, str]:
        told = {"first_name": f"Persona {number}", "last_name": "Apurada", "phone": "3000000000", "manage": "y"}
        form = hidden | told | {"capacity_as": "ciudadania", "form_key": secrets.token_urlsafe(16)}
        status, answer, _ = ask(server.port, "POST", page, urlencode(form), cookie)
        place = re.search(r"Su lugar en la lista es el (\d+)", answer)
        return status, place.group(1) if place else "seat"

    answers = at_once(register, PEOPLE)
    assert {status for status, _ in answers} == {201}
    assert states(second, "veinte-puestos") == {"registered": PLACES, "waiting": PEOPLE - PLACES}
    told = Counter(place for _, place in answers)
    assert told == {"seat": PLACES} | {str(place): 1 for place in range(1, PEOPLE - PLACES + 1)}


def test_the_same_form_sixty_times_is_one_seat(home, second, server):
    with second.app_context():
        make.event(slug="una-sola", capacity_in_room=PLACES)
    page = "/inscripciones/una-sola/nueva"
    _status, html, cookie = ask(server.port, "GET", page)
    told = {"first_name": "Persona", "last_name": "Insistente", "phone": "3000000000", "manage": "y"}
    body = urlencode(parse(html).hidden | told | {"capacity_as": "ciudadania"})
    codes = at_once(lambda _: re.findall(r'id="codigo">(.*?)</p>', ask(server.port, "POST", page, body, cookie)[1]), 60)
    assert len({str(code) for code in codes}) == 1
    assert codes[0]
    assert states(second, "una-sola") == {"registered": 1}


def test_cancelling_and_registering_at_once_never_gives_a_seat_too_many(second):
    with second.app_context():
        event = make.event(slug="revuelto", capacity_in_room=5)
        event_id, seated = event.id, [make.registration(event).id for _ in range(5)]
        for _ in range(5):
            make.registration(event)

    def act(number: int) -> None:
        with second.app_context(), unit_of_work():
            if number < len(seated):
                services.cancel(db.session.get_one(Registration, seated[number]))
            else:
                person, key = make.application(), secrets.token_urlsafe(16)
                services.register(db.session.get_one(Event, event_id), person, key)

    at_once(act, 15)
    found = states(second, "revuelto")
    assert sum(found[state] for state in SEATED) == 5
    assert found == {"cancelled": 5, "offered": 5, "waiting": 10}


def test_two_groups_for_the_last_seats_do_not_share_them(second):
    with second.app_context():
        event_id = make.event(slug="grupos", capacity_in_room=30).id

    def act(number: int) -> str:
        with second.app_context():
            try:
                make.group(db.session.get_one(Event, event_id), tuple(f"Persona {number}-{n}" for n in range(20)))
            except services.FewSeats as few:
                return f"few {few.free}"
            return "all"

    assert Counter(at_once(act, 3)) == {"all": 1, "few 10": 2}
    assert states(second, "grupos") == {"registered": 20}
