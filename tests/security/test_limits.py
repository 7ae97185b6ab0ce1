"""Foreign hosts, bodies that are too large or odd, and bytes that are no text."""

import pytest

from tests.access.matrix import Row
from tests.pages import problems
from tests.security.corpus import FOR_CHOICES, NUMBERS
from tests.security.markup import injected
from tests.security.pages import OPENED, SENT, place
from tests.security.queries import asked_by
from tests.world.house import House, Outcome

TOO_LARGE = 4 * 1024 * 1024
TOO_LARGE_WITH_FILE = 13 * 1024 * 1024
ODD_PATHS = (
    *NUMBERS,
    "%00",
    "a%00b",
    "%ff%fe",
    "%c0%ae",
    "%ed%a0%80",
    "..%2f..%2fetc",
    "%e2%80%ae",
    "a" * 3000,
    "%0d%0aX: y",
    "'",
)
ODD_QUERIES = ("pagina=%00", "q=%ff%fe", "estado=%c3%28", "=", "&&&", "%", "q=%", "a[]=1&a[]=2", "q=" + "a" * 5000)
ODD_VALUES = (*NUMBERS, "%00", "%ff%fe", "%c3%28", "'", "<script>alert(1)</script>", "a" * 300, "../..", "")


def faults(outcome: Outcome) -> list[str]:
    """Why an answer is no honest one."""
    found = [f"status {outcome.status} {outcome.text[:200]}"] if outcome.status >= 500 else []
    return found + injected(outcome.html)


@pytest.mark.same_everywhere
@pytest.mark.parametrize("host", ["otro.example", "localhost.otro.example", "127.0.0.1@otro.example", "", "a b"])
def test_a_foreign_host_is_refused(house: House, host: str):
    for url in ("/", "/cuentas/ingresar", "/static/css/no-existe.css"):
        assert house.browser(with_session=False).get(url, headers={"Host": host}).status_code == 400


def test_the_names_of_this_machine_are_served(house: House):
    for host in ("localhost", "localhost:8000", "127.0.0.1:5000"):
        assert house.browser(with_session=False).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.same_everywhere
@pytest.mark.parametrize("row", SENT, ids=str)
def test_a_body_that_is_too_large_is_refused_with_words(house: House, row: Row):
    where = place(house, row)
    takes_file = getattr(house.app.view_functions[row.endpoint], "takes_uploads", False)
    size = TOO_LARGE_WITH_FILE if takes_file else TOO_LARGE
    outcome = house.send(where.actor, "POST", where.url, {"body": "a" * size})
    assert outcome.status == 413
    assert problems(outcome.text) == []
    assert "texto" in outcome.text, "says what to do with a long text, not only with files"


@pytest.mark.same_everywhere
@pytest.mark.parametrize("row", SENT[:3], ids=str)
def test_a_form_with_too_many_parts_is_refused(house: House, row: Row):
    where = place(house, row)
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nx\r\n' for n in range(600))
    kind = "multipart/form-data; boundary=x"
    answer = house.browser(where.actor).post(where.url, data=parts + "--x--\r\n", content_type=kind)
    assert answer.status_code == 413


@pytest.mark.same_everywhere
@pytest.mark.parametrize("kind", ["application/json", "text/xml", "multipart/form-data", "a/b; charset=nada", "", "x"])
def test_a_body_of_an_odd_kind_is_refused(house: House, kind: str):
    for row in SENT:
        where = place(house, row)
        answer = house.browser(where.actor).post(where.url, data=b'{"a": \xff\x00', content_type=kind)
        assert answer.status_code in (400, 403, 413, 415, 422), where.url


@pytest.mark.parametrize("row", [row for row in OPENED if not row.state], ids=str)
def test_odd_addresses_are_never_a_fault(house: House, row: Row):
    where = place(house, row)
    stem, _, _last = where.url.rstrip("/").rpartition("/")
    addresses = [f"{stem}/{odd}" for odd in ODD_PATHS] + [f"{where.url}?{odd}" for odd in ODD_QUERIES]
    outcomes = {url: house.look(where.actor, url) for url in addresses}
    assert {url: faults(outcome) for url, outcome in outcomes.items() if faults(outcome)} == {}


@pytest.mark.parametrize("row", [row for row in OPENED if not row.state], ids=str)
def test_odd_values_of_what_a_page_asks_are_never_a_fault(house: House, row: Row):
    where = place(house, row)
    names = asked_by(house, row, where)
    addresses = [f"{where.url}?{name}={value}" for name in names for value in ODD_VALUES]
    addresses += [f"{where.url}?" + "&".join(f"{name}={value}" for name in names) for value in ODD_VALUES if names]
    outcomes = {url: house.look(where.actor, url) for url in addresses}
    assert {url: faults(outcome) for url, outcome in outcomes.items() if faults(outcome)} == {}


@pytest.mark.same_everywhere
@pytest.mark.parametrize("row", [row for row in OPENED if "<" in str(row)] or OPENED[:1], ids=str)
def test_methods_that_a_page_does_not_know_are_refused(house: House, row: Row):
    where = place(house, row)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        assert house.browser(where.actor).open(where.url, method=method).status_code == 405


def test_odd_values_exist_for_some_page(house: House):
    asked = [asked_by(house, row, place(house, row)) for row in OPENED if not row.state]
    assert sum(bool(names) for names in asked) >= 4
    assert FOR_CHOICES
