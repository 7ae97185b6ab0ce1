"""The published files, as phones read them."""

import gzip

import pytest
from werkzeug.test import Client

from participa.hearings.live_files import LiveFiles
from participa.hearings.publishing import write


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / "PLAZA7"
    folder.mkdir()
    write(folder / "version.json", b'{"v":1}')
    write(folder / "snapshot.json", b'{"q":"' + b"a" * 900 + b'"}')
    (folder / "secreto.json").write_text("{}")
    return folder


@pytest.fixture
def phone(tmp_path, room):
    def application(_environ, start_response):
        start_response("418 I'M A TEAPOT", [])
        return [b""]

    return Client(LiveFiles(application, tmp_path))


def test_a_phone_that_has_the_state_gets_no_body(phone):
    first = phone.get("/vivo/datos/PLAZA7/version.json")
    again = phone.get("/vivo/datos/PLAZA7/version.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.json, again.status_code, again.data) == ({"v": 1}, 304, b"")


def test_a_new_state_is_read_at_once(phone, room):
    phone.get("/vivo/datos/PLAZA7/version.json")
    write(room / "version.json", b'{"v":2}')
    assert phone.get("/vivo/datos/PLAZA7/version.json").json == {"v": 2}


def test_a_snapshot_travels_compressed(phone):
    answer = phone.get("/vivo/datos/PLAZA7/snapshot.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(answer.data)) > len(answer.data)


@pytest.mark.parametrize(
    "path",
    [
        "PLAZA7/secreto.json",
        "PLAZA7/version.json.gz",
        "PLAZA7/delta-9.json",
        "NADA/version.json",
        "../participa.db",
        "PLAZA7/../../participa.db",
        "PLAZA7/%2e%2e/version.json",
        "plaza7/version.json",
    ],
)
def test_nothing_else_is_there(phone, path):
    assert phone.get(f"/vivo/datos/{path}").status_code == 404


def test_everything_else_goes_to_the_application(phone):
    assert phone.get("/preguntas/").status_code == 418
    assert phone.post("/vivo/datos/PLAZA7/version.json").status_code == 418
