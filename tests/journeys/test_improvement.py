"""An improvement plan: from what people said of a space to what internal control found of what was done about it.

The space is the forum of the demonstration, which who was there evaluated. The plan is read on a phone of 360 px.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from participa.portal.demo.people import PASSWORD, TREASURY
from participa.shared.clock import now, today
from tests.journeys.conftest import DESK, PHONE, Place, photograph, visitor
from tests.journeys.steps import fits, follow, press
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

TEAM, TITLE = "/mejoramiento/gestion", "Plan de mejoramiento del foro"
ASKED = "Entreguen las cifras en papel"
CAUSE = "Nadie tiene a cargo imprimir las cifras."
ACTION = "Imprimir las cifras en letra grande para cada espacio"


def test_what_people_asked_for_is_planned_done_and_verified(demo_place: Place, browser: Browser):
    with demo_place.served_at((now() + timedelta(minutes=1)).isoformat()) as server:
        number = planned(browser, server)
        published(browser, server, number)
        code = read_by_everybody(browser, server, number, "A tiempo", "Sin verificar")
        reported(browser, server, code)
        verified(browser, server, code)
        read_by_everybody(browser, server, number, "Cumplido", "No coincide con lo informado")
        read_from_the_action(browser, server, code)


def enter(page: Page, who: str, address: str) -> None:
    """A member of the demonstration team opens a page."""
    page.goto(address)
    page.get_by_label("Correo").fill(f"{who}@demostracion.example")
    page.get_by_label("Clave").fill(PASSWORD)
    press(page, "Ingresar")
    expect(page).to_have_url(address)


def planned(browser: Browser, server: Server) -> str:
    """Comunicaciones takes a recommendation into a plan, with its cause and an action; the number of the plan."""
    with visitor(browser, server, **DESK) as page:
        enter(page, "comunicaciones", f"{TEAM}/nuevo")
        page.get_by_label("Nombre del plan").fill(TITLE)
        page.get_by_label("Espacio del que sale").select_option(label="Foro: la salud en el municipio")
        press(page, "Crear el plan")
        number = page.url.rpartition("/")[2]
        follow(page, re.compile("Traer de la evaluación"))
        page.get_by_label(re.compile(ASKED)).check()
        photograph(page, "improvement-bring", DESK["viewport"])
        press(page, "Traer al plan")
        expect(page.get_by_role("main")).to_contain_text("Falta la causa")
        follow(page, re.compile("Escribir la causa"))
        page.get_by_label("Por qué pasó").fill(CAUSE)
        press(page, "Guardar")
        follow(page, re.compile("Agregar una acción"))
        fill_the_action(page)
        expect(page.get_by_role("main")).to_contain_text("Lo publica quien aprueba")
        photograph(page, "improvement-draft", DESK["viewport"])
        return number


def fill_the_action(page: Page) -> None:
    page.get_by_label("Qué se va a hacer").fill(ACTION)
    page.get_by_label("Cómo se sabrá que se hizo").fill("Hay fotos de las hojas entregadas en el espacio.")
    page.get_by_label("Dependencia responsable").select_option(label=TREASURY)
    page.get_by_label("Hasta qué día").fill((today() + timedelta(days=60)).isoformat())
    page.get_by_label("Indicador").fill("Espacios con cifras en papel")
    page.get_by_label("Meta").fill("Todos los que quedan del año")
    press(page, re.compile("^Agregar$"))


def published(browser: Browser, server: Server, number: str) -> None:
    """Nobody reads it before another person approves it."""
    with visitor(browser, server, forgiven="Failed to load resource", **PHONE) as page:
        page.goto(f"/mejoramiento/{number}")
        expect(page.get_by_role("main")).not_to_contain_text(TITLE)
    with visitor(browser, server, **DESK) as page:
        enter(page, "aprobacion", f"{TEAM}/{number}")
        follow(page, re.compile("Revisar y publicar"))
        photograph(page, "improvement-publish", DESK["viewport"])
        press(page, re.compile("^Publicar$"))
        expect(page.get_by_role("main")).to_contain_text("En marcha")


def read_by_everybody(browser: Browser, server: Server, number: str, *words: str) -> str:
    """On a phone without JavaScript; the code of the action."""
    with visitor(browser, server, java_script_enabled=False, **PHONE) as page:
        page.goto("/mejoramiento/")
        follow(page, re.compile(TITLE))
        assert page.url.endswith(f"/mejoramiento/{number}")
        for shown in (ASKED, CAUSE, ACTION, TREASURY, *words):
            expect(page.get_by_role("main")).to_contain_text(shown)
        photograph(page, "improvement-plan-" + words[0].lower().replace(" ", "-"))
        fits(page)
        follow(page, re.compile(ACTION))
        return page.url.rpartition("/")[2]


def reported(browser: Browser, server: Server, code: str) -> None:
    """The office says that it is done, with a photograph as evidence of the result."""
    with visitor(browser, server, **DESK) as page:
        enter(page, "hacienda", f"{TEAM}/avance")
        follow(page, re.compile(code), re.compile("Informar avance"))
        page.get_by_label("¿Qué se hizo?").fill("Se entregaron las cifras impresas en el foro.")
        page.get_by_label("¿En qué porcentaje va?").fill("100")
        page.get_by_label("Enlace", exact=False).first.fill("https://www.demostracion.example/fotos-del-foro")
        page.get_by_label("¿Qué muestra el enlace?").fill("Fotos de las hojas entregadas")
        page.get_by_label(re.compile("muestra el resultado terminado")).check()
        page.get_by_label("La evidencia no tiene datos personales").check()
        press(page, "Guardar y publicar el avance")
        expect(page.get_by_role("main")).to_contain_text("Fotos de las hojas entregadas")


def verified(browser: Browser, server: Server, code: str) -> None:
    """Internal control went and found otherwise."""
    with visitor(browser, server, **DESK) as page:
        enter(page, "control", f"/compromisos/gestion/{code}/verificar")
        page.get_by_label("¿Qué día lo miró?").fill(today().isoformat())
        page.get_by_label("Avance medio").check()
        page.get_by_label("No coincide con lo informado").check()
        page.get_by_label("¿Qué encontró?").fill("Solo había hojas para la mitad de la gente.")
        press(page, "Publicar la verificación")
        expect(page.get_by_role("main")).to_contain_text("Solo había hojas para la mitad de la gente.")


def read_from_the_action(browser: Browser, server: Server, code: str) -> None:
    """The page of the action leads back to its plan."""
    with visitor(browser, server, java_script_enabled=False, **PHONE) as page:
        page.goto(f"/compromisos/{code}")
        expect(page.get_by_role("main")).to_contain_text(ASKED)
        follow(page, re.compile("Ver el plan de mejoramiento"))
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
