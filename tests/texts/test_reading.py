"""What citizens read is easy to read: INFLESZ 65 or more (55 for the privacy notice), in short sentences."""

from collections.abc import Iterator

import pytest

from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.access import bodies
from tests.access.matrix import ROWS, Row
from tests.texts.prose import ease, mean_words, sentences, too_long
from tests.world.house import House, furnished

pytestmark = pytest.mark.same_everywhere

EASY, EASY_ENOUGH_FOR_LAW = 65, 55
LEGAL = {"portal.privacy", "portal.terms"}
MEAN_WORDS, MOST_WORDS = 15, 25
FEWEST_SENTENCES = 3
PAGES = [
    row
    for row in ROWS
    if row.is_safe and not row.state and "anon" in row.roles_let_in and row.endpoint != "portal.health"
]
PORTAL = [row for row in PAGES if row.endpoint.startswith("portal")]
SENT = [row for row in ROWS if not row.is_safe and not row.state and "anon" in row.roles_let_in]
LEGALESE = (
    "<main><p>De conformidad con lo preceptuado en el artículo precitado, la administración municipal procederá a la "
    "sustanciación del procedimiento administrativo correspondiente, sin perjuicio de las prerrogativas "
    "constitucionalmente establecidas y de las disposiciones reglamentarias complementarias aplicables.</p></main>"
)


@pytest.fixture(scope="module")
def house(app: UnitOfWorkFlask) -> Iterator[House]:
    with furnished(app) as house:
        yield house


def hard_parts(html: str, least: int) -> list[str]:
    """What is hard to read on a page."""
    found = sentences(html)
    if len(found) < FEWEST_SENTENCES and not too_long(found, MOST_WORDS):
        return []
    wrong = [] if ease(found) >= least else [f"ease {ease(found):.0f} < {least}"]
    wrong += [] if mean_words(found) <= MEAN_WORDS else [f"{mean_words(found):.1f} words a sentence"]
    return wrong + [f"long: {sentence}" for sentence in too_long(found, MOST_WORDS)]


def least_for(row: Row) -> int:
    return EASY_ENOUGH_FOR_LAW if row.endpoint in LEGAL else EASY


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_page_is_easy_to_read(house: House, row: Row):
    call = bodies.call(house, row.endpoint, row.method, row.state, "anon")
    page = house.look("anon", house.url(row.endpoint, call.values))
    assert hard_parts(page.text, least_for(row)) == []


@pytest.mark.parametrize("row", SENT, ids=str)
def test_what_a_form_answers_is_easy_to_read(house: House, row: Row):
    call = bodies.call(house, row.endpoint, row.method, row.state, "anon")
    url = house.url(row.endpoint, call.values)
    for form in (call.form, {}):
        answer = house.send("anon", "POST", url, form, prepare=call.prepare)
        assert hard_parts(answer.text, least_for(row)) == []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_error_page_is_easy_to_read(house: House, status: int):
    with house.app.test_request_context("/"):
        html = house.app.jinja_env.get_template(f"errors/{status}.html").render(reference="abcd1234", message="")
    assert hard_parts(html, EASY) == []


def test_legalese_is_seen():
    assert ease(sentences(LEGALESE)) < 20
    assert len(hard_parts(LEGALESE, EASY_ENOUGH_FOR_LAW)) >= 2


def test_plain_words_are_let_through():
    plain = "<main><p>Escriba su pregunta. No pedimos su nombre. La oficina le responde en quince días.</p></main>"
    assert hard_parts(plain, EASY) == []


def test_the_pages_have_something_to_measure(house: House):
    calls = [bodies.call(house, row.endpoint, "GET", "", "anon") for row in PORTAL]
    pages = [house.look("anon", house.url(row.endpoint, call.values)) for row, call in zip(PORTAL, calls, strict=True)]
    measured = [sentences(page.text) for page in pages]
    assert sum(len(found) >= FEWEST_SENTENCES for found in measured) >= 4
