"""An extension and a transfer, from the question on a telephone to the news that the person reads."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import press
from tests.parts.server import Server
from tests.parts.smtp import SmtpServer, smtp_server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

DAY = "2026-08-04T09:00:00-05:00"
MODERATOR, LEADER = "moderacion@demostracion.example", "lider@demostracion.example"
MAILBOX = "vecindad@correo.example"
LETTER = b"Oficio remisorio 41. Se traslada la pregunta.\n"


def ask(browser: Browser, server: Server) -> tuple[str, str]:
    """The filing number and the follow code."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/preguntas/nueva?general=1")
        page.get_by_label("¿Qué quiere preguntar?").fill("¿Cuándo pavimentan la vía nacional?")
        page.get_by_label("Correo electrónico").check()
        page.get_by_label("Su correo", exact=True).fill(MAILBOX)
        page.get_by_label(re.compile("gestionar mi pregunta")).check()
        press(page, "Enviar mi pregunta")
        main = page.get_by_role("main")
        expect(main).to_contain_text("Recibimos su pregunta")
        return re.search(r"2026-\d{6}", main.inner_text()).group(), page.locator("#codigo").inner_text()


def follow(page: Page, code: str) -> None:
    page.goto("/preguntas/seguir")
    page.get_by_label("Su código de seguimiento").fill(code)
    press(page, re.compile("^(Ver|Seguir|Buscar|Consultar)"))


def wait_for(mails: SmtpServer, subject: str) -> str:
    """The body of the letter under this subject, once it came."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        for one in list(mails.messages):
            if str(one.message["Subject"]) == subject and one.recipients == [MAILBOX]:
                return one.message.get_content()
        time.sleep(0.2)
    raise AssertionError(f"No letter: {subject}")


def test_an_extension_before_the_due_date_reaches_the_person(browser: Browser, place: Place) -> None:
    place.hire((LEADER, "approver", ""))
    with smtp_server() as mails, place.mailing(mails).served_at(DAY) as server:
        radicado, code = ask(browser, server)
        with colleague(browser, server, LEADER) as page:
            page.goto(f"/preguntas/gestion/{radicado}/ampliar")
            page.get_by_label("Días hábiles que se suman").fill("3")
            page.get_by_label("Motivo").fill("Falta un informe de otra entidad.")
            press(page, "Ampliar el plazo")
            expect(page.get_by_role("status").first).to_contain_text("plazo ampliado")
            page.goto("/vencimientos/gestion/")
            expect(page.get_by_role("main")).to_contain_text(radicado)
            expect(page.get_by_role("main")).to_contain_text("1 sep 2026")
            photograph(page, "deadlines-list")
        assert radicado in wait_for(mails, "Cambió la fecha de su respuesta")
        with visitor(browser, server, **PHONE) as page:
            follow(page, code)
            expect(page.get_by_role("main")).to_contain_text("Nueva fecha de respuesta: martes 1 de septiembre de 2026")
            expect(page.get_by_role("main")).to_contain_text("Falta un informe de otra entidad.")


def test_a_transfer_with_its_document_reaches_the_person(browser: Browser, place: Place) -> None:
    place.hire((MODERATOR, "moderator", ""))
    with smtp_server() as mails, place.mailing(mails).served_at(DAY) as server:
        radicado, code = ask(browser, server)
        with colleague(browser, server, MODERATOR) as page:
            page.goto(f"/preguntas/gestion/{radicado}/paso/trasladar")
            page.get_by_label("Entidad que debe responder").fill("Entidad nacional de vías")
            page.get_by_label("Día del traslado").fill("2026-08-04")
            page.get_by_label("Número del documento").fill("OF-41")
            page.get_by_label("Documento con el que se traslada").set_input_files(
                {"name": "oficio.txt", "mimeType": "text/plain", "buffer": LETTER}
            )
            page.get_by_label("Por qué le toca a esa entidad").fill("La vía es nacional.")
            photograph(page, "deadlines-transfer")
            press(page, "Trasladar a otra entidad")
            expect(page.get_by_role("status").first).to_contain_text(f"{radicado} trasladada")
        assert radicado in wait_for(mails, "Trasladamos su pregunta")
        with visitor(browser, server, **PHONE) as page:
            follow(page, code)
            expect(page.get_by_role("main")).to_contain_text("Entidad nacional de vías")
            photograph(page, "deadlines-transferred")
            with page.expect_download() as download:
                page.get_by_role("button", name=re.compile("Descargar la copia")).click()
            assert download.value.path().read_bytes() == LETTER
