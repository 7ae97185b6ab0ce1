"""Twelve people ask the same; one answer reaches the twelve, each with the own number, by a real mail server."""

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
OFFICE = "Secretaría de Infraestructura"
MODERATOR, LIAISON, LEADER = (f"{who}@demostracion.example" for who in ("moderacion", "enlace", "lider"))
ASKERS = 12
ANSWER = "La obra del puente empezó en junio. La Secretaría la termina en octubre de 2026 y cuesta 80 millones."


def mailbox(number: int) -> str:
    return f"vecindad{number}@correo.example"


def ask(browser: Browser, server: Server, number: int) -> tuple[str, str]:
    """The filing number and the follow code."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/preguntas/nueva?general=1")
        page.get_by_label("¿Qué quiere preguntar?").fill(f"¿Cuándo arreglan el puente? Pregunta la casa {number}.")
        page.get_by_label("Correo electrónico").check()
        page.get_by_label("Su correo", exact=True).fill(mailbox(number))
        page.get_by_label(re.compile("gestionar mi pregunta")).check()
        press(page, "Enviar mi pregunta")
        main = page.get_by_role("main")
        expect(main).to_contain_text("Recibimos su pregunta")
        return re.search(r"2026-\d{6}", main.inner_text()).group(), page.locator("#codigo").inner_text()


def group(page: Page, radicado: str, leader: str) -> None:
    page.goto(f"/preguntas/gestion/{radicado}/paso/agrupar")
    page.get_by_label("Radicado de la otra pregunta").fill(leader)
    page.get_by_label("Por qué se agrupan").fill("Preguntan por el mismo puente.")
    press(page, "Agrupar con otra pregunta")
    expect(page.get_by_role("status").first).to_contain_text(f"{radicado} agrupada")


def answer(browser: Browser, server: Server, leader: str, others: list[str]) -> None:
    with colleague(browser, server, MODERATOR) as page:
        page.goto(f"/preguntas/gestion/{leader}")
        page.get_by_label("Lo revisé").check()  # «la casa 0» may be where somebody lives
        press(page, "Publicar la pregunta")
        for radicado in others:
            group(page, radicado, leader)
        page.goto(f"/preguntas/gestion/{leader}")
        page.get_by_label("Dependencia que responde").select_option(label=OFFICE)
        press(page, "Clasificar y asignar")
        expect(page.get_by_role("status").first).to_contain_text(leader)
    with colleague(browser, server, LIAISON) as page:
        page.goto(f"/preguntas/gestion/{leader}")
        page.get_by_role("textbox", name="Su respuesta").fill(ANSWER)
        press(page, "Enviar a revisión")
        expect(page.get_by_role("status").first).to_contain_text(leader)
    with colleague(browser, server, LEADER) as page:
        page.goto(f"/preguntas/gestion/{leader}")
        press(page, "Aprobar y publicar")
        expect(page.get_by_role("status").first).to_contain_text(leader)


def told(mails: SmtpServer, subject: str) -> dict[str, str]:
    """Who was written to under this subject, and the body."""
    return {
        one.recipients[0]: one.message.get_content()
        for one in list(mails.messages)
        if str(one.message["Subject"]).startswith(subject)
    }


def wait_for_all(mails: SmtpServer, subject: str) -> dict[str, str]:
    deadline = time.monotonic() + 180
    while len(told(mails, subject)) < ASKERS and time.monotonic() < deadline:
        time.sleep(0.2)
    return told(mails, subject)


def follow(browser: Browser, server: Server, code: str, radicado: str, leader: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto("/preguntas/seguir")
        page.get_by_label("Su código de seguimiento").fill(code)
        press(page, re.compile("^(Ver|Seguir|Buscar|Consultar)"))
        for words in (radicado, ANSWER, f"Es la misma respuesta de la pregunta {leader}"):
            expect(page.get_by_role("main")).to_contain_text(words)
        photograph(page, "group-followed")


def test_twelve_who_ask_the_same_are_answered_once_and_told_one_by_one(browser: Browser, place: Place) -> None:
    place.hire((MODERATOR, "moderator", ""), (LIAISON, "liaison", OFFICE), (LEADER, "approver", ""))
    with smtp_server() as mails, place.mailing(mails).served_at(DAY) as server:
        asked = [ask(browser, server, number) for number in range(ASKERS)]
        (leader, _code), *others = asked
        answer(browser, server, leader, [radicado for radicado, _ in others])
        letters = wait_for_all(mails, "Su pregunta ya tiene respuesta")
        assert sorted(letters) == sorted(mailbox(number) for number in range(ASKERS))
        for number, (radicado, code) in enumerate(asked):
            letter = letters[mailbox(number)]
            assert radicado in letter
            assert "puente" not in letter
            assert code.replace(" ", "") not in letter
        assert len(wait_for_all(mails, "Recibimos su pregunta")) == ASKERS
        follow(browser, server, others[-1][1], others[-1][0], leader)
