"""In a real browser: a part is hidden with the mouse, and without scripts; anybody appeals; another person decides."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from participa.portal.demo.people import PASSWORD
from tests.conftest import ON_POSTGRESQL
from tests.parts import house
from tests.parts.chromium import listening, new_context, running_chromium
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RADICADO, WORD = "2026-000003", "alcalde"
REDACT = f"/restricciones/gestion/preguntas/{RADICADO}/tachar"
SELECT = """word => {
  const text = document.querySelector("[data-original]").firstChild, at = text.data.indexOf(word);
  const range = document.createRange();
  range.setStart(text, at); range.setEnd(text, at + word.length);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path) -> Iterator[Server]:
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    with house.build(tmp_path, env, with_demo=True).serving() as server:
        yield server


@contextmanager
def colleague(browser: Browser, server: Server, who: str, **options: Any) -> Iterator[Page]:
    with visitor(browser, server, **options) as page:
        page.goto("/cuentas/ingresar")
        page.locator("[name=email]").fill(f"{who}@demostracion.example")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/gestion/")
        yield page


@contextmanager
def visitor(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    with new_context(browser, base_url=server.url, **options) as context:
        yield context.new_page()


def publish(page: Page) -> None:
    page.get_by_label("Por qué se tacha").fill("Se revisó con la oficina.")
    page.get_by_role("button", name="Ver cómo queda").click()
    expect(page.get_by_role("heading", name="Así se leerá")).to_be_visible()
    expect(page.locator("mark")).to_have_count(1)
    page.get_by_role("button", name="Publicar así").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{RADICADO}: tachada")


def test_a_part_is_hidden_with_the_mouse_appealed_by_anybody_and_shown_by_another_person(browser, server):
    with colleague(browser, server, "moderacion") as page:
        page.goto(REDACT)
        listening(page)
        page.evaluate(SELECT, WORD)
        page.get_by_role("button", name="Tachar lo seleccionado").click()
        expect(page.get_by_label("Parte 1")).to_have_value(WORD)
        publish(page)
    with visitor(browser, server, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"/preguntas/{RADICADO}")
        expect(page.locator("blockquote")).not_to_contain_text(WORD)
        expect(page.locator("blockquote mark")).to_contain_text("tachado: datos personales de otra persona")
        page.get_by_role("link", name="Apelar").click()
        page.get_by_label("Por qué debe ser público").fill("Es el cargo de un servidor público.")
        page.get_by_role("button", name="Apelar").click()
        expect(page.get_by_role("heading", name="Recibimos su apelación")).to_be_visible()
    with colleague(browser, server, "moderacion") as page:
        page.goto("/restricciones/gestion/")
        page.get_by_role("row").filter(has_text=RADICADO).get_by_role("link", name=re.compile("AP-")).click()
        expect(page.get_by_role("main")).to_contain_text("Debe decidirla otra persona")
    with colleague(browser, server, "aprobacion") as page:
        page.goto("/restricciones/gestion/")
        page.get_by_role("row").filter(has_text=RADICADO).get_by_role("link", name=re.compile("AP-")).click()
        page.get_by_label("Aceptar la apelación").check()
        page.get_by_label("Razones").fill("El cargo no es un dato personal.")
        page.get_by_role("button", name="Decidir").click()
        expect(page.get_by_role("status").first).to_contain_text("se aceptó la apelación")
    with visitor(browser, server) as page:
        page.goto(f"/preguntas/{RADICADO}")
        expect(page.locator("blockquote")).to_contain_text(WORD)
        expect(page.get_by_role("main")).to_contain_text("El cargo no es un dato personal.")


def test_a_part_is_hidden_without_scripts(browser, server):
    with colleague(browser, server, "moderacion", java_script_enabled=False) as page:
        page.goto(REDACT)
        expect(page.get_by_role("button", name="Tachar lo seleccionado")).to_be_hidden()
        page.get_by_label("Parte 1").fill(WORD)
        publish(page)
    with visitor(browser, server, java_script_enabled=False) as page:
        page.goto(f"/preguntas/{RADICADO}")
        expect(page.locator("blockquote")).not_to_contain_text(WORD)
