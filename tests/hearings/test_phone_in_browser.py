"""The hearing on a real phone: the network is cut, and nothing that a person writes is lost, doubled or called sent."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sqlalchemy import create_engine, text

from participa.config import from_environment
from participa.hearings.order import Candidate, deal
from participa.hearings.snapshot import Card, State, delta_file, patched, snapshot_file
from tests.conftest import ON_POSTGRESQL
from tests.hearings.furnish import ASKED
from tests.parts import house
from tests.parts.chromium import listening, new_context, running_chromium
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WORDS = "¿Abrirán la biblioteca los domingos?"
LIKE_ANOTHER = "¿Cuántas familias siguen sin agua potable?"
HEARINGS = 36
KEPT = "Guardada en este teléfono, sin enviar"
CLOSED_DATABASE = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })"
FULL = """
const put = Storage.prototype.setItem;
IDBObjectStore.prototype.put = () => { throw new Error('full'); };
Storage.prototype.setItem = function (key, value) {
  if (key.startsWith('participa-vivo.')) throw new Error('full');
  put.call(this, key, value);
};
"""
# Chance falls in the middle, and the pauses after a failure are told and made short; the feed asks every 4 seconds.
PAUSES = [2250, 4500, 9000, 18000, 36000, 45000]
NO_CHANCE = f"""
const later = setTimeout, told = globalThis.pauses = [];
Math.random = () => 0.5;
globalThis.setTimeout = (act, pause) => {{
  const isOurs = {PAUSES}.includes(pause);
  if (isOurs) told.push(pause);
  return later(act, isOurs ? 50 : pause);
}};
"""
OWN_DEAL = """async ([cards, seed, seen]) => {
  const { deal } = await import('/static/js/live/order.js');
  return deal(cards, seed, seen);
}"""

OWN_PATCH = """async ([snapshot, delta]) => {
  const { patched } = await import('/static/js/live/feed.js');
  return patched(snapshot, delta);
}"""
FIRST_SHOWN = """async (code) => {
  const { follow } = await import('/static/js/live/feed.js');
  return new Promise((done) => {
    const feed = follow('/vivo/datos/', code, (state, told) => { feed.stop(); done([state.v, told.isStale]); });
  });
}"""


@dataclass
class Hall:
    """A hearing under way: its room code, its space and the numbers of its cards."""

    home: house.House
    server: Server
    code: str
    event: int
    cards: list[int]

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        engine = create_engine(from_environment(self.home.environment).database_url)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement), values)]
        finally:
            engine.dispose()

    @property
    def received(self) -> list[str]:
        """The texts that came from phones."""
        found = self.rows("SELECT body FROM question WHERE event_id = :event ORDER BY id", event=self.event)
        return [body for (body,) in found if body not in ASKED]

    def supports(self, card: int) -> list[str]:
        return [state for (state,) in self.rows("SELECT state FROM support WHERE staged_id = :card", card=card)]

    def publish(self, words: str) -> int:
        return furnish(self.home, self.code, words)["card"]

    def act(self, *words: str) -> Any:
        return furnish(self.home, *words)

    def change(self, **values: Any) -> None:
        self.act("change", self.code, json.dumps(values))


def furnish(home: house.House, *words: str) -> Any:
    command = [sys.executable, "-m", "tests.hearings.furnish", *words]
    return json.loads(subprocess.run(command, env=home.environment, check=True, capture_output=True).stdout)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def halls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    """One installation with a hearing for each test."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("phones"), env)
    holds = furnish(home, str(HEARINGS))
    with home.serving() as server:
        yield (Hall(home, server, **held) for held in holds)


@pytest.fixture
def hall(halls: Iterator[Hall]) -> Hall:
    return next(halls)


@contextmanager
def phone(browser: Browser, hall: Hall) -> Iterator[BrowserContext]:
    with new_context(browser, base_url=hall.server.url, **PHONE) as context:
        yield context


