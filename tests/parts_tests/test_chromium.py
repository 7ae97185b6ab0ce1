import pytest
from playwright.sync_api import Error

from tests.parts import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium.running_chromium() as running:
        yield running


@pytest.fixture
def page(browser):
    with chromium.new_context(browser) as context:
        yield context.new_page()


def test_page_is_rendered(page):
    page.goto("data:text/html;charset=utf-8,<h1>Rendición de cuentas</h1>")
    assert page.get_by_role("heading").inner_text() == "Rendición de cuentas"


def test_visitor_is_in_bogota_and_reads_spanish(page):
    assert page.evaluate("navigator.language") == "es-CO"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "America/Bogota"


def test_no_other_host_is_reached(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://participa.example/")


def test_options_of_a_context_are_kept(browser):
    with chromium.new_context(browser, viewport={"width": 360, "height": 640}) as context:
        assert context.new_page().evaluate("innerWidth") == 360
