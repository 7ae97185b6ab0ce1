"""Public pages are kept for everybody, and nobody ever gets the page of another."""

import gzip
import http.client
import json

import pytest
from flask import Flask, current_app, flash, make_response, render_template_string, session

from participa.shared import page_cache
from participa.shared.data_version import DataVersion
from participa.shared.page_cache import PageCache, PersonalPage, cacheable
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.parts import house

LONG = "palabra " * 200


@pytest.fixture
def version(tmp_path):
    return DataVersion(tmp_path / "data.version")


def count():
    """How often a page of the site was made."""
    current_app.made += 1
    return current_app.made


@cacheable
def publica():
    return f"{count()} {LONG}"


def personal():
    return str(count())


@cacheable
def galleta():
    response = make_response(str(count()))
    response.set_cookie("quien", str(current_app.made))
    return response


@cacheable
def sesion():
    return f"{count()} {session.get('nombre')}"


@cacheable
def aviso():
    flash("Solo para usted")
    return render_template_string("{{ get_flashed_messages() }}") + str(count())


@cacheable
def falla():
    return str(count()), 404


@cacheable
def reservada():
    return str(count()), {"Cache-Control": "no-store"}


@cacheable
def segun_el_idioma():
    return str(count()), {"Vary": "Accept-Language"}


@pytest.fixture
def site(version):
    """A site whose pages say how often they were made; some of them hide a defect."""
    site = Flask(__name__)
    site.secret_key = "s" * 32
    site.config["TRUSTED_HOSTS"] = ["localhost"]
    site.made = 0
    for view in (publica, personal, galleta, sesion, aviso, falla, reservada, segun_el_idioma):
        site.add_url_rule(f"/{view.__name__}", view_func=view)
    site.wsgi_app = PageCache(site.wsgi_app, version, ttl=30)
    return site


@pytest.fixture
def visitor(site):
    return site.test_client()


def number(answer):
    return int(answer.text.split()[0])


def test_a_public_page_is_made_once(visitor):
    assert [number(visitor.get("/publica")) for _ in range(3)] == [1, 1, 1]


def test_a_page_without_the_mark_is_made_each_time(visitor):
    assert [number(visitor.get("/personal")) for _ in range(2)] == [1, 2]


def test_a_change_of_the_data_makes_it_anew(visitor, version):
    assert number(visitor.get("/publica")) == 1
    version.change()
    assert [number(visitor.get("/publica")) for _ in range(2)] == [2, 2]


def test_a_change_while_the_page_is_made_makes_it_anew(site, visitor, version):
    site.after_request(lambda response: version.change() or response)
    assert [number(visitor.get("/publica")) for _ in range(2)] == [1, 2]