def enter(context: BrowserContext, hall: Hall) -> Page:
    page = context.new_page()
    page.goto(f"/vivo/{hall.code}")
    listening(page)
    expect(page.locator("[data-part=age]")).to_have_text(re.compile(r"^(En vivo\. )?Datos de hace"))
    return page


def write(page: Page, words: str = WORDS) -> None:
    page.get_by_text("Hacer una pregunta").click()
    box(page).fill(words)
    expect(state(page)).to_have_text(KEPT)


def send(page: Page) -> None:
    page.get_by_role("button", name="Enviar mi pregunta").click()


def box(page: Page) -> Locator:
    return page.get_by_label("¿Qué quiere preguntar?")


def state(page: Page) -> Locator:
    return page.locator("[data-part=state]")


def mine(page: Page) -> Locator:
    return page.locator("[data-part=mine] > li")


def cards(page: Page) -> Locator:
    return page.locator("[data-part=cards] > li")


def card(page: Page, number: int) -> Locator:
    return page.locator(f"[data-part=cards] [data-card='{number}']")


def code_told(page: Page) -> str:
    expect(state(page)).to_contain_text("Recibida. Código")
    return state(page).inner_text().rpartition(" ")[2]


def radicado_of(page: Page) -> str:
    found = re.search(r"\d{4}-\d{6}", mine(page).first.inner_text())
    assert found
    return found.group()


def test_a_hearing_where_nothing_changed_for_long_is_not_called_lost(browser: Browser, hall: Hall):
    def quiet(route: Route) -> None:
        answer = route.fetch()
        long_ago = {"at": "2020-01-01T00:00:00Z"} if "snapshot" in route.request.url else {}
        route.fulfill(response=answer, json=answer.json() | {"poll": 60} | long_ago)

    with phone(browser, hall) as context:
        context.route(re.compile(r"/(version|snapshot)\.json$"), quiet)
        page = enter(context, hall)
        expect(page.locator(".live__age.is-stale")).to_have_count(0)


