"""The door on a real phone: the network is cut, the page loaded again, and nothing is lost or counted twice."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import create_engine, text

from participa.config import from_environment
from tests.conftest import ON_POSTGRESQL
from tests.parts import house
from tests.parts.chromium import listening, new_context, running_chromium
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
KEPT = "() => document.querySelector('[data-behaviour=door]').dataset.kept === 'yes'"
PEOPLE_KEPT = """async () => {
  const found = (await indexedDB.databases()).find(one => one.name.startsWith('participa-puerta'));
  const opened = await new Promise(done => {
    const ask = indexedDB.open(found.name); ask.onsuccess = () => done(ask.result);
  });
  return new Promise(done => {
    const ask = opened.transaction('people').objectStore('people').count(); ask.onsuccess = () => done(ask.result);
  });
}"""


WRONG_CLOCK = """{
  const Real = Date, by = DAYS * 864e5;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + by); }
    static now() { return Real.now() + by; }
  };
}"""


@dataclass
class Venue:
    """An installation with a space of today."""

    home: house.House
    server: Server
    holds: dict[str, Any]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        engine = create_engine(from_environment(self.home.environment).database_url)
        try:
            with engine.begin() as connection:
                result = connection.execute(text(statement))
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            engine.dispose()

    @property
    def arrivals(self) -> int:
        return self.rows("SELECT count(*) FROM attendance WHERE undone_at IS NULL")[0][0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def venue(request: pytest.FixtureRequest, tmp_path) -> Iterator[Venue]:
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path, env)
    command = [sys.executable, "-m", "tests.attendance.furnish"]
    holds = json.loads(subprocess.run(command, env=home.environment, check=True, capture_output=True).stdout)
    with home.serving() as server:
        yield Venue(home, server, holds)


@contextmanager
def phone(browser: Browser, venue: Venue) -> Iterator[BrowserContext]:
    with new_context(browser, base_url=venue.server.url, **PHONE) as context:
        yield context


def open_door(context: BrowserContext, code: str) -> Page:
    """The link of a volunteer, opened as its QR does; ready to lose the connection."""
    page = context.new_page()
    page.goto(f"/asistencia/puerta#codigo={code}")
    page.wait_for_url("**/asistencia/puerta/*")
    assert code not in page.url
    page.wait_for_function(KEPT)
    return page


def note(page: Page, wanted: str, name: str) -> None:
    page.get_by_label("Código o nombre").fill(wanted)
    page.get_by_role("button", name="Buscar").click()
    found = page.locator("[data-part=found] li").filter(has_text=name)
    found.get_by_role("button", name="Anotar llegada").click()
    expect(queue(page).filter(has_text=name)).to_have_count(1)


def walk_in(page: Page, first: str, last: str) -> None:
    page.get_by_label("Nombres").fill(first)
    page.get_by_label("Apellidos").fill(last)
    page.get_by_role("button", name="Anotar sin inscripción").click()
    expect(queue(page).filter(has_text=f"{first} {last}")).to_have_count(1)


def queue(page: Page):
    return page.locator("[data-part=queue] li")


def status(page: Page):
    return page.locator("[data-part=status]")


def test_three_people_arrive_without_connection_and_are_sent_when_it_is_back(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        context.set_offline(True)
        note(page, "munos", "Lucero Muñoz")
        note(page, venue.holds["codes"]["Marina González"], "Marina González")
        walk_in(page, "Aura", "De La Vega")
        expect(status(page)).to_contain_text("3 guardadas en este teléfono, sin enviar")
        expect(status(page)).to_contain_text("Sin conexión")
        assert venue.arrivals == 0
        page.close()
        page = context.new_page()  # the phone was closed, and it opens the door again without connection
        page.goto(f"/asistencia/puerta/{venue.holds['slug']}")
        expect(status(page)).to_contain_text("3 guardadas en este teléfono, sin enviar")
        expect(queue(page)).to_have_count(3)
        context.set_offline(False)
        expect(status(page)).to_contain_text("3 enviadas")
        expect(status(page)).not_to_contain_text("sin enviar")
        expect(page.locator(".stats dd").first).to_have_text("3")
        assert venue.arrivals == 3
        stored = venue.rows("SELECT way FROM attendance ORDER BY way")
        assert stored == [("code",), ("name",), ("walk_in",)]
        hours = venue.rows("SELECT count(*) FROM attendance WHERE device_at = arrived_at AND device_at < received_at")
        assert hours == [(3,)]


def test_who_is_in_is_not_noted_again_and_says_the_hour(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        note(page, "lucero", "Lucero Muñoz")
        expect(status(page)).to_contain_text("1 enviada")
        page.get_by_label("Código o nombre").fill("lucero")
        page.get_by_role("button", name="Buscar").click()
        found = page.locator("[data-part=found] li")
        expect(found).to_contain_text(re.compile(r"Ya entró a las \d+:\d\d"))
        expect(found.get_by_role("button")).to_have_count(0)


def test_two_devices_without_connection_note_the_same_person_once(browser: Browser, venue: Venue):
    with phone(browser, venue) as north, phone(browser, venue) as south:
        pages = [
            (context, open_door(context, venue.holds["doors"][label]))
            for context, label in ((north, "Norte"), (south, "Sur"))
        ]
        for context, page in pages:
            context.set_offline(True)
            note(page, "pastor", "Pastor Del Valle")
        for context, page in pages:
            context.set_offline(False)
            expect(status(page)).to_contain_text("1 enviada")
        expect(queue(pages[1][1])).to_contain_text("Otra puerta ya la había anotado")
    assert venue.arrivals == 1
    assert venue.rows("SELECT kind, decided_at FROM arrival_conflict") == [("already", None)]


def test_a_closed_link_takes_the_names_from_the_phone_but_not_what_was_not_sent(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        assert page.evaluate(PEOPLE_KEPT) == 4
        context.set_offline(True)
        note(page, "silvestre", "Silvestre Campo")
        venue.rows("UPDATE door_link SET revoked_at = valid_until WHERE label = 'Norte'")
        context.set_offline(False)
        expect(page.get_by_text("Este aparato ya no tiene permiso")).to_be_visible()
        expect(status(page)).to_contain_text("1 guardada en este teléfono, sin enviar")
        assert page.evaluate(PEOPLE_KEPT) == 0
        assert venue.arrivals == 0
        page = open_door(context, venue.holds["doors"]["Nueva"])
        expect(status(page)).to_contain_text("1 enviada")
    assert venue.arrivals == 1


@pytest.mark.parametrize("days", [3, -3])
def test_a_phone_with_a_wrong_clock_keeps_and_sends_all_the_same(browser: Browser, venue: Venue, days: int):
    with phone(browser, venue) as context:
        context.add_init_script(WRONG_CLOCK.replace("DAYS", str(days)))
        page = open_door(context, venue.holds["doors"]["Norte"])
        context.set_offline(True)
        note(page, "lucero", "Lucero Muñoz")
        walk_in(page, "Aura", "De La Vega")
        page.reload()
        expect(status(page)).to_contain_text("2 guardadas en este teléfono, sin enviar")
        assert page.evaluate(PEOPLE_KEPT) == 4
        context.set_offline(False)
        expect(status(page)).to_contain_text("2 enviadas")
    assert venue.arrivals == 2


def test_who_is_noted_while_another_is_being_sent_is_sent_right_after(browser: Browser, venue: Venue):
    held = []
    with phone(browser, venue) as context:
        context.clock.install()
        context.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # what is tried again after a while is not
        page = open_door(context, venue.holds["doors"]["Norte"])
        page.route("**/enviar", lambda route: held.append(route), times=1)
        with page.expect_request("**/enviar"):
            note(page, "lucero", "Lucero Muñoz")
        note(page, "pastor", "Pastor Del Valle")
        held[0].continue_()
        expect(status(page)).to_contain_text("2 enviadas")
    assert venue.arrivals == 2


def test_the_link_opens_the_door_however_slow_the_line_is(browser: Browser, venue: Venue):
    held = []
    with phone(browser, venue) as context:
        page = context.new_page()
        page.route("**/code-from-link.js*", lambda route: held.append(route))
        with page.expect_request("**/code-from-link.js*"):
            page.goto(f"/asistencia/puerta#codigo={venue.holds['doors']['Norte']}")
        page.wait_for_timeout(2_000)
        held[0].continue_()
        page.wait_for_url("**/asistencia/puerta/*")


def test_two_quick_taps_are_one_person(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        context.set_offline(True)
        page.get_by_label("Nombres").fill("Aura")
        page.get_by_label("Apellidos").fill("De La Vega")
        page.get_by_role("button", name="Anotar sin inscripción").dblclick(delay=0)
        expect(page.get_by_label("Nombres")).to_have_value("")
        expect(status(page)).to_contain_text("1 guardada en este teléfono, sin enviar")


def test_after_the_day_the_names_leave_the_phone_and_what_waits_is_still_sent(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        context.set_offline(True)
        note(page, "lucero", "Lucero Muñoz")
        venue.rows("UPDATE event SET starts_at = '2026-01-05 15:00:00', ends_at = '2026-01-05 16:00:00'")
        context.set_offline(False)
        expect(status(page)).to_contain_text("1 enviada")
        assert page.evaluate(PEOPLE_KEPT) == 0
        expect(page.get_by_text("Este aparato ya no tiene permiso")).to_be_hidden()
    assert venue.arrivals == 1


def test_signing_out_or_opening_another_door_leaves_no_name_on_the_device(browser: Browser, venue: Venue):
    with phone(browser, venue) as context:
        page = open_door(context, venue.holds["doors"]["Norte"])
        context.set_offline(True)
        walk_in(page, "Aura", "De La Vega")
        expect(queue(page)).to_have_count(1)
        context.set_offline(False)
        page.close()
        page = context.new_page()
        page.goto("/cuentas/ingresar")  # where signing out leads
        page.wait_for_function("async () => !(await caches.has('puerta'))")
        assert page.evaluate(PEOPLE_KEPT) == 0
        page = open_door(context, venue.holds["doors"]["Norte"])
        expect(status(page)).to_contain_text("1 enviada")


def test_the_shared_tablet_forgets_each_person(browser: Browser, venue: Venue):
    with new_context(browser, base_url=venue.server.url, viewport={"width": 1024, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"/asistencia/puerta#codigo={venue.holds['kiosk']}")
        page.wait_for_url("**/asistencia/tableta/*")
        page.get_by_label("Su código").fill("muñoz lucero")
        page.get_by_role("button", name="Continuar").click()
        expect(page.get_by_role("heading")).to_have_text("¿Es usted Lucero M.?")
        page.get_by_role("button", name="Sí, registrar mi llegada").click()
        expect(page.get_by_role("heading")).to_have_text("Bienvenida, bienvenido")
        listening(page)
        page.go_back()
        expect(page.get_by_role("heading")).to_have_text("Registre su llegada")
        assert "Lucero" not in page.content()
        page.get_by_label("Su código").fill("lucero muñoz")
        page.get_by_role("button", name="Continuar").click()
        page.get_by_role("button", name="Sí, registrar mi llegada").click()
        expect(page.get_by_role("heading")).to_have_text("Ya estaba registrada su llegada")
        answer = page.goto(f"/asistencia/puerta/{venue.holds['slug']}")
        assert answer.status in (401, 403) or "/cuentas/ingresar" in page.url
    assert venue.arrivals == 1


# Without a browser: many devices at once


def device(venue: Venue, door: str):
    """What a phone does, without its page: opens the door and takes a token."""
    opener = build_opener(HTTPCookieProcessor())
    page = opener.open(f"{venue.server.url}/asistencia/puerta").read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    body = urlencode({"csrf_token": token, "code": venue.holds["doors"][door]}).encode()
    opener.open(f"{venue.server.url}/asistencia/puerta", body)
    listed = json.load(opener.open(f"{venue.server.url}/asistencia/puerta/{venue.holds['slug']}/lista"))
    return opener, listed["token"]


def sent(venue: Venue, opener: Any, token: str, key: str) -> str:
    person = venue.holds["people"]["Lucero Muñoz"]
    body = urlencode({"csrf_token": token, "entry_key": key, "way": "name", "person": person}).encode()
    url = f"{venue.server.url}/asistencia/puerta/{venue.holds['slug']}/enviar"
    try:
        return json.load(opener.open(Request(url, body)))["outcome"]
    except HTTPError as error:
        return str(error.code)


def test_forty_requests_at_once_from_two_devices_are_one_arrival(venue: Venue):
    devices = [device(venue, door) for door in ("Norte", "Sur")]
    keys = [f"llegada-en-paralelo-{number // 2:03}" for number in range(40)]  # each is sent twice
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda n: sent(venue, *devices[n % 2], keys[n]), range(40)))
    assert venue.arrivals == 1
    assert sorted(set(outcomes)) == ["already", "noted"]
    assert outcomes.count("noted") == 2, "the first arrival and its own repetition"
    assert venue.rows("SELECT count(*) FROM arrival_conflict") == [(19,)]
