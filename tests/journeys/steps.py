"""Steps that several journeys begin with."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, colleague, seed
from tests.parts.chromium import leave_by
from tests.parts.server import Server

HEARING = "Realización y desarrollo de la Audiencia Pública de Rendición de Cuentas."


def import_and_publish(browser: Browser, server: Server) -> None:
    """The cronograma of Itagüí 2020, by the wizard and the two steps of the leader."""
    with colleague(browser, server, "comunicaciones@demostracion.example") as page:
        page.goto("/estrategia/gestion/importar")
        page.get_by_role("textbox", name="Entidad").fill("Municipio de Itagüí")
        page.get_by_label("Vigencia").fill("2020")
        page.get_by_label("Suba el archivo").set_input_files(seed("itagui-2020.txt"))
        press(page, "Leer el cronograma", "Seguir")  # the columns as they were guessed
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"actividades\s*46"))
        press(page, "Seguir", "Importar como borrador")
        expect(page.get_by_role("main")).to_contain_text("Quedó como borrador")
    with colleague(browser, server, "lider@demostracion.example") as page:
        page.goto("/estrategia/gestion/")
        leave_by(page.get_by_role("main").get_by_role("table").get_by_role("link").first)
        for step in ("Aprobar", "Publicar"):
            follow(page, step)
            press(page, step)
        expect(page.get_by_role("main")).to_contain_text("Publicada")


def press(page: Page, *names: str | re.Pattern[str]) -> None:
    """The first button of each name, one after another; each page that answers is whole before what comes next."""
    for name in names:
        leave_by(page.get_by_role("main").get_by_role("button", name=name).first)


def follow(page: Page, *names: str | re.Pattern[str]) -> None:
    """The same with links, each by its whole name."""
    for name in names:
        leave_by(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def fits(page: Page) -> None:
    """Nothing scrolls sideways on a phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"], page.url
