"""The whole path on the real cronograma of Itagüí 2020: imported, published, asked, answered, followed.

Nothing is written into the database by hand but the accounts; each person does what they would do on the page.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, visitor
from tests.journeys.steps import HEARING, follow, import_and_publish, press
from tests.parts.chromium import leave_by
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

BEFORE = "2020-09-08T08:00:00-05:00"
HEARING_DAY = "2020-12-04T09:00:00-05:00"
OFFICE = "Secretaría de Infraestructura"
QUESTION = "¿Por qué el alcalde prometió pavimentar la vereda y la vía sigue igual?\n¿Cuánto se gastó?"
ANSWER = (
    "La obra empezó en octubre. Se han gastado 120 millones de pesos. La Secretaría termina la vía en marzo de 2021."
)


def check_the_cronograma(browser: Browser, server: Server) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto("/estrategia/")
        page.goto("/estrategia/2020")
        expect(page.locator("tbody th[scope=row]")).to_have_count(46)
        for label in ("ETAPA DE DIALOGO", "ETAPA DE EVALUACIÓN"):
            expect(page.get_by_role("main")).to_contain_text(label)
        expect(page.get_by_role("main")).to_contain_text("Organismos de Contro a la Audiencia Publica")


def convene_the_hearing(browser: Browser, server: Server) -> None:
    with colleague(browser, server, "comunicaciones@demostracion.example") as page:
        page.goto("/estrategia/gestion/")
        leave_by(page.get_by_role("main").get_by_role("table").get_by_role("link").first)
        leave_by(page.get_by_role("row", name=HEARING).get_by_role("link", name="Crear espacio"))
        page.get_by_label("Título").fill("Audiencia pública de rendición de cuentas 2020")
        page.get_by_label("Presencial y virtual").check()
        page.get_by_label("Empieza").fill("2020-12-04T08:00")
        page.get_by_label("Termina").fill("2020-12-04T12:00")
        page.get_by_label("Lugar").fill("Auditorio municipal")
        page.get_by_label("Enlace de la transmisión").fill("https://transmision.example/audiencia")
        press(page, "Guardar el borrador")
        expect(page.get_by_role("main")).to_contain_text("Falta")  # no methodology, no call (Ley 489 de 1998, art. 33)
        follow(page, "Cómo se hará")
        page.get_by_label("Metodología").fill("Se presenta el informe. Después se responden las preguntas del público.")
        page.get_by_label("Reglas para participar").fill("Cada persona tiene tres minutos.")
        press(page, "Guardar los cambios")
        follow(page, "Convocar")
        press(page, "Convocar")
        expect(page.get_by_role("main")).to_contain_text("Convocado")


def ask(browser: Browser, server: Server) -> tuple[str, str]:
    """The filing number and the follow code of a question asked from a phone, without an account."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/espacios/")
        title = re.compile("Audiencia pública de rendición de cuentas 2020")
        follow(page, title, re.compile("^(Preguntar|Hacer una pregunta)"))
        page.get_by_label("¿Qué quiere preguntar?").fill(QUESTION)
        press(page, re.compile("^Enviar"))
        main = page.get_by_role("main")
        expect(main).to_contain_text("29 de diciembre de 2020")
        expect(main).to_contain_text("4 de diciembre de 2020")
        return re.search(r"2020-\d{6}", main.inner_text()).group(), page.locator("#codigo").inner_text()


def open_question(page: Page, radicado: str) -> None:
    page.goto("/preguntas/gestion/?ver=todas")
    follow(page, radicado)


def sort_answer_and_publish(browser: Browser, server: Server, radicado: str) -> None:
    with colleague(browser, server, "moderacion@demostracion.example") as page:
        open_question(page, radicado)
        expect(page.get_by_role("main")).to_contain_text("martes 29 de diciembre de 2020")
        press(page, "Publicar la pregunta")
        expect(page.get_by_role("status").first).to_contain_text(radicado)
        open_question(page, radicado)
        page.get_by_label("Dependencia que responde").select_option(label=OFFICE)
        press(page, "Clasificar y asignar")
        expect(page.get_by_role("status").first).to_contain_text(radicado)
    with colleague(browser, server, "enlace@demostracion.example") as page:
        open_question(page, radicado)
        page.get_by_role("textbox", name="Su respuesta").fill(ANSWER)
        press(page, "Enviar a revisión")
        expect(page.get_by_role("status").first).to_contain_text(radicado)
    with colleague(browser, server, "lider@demostracion.example") as page:
        open_question(page, radicado)
        expect(page.get_by_role("main")).to_contain_text(ANSWER)
        press(page, "Aprobar y publicar")
        expect(page.get_by_role("status").first).to_contain_text(radicado)


def read_the_answer(browser: Browser, server: Server, radicado: str, code: str, answered: bool) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto("/preguntas/seguir")
        page.get_by_label("Su código de seguimiento").fill(code.lower().replace("-", " ").replace("0", "o"))
        press(page, re.compile("^(Ver|Seguir|Buscar|Consultar)"))
        main = page.get_by_role("main")
        expect(main).to_contain_text(radicado)
        expect(main).to_contain_text("29 de diciembre de 2020")
        expect(main).to_contain_text("¿Cuánto se gastó?")
        assert ("La obra empezó en octubre" in main.inner_text()) is answered
        assert code.replace(" ", "-") not in page.url


def test_from_the_real_cronograma_to_a_published_answer(browser: Browser, place: Place):
    place.hire(
        ("comunicaciones@demostracion.example", "communications", ""),
        ("moderacion@demostracion.example", "moderator", ""),
        ("enlace@demostracion.example", "liaison", OFFICE),
        ("lider@demostracion.example", "approver", ""),
    )
    with place.served_at(BEFORE) as server:
        import_and_publish(browser, server)
        check_the_cronograma(browser, server)
        convene_the_hearing(browser, server)
    with place.served_at(HEARING_DAY) as server:
        radicado, code = ask(browser, server)
        read_the_answer(browser, server, radicado, code, answered=False)
        sort_answer_and_publish(browser, server, radicado)
        read_the_answer(browser, server, radicado, code, answered=True)
        with visitor(browser, server, **PHONE) as page:
            page.goto("/preguntas/")
            expect(page.get_by_role("main")).to_contain_text("La obra empezó en octubre")
            page.goto("/estrategia/2020/actividades/3-5")
            expect(page.get_by_role("main")).to_contain_text("Audiencia pública de rendición de cuentas 2020")
