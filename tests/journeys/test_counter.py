"""The counter: thirty slips of a box from the printer to the closing record, and a tablet that many people share."""

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import follow, press
from tests.parts.chromium import listening
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

DAY = "2026-08-04T09:00:00-05:00"
COMMUNICATIONS, MODERATOR = (f"{who}@demostracion.example" for who in ("comunicaciones", "moderacion"))
LAST, VOIDED = 30, 17
TABLET = "/ventanilla/tableta/audiencia-publica-de-rendicion-de-cuentas"


def words_of(number: int) -> str:
    return f"¿Cuándo arreglan el puente número {number}?"


# Thirty slips


def open_the_box(page: Page) -> str:
    page.goto("/ventanilla/")
    follow(page, "Nueva caja de hojas")
    page.get_by_label("Nombre de la caja").fill("Buzón de la entrada")
    expect(page.get_by_label("Primera hoja")).to_have_value("1")
    page.get_by_label("Última hoja").fill(str(LAST))
    page.get_by_label("Más o menos una de cada 5").check()
    press(page, "Crear la caja")
    expect(page.get_by_role("main")).to_contain_text("La caja quedó lista")
    return page.url


def print_slips(page: Page, to: Path) -> dict[int, str]:
    """The code on the stub of each slip, as the person who keeps it reads it."""
    with page.expect_download() as sheets:
        page.get_by_role("main").get_by_role("button", name="Descargar las hojas para imprimir").first.click()
    sheets.value.save_as(to)
    pages = pypdfium2.PdfDocument(to)
    texts = [paper.get_textpage().get_text_range() for paper in pages]
    assert len(texts) == LAST
    assert all("Tema, si lo sabe" in text and "Oficina que debería responder" in text for text in texts)
    stubs = [re.search(r"Talón de la hoja N\.º (\d+)\s+((?:\w{4}-){3}\w{4})", text) for text in texts]
    return {int(stub.group(1)): stub.group(2) for stub in stubs if stub}


def type_with_the_keyboard(page: Page) -> None:
    """Only the keyboard: what the slip says, Enter, and the next slip waits with the focus in its text."""
    follow(page, "Escribir hojas")
    for number in range(1, LAST + 1):
        if number == VOIDED:
            void_the_blank_one(page)
        else:
            expect(page.get_by_label("Hoja", exact=True)).to_have_value(str(number))
            expect(page.get_by_label("Lo que dice la hoja")).to_be_focused()
            listening(page)
            page.keyboard.type(words_of(number))
            page.keyboard.press("Enter")
            expect(page.get_by_role("status").first).to_contain_text(f"Hoja {number}:")
    expect(page.get_by_role("main")).to_contain_text("No falta ninguna hoja por escribir")


def void_the_blank_one(page: Page) -> None:
    follow(page, "No tiene pregunta: anular")
    expect(page.get_by_label("Desde la hoja")).to_have_value(str(VOIDED))
    press(page, "Anular")
    follow(page, "Escribir hojas")


def check_the_sample(page: Page, box: str) -> int:
    """Another person compares each slip of the sample; how many there were."""
    page.goto(box)
    follow(page, re.compile("^Revisar la hoja"))
    checked = 0
    while page.get_by_role("button", name="Es igual a la hoja: radicar").count():
        number = int(re.search(r"\d+$", page.url).group())
        expect(page.get_by_label("Lo que dice la hoja")).to_have_value(words_of(number))
        press(page, "Es igual a la hoja: radicar")
        checked += 1
    return checked


def close_the_box(page: Page, box: str, to: Path) -> str:
    """The text of the closing record."""
    page.goto(box)
    follow(page, "Contar y cerrar la caja")
    page.get_by_label("¿Cuántas hojas tiene en la mano?").fill(str(LAST))
    press(page, "Cerrar la caja")
    expect(page.get_by_role("main")).to_contain_text("29 radicadas + 1 anuladas")
    with page.expect_download() as record:
        page.get_by_role("main").get_by_role("link", name="Descargar el acta").click()
    record.value.save_as(to)
    return pypdfium2.PdfDocument(to)[0].get_textpage().get_text_range()


