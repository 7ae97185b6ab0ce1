"""A hearing lives: five places, eight people, a seat that passes on by mail, a door without connection, memorias.

Nothing is written into the database by hand but the accounts; each person does what they would do on the page.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import HEARING, follow, import_and_publish, press
from tests.parts.chromium import leave_by
from tests.parts.server import Server
from tests.parts.smtp import SmtpServer, smtp_server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

BEFORE = "2020-11-03T08:00:00-05:00"
HEARING_DAY = "2020-12-04T07:30:00-05:00"
AFTER = "2020-12-07T08:00:00-05:00"
TITLE = "Audiencia pública de rendición de cuentas 2020"
ADDRESS = "/espacios/audiencia-publica-de-rendicion-de-cuentas-2020"
ORDER = ("Primera", "Segunda", "Tercera", "Cuarta", "Quinta", "Sexta", "Séptima", "Octava")
ALTERNATIVE = "El auditorio lleno, con el informe proyectado al fondo."
KEPT = "() => document.querySelector('[data-behaviour=door]').dataset.kept === 'yes'"
COMMUNICATIONS, LEADER, MODERATOR = (f"{who}@demostracion.example" for who in ("comunicaciones", "lider", "moderacion"))


def open_space(page: Page) -> None:
    page.goto("/espacios/gestion/")
    follow(page, TITLE)


# The call


def convene(browser: Browser, server: Server) -> None:
    with colleague(browser, server, COMMUNICATIONS) as page:
        page.goto("/estrategia/gestion/")
        leave_by(page.get_by_role("main").get_by_role("table").get_by_role("link").first)
        leave_by(page.get_by_role("row", name=HEARING).get_by_role("link", name="Crear espacio"))
        page.get_by_label("Título").fill(TITLE)
        page.get_by_label("Presencial", exact=True).check()
        page.get_by_label("Empieza").fill("2020-12-04T08:00")
        page.get_by_label("Termina").fill("2020-12-04T12:00")
        page.get_by_label("Lugar").fill("Auditorio municipal")
        press(page, "Guardar el borrador")
        follow(page, "Fecha, lugar y cupos")
        page.get_by_label("Cupos en el lugar").fill("5")
        press(page, "Guardar los cambios")
        follow(page, "Cómo se hará")
        page.get_by_label("Metodología").fill("Se presenta el informe. Después se responden las preguntas del público.")
        page.get_by_label("Reglas para participar").fill("Cada persona tiene tres minutos.")
        press(page, "Guardar los cambios")
        add_the_report(page)
        open_space(page)
        follow(page, "Convocar")
        press(page, "Convocar")
        expect(page.get_by_role("main")).to_contain_text("Convocado")


def add_the_report(page: Page) -> None:
    follow(page, "Documentos e informe")
    page.get_by_label("Qué es").select_option(label="Informe de rendición de cuentas")
    page.get_by_label("Título").fill("Informe de gestión 2020")
    page.get_by_label("O un enlace").fill("https://informe.example/2020")
    page.get_by_label("Publicado desde").fill("2020-11-03")
    press(page, "Agregar el documento")
    expect(page.get_by_role("main")).to_contain_text("Informe publicado a tiempo")


# The registrations


def register(browser: Browser, server: Server, place: int) -> str:
    """The code of the receipt of who comes in this order; each also says to which groups they belong."""
    with visitor(browser, server, **PHONE) as page:
        page.goto(ADDRESS)
        follow(page, "Inscribirse" if place < 5 else "Entrar a la lista de espera")
        page.get_by_label("Nombres").fill("Asistente")
        page.get_by_label("Apellidos").fill(ORDER[place])
        page.get_by_label("Correo", exact=True).fill(mailbox(place))
        page.get_by_label(re.compile("gestionar mi inscripción")).check()
        photograph(page, f"space-1-register-{place}")
        press(page, "Inscribirme" if place < 5 else "Entrar a la lista de espera")
        says = "Su puesto está apartado" if place < 5 else f"Su lugar en la lista es el {place - 4}."
        expect(page.get_by_role("main")).to_contain_text(says)
        photograph(page, f"space-2-receipt-{place}")
        code = page.locator("#codigo").inner_text()
        tell_groups(page, "Mujer" if place < 6 else "Hombre")
        return code


def mailbox(place: int) -> str:
    return f"asistente{place + 1}@correo.example"


def tell_groups(page: Page, gender: str) -> None:
    press(page, "Responder sin dar mi nombre")
    page.get_by_label(gender, exact=True).check()
    page.get_by_label("De 29 a 59 años").check()
    page.get_by_label(re.compile("^Autorizo a la entidad a sumar")).check()
    press(page, "Enviar sin mi nombre")
    expect(page.get_by_role("main")).to_contain_text("Recibimos su respuesta sin su nombre")


def cancel(browser: Browser, server: Server, code: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto("/inscripciones/mia")
        page.get_by_label("El código de su inscripción").fill(code.lower())
        press(page, "Ver mi inscripción", "No puedo ir", "Sí, cancelar")
        expect(page.get_by_role("main")).to_contain_text("Cancelamos su inscripción")


def wait_for_mail(mails: SmtpServer, recipient: str, subject: str) -> str:
    """The body of a mail that arrived."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        for one in list(mails.messages):
            if one.recipients == [recipient] and one.message["Subject"] == subject:
                return one.message.get_content()
        time.sleep(0.1)
    raise AssertionError(f"no mail «{subject}» for {recipient}: {[one.message['Subject'] for one in mails.messages]}")


