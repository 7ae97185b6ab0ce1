"""The real server over the seeded world, one browser, and one visitor per actor who signed in on the real page."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from participa.accounts.models import Role
from participa.portal.demo.people import ACCOUNTS
from participa.portal.demo.people import PASSWORD as DEMO_PASSWORD
from tests.crawl.inspection import DESK, Watcher
from tests.parts import house
from tests.parts.chromium import new_context, running_chromium
from tests.world.model import OVERSIGHT, PASSWORD, VOLUNTEER

AWAY = 20 * 60  # seconds: a session that nobody uses ends after half an hour


@dataclass
class Site:
    """An installation that answers: its address and what is in it."""

    url: str
    browser: Browser
    furniture: dict[str, Any]
    password: str = PASSWORD
    stack: ExitStack = field(default_factory=ExitStack)
    visitors: dict[str, tuple[Page, Watcher]] = field(default_factory=dict)
    seen_at: dict[str, float] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def visitor(self, actor: str) -> tuple[Page, Watcher]:
        """The browser window of an actor, opened the first time; signed in again before the session ends unused."""
        if actor not in self.visitors:
            page = self.window()
            self.visitors[actor] = page, Watcher(page)
        page, _watcher = self.visitors[actor]
        if time.monotonic() - self.seen_at.get(actor, float("-inf")) >= AWAY:
            page.context.clear_cookies()
            self.come_in(actor, page)
        self.seen_at[actor] = time.monotonic()
        return self.visitors[actor]

    def come_in(self, actor: str, page: Page) -> None:
        if actor == VOLUNTEER:
            self.open_doors(page)
        elif actor == OVERSIGHT:
            self.enter(page, "/compromisos/veeduria", self.furniture["oversight"]["code"])
        elif actor != "anon":
            self.sign_in(page, self.furniture["email"][actor])

    def window(self, **options: Any) -> Page:
        options = {"viewport": {"width": DESK, "height": 900}, "base_url": self.url} | options
        return self.stack.enter_context(new_context(self.browser, **options)).new_page()

    def open_doors(self, page: Page) -> None:
        """With the links of a door and of a tablet."""
        for code in ("code", "kiosk_code"):
            self.enter(page, "/asistencia/puerta", self.furniture["door"][code])

    def enter(self, page: Page, address: str, code: str) -> None:
        """Type the code of a link where it is asked for."""
        page.goto(address)
        page.locator("[name=code]").fill(code)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: not url.endswith(address))

    def sign_in(self, page: Page, email: str) -> None:
        page.goto("/cuentas/ingresar")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(self.password)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/gestion/")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


def installation(folder: Path, with_demo: bool = False) -> house.House:
    return house.build(folder, {"WEB_WORKERS": "1"}, with_demo=with_demo)


def furniture(place: house.House, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crawl.furnish", kind]
    return json.loads(subprocess.run(command, env=place.environment, check=True, capture_output=True).stdout)


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Every object in every state."""
    place = installation(tmp_path_factory.mktemp("crawl"))
    content = furniture(place, "world")
    with place.serving() as server, ExitStack() as stack:
        yield Site(server.url, browser, content, stack=stack)


@pytest.fixture(scope="package")
def empty_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Nothing but the team."""
    place = installation(tmp_path_factory.mktemp("empty"))
    content = furniture(place, "people")
    with place.serving() as server, ExitStack() as stack:
        yield Site(server.url, browser, content, stack=stack)


@pytest.fixture(scope="package")
def demo_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The municipality of the demonstration, as `make run` shows it."""
    place = installation(tmp_path_factory.mktemp("demo"), with_demo=True)
    emails = {str(account.role): account.email for account in ACCOUNTS}
    assert set(emails) == {str(role) for role in Role}
    with place.serving() as server, ExitStack() as stack:
        yield Site(server.url, browser, {"email": emails}, DEMO_PASSWORD, stack)
