import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from tests.parts import chromium

pytestmark = pytest.mark.browser


class Slow(BaseHTTPRequestHandler):
    """Says at once that a page comes, and brings it later."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        time.sleep(0.5)
        self.wfile.write(b"<h1>Una</h1><a href='/otra'>Seguir</a>")

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def slow() -> Iterator[str]:
    """The address of a server that is slow."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


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


@pytest.mark.parametrize("has_scripts", [True, False])
def test_who_leaves_a_page_finds_the_next_one_whole(browser, slow, has_scripts: bool):
    with chromium.new_context(browser, java_script_enabled=has_scripts) as context:
        page = context.new_page()
        page.goto(slow)
        chromium.leave_by(page.get_by_role("link", name="Seguir"))
        assert page.url == f"{slow}otra"
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
