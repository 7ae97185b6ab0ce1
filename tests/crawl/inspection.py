"""What a page must be in a real browser. Each check gives the list of what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST, PHONE, DESK = 320, 360, 1280
CITIZEN_BYTES, CITIZEN_SCRIPT_BYTES, STAFF_BYTES, STAFF_SCRIPT_BYTES = 60_000, 15_000, 200_000, 60_000
CITIZEN_TARGET, STAFF_TARGET = 44, 24
MOST_TABS = 12

RUN_AXE = "options => axe.run(document, options).then(found => found.violations)"
FRAME = """() => ({
  h1: document.querySelectorAll('h1').length,
  title: document.title.trim(),
  lang: document.documentElement.lang,
  main: document.querySelectorAll('main').length,
})"""
OVERFLOW = """() => {
  const root = document.documentElement, most = root.clientWidth;
  if (root.scrollWidth <= most) return [];
  const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > most + 1);
  return [`${root.scrollWidth} > ${most}`, ...wide.slice(0, 4).map(e => e.tagName + '.' + e.className)];
}"""
SMALL_TARGETS = """least => {
  const wanted = 'button, input:not([type=hidden]), select, textarea, summary, a.button, [role=button]';
  const seen = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !e.closest('[aria-hidden=true], .skip, .visually-hidden');
  const box = e => (/^(radio|checkbox)$/.test(e.type) && e.closest('label') || e).getBoundingClientRect();
  const said = e => (e.name || e.textContent.trim()).slice(0, 30);
  return [...document.querySelectorAll(wanted)].filter(seen).map(e => [e, box(e)])
    .filter(([, b]) => b.width > 0 && (b.height < least - 0.5 || b.width < least - 0.5))
    .map(([e, b]) => `${e.tagName} ${said(e)} ${b.width.toFixed(0)}x${b.height.toFixed(0)}`);
}"""
# The ring may be drawn around the card that holds the link.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ring = part => parseFloat(getComputedStyle(part).outlineWidth) >= 2
    && getComputedStyle(part).outlineStyle !== 'none';
  const around = [e, e.parentElement, e.closest('.card'), e.closest('label')].filter(Boolean);
  const box = e.getBoundingClientRect();
  return {
    name: e.tagName + ' ' + (e.textContent || e.name || '').trim().slice(0, 30),
    ring: around.some(ring) || getComputedStyle(e).boxShadow !== 'none',
    shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
DEAD_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
  .filter(id => id && !document.getElementById(id))"""


@dataclass
class Traffic:
    """What came over the line for one page, compressed as it came."""

    bytes: int = 0
    script_bytes: int = 0
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


class Watcher:
    """Listens to a page: console, faults, hosts and bytes. Its cache is off, so each visit is a first one."""

    def __init__(self, page: Page) -> None:
        self.page, self.now = page, Traffic()
        self._kinds: dict[str, str] = {}
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", lambda event: self._kinds.update({event["requestId"]: event["type"]}))
        session.on("Network.loadingFinished", self._count)
        page.on("request", lambda request: self.now.hosts.add(urlsplit(request.url).netloc))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.now.errors.append(str(error)[:200]))

    def _count(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.now.bytes += size
        if self._kinds.get(event["requestId"]) == "Script":
            self.now.script_bytes += size

    def _hear(self, message: Any) -> None:
        is_own_status = "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not is_own_status:
            self.now.errors.append(message.text[:200])

    @contextmanager
    def visit(self) -> Iterator[Traffic]:
        self.now = Traffic()
        yield self.now


def structure(page: Page) -> list[str]:
    found = page.evaluate(FRAME)
    wrong = [] if found["h1"] == 1 else [f"{found['h1']} h1"]
    wrong += [] if found["title"] else ["no title"]
    wrong += [] if found["main"] == 1 else [f"{found['main']} main"]
    wrong += [f"link to nowhere: #{name}" for name in page.evaluate(DEAD_LINKS)]
    return wrong + ([] if found["lang"] == "es-CO" else [f"lang {found['lang']}"])


def accessibility(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in page.evaluate(RUN_AXE, options)
    ]


def reflow(page: Page) -> list[str]:
    """At 320 px nothing scrolls sideways."""
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    return [f"wide: {part}" for part in page.evaluate(OVERFLOW)]


def targets(page: Page, least: int) -> list[str]:
    return [f"small: {target}" for target in page.evaluate(SMALL_TARGETS, least)]


def focus(page: Page) -> list[str]:
    """Each stop of the Tab key is on the screen and has a ring."""
    wrong = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None:
            break
        if not (at["ring"] and at["shown"]):
            wrong.append(f"focus not seen: {at['name']}")
    return wrong


def weight(traffic: Traffic, is_citizens: bool) -> list[str]:
    most, most_script = (CITIZEN_BYTES, CITIZEN_SCRIPT_BYTES) if is_citizens else (STAFF_BYTES, STAFF_SCRIPT_BYTES)
    wrong = [] if traffic.bytes <= most else [f"heavy: {traffic.bytes} bytes"]
    return wrong + ([] if traffic.script_bytes <= most_script else [f"heavy scripts: {traffic.script_bytes} bytes"])


def traffic_problems(traffic: Traffic, host: str) -> list[str]:
    return [f"console: {text}" for text in traffic.errors] + [
        f"another host: {name}" for name in traffic.hosts - {host, ""}
    ]
