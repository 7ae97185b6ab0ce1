"""The files of the look come from memory, compressed, with the headers of every answer."""

import gzip

import pytest
from flask import Flask

from participa.shared import static_files


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "hoja.css").write_text("p { color: black } " * 100)
    (tmp_path / "foto.png").write_bytes(b"\x89PNG" + bytes(2000))
    (tmp_path.parent / "secreto.txt").write_text("secreto")
    return tmp_path


@pytest.fixture
def site(folder):
    site = Flask(__name__, static_folder=str(folder), static_url_path="/static")
    static_files.init_app(site, {"X-Content-Type-Options": "nosniff"})
    return site


@pytest.fixture
def visitor(site):
    return site.test_client()


def address(site):
    return f"/static/css/hoja.css?v={site.extensions['asset_version']}"


def test_a_file_with_its_version_may_be_kept_for_a_year(site, visitor):
    answer = visitor.get(address(site))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("query", ["", "?v=", "?v=0000000000"])
def test_without_its_version_the_browser_asks_again(visitor, query):
    assert visitor.get(f"/static/css/hoja.css{query}").headers["Cache-Control"] == "public, no-cache"


def test_text_is_compressed_and_a_picture_is_not(site, visitor):
    sheet = visitor.get(address(site), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(sheet.data) == visitor.get(address(site)).data
    picture = visitor.get("/static/foto.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in picture.headers


def test_who_has_it_already_gets_no_body(site, visitor):
    tag = visitor.get(address(site)).headers["ETag"]
    assert visitor.get(address(site), headers={"If-None-Match": tag}).status_code == 304


def test_an_edited_file_is_seen_at_once(folder, site, visitor):
    visitor.get(address(site))
    (folder / "css" / "hoja.css").write_text("p { color: white }")
    assert visitor.get(address(site)).text == "p { color: white }"


def test_the_version_changes_with_the_content(folder):
    before = static_files.fingerprint(folder)
    (folder / "css" / "hoja.css").write_text("otro")
    assert static_files.fingerprint(folder) != before


@pytest.mark.parametrize(
    "path", ["/static/nada.css", "/static/css", "/static/../secreto.txt", "/static/%2e%2e/secreto.txt"]
)
def test_what_is_not_a_file_of_the_folder_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404
