"""P15: what people wrote is hostile on every page that shows it."""

from collections.abc import Iterator

import pytest

from tests.access import bodies
from tests.access.matrix import Row
from tests.security.corpus import EVERYWHERE
from tests.security.markup import injected
from tests.security.pages import OPENED, place, who_may
from tests.world.house import House, furnished

pytestmark = pytest.mark.same_everywhere


@pytest.fixture(scope="module")
def hostile_house(app) -> Iterator[House]:
    """Everything that people write is hostile."""
    with furnished(app, words=lambda plain: plain + EVERYWHERE) as house:
        yield house


@pytest.mark.parametrize("row", OPENED, ids=str)
def test_hostile_texts_are_shown_as_texts(hostile_house: House, row: Row):
    for actor in dict.fromkeys([who_may(row), *sorted(row.roles_let_in)]):
        call = bodies.call(hostile_house, row.endpoint, row.method, row.state, actor)
        outcome = hostile_house.send(actor, "GET", hostile_house.url(row.endpoint, call.values), prepare=call.prepare)
        assert outcome.status < 400, outcome.text[:300]
        assert injected(outcome.html) == []


def test_some_page_shows_what_people_wrote(hostile_house: House):
    """Else the test above could not fail."""
    places = [place(hostile_house, row) for row in OPENED]
    pages = [hostile_house.look(where.actor, where.url) for where in places]
    assert sum("&lt;script&gt;alert(1)" in page.text for page in pages) >= 5
