"""Opening a page as an actor and checking it."""

import hashlib
import re

from playwright.sync_api import Page

from tests.crawl import inspection as inspect
from tests.crawl.conftest import Site
from tests.parts.chromium import listening

WHAT_DIFFERS_BY_ROW = re.compile(r'(?:value|href|id|for|name|datetime|src|aria-[a-z]+)="[^"]*"|>[^<]*<')
_seen: set[str] = set()


def is_new(page: Page) -> bool:
    """Whether no page whose main part has this shape was looked at closely before: roles often see the same."""
    html = page.evaluate("document.body.className + document.querySelector('main').innerHTML")
    shape = hashlib.sha256(WHAT_DIFFERS_BY_ROW.sub("><", html).encode()).hexdigest()
    return shape not in _seen and not _seen.add(shape)


def look(site: Site, actor: str, path: str) -> list[str]:
    """Open a page as a first visit and check it; what costs time only when nobody saw this shape before."""
    page, watcher = site.visitor(actor)
    page.set_viewport_size({"width": inspect.DESK, "height": 900})
    with watcher.visit() as traffic:
        answer = page.goto(path, wait_until="load")
        listening(page)
    wrong = [] if answer and answer.status < 400 else [f"status {answer and answer.status}"]
    wrong += inspect.structure(page) + inspect.weight(traffic, actor == "anon")
    wrong += closely(page, actor == "anon") if is_new(page) else []
    return wrong + inspect.traffic_problems(traffic, site.host)


def closely(page: Page, is_citizens: bool) -> list[str]:
    """As wide as a desk, then as narrow as a phone."""
    wrong = inspect.accessibility(page) + inspect.focus(page) + inspect.reflow(page)
    page.set_viewport_size({"width": inspect.PHONE, "height": 740})
    wrong += [f"phone: {line}" for line in inspect.accessibility(page)] if is_citizens else []
    return wrong + inspect.targets(page, inspect.CITIZEN_TARGET if is_citizens else inspect.STAFF_TARGET)