def follow_the_stub(browser: Browser, server: Server, code: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto(f"/preguntas/seguir#codigo={code}")
        press(page, re.compile("^(Ver|Seguir|Buscar|Consultar)"))
        expect(page.get_by_role("main")).to_contain_text(words_of(8))
        photograph(page, "counter-stub")
        assert code not in page.url


def test_thirty_slips_go_from_the_printer_to_the_closing_record(browser: Browser, place: Place, tmp_path: Path) -> None:
    place.hire((MODERATOR, "moderator", ""), (COMMUNICATIONS, "communications", ""))
    with place.served_at(DAY) as server:
        with colleague(browser, server, MODERATOR) as page:
            box = open_the_box(page)
            stubs = print_slips(page, tmp_path / "hojas.pdf")
            type_with_the_keyboard(page)
        with colleague(browser, server, COMMUNICATIONS) as page:
            assert check_the_sample(page, box) > 0
        with colleague(browser, server, MODERATOR) as page:
            record = close_the_box(page, box, tmp_path / "acta.pdf")
        assert "Contadas a mano" in record
        assert "Las cuentas coinciden" in record
        assert "puente" not in record
        assert len(set(stubs.values())) == LAST
        follow_the_stub(browser, server, stubs[8])


# The shared tablet


def ask(page: Page, words: str) -> str:
    """The code that the tablet shows to who asked."""
    page.get_by_label("¿Qué quiere preguntar?").fill(words)
    press(page, "Enviar mi pregunta")
    expect(page.get_by_role("main")).to_contain_text("Recibimos su pregunta")
    return page.locator("#codigo").inner_text()


def nothing_is_left(page: Page, *secrets: str) -> None:
    shown = page.content() + " ".join(box.input_value() for box in page.get_by_role("textbox").all())
    assert [secret for secret in secrets if secret in shown] == []


def go_back(page: Page) -> None:
    """As the button of the browser does: the tablet begins anew, and nothing else comes after that."""
    listening(page)
    page.evaluate("() => { document.documentElement.dataset.left = 'yes'; setTimeout(() => history.back(), 50) }")
    page.wait_for_selector("html[data-ready]:not([data-left])", state="attached")
    page.wait_for_timeout(1_500)


def test_nothing_of_who_asked_is_left_on_the_tablet(browser: Browser, demo_place: Place) -> None:
    with demo_place.served_at(DAY) as server, visitor(browser, server, **DESK) as page:
        page.goto(TABLET)
        code = ask(page, "¿Y el puente de la quebrada?")
        press(page, "Ya la guardé: sigue otra persona")
        expect(page.get_by_label("¿Qué quiere preguntar?")).to_have_value("")
        go_back(page)
        expect(page.get_by_label("¿Qué quiere preguntar?")).to_have_value("")  # and no page of the browser's own
        for _ in range(4):
            go_back(page)
            nothing_is_left(page, code, code[:4], "quebrada")
        page.goto(TABLET)
        page.get_by_label("¿Qué quiere preguntar?").fill("¿Y la cancha del barrio?")
        page.goto("about:blank")
        page.go_back()
        listening(page)
        page.wait_for_timeout(1_500)
        expect(page.get_by_label("¿Qué quiere preguntar?")).to_have_value("")
        nothing_is_left(page, "cancha")


def test_the_tablet_warns_before_it_begins_anew(browser: Browser, demo_place: Place) -> None:
    with demo_place.served_at(DAY) as server, visitor(browser, server, **DESK) as page:
        page.clock.install(time=DAY)
        page.clock.pause_at("2026-08-04T10:00:00-05:00")
        page.goto(TABLET)
        page.get_by_label("¿Qué quiere preguntar?").fill("¿Y la escuela?")
        page.clock.run_for(165_000)
        expect(page.get_by_text("¿Sigue ahí?")).to_be_visible()
        photograph(page, "counter-warning")
        page.mouse.click(5, 400)
        expect(page.get_by_text("¿Sigue ahí?")).to_be_hidden()
        expect(page.get_by_label("¿Qué quiere preguntar?")).to_have_value("¿Y la escuela?")
        page.clock.run_for(185_000)
        expect(page.get_by_label("¿Qué quiere preguntar?")).to_have_value("")
