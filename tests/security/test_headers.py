"""P21: what goes with every answer, rule by rule, and the cookies."""

import re
from http.cookies import SimpleCookie

import pytest

from participa.shared.edge import PAGES, page
from tests.access.matrix import Row
from tests.pages import problems
from tests.security.pages import OPENED, place
from tests.world.house import House

pytestmark = pytest.mark.same_everywhere

SHUT = ("default-src", "object-src", "base-uri", "frame-ancestors")
OWN = ("script-src", "style-src", "form-action")
UNSAFE = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")
ISOLATION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LEAKLESS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ERRORS = {
    400: ("POST", "/preguntas/seguir"),
    403: ("GET", "/cuentas/gestion/nueva"),
    404: ("GET", "/no-existe"),
    405: ("POST", "/ayuda"),
}


def weaknesses(headers: dict[str, str]) -> list[str]:
    """What the headers of an answer leave open."""
    found = [f"{name}: {headers.get(name)}" for name, right in ISOLATION.items() if headers.get(name) != right]
    found += [f"policy: {name}" for name in weak_directives(headers.get("Content-Security-Policy", ""))]
    if headers.get("Referrer-Policy") not in LEAKLESS:
        found.append("the address of the page leaks to other sites")
    if "Cache-Control" not in headers:
        found.append("nobody says whether it may be kept")
    if re.search(r"\d", headers.get("Server", "")) or "X-Powered-By" in headers:
        found.append("the server tells its version")
    return found


def weak_directives(policy: str) -> list[str]:
    rules = {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}
    shut = [name for name in SHUT if rules.get(name) != ["'none'"]]
    unsafe = [name for name, sources in rules.items() if any(word in UNSAFE or "unsafe-" in word for word in sources)]
    return shut + unsafe + [name for name in OWN if rules.get(name) != ["'self'"]]


@pytest.mark.parametrize("row", OPENED, ids=str)
def test_each_page_has_strict_headers(house: House, row: Row):
    where = place(house, row)
    outcome = house.send(where.actor, "GET", where.url)
    assert weaknesses(outcome.headers) == []
    kept = outcome.headers["Cache-Control"]
    if where.actor != "anon":
        assert "no-store" in kept, "a page of the team is kept nowhere"
    if "public" in kept:
        assert "Set-Cookie" not in outcome.headers
        assert "Cookie" not in outcome.headers.get("Vary", "")


@pytest.mark.parametrize(("status", "request_line"), ERRORS.items())
def test_each_refusal_has_strict_headers_and_a_page(house: House, status: int, request_line: tuple[str, str]):
    actor = "moderator" if status == 403 else "anon"
    outcome = house.send(actor, *request_line, token=None)
    assert outcome.status == status
    assert weaknesses(outcome.headers) == []
    assert problems(outcome.text) == []
    assert 'lang="es-CO"' in outcome.text


@pytest.mark.parametrize("status", PAGES)
def test_each_error_page_is_whole_and_says_what_to_do(house: House, status: int):
    with house.app.test_request_context("/"):
        html = page(status, reference="abcd1234")[0]
    assert problems(html) == []
    assert "Qué puede hacer ahora" in html


@pytest.mark.parametrize("name", ["css/participa.css", "js/app.js", "img/favicon.svg"])
def test_files_have_strict_headers(house: House, name: str):
    answer = house.browser().get(f"/static/{name}")
    assert answer.status_code == 200
    assert weaknesses(dict(answer.headers)) == []


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(house: House):
    given = house.browser(with_session=False).get("/cuentas/ingresar").headers["Set-Cookie"]
    cookie = next(iter(SimpleCookie(given).values()))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]


def test_a_weak_policy_is_seen():
    strict = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    strict += "object-src 'none'; frame-ancestors 'none'"
    assert weak_directives(strict) == []
    assert weak_directives(strict.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"))
    assert weak_directives(strict.replace("; frame-ancestors 'none'", ""))
    assert weak_directives(strict.replace("style-src 'self'", "style-src *"))
    assert weaknesses({}) != []
