"""An answer that saves itself, in a real browser: without signal, beside the button, and on a shared computer."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_POSTGRESQL
from tests.parts import house
from tests.parts.chromium import listening, new_context, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVING = "**/respuesta/guardado"
KEPT = "() => Object.entries(localStorage).filter(([key]) => key.includes('respuesta')).map(([, kept]) => kept).join()"
FIRST, LONGER = "La obra empieza el 3 de marzo.", "La obra empieza el 3 de marzo y termina en junio."
QUESTIONS = 6


@dataclass
class Office:
    url: str
    emails: list[str]
    password: str
    radicados: list[str]

    def sign_in(self, page: Page, who: int = 0) -> None:
        page.goto("/cuentas/ingresar")
        page.get_by_label("Correo electrónico").fill(self.emails[who])
        page.get_by_label("Clave", exact=True).fill(self.password)
        page.get_by_role("button", name="Ingresar").click()
        expect(page.get_by_role("button", name="Salir")).to_be_visible()

    def open(self, page: Page, number: int) -> None:
        page.goto(f"/preguntas/gestion/{self.radicados[number]}")
        listening(page)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("house"), env)
    command = [sys.executable, "-m", "tests.questions.furnish_desk", str(QUESTIONS)]
    told = json.loads(subprocess.run(command, env=home.environment, check=True, capture_output=True).stdout)
    with home.serving() as server:
        yield Office(server.url, **told)


@contextmanager
def liaison(browser: Browser, office: Office, number: int, **options: Any) -> Iterator[tuple[BrowserContext, Page]]:
    """Who answers, signed in, at one of the questions."""
    with new_context(browser, base_url=office.url, **options) as context:
        page = context.new_page()
        office.sign_in(page)
        office.open(page, number)
        yield context, page


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Su respuesta").fill(words)


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-draft-status]")).to_contain_text(words)


def forgotten(page: Page) -> None:
    page.wait_for_function(f"() => ({KEPT})() === ''")


def written(page: Page) -> str:
    return page.get_by_role("textbox", name="Su respuesta").input_value()


def test_what_is_typed_saves_itself(browser: Browser, office: Office):
    with liaison(browser, office, 0) as (_context, page):
        write(page, FIRST)
        says(page, "Guardado hace un momento")
        assert page.evaluate(KEPT) == ""
        office.open(page, 0)
        assert written(page) == FIRST


def test_without_signal_it_stays_here_until_there_is_one(browser: Browser, office: Office):
    with liaison(browser, office, 1) as (context, page):
        context.set_offline(True)
        write(page, FIRST)
        says(page, "Sin conexión: queda en este equipo")
        assert FIRST in page.evaluate(KEPT)
        context.set_offline(False)
        says(page, "Guardado hace un momento")
        assert page.evaluate(KEPT) == ""


def test_an_older_text_of_this_device_never_takes_the_place_of_a_newer_one_by_itself(browser: Browser, office: Office):
    with liaison(browser, office, 2) as (context, page):
        context.set_offline(True)
        write(page, FIRST)
        says(page, "Sin conexión: queda en este equipo")
        page.goto("about:blank")
        context.set_offline(False)
        with liaison(browser, office, 2) as (_other, elsewhere):
            write(elsewhere, LONGER)
            elsewhere.get_by_role("button", name="Guardar borrador").click()
            expect(elsewhere.get_by_role("status").filter(has_text="borrador guardado")).to_be_visible()
        office.open(page, 2)
        says(page, "más viejo que este")
        assert written(page) == LONGER
        page.get_by_role("button", name="Poner ese texto").click()
        assert written(page) == FIRST


def test_the_button_waits_for_what_is_on_its_way_and_collides_with_nobody(browser: Browser, office: Office):
    with liaison(browser, office, 3) as (_context, page):
        held = []
        page.route(SAVING, lambda route: held.append(route))
        with page.expect_request(SAVING):
            write(page, FIRST)
        says(page, "Guardando…")
        write(page, LONGER)
        page.get_by_role("button", name="Enviar a revisión").click()
        page.wait_for_timeout(200)
        assert len(held) == 1
        held[0].continue_()
        expect(page.get_by_text("enviada a revisión")).to_be_visible()
        forgotten(page)


def test_nobody_else_at_this_computer_is_shown_it_and_the_exit_forgets_it(browser: Browser, office: Office):
    with liaison(browser, office, 4) as (context, page):
        page.route(SAVING, lambda route: route.abort())
        write(page, FIRST)
        says(page, "Sin conexión: queda en este equipo")
        context.clear_cookies()  # the login ended by itself
        page.unroute(SAVING)
        office.sign_in(page, who=1)
        office.open(page, 4)
        expect(page.get_by_role("button", name="Poner ese texto")).to_be_hidden()
        assert FIRST not in written(page)
        context.clear_cookies()
        office.sign_in(page)
        office.open(page, 4)
        says(page, "sin guardar")
        page.get_by_role("button", name="Salir").click()
        expect(page.get_by_role("button", name="Ingresar")).to_be_visible()
        forgotten(page)


def test_when_the_login_ended_the_page_says_so_and_the_button_loses_nothing(browser: Browser, office: Office):
    with liaison(browser, office, 5) as (context, page):
        with new_context(browser, base_url=office.url, storage_state=context.storage_state()) as twin:
            other = twin.new_page()
            office_page = other.goto("/preguntas/gestion/")
            assert office_page.ok
            other.get_by_role("button", name="Salir").click()
            expect(other.get_by_role("button", name="Ingresar")).to_be_visible()
        write(page, FIRST)
        says(page, "Su sesión terminó")
        page.get_by_role("button", name="Guardar borrador").click()
        expect(page.get_by_role("heading", name="Su sesión terminó")).to_be_visible()
        expect(page.get_by_text(FIRST)).to_be_visible()
