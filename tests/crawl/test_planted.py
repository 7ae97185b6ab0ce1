"""Each check of the crawl sees the defect that it is for."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from participa.shared.security import HEADERS
from tests.crawl import inspection as inspect
from tests.parts.chromium import new_context

pytestmark = pytest.mark.browser
SHELL = (
    '<!doctype html><html lang="es-CO"><head><title>Prueba</title><meta name="viewport" content="width=device-width">'
    "<link rel=icon href=data:,></head><body><main><h1>Prueba</h1>{}</main></body></html>"
)
NOISE = f"<p>{'Texto largo. ' * 6000}</p>"
PLANTED = {
    "/picture": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>",
    "/field": "<input type=text>",
    "/wide": "<table><tr>" + "<td>ancha-palabra</td>" * 12 + "</tr></table>",
    "/inline": "<script>document.title = 'otro'</script>",
    "/elsewhere": "<img alt='' src='http://otro.example/a.png'>",
    "/heavy": NOISE,
    "/small": "<button>x</button>",
    "/headings": "<h1>Otra</h1>",
    "/nowhere": "<a href='#no-existe'>Saltar</a>",
}


class Planted(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = SHELL.format(PLANTED.get(self.path, "")).encode()
        self.send_response(200)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def planted(browser: Browser) -> Iterator[tuple[Page, inspect.Watcher]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Planted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with new_context(browser, base_url=f"http://127.0.0.1:{server.server_port}") as context:
        page = context.new_page()
        yield page, inspect.Watcher(page)
    server.shutdown()
    server.server_close()


def opened(planted: tuple[Page, inspect.Watcher], path: str) -> tuple[Page, inspect.Traffic]:
    page, watcher = planted
    with watcher.visit() as traffic:
        page.goto(path)
    return page, traffic


def everything(page: Page, traffic: inspect.Traffic) -> list[str]:
    host = page.url.split("/")[2]
    found = inspect.structure(page) + inspect.accessibility(page) + inspect.reflow(page) + inspect.targets(page, 44)
    return found + inspect.weight(traffic, True) + inspect.traffic_problems(traffic, host)


def test_a_whole_page_is_let_through(planted):
    page, traffic = opened(planted, "/headings-are-fine")
    assert everything(page, traffic) == []


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/picture", "image-alt"),
        ("/field", "label"),
        ("/wide", "wide"),
        ("/inline", "console"),
        ("/elsewhere", "console"),
        ("/heavy", "heavy"),
        ("/small", "small"),
        ("/headings", "2 h1"),
        ("/nowhere", "link to nowhere"),
    ],
)
def test_the_defect_is_seen(planted, path: str, word: str):
    page, traffic = opened(planted, path)
    assert any(line.startswith(word) for line in everything(page, traffic))
    assert page.title() == "Prueba", "no script of the page ran"


def test_a_focus_without_ring_is_seen(planted):
    page, _traffic = opened(planted, "/small")
    page.evaluate("document.querySelector('button').setAttribute('class', 'card')")
    page.evaluate("document.querySelector('button').style.cssText = 'outline: none; box-shadow: none'")
    assert inspect.focus(page) == ["focus not seen: BUTTON x"]