def test_a_page_is_forgotten_with_time(site, version):
    site.wsgi_app = PageCache(Flask.wsgi_app.__get__(site), version, ttl=-1)
    assert [number(site.test_client().get("/publica")) for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("address", ["/galleta", "/sesion", "/aviso", "/falla", "/reservada", "/segun_el_idioma"])
def test_what_is_not_the_same_for_everybody_is_never_kept(site, address):
    first, second = site.test_client().get(address).text, site.test_client().get(address).text
    assert first != second


def test_the_cookie_of_one_visitor_never_reaches_another(site):
    cookies = [site.test_client().get("/galleta").headers["Set-Cookie"] for _ in range(2)]
    assert cookies[0].startswith("quien=1")
    assert cookies[1].startswith("quien=2")


@pytest.mark.parametrize("address", ["/galleta", "/sesion", "/aviso"])
def test_in_tests_a_page_that_may_not_be_kept_fails(site, version, address):
    site.wsgi_app = PageCache(Flask.wsgi_app.__get__(site), version, ttl=0, is_strict=True)
    with pytest.raises(PersonalPage, match=address):
        site.test_client().get(address)


def test_a_cookie_of_the_visitor_changes_nothing(site):
    plain, signed_in = site.test_client(), site.test_client()
    signed_in.set_cookie("participa", "algo")
    assert number(plain.get("/publica")) == number(signed_in.get("/publica")) == 1


def test_each_query_is_a_page_of_its_own_and_a_long_one_is_not_kept(visitor):
    assert [number(visitor.get(f"/publica?pagina={page}")) for page in (1, 2, 1)] == [1, 2, 1]
    long = "/publica?q=" + "x" * page_cache.LONGEST_QUERY
    assert [number(visitor.get(long)) for _ in range(2)] == [3, 4]


def test_made_up_queries_do_not_push_the_plain_page_out(visitor, monkeypatch, site, version):
    monkeypatch.setattr(page_cache, "QUERY_BYTES", 4 * len(LONG))
    site.wsgi_app = PageCache(Flask.wsgi_app.__get__(site), version, ttl=30)
    visitor.get("/publica")
    for page in range(20):
        visitor.get(f"/publica?pagina={page}")
    assert number(visitor.get("/publica?pagina=0")) == 22  # made again: its shelf is small
    assert number(visitor.get("/publica")) == 1


def test_a_foreign_host_is_refused_although_the_page_is_kept(visitor):
    assert visitor.get("/publica").status_code == 200
    assert visitor.get("/publica", headers={"Host": "ajeno.example"}).status_code == 400


def test_it_is_sent_compressed_to_who_understands_it(visitor):
    packed = visitor.get("/publica", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 200
    assert gzip.decompress(packed.data) == visitor.get("/publica").data
    refused = visitor.get("/publica", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    assert refused.headers["Vary"] == "Accept-Encoding"


def test_who_has_it_already_gets_no_body(visitor, version):
    tag = visitor.get("/publica").headers["ETag"]
    again = visitor.get("/publica", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    version.change()
    assert visitor.get("/publica", headers={"If-None-Match": tag}).status_code == 200


def test_head_tells_the_length_and_sends_no_body(visitor):
    length = len(visitor.get("/publica").data)
    head = visitor.head("/publica")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(length))


def test_two_marks_of_the_data_are_seen_by_both(tmp_path):
    mine, theirs = DataVersion(tmp_path / "v"), DataVersion(tmp_path / "v")
    before = mine.now()
    theirs.change()
    assert mine.now() == theirs.now() != before


@pytest.mark.usefixtures("context")
def test_a_commit_changes_the_mark_and_a_refusal_does_not(settings):
    mark = DataVersion(settings.data_dir / "data.version")
    before = mark.now()
    with unit_of_work() as work:
        work.keep = False
    assert mark.now() == before
    make.department()
    assert mark.now() != before


WSGI = """
import os
from flask import jsonify
from sqlalchemy import func, select
from participa import create_app
from participa.accounts import access
from participa.accounts.models import Department
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work

app = create_app()

@app.get("/oficinas")
@access.public_cached
def offices():
    return jsonify(process=os.getpid(), offices=db.session.scalar(select(func.count()).select_from(Department)))

@app.get("/salud-de-prueba")
@access.public
def health():
    return "bien"

@app.cli.command("nueva-oficina")
def new_office():
    with unit_of_work():
        db.session.add(Department(name=os.urandom(8).hex()))
"""


def offices_by_process(server):
    """What each worker process says: {process: offices}."""
    told = {}
    for _ in range(60):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/oficinas")
        answer = json.loads(connection.getresponse().read())
        connection.close()
        told[answer["process"]] = answer["offices"]
        if len(told) == 2:
            break
    return told


@pytest.mark.slow
def test_a_commit_of_any_process_is_seen_by_every_worker(tmp_path):
    (tmp_path / "wsgi.py").write_text(WSGI)
    home = house.build(tmp_path / "data", cwd=tmp_path)
    with home.serving(health="/salud-de-prueba") as server:
        before = offices_by_process(server)
        assert set(before.values()) == {0}
        home.flask("nueva-oficina")
        after = offices_by_process(server)
    assert len(before) == 2, "both workers should have answered"
    assert after.keys() == before.keys()
    assert set(after.values()) == {1}
