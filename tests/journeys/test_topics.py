"""A topic is nominated on a phone, grouped, put in order by keyboard and without scripts, treated, and told about."""

import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import fits, follow, press
from tests.parts.chromium import listening
from tests.parts.server import ROOT, Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

MODERATOR, EDITOR = (f"{who}@demostracion.example" for who in ("moderacion", "comunicaciones"))
TOPIC, WHY = "Arreglar el puente de La Esperanza", "El bus no pasa cuando llueve."
TITLE, OTHER = "El puente de La Esperanza", "Luz y parques"
VOTERS = 5
WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}


def day(number: int) -> str:
    """Nine in the morning of Colombia, so many days from today."""
    return (datetime.now().astimezone() + timedelta(days=number)).isoformat(timespec="seconds")


def lay(place: Place) -> tuple[str, str]:
    script = [sys.executable, "-m", "tests.journeys.lay_topics"]
    done = subprocess.run(script, cwd=ROOT, env=place.env, capture_output=True, text=True, check=True)
    slug, radicado = done.stdout.split()
    return slug, radicado


def nominate(browser: Browser, server: Server, slug: str) -> str:
    """On a phone without scripts; the follow code."""
    with visitor(browser, server, **WITHOUT_SCRIPTS) as page:
        page.goto(f"/temas/{slug}")
        follow(page, re.compile("Proponer un tema"))
        page.get_by_label("¿Qué tema propone?").fill(TOPIC)
        page.get_by_label("¿Por qué es importante?").fill(WHY)
        press(page, "Enviar mi tema")
        expect(page.get_by_role("main")).to_contain_text("¿Se parece a alguno de estos?")
        return re.sub(r"\s", "", page.locator("#codigo").inner_text())


def moderate(browser: Browser, server: Server, slug: str) -> None:
    """The words become public, and those that say the same go together."""
    with colleague(browser, server, MODERATOR) as page:
        page.goto(f"/temas/gestion/{slug}")
        press(page, re.compile("^Publicar"))
        for wanted, title in ((re.compile("[Pp]uente"), TITLE), (re.compile("Luz"), OTHER)):
            for box in page.get_by_role("checkbox", name=wanted).all():
                box.check()
            page.get_by_label("Título del tema nuevo").fill(title)
            press(page, "Guardar el tema")
        expect(page.get_by_role("main")).to_contain_text("Postulaciones sin tema (0)")


def make_vote(browser: Browser, server: Server, slug: str) -> None:
    with colleague(browser, server, EDITOR) as page:
        page.goto(f"/temas/gestion/{slug}/votacion")
        opens = datetime.fromisoformat(day(5)) - timedelta(days=1)
        page.get_by_label("La votación abre").fill(opens.strftime("%Y-%m-%dT%H:%M"))
        page.get_by_label("La votación cierra").fill((opens + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"))
        press(page, "Crear la votación")
        expect(page.get_by_role("status").first).to_contain_text("La votación está lista")


def open_vote(page: Page, slug: str) -> None:
    page.goto(f"/temas/{slug}")
    follow(page, re.compile("Votar"), re.compile("Empezar"))


def vote_by_keyboard(browser: Browser, server: Server, slug: str) -> None:
    """Only Tab and Enter, on a screen of 360 px: the first option goes down when it is not the wanted one."""
    with visitor(browser, server, **PHONE) as page:
        open_vote(page, slug)
        photograph(page, "topics-rank")
        fits(page)
        listening(page)
        if OTHER in page.locator("select").first.locator("xpath=ancestor::li").inner_text():
            reach(page, "Bajar")
        else:
            reach(page, "Dejar este orden")
        send(page)


def reach(page: Page, name: str) -> None:
    """Press a button of the ranking by keyboard alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
        if label and name in label:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"No button «{name}» was reached")


def vote_without_scripts(browser: Browser, server: Server, slug: str) -> None:
    with visitor(browser, server, **WITHOUT_SCRIPTS) as page:
        open_vote(page, slug)
        page.get_by_role("combobox", name=TITLE).select_option("1")
        page.get_by_role("combobox", name=OTHER).select_option("2")
        send(page)


def send(page: Page) -> None:
    press(page, re.compile("^(Seguir|Revisar|Continuar)"))
    press(page, re.compile("^Enviar"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("[Rr]ecibimos"))


def take_to_the_agenda(browser: Browser, server: Server, slug: str, radicado: str) -> None:
    with colleague(browser, server, EDITOR) as page:
        wait_for_result(page, slug)
        page.goto(f"/temas/gestion/{slug}/agenda")
        page.get_by_role("checkbox", name=TITLE).check()
        press(page, "Confirmar los temas")
        expect(page.get_by_role("status").first).to_contain_text("quedaron confirmados")
        follow(page, re.compile(TITLE))
        page.get_by_label("Radicado de la pregunta").fill(radicado)
        press(page, "Mostrar en su página")
        expect(page.get_by_role("status").first).to_contain_text("Ya se ve")


def wait_for_result(page: Page, slug: str) -> None:
    """The survey closes by itself within a minute or two of its hour."""
    for _ in range(60):
        page.goto(f"/temas/{slug}/resultado")
        if page.get_by_role("heading", name="Quién quedó primero y por qué").count():
            photograph(page, "topics-result")
            return
        page.wait_for_timeout(2500)
    raise AssertionError("The vote was not counted")


def follow_the_topic(browser: Browser, server: Server, code: str) -> None:
    with visitor(browser, server, **WITHOUT_SCRIPTS) as page:
        page.goto("/temas/seguir")
        page.get_by_label("Su código de seguimiento").fill(code)
        press(page, "Ver qué pasó")
        for words in (TOPIC, TITLE, "Lugar 1", "Audiencia de noviembre", "¿Cuándo arreglan el puente"):
            expect(page.get_by_role("main")).to_contain_text(words)
        photograph(page, "topics-followed")


def test_a_topic_goes_from_a_phone_to_the_agenda_and_back(browser: Browser, place: Place) -> None:
    place.hire((MODERATOR, "moderator", ""), (EDITOR, "communications", ""))
    slug, radicado = lay(place)
    with place.served_at(day(0)) as server:
        code = nominate(browser, server, slug)
    with place.served_at(day(5)) as server:
        moderate(browser, server, slug)
        make_vote(browser, server, slug)
        vote_by_keyboard(browser, server, slug)
        for _ in range(VOTERS - 1):
            vote_without_scripts(browser, server, slug)
    with place.served_at(day(9)) as server:
        take_to_the_agenda(browser, server, slug, radicado)
        follow_the_topic(browser, server, code)
