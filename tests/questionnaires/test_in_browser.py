"""Every kind of question on a phone: by keyboard, without JavaScript, and after the page was lost."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import ON_POSTGRESQL
from tests.crawl import inspection as inspect
from tests.parts import house
from tests.parts.chromium import leave_by, listening, new_context, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The registration form of a space that asks everything."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("items"), env)
    command = [sys.executable, "-m", "tests.questionnaires.furnish"]
    slug = subprocess.run(command, env=home.environment, check=True, capture_output=True, text=True).stdout.strip()
    with home.serving() as server:
        yield f"{server.url}/inscripciones/{slug}/nueva"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with new_context(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(address)
        listening(page)
        yield page


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    with new_context(browser, viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        yield page


def order(page: Page) -> list[str]:
    return page.locator(".ranking__label").all_inner_texts()


def row(page: Page, place: int) -> Locator:
    return page.locator(".ranking__row").nth(place - 1)


def heard(page: Page) -> Locator:
    return page.locator(".ranking [data-said]")


def test_every_kind_of_question_can_be_used_on_a_phone(page):
    assert inspect.accessibility(page) == []
    assert inspect.targets(page, inspect.CITIZEN_TARGET) == []
    assert inspect.structure(page) == []
    assert inspect.reflow(page) == []


def test_a_ranking_is_ordered_by_keyboard_and_said_aloud(page):
    began = order(page)
    button = row(page, 1).get_by_role("button", name="Bajar")
    button.focus()
    page.keyboard.press("Enter")
    assert order(page) == [began[1], began[0], *began[2:]]
    expect(heard(page)).to_have_text(f"{began[0]}, puesto 2 de 6")
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_text(f"{began[0]}, puesto 3 de 6")


def test_at_the_edge_the_button_keeps_the_focus_and_says_why(page):
    began = order(page)
    last = row(page, 6).get_by_role("button", name="Bajar")
    last.focus()
    page.keyboard.press("Enter")
    assert order(page) == began
    expect(heard(page)).to_have_text("Ya está en el último puesto.")
    expect(last).to_be_focused()
    expect(last).to_have_attribute("aria-disabled", "true")


def test_an_option_goes_to_a_place_and_the_order_may_be_taken_back(page):
    began = order(page)
    row(page, 6).get_by_role("combobox").select_option("2")
    assert order(page) == [began[0], began[5], *began[1:5]]
    expect(page.locator("[data-chance]")).to_be_hidden()
    row(page, 1).get_by_role("combobox").select_option("")
    expect(page.locator("[data-chance]")).to_be_visible()
    assert [row(page, place).get_by_role("combobox").input_value() for place in range(1, 7)] == [""] * 6


def test_what_was_answered_survives_a_lost_page(page):
    row(page, 6).get_by_role("button", name="Subir").click()
    page.get_by_label("Salud").first.check()
    page.locator("[name='r-puntos.t0']").fill("60")
    kept = order(page)
    expect(page.locator("[data-draft-status]")).to_contain_text("sin enviar")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    listening(page)
    assert order(page) == kept
    expect(page.get_by_label("Salud").first).to_be_checked()
    expect(page.locator(".shares [data-left]")).to_have_text("Le quedan 40 puntos por repartir. Deben sumar 100.")


def test_without_scripts_an_arrow_shows_the_page_again_with_all_that_was_typed(plain):
    began = order(plain)
    plain.get_by_label("Nombres").fill("Persona")
    leave_by(row(plain, 2).get_by_role("button", name="Subir"))
    assert order(plain) == [began[1], began[0], *began[2:]]
    expect(plain.get_by_label("Nombres")).to_have_value("Persona")
    assert [row(plain, place).get_by_role("combobox").input_value() for place in range(1, 7)] == list("123456")


def test_without_scripts_enter_in_a_text_sends_the_form_and_moves_nothing(plain):
    leave_by(row(plain, 1).get_by_role("button", name="Bajar"))
    ordered = order(plain)
    plain.locator("[name=r-corto]").press("Enter")
    expect(plain.locator(".errors")).to_be_visible()
    assert order(plain) == ordered


def test_without_scripts_two_options_in_one_place_are_told(plain):
    row(plain, 1).get_by_role("combobox").select_option("2")
    row(plain, 2).get_by_role("combobox").select_option("2")
    plain.get_by_role("button", name="Inscribirme").click()
    expect(plain.locator(".errors")).to_contain_text("Dos opciones tienen el puesto 2.")
