"""Steps that several journeys begin with."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import colleague, seed
from tests.parts.server import Server

HEARING = "Realización y desarrollo de la Audiencia Pública de Rendición de Cuentas."


def import_and_publish(browser: Browser, server: Server) -> None:
    """The cronograma of Itagüí 2020, by the wizard and the two steps of the leader."""
    with colleague(browser, server, "comunicaciones@demostracion.example") as page:
        page.goto("/estrategia/gestion/importar")
        page.get_by_role("textbox", name="Entidad").fill("Municipio de Itagüí")
        page.get_by_label("Vigencia").fill("2020")
        page.get_by_label("Suba el archivo").set_input_files(seed("itagui-2020.txt"))
        page.get_by_role("button", name="Leer el cronograma").click()
        page.get_by_role("button", name="Seguir").click()  # the columns as they were guessed
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"actividades\s*46"))
        page.get_by_role("button", name="Seguir").click()
        page.get_by_role("button", name="Importar como borrador").click()
        expect(page.get_by_role("main")).to_contain_text("Quedó como borrador")
    with colleague(browser, server, "lider@demostracion.example") as page:
        page.goto("/estrategia/gestion/")
        page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
        for step in ("Aprobar", "Publicar"):
            page.get_by_role("main").get_by_role("link", name=step).first.click()
            page.get_by_role("main").get_by_role("button", name=step).click()
        expect(page.get_by_role("main")).to_contain_text("Publicada")


def press(page: Page, *names: str | re.Pattern[str]) -> None:
    """The first button of each name, one after another; each page that answers is whole before what comes next."""
    for name in names:
        page.get_by_role("main").get_by_role("button", name=name).first.click()
        page.wait_for_load_state()
