"""The system's Chromium, driven by Playwright, set as in Bogotá and unable to leave this machine.

While a browser is open, an asyncio loop runs in this thread: a test that calls asyncio.run() cannot share it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.parts.need import require

HOW = "make system (o CHROMIUM=ruta del navegador)"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    # A page that asks another host for anything fails here as it would in a closed network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
)
# Milliseconds that an expected thing may take on a busy machine. Who waits goes on as soon as it is there.
PATIENCE = 30_000
# A page of ours whose scripts do not listen yet (static/js/app.js).
BEGINNING = "html:not([data-ready]):has(script[src*='/js/app.js'])"
expect.set_options(timeout=PATIENCE)


def find_chromium() -> str | None:
    """CHROMIUM (a path), else the first of the known names on PATH."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def running_chromium(*, headless: bool = True) -> Iterator[Browser]:
    """One browser with a new temporary profile. Use once per test process."""
    executable = find_chromium()
    require(executable, "Chromium", HOW)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=headless, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A clean visitor: no cookies, no storage. Options as in Playwright's Browser.new_context.

    Each act and each `expect` waits until the scripts of the page listen. What goes around them (page.keyboard,
    page.evaluate, a look at the database) does not: see listening().
    """
    context = browser.new_context(**{"locale": "es-CO", "timezone_id": "America/Bogota", **options})
    context.set_default_timeout(PATIENCE)
    if options.get("java_script_enabled", True):
        context.on("page", lambda page: page.add_locator_handler(page.locator(BEGINNING), lambda: None))
    try:
        yield context
    finally:
        context.close()


def listening(page: Page) -> None:
    """Wait until the scripts of this page listen and have done what they do at the start."""
    page.wait_for_selector(BEGINNING, state="detached")


def leave_by(control: Locator) -> None:
    """Click what leads to another page, and go on when that one is whole: a click alone does not wait for it."""
    control.evaluate("control => { control.ownerDocument.documentElement.dataset.left = 'yes'; }")
    control.click()
    control.page.wait_for_selector("html:not([data-left])", state="attached")
    control.page.wait_for_load_state()