def accept_by_mail(browser: Browser, server: Server, mails: SmtpServer, place: int) -> None:
    body = wait_for_mail(mails, mailbox(place), "Hay un puesto para usted")
    assert ".. " not in body  # the hour brings its own point
    link = re.search(r"http://\S+#codigo=\S+", body).group()
    with visitor(browser, server, **PHONE) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(link)
        expect(page.get_by_label("El código de su inscripción")).not_to_have_value("")
        press(page, "Ver mi inscripción")
        expect(page.get_by_role("main")).to_contain_text("Hay un puesto para usted")
        expect(page.get_by_role("main")).not_to_contain_text("..")
        photograph(page, "space-3-offer")
        press(page, "Aceptar el puesto")
        expect(page.get_by_role("main")).to_contain_text("El puesto es suyo")
        code = link.partition("codigo=")[2]
        assert [url for url in asked if code in url.partition("#")[0]] == []
        assert code not in page.url


# The door


def open_a_link(browser: Browser, server: Server) -> str:
    with colleague(browser, server, COMMUNICATIONS) as page:
        open_space(page)
        follow(page, "Asistencia")
        follow(page, "Enlaces de puerta")
        page.get_by_label("Nombre de la puerta").fill("Puerta norte")
        press(page, "Crear el enlace")
        return page.locator("#codigo").inner_text()


@contextmanager
def at_the_door(browser: Browser, server: Server, code: str) -> Iterator[Page]:
    """The phone of a volunteer, on the day, with the page kept for when there is no connection."""
    with visitor(browser, server, forgiven="ERR_INTERNET_DISCONNECTED", **PHONE) as page:
        page.clock.install(time=HEARING_DAY)
        page.goto(f"/asistencia/puerta#codigo={code.replace(' ', '')}")
        page.wait_for_url("**/asistencia/puerta/*")
        page.wait_for_function(KEPT)
        yield page


def note(page: Page, place: int) -> None:
    """Find somebody by a part of the name, typed without accents."""
    page.get_by_label("Código o nombre").fill(ORDER[place].lower().replace("é", "e"))
    page.get_by_role("button", name="Buscar").click()
    found = page.locator("[data-part=found] li").filter(has_text=ORDER[place])
    found.get_by_role("button", name="Anotar llegada").click()
    expect(page.locator("[data-part=queue] li").filter(has_text=ORDER[place])).to_have_count(1)


def receive_people(browser: Browser, server: Server, code: str) -> None:
    """Three without connection, two with it, and one who did not register."""
    with at_the_door(browser, server, code) as page:
        status, arrived = page.locator("[data-part=status]"), page.locator(".stats dd").first
        page.context.set_offline(True)
        for place in (0, 2, 3):
            note(page, place)
        expect(status).to_contain_text("Sin conexión")
        expect(status).to_contain_text("3 guardadas en este teléfono, sin enviar")
        photograph(page, "space-4-door-offline")
        page.context.set_offline(False)
        expect(status).to_contain_text("3 enviadas")
        expect(arrived).to_have_text("3")
        for place in (4, 5):
            note(page, place)
        page.get_by_label("Nombres").fill("Visitante")
        page.get_by_label("Apellidos").fill("Vereda")
        page.get_by_role("button", name="Anotar sin inscripción").click()
        expect(status).to_contain_text("6 enviadas")
        expect(status).not_to_contain_text("sin enviar")
        expect(arrived).to_have_text("6")
        photograph(page, "space-5-door-sent")


def check_the_arrivals(browser: Browser, server: Server) -> None:
    with colleague(browser, server, MODERATOR) as page:
        open_space(page)
        follow(page, "Asistencia")
        main = page.get_by_role("main")
        expect(main).to_contain_text(re.compile(r"han llegado\s*6"))
        expect(main).to_contain_text(re.compile(r"sin inscripción\s*1"))
        expect(main).not_to_contain_text("por revisar\n")


# What is left of it


def take_steps(browser: Browser, server: Server, *steps: str) -> None:
    with colleague(browser, server, LEADER) as page:
        for step in steps:
            open_space(page)
            follow(page, step)
            press(page, step)


