"""Every page of every role, in a real browser: accessible, light, quiet, narrow enough."""

import pytest

from tests.access.matrix import NO_PAGES, ROWS, Row
from tests.crawl.conftest import Site
from tests.crawl.looking import look

pytestmark = pytest.mark.browser
OPENED = [row for row in ROWS if row.is_safe and row.roles_let_in and row.endpoint not in NO_PAGES]


@pytest.mark.parametrize("row", OPENED, ids=str)
def test_page(site: Site, row: Row):
    place = next(page for page in site.furniture["pages"] if page["name"] == str(row))
    found = {actor: look(site, actor, place["path"]) for actor in place["actors"]}
    assert {actor: wrong for actor, wrong in found.items() if wrong} == {}
