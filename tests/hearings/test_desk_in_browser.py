"""The desk and the big screen of who presents, in a real browser: each key does what its button says."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.hearings.furnish import ASKED
from tests.hearings.team import cookie_in
from tests.hearings.test_phone_in_browser import Hall, furnish
from tests.parts import house
from tests.parts.chromium import leave_by, listening, new_context, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE = {"viewport": {"width": 1280, "height": 800}}
HALL = {"viewport": {"width": 1920, "height": 1080}}
PATIENCE_SECONDS = 30
INSIDE = """() => {
  const main = document.querySelector('.screen__main').getBoundingClientRect();
  const parts = [...document.querySelectorAll('.screen__join > *')].filter((one) => one.offsetParent);
  return parts.every((one) => one.getBoundingClientRect().bottom <= main.bottom + 1);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    home = house.build(tmp_path_factory.mktemp("desk"))
    held = furnish(home, "4")
    with home.serving() as server:
        yield (Hall(home, server, **one) for one in held)


@pytest.fixture
def hall(halls: Iterator[Hall]) -> Hall:
    return next(halls)


@pytest.fixture(scope="module")
def cookies() -> dict[str, dict[str, str]]:
    """One account for each installation."""
    return {}


@pytest.fixture
def moderator(browser: Browser, hall: Hall, cookies: dict[str, dict[str, str]]) -> Iterator[BrowserContext]:
    place = str(hall.home.data_dir)
    cookies[place] = cookies.get(place) or cookie_in(hall.home)
    with new_context(browser, base_url=hall.server.url, **WIDE) as context:
        context.add_cookies([cookies[place] | {"url": hall.server.url}])
        yield context


def desk(context: BrowserContext, hall: Hall) -> Page:
    page = context.new_page()
    page.goto(f"/vivo/gestion/{hall.code}/")
    listening(page)
    return page


def press(page: Page, key: str, words: str) -> None:
    """Press a key on the page itself and wait for what it leads to."""
    page.keyboard.press(key)
    expect(page.get_by_role("main")).to_contain_text(words)
    listening(page)


def stages(hall: Hall) -> list[str]:
    found = "SELECT stage FROM staged_question WHERE id = :card"
    return [hall.rows(found, card=card)[0][0] for card in hall.cards]


def wait_until_written(hall: Hall, blanks: tuple[int, int]) -> None:
    """How often the screen was blanked, and how often shown again, as its history tells."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while hall.rows("SELECT count(*), count(ended_at) FROM screen_blank") != [blanks]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_question_goes_its_whole_way_with_the_keys_alone(moderator: BrowserContext, hall: Hall):
    page = desk(moderator, hall)
    press(page, "p", "No hay ninguna pregunta en pantalla")
    expect(page.get_by_role("main")).to_contain_text("Deshacer")
    press(page, "u", "Se deshizo el último paso")
    press(page, "r", "No hay ninguna pregunta en pantalla")
    press(page, "n", "Ninguna todavía")
    assert stages(hall)[:2] == ["respondida_en_vivo", "en_pantalla"]
    press(page, "v", "No hay ninguna pregunta en pantalla")
    assert stages(hall)[1] == "sin_turno"


def test_while_somebody_types_the_letters_are_letters(moderator: BrowserContext, hall: Hall):
    page = desk(moderator, hall)
    page.keyboard.press("c")
    line = page.get_by_label("¿Qué prometieron, en una frase?")
    expect(line).to_be_focused()
    page.keyboard.type("presentar")
    expect(line).to_have_value("presentar")
    assert stages(hall)[0] == "en_pantalla"
    page.keyboard.press("Escape")
    press(page, "e", "No hay ninguna pregunta en pantalla")
    assert stages(hall)[0] == "respondida_en_vivo"


def test_who_switched_the_keys_off_moves_nothing_with_them(moderator: BrowserContext, hall: Hall):
    page = desk(moderator, hall)
    page.get_by_text("Teclas de esta página").click()
    leave_by(page.get_by_role("button", name="Apagar las teclas de una letra"))
    expect(page.get_by_role("main")).to_contain_text("Ahora en pantalla")
    listening(page)
    page.keyboard.press("r")
    page.wait_for_timeout(500)
    assert stages(hall)[0] == "en_pantalla"
    page.get_by_text("Teclas de esta página").click()
    leave_by(page.get_by_role("button", name="Encender las teclas de una letra"))


def test_who_presents_blanks_the_screen_with_a_key_and_loses_nothing_without_network(
    moderator: BrowserContext, hall: Hall
):
    page = moderator.new_page()
    page.set_viewport_size(HALL["viewport"])
    page.goto(f"/vivo/gestion/{hall.code}/pantalla")
    listening(page)
    question = page.locator("[data-now-text]")
    expect(question).to_have_text(ASKED[0])
    assert page.evaluate(INSIDE), "the code and the number of the hall are whole"
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="Pantalla en pausa")).to_be_visible()
    expect(question).to_be_hidden()
    page.keyboard.press("b")
    expect(question).to_be_visible()
    wait_until_written(hall, (1, 1))
    moderator.set_offline(True)
    expect(page.locator("[data-age]")).to_contain_text("Sin conexión desde las")
    expect(question).to_have_text(ASKED[0])
    page.locator(".screen__address").evaluate(
        "(address) => { address.textContent = 'participa.municipio-de-nombre-muy-largo.gov.co/vivo/SALA1'; }"
    )
    assert page.evaluate(INSIDE), "also beside a long address and without network"
    moderator.set_offline(False)
    expect(page.locator("[data-age]")).not_to_contain_text("Sin conexión")
    page.close()