def test_what_is_written_without_connection_is_sent_when_it_is_back(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        context.set_offline(True)
        write(page)
        send(page)
        expect(state(page)).to_contain_text(f"{KEPT}. La enviamos sola apenas haya señal")
        expect(box(page)).to_have_value(WORDS)
        expect(mine(page)).to_contain_text([KEPT])
        assert hall.received == []
        context.set_offline(False)
        assert len(code_told(page)) == 19
        expect(box(page)).to_have_value("")
        expect(mine(page)).to_have_count(1)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert hall.received == [WORDS]


def test_a_phone_that_was_closed_sends_at_the_next_visit(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        context.set_offline(True)
        write(page)
        send(page)
        expect(mine(page)).to_contain_text([KEPT])
        page.close()
        context.set_offline(False)
        page = enter(context, hall)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert hall.received == [WORDS]


def test_an_answer_that_was_lost_makes_no_second_question(browser: Browser, hall: Hall):
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/preguntar", lose)
        write(page)
        send(page)
        expect(state(page)).to_contain_text(f"{KEPT}. La enviamos sola")
        assert hall.received == [WORDS]  # it arrived, and the phone does not know: it says so
        page.unroute("**/preguntar")
        mine(page).get_by_role("button", name="Enviar ahora").click()
        code_told(page)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert hall.received == [WORDS]


def test_a_token_that_is_too_old_is_renewed(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        context.clear_cookies(name="participa")
        write(page)
        send(page)
        code_told(page)
        assert hall.received == [WORDS]


def test_a_draft_is_there_again_after_the_page_was_closed(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page)
        page.close()
        page = enter(context, hall)
        expect(box(page)).to_have_value(WORDS)
        expect(state(page)).to_have_text(KEPT)
        send(page)
        code_told(page)
        page.close()
        page = enter(context, hall)
        page.get_by_text("Hacer una pregunta").click()
        expect(box(page)).to_have_value("")


def test_without_its_database_the_phone_keeps_what_is_written_all_the_same(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        context.add_init_script(CLOSED_DATABASE)
        page = enter(context, hall)
        context.set_offline(True)
        write(page)
        send(page)
        expect(mine(page)).to_contain_text([KEPT])
        page.close()
        context.set_offline(False)
        page = enter(context, hall)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert hall.received == [WORDS]


def test_those_that_resemble_are_offered_and_a_support_takes_the_place_of_the_text(browser: Browser, hall: Hall):
    alike = hall.cards[4]
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, "¿Cuántas familias siguen sin agua potable?")
        send(page)
        offer = page.locator("[data-part=alike-list] > li").filter(has_text=ASKED[4])
        expect(state(page)).to_contain_text(KEPT)
        offer.get_by_role("button", name="Sumar mi apoyo").click()
        expect(card(page, alike)).to_contain_text("Usted la apoya.")
        expect(mine(page)).to_have_count(0)
        expect(box(page)).to_have_value("")
        assert (hall.received, len(hall.supports(alike))) == ([], 1)


def test_who_asks_something_else_sends_it_all_the_same(browser: Browser, hall: Hall):
    words = "¿Cuántas familias siguen sin agua potable?"
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, words)
        send(page)
        page.get_by_role("button", name="La mía es distinta: enviarla").click()
        code_told(page)
        expect(page.locator("[data-part=alike]")).to_be_hidden()
        assert hall.received == [words]


def test_a_question_goes_as_it_is_where_those_that_resemble_cannot_be_shown(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/live/alike.js*", lambda route: route.abort())
        write(page, LIKE_ANOTHER)
        send(page)
        code_told(page)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert hall.received == [LIKE_ANOTHER]


def test_who_closed_the_page_before_choosing_has_asked_and_does_not_ask_again(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, LIKE_ANOTHER)
        send(page)
        expect(page.locator("[data-part=alike]")).to_be_visible()
        expect(mine(page)).to_contain_text(["elija abajo"])
        page.close()
        page = enter(context, hall)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        expect(box(page)).to_have_value("")
        expect(page.locator("[data-part=alike]")).to_be_hidden()
        assert hall.received == [LIKE_ANOTHER]


def test_a_phone_that_can_keep_nothing_says_that_a_support_took_the_place_of_the_text(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        context.add_init_script(FULL)
        page = enter(context, hall)
        write(page, LIKE_ANOTHER)
        send(page)
        offer = page.locator("[data-part=alike-list] > li").filter(has_text=ASKED[4])
        offer.get_by_role("button", name="Sumar mi apoyo").click()
        expect(state(page)).to_contain_text("Sumamos su apoyo")
        expect(page.locator("[data-part=alike]")).to_be_hidden()
        expect(box(page)).to_have_value("")
        expect(box(page)).to_be_editable()
        assert (hall.received, len(hall.supports(hall.cards[4]))) == ([], 1)


def test_two_taps_on_send_now_send_once(browser: Browser, hall: Hall):
    held: list[Route] = []
    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/preguntar", lambda route: route.abort())
        write(page)
        send(page)
        now = mine(page).get_by_role("button", name="Enviar ahora")
        expect(now).to_be_visible()
        page.unroute("**/preguntar")
        page.route("**/preguntar", lambda route: held.append(route))
        with page.expect_request("**/preguntar"):
            now.evaluate("button => { button.click(); button.click(); }")
        page.wait_for_timeout(500)
        held[0].continue_()
        expect(mine(page)).to_contain_text(["Recibida, código"])
        for late in held[1:]:
            late.abort()
        page.wait_for_timeout(500)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        assert (hall.received, len(held)) == ([WORDS], 1)


def test_the_letters_that_are_left_are_counted(browser: Browser, hall: Hall):
    count = "#body-count"
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, "a" * 395)
        expect(page.locator(count)).to_have_text("Le quedan 5 letras.")
        box(page).fill("a" * 402)
        expect(page.locator(count)).to_have_text("Sobran 2 letras.")
        box(page).fill(WORDS)
        send(page)
        code_told(page)
        expect(page.locator(count)).to_have_text("Le quedan 400 letras.")


def test_a_support_waits_for_the_network_and_the_last_tap_wins(browser: Browser, hall: Hall):
    number = hall.cards[5]
    with phone(browser, hall) as context:
        page = enter(context, hall)
        button = card(page, number).get_by_role("button", name="Apoyar")
        button.click()
        expect(card(page, number)).to_contain_text("Usted la apoya.")
        expect(button).to_have_attribute("aria-pressed", "true")
        assert len(hall.supports(number)) == 1
        context.set_offline(True)
        button.click()
        expect(card(page, number)).to_contain_text("Guardado en este teléfono, sin enviar.")
        expect(button).to_have_attribute("aria-pressed", "false")
        assert hall.supports(number) != ["withdrawn"]
        context.set_offline(False)
        expect(card(page, number)).not_to_contain_text("sin enviar")
        assert hall.supports(number) == ["withdrawn"]


def test_the_list_stays_as_it_is_until_the_person_wants_the_new_ones(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        before = [one.get_attribute("data-card") for one in cards(page).all()]
        fresh = hall.publish("¿Habrá feria de emprendedores este año?")
        button = page.get_by_role("button", name="Ver 1 nueva")
        expect(button).to_be_visible()
        assert [one.get_attribute("data-card") for one in cards(page).all()] == before
        expect(page.locator("[data-part=news]")).to_have_text("Hay 1 pregunta nueva.")
        button.click()
        expect(cards(page)).to_have_count(len(before) + 1)
        expect(cards(page).first).to_have_attribute("data-card", str(fresh))
        expect(button).to_be_hidden()


def test_words_that_are_hidden_leave_the_phones_that_had_them(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        redacted, withheld = card(page, hall.cards[4]), card(page, hall.cards[5])
        expect(redacted).to_contain_text("agua potable")
        hall.act("hide", str(hall.cards[4]), "agua potable")
        hall.act("hide", str(hall.cards[5]), "")
        expect(redacted).not_to_contain_text("agua potable")
        expect(redacted).to_contain_text("¿Cuántas familias siguen sin")
        expect(withheld).to_contain_text("Esta pregunta salió de la lista.")
        expect(page.locator("main")).not_to_contain_text("la ruta de la basura")
        expect(withheld.get_by_role("button")).to_be_hidden()


def test_what_is_on_stage_stays_readable_and_the_age_of_the_data_is_told(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        expect(page.locator("[data-part=now]")).to_have_text(ASKED[0])
        context.set_offline(True)
        expect(page.locator("[data-part=age]")).to_have_text(re.compile(r"Sin conexión\. Datos de hace \d+ s"))
        expect(page.locator("[data-part=now]")).to_have_text(ASKED[0])
        context.set_offline(False)
        expect(page.locator("[data-part=age]")).to_contain_text("En vivo.")


def test_a_phone_deals_as_the_server_does(browser: Browser, hall: Hall):
    lot = random.Random(7)
    with phone(browser, hall) as context:
        page = enter(context, hall)
        for _ in range(20):
            told = [
                {"i": number, "s": lot.randrange(60), "n": lot.choice((0, 0, 20, 60, lot.randrange(200)))}
                for number in lot.sample(range(1, 100_000), 30)
            ]
            seed, seen = f"{lot.getrandbits(64):016x}", [one["i"] for one in told[:3]]
            known = [Candidate(one["i"], one["s"], one["n"], datetime(2026, 11, 20, tzinfo=UTC)) for one in told]
            assert page.evaluate(OWN_DEAL, [told, seed, seen]) == deal(known, seed, seen)


def test_a_phone_brings_what_it_has_up_to_date_as_the_server_does(browser: Browser, hall: Hall):
    lot = random.Random(11)

    def state(version: int) -> State:
        numbers = lot.sample(range(1, 9), lot.randrange(8))
        held, readers = (dict(zip(numbers, lot.choices((0, 3, 20), k=8), strict=False)) for _ in range(2))
        cards = {one: Card(one, "2026-000001", "¿Cuándo?", held=held[one], readers=readers[one]) for one in numbers}
        return State(version, "2026-11-20T14:00:00+00:00", "open", "Audiencia", 4, cards=cards)

    with phone(browser, hall) as context:
        page = enter(context, hall)
        for _ in range(20):
            old, new = state(1), state(2)
            told = json.loads(snapshot_file(old)), json.loads(delta_file(old, new))
            assert page.evaluate(OWN_PATCH, list(told)) == patched(*told)


def test_a_phone_that_wakes_among_old_changes_is_not_told_that_it_is_alone(browser: Browser, hall: Hall):
    """What led to the last version was written five minutes ago; what follows that one, just now."""
    instant = datetime.now(UTC)
    old, fresh = ((instant - timedelta(minutes=minutes)).isoformat() for minutes in (5, 0))
    told = State(1, old, "open", "Audiencia", 4), State(2, old, "open", "Audiencia", 4), State(2, fresh, "open", "", 4)
    files = {
        "snapshot.json": snapshot_file(told[0]),
        "delta-1.json": delta_file(told[0], told[1]),
        "delta-2.json": delta_file(told[1], told[2]),
    }

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(body=files[name], headers={"Date": format_datetime(instant, usegmt=True)})

    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/vivo/datos/QUIETA7/*", answer)
        assert page.evaluate(FIRST_SHOWN, "QUIETA7") == [2, False]


def test_a_phone_that_entered_before_the_room_opened_supports_once_it_does(browser: Browser, hall: Hall):
    number = hall.cards[5]
    hall.change(state="preparing", salt=None)
    with phone(browser, hall) as context:
        page = enter(context, hall)
        button = card(page, number).get_by_role("button", name="Apoyar")
        expect(button).to_be_disabled()
        expect(page.get_by_text("La audiencia aún no empieza")).to_be_visible()
        hall.change(state="open", salt="sal-de-prueba")
        expect(page.get_by_text("La audiencia ya empezó", exact=True)).to_be_visible()
        expect(page.get_by_text("La audiencia aún no empieza")).to_be_hidden()
        button.click()
        expect(card(page, number)).to_contain_text("Usted la apoya.")
        assert len(hall.supports(number)) == 1


def test_supports_that_are_switched_on_and_off_reach_the_phones_that_are_there(browser: Browser, hall: Hall):
    hall.change(takes_supports=False)
    with phone(browser, hall) as context:
        page = enter(context, hall)
        button = card(page, hall.cards[5]).get_by_role("button", name="Apoyar")
        expect(page.get_by_text("Ahora no se reciben apoyos.")).to_be_visible()
        expect(button).to_be_disabled()
        hall.change(takes_supports=True)
        expect(button).to_be_enabled()
        expect(page.get_by_text("Ahora no se reciben apoyos.")).to_be_hidden()


def test_a_support_that_is_refused_leaves_the_text_that_it_would_replace(browser: Browser, hall: Hall):
    words = "¿Cuántas familias siguen sin agua potable?"
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, words)
        send(page)
        offer = page.locator("[data-part=alike-list] > li").filter(has_text=ASKED[4])
        expect(offer.get_by_role("button", name="Sumar mi apoyo")).to_be_visible()
        hall.change(takes_supports=False)
        offer.get_by_role("button", name="Sumar mi apoyo").click()
        expect(offer.get_by_role("status")).to_have_text(re.compile(r"no se reciben apoyos\. Su texto sigue aquí"))
        expect(mine(page)).to_contain_text([words])
        expect(box(page)).to_have_value(words)
        page.get_by_role("button", name="La mía es distinta: enviarla").click()
        code_told(page)
        assert (hall.received, hall.supports(hall.cards[4])) == ([words], [])


def test_a_question_that_gathers_no_supports_is_offered_without_the_button(browser: Browser, hall: Hall):
    words = "¿Cuántas familias siguen sin agua potable?"
    hall.act("restage", str(hall.cards[4]), "respondida_en_vivo")
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page, words)
        send(page)
        offer = page.locator("[data-part=alike-list] > li").filter(has_text=ASKED[4])
        expect(offer).to_contain_text("Ahora no reúne apoyos.")
        expect(offer.get_by_role("button")).to_have_count(0)
        expect(mine(page)).to_contain_text([words])


def test_a_tap_that_comes_too_fast_is_kept_and_sent_after_the_wait(browser: Browser, hall: Hall):
    number, words = hall.cards[5], "Va muy rápido. Espere 1 segundo e intente otra vez."
    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/apoyos", lambda route: route.fulfill(status=429, json={"message": words}), times=1)
        button = card(page, number).get_by_role("button", name="Apoyar")
        button.click()
        told = card(page, number).get_by_role("status")
        expect(told).to_have_text("Va muy rápido. Queda guardado y lo enviamos en un momento.")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(told).to_have_text("Usted la apoya.")
        assert len(hall.supports(number)) == 1


def test_a_phone_that_is_turned_away_at_the_door_waits_longer_each_time(browser: Browser, hall: Hall):
    number, sent = hall.cards[5], list[str]()

    def turn_away(route: Route) -> None:
        sent.append(f"{route.request.method} {route.request.url.rpartition('/')[2]}")
        route.fulfill(status=429, content_type="text/html", body="<h1>429 Too Many Requests</h1>")

    with phone(browser, hall) as context:
        context.add_init_script(NO_CHANCE)
        page = enter(context, hall)
        page.route(re.compile(r"/(apoyos|mias)$"), turn_away, times=len(PAUSES))
        button = card(page, number).get_by_role("button", name="Apoyar")
        button.click()
        told = card(page, number).get_by_role("status")
        expect(told).to_have_text("Usted la apoya.")
        assert sent == ["POST apoyos"] * len(PAUSES)
        assert page.evaluate("pauses") == PAUSES
        page.route("**/apoyos", turn_away, times=1)
        button.click()
        expect(told).to_have_text("")
        assert page.evaluate("pauses") == [*PAUSES, PAUSES[0]]
        assert hall.supports(number) == ["withdrawn"]


def test_the_cards_that_were_read_go_again_with_a_tap_that_failed(browser: Browser, hall: Hall):
    number, read = hall.cards[5], list[set[str]]()

    def fail_first(route: Route) -> None:
        read.append(set(" ".join(parse_qs(route.request.post_data or "").get("leidas", [])).split()))
        route.abort() if len(read) == 1 else route.continue_()

    with phone(browser, hall) as context:
        page = enter(context, hall)
        card(page, number).scroll_into_view_if_needed()
        page.wait_for_timeout(2500)
        page.route("**/apoyos", fail_first)
        card(page, number).get_by_role("button", name="Apoyar").click()
        expect(card(page, number).get_by_role("status")).to_have_text("Usted la apoya.")
        assert read[0]
        assert read[0] <= read[1]


def test_a_tap_that_is_refused_says_why_on_its_card(browser: Browser, hall: Hall):
    number, words = hall.cards[5], "Esta pregunta ya no reúne apoyos."
    with phone(browser, hall) as context:
        page = enter(context, hall)
        page.route("**/apoyos", lambda route: route.fulfill(status=409, json={"message": words}), times=1)
        button = card(page, number).get_by_role("button", name="Apoyar")
        button.click()
        expect(card(page, number).get_by_role("status")).to_have_text(words)
        expect(card(page, number).get_by_role("status")).to_be_visible()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert hall.supports(number) == []


def test_who_asked_sees_where_the_question_is_until_it_is_answered(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page)
        send(page)
        code_told(page)
        number = str(hall.act("admit", hall.code, radicado_of(page))["card"])
        expect(mine(page)).to_contain_text(["Publicada"])
        hall.act("restage", number, "siguiente")
        expect(mine(page)).to_contain_text(["Sigue en turno"])
        hall.act("restage", str(hall.cards[0]), "sin_turno")
        hall.act("restage", number, "en_pantalla")
        expect(mine(page)).to_contain_text(["En pantalla ahora"])
        expect(page.locator("[data-part=news]")).to_have_text("Su pregunta: en pantalla ahora.")
        hall.act("restage", number, "respondida_en_vivo")
        expect(mine(page)).to_contain_text(["Respondida en vivo"])
        expect(page.locator("[data-part=news]")).to_have_text("Su pregunta: respondida en vivo.")


def test_a_question_that_is_joined_to_another_is_shown_below_it_at_once(browser: Browser, hall: Hall):
    leader = hall.cards[5]
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page)
        send(page)
        code_told(page)
        own = hall.act("admit", hall.code, radicado_of(page))["card"]
        expect(mine(page)).to_contain_text(["Publicada"])
        hall.act("group", str(own), str(leader))
        expect(card(page, leader)).to_contain_text("También lo preguntaron así (1)")
        expect(mine(page)).to_contain_text([re.compile(r"Unida a la pregunta \d{4}-\d{6}")])


def test_long_after_the_end_phones_and_screen_say_that_it_is_over_and_ask_no_more(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        hall.act("put_away", hall.code)
        expect(page.locator("[data-part=age]")).to_have_text("La audiencia terminó.")
        expect(page.get_by_role("link", name="Leer el acta").first).to_be_visible()
        late, screen = context.new_page(), context.new_page()
        asked: list[str] = []
        late.on("request", lambda request: asked.append(request.url))
        late.goto(f"/vivo/{hall.code}")
        listening(late)
        expect(late.locator("[data-part=age]")).to_have_text("La audiencia terminó.")
        asked.clear()
        screen.goto(f"/vivo/{hall.code}/pantalla")
        listening(screen)
        late.wait_for_timeout(6000)
        assert [url for url in asked if "/datos/" in url] == []
        expect(screen.get_by_text("La audiencia terminó. Gracias")).to_be_visible()
        expect(screen.locator(".is-lost")).to_have_count(0)


def test_what_was_written_in_a_rehearsal_that_was_erased_stays_and_says_so(browser: Browser, hall: Hall):
    hall.act("rehearse", hall.code, "ENSAYO")
    rehearsal = replace(hall, code="ENSAYO")
    with phone(browser, rehearsal) as context:
        page = enter(context, rehearsal)
        context.set_offline(True)
        write(page)
        send(page)
        expect(mine(page)).to_contain_text([KEPT])
        hall.act("erase", "ENSAYO")
        context.set_offline(False)
        expect(mine(page)).to_contain_text(["Esta sala ya no existe."])
        expect(page.locator("[data-part=age]")).to_have_text("La audiencia terminó.")
        expect(box(page)).to_have_value(WORDS)


def test_where_phones_do_not_ask_for_now_what_was_written_before_is_received(browser: Browser, hall: Hall):
    notice = "Por ahora no se hacen preguntas desde los teléfonos."
    with phone(browser, hall) as context:
        page, other = enter(context, hall), enter(context, hall)
        context.set_offline(True)
        write(page)
        send(page)
        expect(mine(page)).to_contain_text([KEPT])
        hall.change(takes_questions=False)
        context.set_offline(False)
        expect(mine(page)).to_contain_text(["Recibida, código"])
        expect(page.get_by_text(notice)).to_be_visible()
        expect(other.get_by_text(notice)).to_be_visible()
        expect(other.get_by_text("Hacer una pregunta")).to_be_hidden()
        hall.change(takes_questions=True)
        expect(other.get_by_text("Hacer una pregunta")).to_be_visible()
        assert hall.received == [WORDS]


def test_a_draft_stays_in_sight_where_phones_do_not_ask_for_now(browser: Browser, hall: Hall):
    with phone(browser, hall) as context:
        page = enter(context, hall)
        write(page)
        page.get_by_text("Hacer una pregunta").click()
        expect(box(page)).to_be_hidden()
        hall.change(takes_questions=False)
        expect(page.get_by_text("Por ahora no se hacen preguntas desde los teléfonos.")).to_be_visible()
        page.get_by_text("Hacer una pregunta").click()
        expect(box(page)).to_have_value(WORDS)