def is_refused_to_close(browser: Browser, server: Server) -> None:
    """It says what is missing, and its address does not go around that."""
    with colleague(browser, server, LEADER) as page:
        open_space(page)
        main = page.get_by_role("main")
        expect(main).to_contain_text("Faltan las memorias")
        expect(main.get_by_role("link", name="Cerrar", exact=True)).to_have_count(0)
        photograph(page, "space-6-not-yet")


def publish_memorias(browser: Browser, server: Server, folder: Path) -> None:
    photo, account = folder / "auditorio.png", folder / "relatoria.txt"
    Image.new("RGB", (640, 480), "teal").save(photo)
    account.write_text("Se presentó el informe y se respondieron las preguntas.\n", encoding="utf-8")
    with colleague(browser, server, COMMUNICATIONS) as page:
        open_space(page)
        follow(page, "Memorias")
        follow(page, "Agregar acta o relatoría")
        page.get_by_label("Qué es").select_option(label="Relatoría o memoria")
        page.get_by_label("Título").fill("Relatoría de la audiencia")
        page.get_by_label("Archivo").set_input_files(account)
        press(page, "Agregar")
        follow(page, "Agregar fotografía")
        page.get_by_label("Qué momento es").fill("Presentación del informe")
        page.get_by_label("Fotografía").set_input_files(photo)
        page.get_by_label("Descripción").fill(ALTERNATIVE)
        page.get_by_label(re.compile("autorizaron usar su imagen")).check()
        press(page, "Agregar")
        expect(page.get_by_role("main")).to_contain_text(ALTERNATIVE)
        photograph(page, "space-7-memorias")


def check_the_memorias(browser: Browser, server: Server) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto(ADDRESS)
        picture = page.get_by_role("img", name=ALTERNATIVE)
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth }") == 640
        address = page.get_by_role("link", name="Relatoría de la audiencia").get_attribute("href")
        assert "se respondieron las preguntas" in page.request.get(address).text()
        photograph(page, "space-8-public-memorias")


def check_the_figures(browser: Browser, server: Server) -> None:
    """Numbers of one to four people are on no page and in no file, and cannot be found by subtraction."""
    with visitor(browser, server, **PHONE) as page:
        page.goto(ADDRESS)
        page.goto(ADDRESS.replace("/espacios/", "/asistencia/") + "/cifras")
        main = page.get_by_role("main")
        expect(main).to_contain_text(re.compile(r"se inscribieron\s*8"))
        expect(main).to_contain_text(re.compile(r"llegaron\s*6"))
        channel = main.get_by_role("table", name=re.compile("Por dónde se inscribieron"))
        expect(channel).to_have_count(0)  # 5 and 1: each would tell the other
        gender = main.get_by_role("table", name=re.compile("Género"))
        for _ in range(40):  # a chore of each minute counts the answers, several at once
            if gender.count():
                break
            page.wait_for_timeout(3000)
            page.reload()
        expect(gender.get_by_role("row", name="Hombre")).to_contain_text("Oculto")
        age = main.get_by_role("table", name=re.compile("Edad"))
        expect(age.get_by_role("row", name="De 29 a 59 años")).to_contain_text("8")
        photograph(page, "space-9-figures")
        book = page.request.get(page.url + ".xlsx").body()
        rows = list(openpyxl.load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
        assert not [value for row in rows for value in row if value in (1, 2, 3, 4)]


def check_it_is_closed(browser: Browser, server: Server) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto(ADDRESS)
        expect(page.get_by_role("main")).to_contain_text("Cerrado")
        photograph(page, "space-10-closed")


def test_a_hearing_is_convened_attended_remembered_and_closed(browser: Browser, place: Place, tmp_path: Path):
    place.hire(
        (COMMUNICATIONS, "communications", ""),
        (LEADER, "approver", ""),
        (MODERATOR, "moderator", ""),
    )
    with smtp_server() as mails:
        mailing = place.mailing(mails)
        with mailing.served_at(BEFORE) as server:
            import_and_publish(browser, server)
            convene(browser, server)
            codes = [register(browser, server, number) for number in range(8)]
            cancel(browser, server, codes[1])
            accept_by_mail(browser, server, mails, place=5)
    with place.served_at(HEARING_DAY) as server:
        receive_people(browser, server, open_a_link(browser, server))
        check_the_arrivals(browser, server)
        take_steps(browser, server, "Iniciar", "Marcar como realizado", "Pasar a respuestas")
        is_refused_to_close(browser, server)
        publish_memorias(browser, server, tmp_path)
        check_the_memorias(browser, server)
    with place.served_at(AFTER) as server:
        check_the_figures(browser, server)
        take_steps(browser, server, "Cerrar")
        check_it_is_closed(browser, server)
