"""Everything a citizen does works without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.access.matrix import NO_PAGES, ROWS, Row
from tests.crawl.conftest import Site
from tests.parts.chromium import leave_by

pytestmark = pytest.mark.browser
# The arrow at the edge of a ranking has nowhere to go: it says so, and still takes the focus.
USABLE = "main form button[type=submit]:not([aria-disabled][data-why])"
PUBLIC = [row for row in ROWS if row.is_safe and "anon" in row.roles_let_in and row.endpoint not in NO_PAGES]


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.window(java_script_enabled=False, viewport={"width": 360, "height": 740})


@pytest.fixture
def fresh(site: Site) -> Iterator[Page]:
    page = site.window(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield page
    page.close()


@pytest.mark.parametrize("row", PUBLIC, ids=str)
def test_public_page_is_whole(site: Site, page: Page, row: Row):
    place = next(found for found in site.furniture["pages"] if found["name"] == str(row))
    page.goto(place["path"])
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("link", name="Saltar al contenido")).to_have_count(1)
    for button in page.locator(USABLE).all():
        expect(button).to_be_enabled()


def test_a_question_is_asked_and_followed(site: Site, fresh: Page):
    fresh.goto("/preguntas/nueva?general=1")
    fresh.locator("[name=body]").fill("¿Cuándo arreglan el puente de la vereda?")
    leave_by(fresh.locator("main form button[type=submit]").first)
    expect(fresh.locator("h1")).to_be_visible()
    code = fresh.locator("[data-code], .code").first.inner_text()
    fresh.goto("/preguntas/seguir")
    fresh.locator("[name=code]").fill(code.lower())
    leave_by(fresh.locator("main form button[type=submit]").first)
    expect(fresh.get_by_text("¿Cuándo arreglan el puente de la vereda?")).to_be_visible()


def test_the_questions_are_searched(site: Site, fresh: Page):
    fresh.goto("/preguntas/")
    fresh.locator("main [name=q]").fill("vía")
    leave_by(fresh.locator("main form button[type=submit]").first)
    fresh.wait_for_url("**q=v%C3%ADa*")
    expect(fresh.locator("h1")).to_be_visible()


def test_a_member_of_the_team_comes_in_and_goes_out(site: Site, fresh: Page):
    site.sign_in(fresh, site.furniture["email"]["moderator"])
    expect(fresh.locator("h1")).to_be_visible()
    leave_by(fresh.get_by_role("button", name="Salir"))
    expect(fresh.get_by_role("button", name="Salir")).to_have_count(0)
    fresh.goto("/gestion/")
    assert "/cuentas/ingresar" in fresh.url
