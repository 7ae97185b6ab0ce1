"""A space is evaluated at the exit: a code on the screen of the door, a phone of 360 px without JavaScript.

The space is the audiencia of the demonstration, on the day and at the hour at which it ends.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from participa.portal.demo.calendar import Story
from participa.portal.demo.people import PASSWORD
from participa.shared.clock import now
from tests.journeys.conftest import DESK, PHONE, Place, photograph, visitor
from tests.journeys.steps import fits, follow, press
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

SLUG = "audiencia-publica-de-rendicion-de-cuentas"
ONWARD = re.compile("^Seguir$")
SAID = ("Bien organizado", "Clara", "Adecuada", "A fondo")
REFUSED = "Failed to load resource"  # a page that answers 422 or 409 is told to the console


@pytest.fixture
def ends_at() -> datetime:
    """When the audiencia of the demonstration ends."""
    story = Story(now())
    return story.at(story.working_day(9), 12)


def test_who_leaves_a_space_evaluates_it_with_a_code_that_is_good_once(
    demo_place: Place, browser: Browser, ends_at: datetime
):
    with demo_place.served_at((ends_at + timedelta(minutes=10)).isoformat()) as server:
        code, address = shown_at_the_exit(browser, server)
        evaluate(browser, server, code, address)
        refused(browser, server, code, address)


def shown_at_the_exit(browser: Browser, server: Server) -> tuple[str, str]:
    """The code and the address on the screen; each person gets another code."""
    with visitor(browser, server, **DESK) as page:
        page.goto(f"/evaluaciones/gestion/{SLUG}/salida")
        page.get_by_label("Correo").fill("moderacion@demostracion.example")
        page.get_by_label("Clave").fill(PASSWORD)
        press(page, "Ingresar", "Mostrar un código")
        first = code_of(page)
        photograph(page, "evaluation-exit", DESK["viewport"])
        press(page, "Siguiente persona")
        assert code_of(page) != first
        return first, page.get_by_role("main").locator("p.pre").inner_text()


def code_of(page: Page) -> str:
    return page.locator("strong.code").inner_text()


def evaluate(browser: Browser, server: Server, code: str, address: str) -> None:
    """From the page of the space to the receipt, page by page."""
    with visitor(browser, server, java_script_enabled=False, **PHONE) as page:
        page.goto(f"/espacios/{SLUG}")
        follow(page, "Evaluar")
        expect(page.get_by_role("main")).to_contain_text("El código no queda anotado junto a su llegada")
        photograph(page, "evaluation-page")
        follow(page, re.compile("Tengo mi código"))
        assert page.url == address
        page.get_by_label("Código").first.fill(code.lower())
        press(page, ONWARD)
        assert code not in page.url
        for words in SAID:
            page.get_by_label(words, exact=True).check()
        photograph(page, "evaluation-items")
        press(page, ONWARD, ONWARD)
        page.get_by_label(re.compile("sugiere")).fill("Más micrófonos en el fondo.")
        page.locator("input[name='r-satisfaccion'][value='4']").check()
        press(page, ONWARD)
        photograph(page, "evaluation-review")
        press(page, "Enviar mis respuestas")
        expect(page.get_by_role("main")).to_contain_text("Gracias")
        expect(page.get_by_role("main")).not_to_contain_text("micrófonos")
        fits(page)


def refused(browser: Browser, server: Server, code: str, address: str) -> None:
    """The same code, on another phone, says that it was used."""
    with visitor(browser, server, forgiven=REFUSED, java_script_enabled=False, **PHONE) as page:
        page.goto(address)
        page.get_by_label("Código").first.fill(code)
        press(page, ONWARD)
        expect(page.get_by_role("main")).to_contain_text(re.compile("ya se (usó|respondió)"))
