"""The shipped configuration of nginx, in a real nginx: files from the disk, two upstreams, a wall on writes."""

import gzip
import http.client
import json
import re
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from participa.accounts import access
from participa.hearings.publishing import Publisher
from participa.hearings.snapshot import Card, State
from tests.parts.nginx import SHIPPED, Behind, running_nginx

FOLDER = "live"
STAFF = re.compile(r"location ~ (\^/\S+) \{\n[^}]*participa_equipo")
# Pages for everybody that share the first word of their address with those of the team.
WITH_THE_TEAM = ("accounts.", "intake.")


class Echo(BaseHTTPRequestHandler):
    """An application that says which one it is and from whom it hears."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        heard = {"name": self.server.name, "from": self.headers["X-Forwarded-For"], "host": self.headers["Host"]}
        body = json.dumps(heard).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that the library calls

    def log_message(self, *_arguments):
        pass


@contextmanager
def application(name):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.name, server.daemon_threads = name, True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def front(data):
    with (
        application("public") as public,
        application("staff") as staff,
        application("streams") as streams,
        running_nginx(data, Behind(public.server_port, staff.server_port, streams.server_port)) as server,
    ):
        yield server


@pytest.fixture
def publisher(data):
    return Publisher(data / FOLDER / "PLAZA7")


def state(version, words="¿Cuándo abren el puesto de salud?"):
    cards = {1: Card(1, "2026-000101", words)}
    return State(version, datetime(2026, 11, 20, tzinfo=UTC).isoformat(), "open", "Audiencia", 4, cards=cards)


def ask(front, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=10)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_phones_read_from_the_disk_without_the_application(front, publisher):
    publisher.publish(state(1))
    status, headers, body = ask(front, "/vivo/datos/PLAZA7/snapshot.json")
    assert (status, json.loads(body)["v"]) == (200, 1)
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("public, no-cache", "nosniff")


def test_the_compressed_twin_travels_as_it_is_on_the_disk(front, publisher):
    publisher.publish(state(1))
    _status, headers, body = ask(front, "/vivo/datos/PLAZA7/snapshot.json", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert body == (publisher.folder / "snapshot.json.gz").read_bytes()
    assert json.loads(gzip.decompress(body))["v"] == 1


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_two_states_of_the_same_second_are_told_apart(front, publisher, encoding):
    publisher.publish(state(1))
    path = "/vivo/datos/PLAZA7/version.json"
    mark = ask(front, path, Accept_Encoding=encoding)[1]["ETag"]
    assert ask(front, path, Accept_Encoding=encoding, If_None_Match=mark)[0] == 304
    publisher.publish(state(2))
    assert ask(front, path, Accept_Encoding=encoding, If_None_Match=mark)[0] == 200


@pytest.mark.parametrize(
    "path", ["PLAZA7/participa.db", "PLAZA7/version.json.gz", "NADA/version.json", "PLAZA7/..%2f..%2fsecreto.json"]
)
def test_nothing_else_of_the_folder_is_given(front, data, path):
    (data / "secreto.json").write_text('"clave"')
    status, _headers, body = ask(front, f"/vivo/datos/{path}")
    assert status != 200 or json.loads(body)["name"] == "public", "the application answers for it, not the disk"
    assert b"clave" not in body


def test_a_room_without_files_is_not_found_in_plain_words(front):
    status, headers, body = ask(front, "/vivo/datos/NADA/version.json")
    assert (status, body, headers["Content-Type"]) == (404, b"{}", "application/json")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "public"),
        ("/preguntas/nueva", "public"),
        ("/vivo/PLAZA7", "public"),
        ("/vivo/gestion/PLAZA7/", "staff"),
        ("/preguntas/gestion/", "staff"),
        ("/gestion/", "staff"),
        ("/cuentas/ingresar", "staff"),
        ("/vivo/datos/PLAZA7/eventos", "streams"),
    ],
)
def test_the_team_has_processes_of_its_own(front, path, name):
    assert json.loads(ask(front, path)[2])["name"] == name


def test_the_address_of_who_asks_cannot_be_made_up(front):
    heard = json.loads(ask(front, "/", X_Forwarded_For="203.0.113.9", Host="participa.example")[2])
    assert heard == {"name": "public", "from": "127.0.0.1", "host": "participa.example"}


def test_a_body_that_no_question_needs_is_refused_before_the_application(front):
    assert ask(front, "/vivo/PLAZA7/preguntar", "POST", b"a" * 40_000)[0] == 413
    assert ask(front, "/vivo/PLAZA7/preguntar", "POST", b"a" * 4_000)[0] == 200


def test_a_full_hall_writes_through_one_address(front):
    assert {ask(front, "/vivo/PLAZA7/apoyar", "POST", b"a=1")[0] for _ in range(300)} == {200}


def test_when_the_application_dies_the_last_state_stays(data, publisher):
    publisher.publish(state(7))
    with application("public") as public, application("staff") as staff:
        gone = Behind(public.server_port, staff.server_port, staff.server_port)
    with running_nginx(data, gone) as front:
        assert json.loads(ask(front, "/vivo/datos/PLAZA7/version.json")[2])["v"] == 7
        status, headers, body = ask(front, "/preguntas/")
    assert (status, headers["Retry-After"]) == (502, "10")
    assert "no está disponible" in body.decode()


def test_the_files_of_the_look_are_kept_for_a_year(front):
    _status, headers, _body = ask(front, "/static/css/participa.css?v=abc")
    assert (headers["Cache-Control"], headers["Content-Type"]) == (
        "public, max-age=31536000, immutable",
        "text/css; charset=utf-8",
    )
    assert ask(front, "/static/css/participa.css")[1]["Cache-Control"] == "public, no-cache"


def test_every_page_of_the_team_goes_to_its_processes(app):
    """A new page of the team whose address nginx does not know would share the processes of the public."""
    places = [re.compile(pattern) for pattern in STAFF.findall((SHIPPED / "rutas.conf").read_text())]
    assert len(places) == 2
    wrong = []
    for rule in app.url_map.iter_rules():
        mark = access.mark_of(app.view_functions.get(rule.endpoint))
        is_staff = mark is not None and mark.roles is not None and not mark.link
        goes_to_staff = any(place.search(rule.rule) for place in places)
        if is_staff != goes_to_staff and not (goes_to_staff and rule.endpoint.startswith(WITH_THE_TEAM)):
            wrong.append((rule.endpoint, rule.rule))
    assert wrong == []
