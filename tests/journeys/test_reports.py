"""The evaluation report of the strategy: from the draft of the demonstration to its files, and what leads to it.

One person writes it, another approves it. A citizen comes by the short address of the municipal web, on a phone, and
finds it by its words; a journalist takes its files, the pack of a space and the open data.
"""

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from participa.shared.clock import now, today
from tests.journeys.conftest import DESK, PHONE, Place, photograph, visitor
from tests.journeys.steps import follow, press
from tests.journeys.test_improvement import enter
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

SLUG = f"evaluacion-de-la-estrategia-{today().year}"
STAFF = f"/informes/gestion/{SLUG}"
IMPROVED = "El otro año habrá más micrófonos y las cifras irán en letra grande."
RECEIVED = "Preguntas recibidas"
PATIENCE = 180  # seconds until the files of the demonstration are made too


def test_a_report_is_written_approved_published_and_taken_along(demo_place: Place, browser: Browser):
    with demo_place.served_at((now() + timedelta(minutes=1)).isoformat()) as server:
        written(browser, server)
        published(browser, server)
        told = found_on_a_phone(browser, server)
        taken_along(browser, server, told)


def written(browser: Browser, server: Server) -> None:
    """Comunicaciones adds what is to be mended and sends it to review."""
    with visitor(browser, server, **DESK) as page:
        enter(page, "comunicaciones", f"{STAFF}/textos/improvements")
        page.get_by_role("textbox").fill(IMPROVED)
        press(page, re.compile("^Guardar$"))
        expect(page.get_by_role("main")).to_contain_text("Escrito por el equipo")
        photograph(page, "report-draft", DESK["viewport"])
        press(page, "Enviar a revisión")
        expect(page.get_by_role("main")).to_contain_text("Espera a quien lo aprueba")


def published(browser: Browser, server: Server) -> None:
    """Nobody reads it before; another person approves the frozen copy and publishes it."""
    with visitor(browser, server, forgiven="Failed to load resource", **DESK) as page:
        assert page.request.get(f"/informes/{SLUG}").status == 404
        enter(page, "aprobacion", f"{STAFF}/borrador")
        expect(page.get_by_role("main")).to_contain_text(IMPROVED)
        press(page, re.compile("^Aprobar$"))
        page.goto(STAFF)
        press(page, "Publicar la versión 1")
        expect(page.get_by_role("main")).to_contain_text("es pública desde")
        photograph(page, "report-published", DESK["viewport"])


def found_on_a_phone(browser: Browser, server: Server) -> str:
    """By the short address, by the search and by what it fulfils; what it says of the questions, as «Cómo vamos»."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/participa/informes")
        follow(page, re.compile("Informe de evaluación de la estrategia"))
        expect(page.get_by_role("main")).to_contain_text(IMPROVED)
        told = said(page, RECEIVED)
        photograph(page, "report-read")
        page.goto("/como-vamos")
        assert said(page, RECEIVED) == told
        photograph(page, "overview")
        searched(page, "informes de las estrategias", "Informe de evaluación de la estrategia")
        photograph(page, "report-searched")
        return told


def searched(page: Page, words: str, found: str) -> None:
    """By other endings of its words; a chore of each minute puts into the index what was just published."""
    for _second in range(PATIENCE // 3):
        page.goto(f"/buscar/?{urlencode({'q': words})}")
        if page.get_by_role("link", name=found).count():
            return
        page.wait_for_timeout(3000)
    raise AssertionError(f"{words} was not found")


def said(page: Page, label: str) -> str:
    return page.locator(".stat", has=page.get_by_text(label, exact=True)).locator("dd").first.inner_text()


def taken_along(browser: Browser, server: Server, told: str) -> None:
    """Every file with the same number, the pack of a closed space and the open data."""
    with visitor(browser, server, forgiven="Failed to load resource", **DESK) as page:
        made = {ending: taken(page, f"/informes/{SLUG}.{ending}") for ending in ("pdf", "docx", "xlsx", "csv", "json")}
        assert made["pdf"].startswith(b"%PDF")
        assert int(told) in numbers(made["xlsx"])
        assert RECEIVED in made["json"].decode()
        pack = taken(page, "/informes/paquetes/mesa-de-trabajo-vias-y-transporte.zip")
        names = zipfile.ZipFile(BytesIO(pack)).namelist()
        assert any(name.endswith(".html") for name in names)
        assert any(name.endswith(".pdf") for name in names)
        tables = page.request.get("/datos/api/v1/").json()["tablas"]
        assert "preguntas" in {table["tabla"] for table in tables}


def taken(page: Page, address: str) -> bytes:
    """What an address hands over, once it is made."""
    for _second in range(PATIENCE):
        answer = page.request.get(address)
        if answer.ok:
            return answer.body()
        assert answer.status == 404, address
        page.wait_for_timeout(1000)
    raise AssertionError(f"{address} was not made")


def numbers(workbook: bytes) -> set[object]:
    book = openpyxl.load_workbook(BytesIO(workbook), read_only=True)
    return {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
