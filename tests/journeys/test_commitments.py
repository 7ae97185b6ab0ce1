"""A promise of a hearing: registered, published, shown, doubted, put off and observed; who follows it hears of it.

Nothing is written into the database by hand but the accounts and an open hearing. The mails go through a real server.
"""

import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from participa.shared.clock import local, now
from tests.journeys.conftest import PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import fits, follow, press
from tests.parts.server import ROOT, Server
from tests.parts.smtp import SmtpServer, smtp_server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

OFFICE = "Secretaría de Infraestructura"
MODERATOR, LIAISON = "conduccion@demostracion.example", "obras@demostracion.example"
LEADER, CONTROL = "lider@demostracion.example", "control@demostracion.example"
NEIGHBOUR = "vecina@correo.example"
PROMISE = "Arreglar el puente de la vereda La Esperanza"
DONE, PROOF = "Se cambiaron las vigas de un lado del puente.", "El puente con las vigas nuevas"
FOUND = "Las vigas están, pero falta todo el piso del puente."
WHY = "La creciente del río se llevó la formaleta y hay que hacerla otra vez."
NOT_DONE = "Esto no se ha cumplido: el puente sigue cerrado y los niños cruzan por el río."
ANSWER = "Es cierto. El piso se pone en enero. Mientras tanto hay un paso de madera con baranda."
PATIENCE = 180  # seconds


def day(days: int) -> str:
    """A day of Colombia as a form takes it."""
    return (local(now()) + timedelta(days=days)).date().isoformat()


def later(hours: int) -> str:
    return (now() + timedelta(hours=hours)).isoformat(timespec="seconds")


def lay(place: Place) -> str:
    script = [sys.executable, "-m", "tests.journeys.lay_commitments"]
    done = subprocess.run(script, cwd=ROOT, env=place.env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def promise_and_register(browser: Browser, server: Server, room: str) -> str:
    """The code of the commitment."""
    with colleague(browser, server, MODERATOR) as page:
        page.goto(f"/vivo/gestion/{room}/")
        page.get_by_label("¿Qué prometieron, en una frase?").fill(PROMISE)
        press(page, "Anotar")
        page.goto("/compromisos/gestion/por-registrar")
        expect(page.get_by_role("main")).to_contain_text(PROMISE)
        photograph(page, "commitment-to-register")
        follow(page, "Registrar")
        page.get_by_label("Cómo se sabrá que se cumplió").fill("Pasan carros y personas. Hay acta de entrega.")
        page.get_by_label("Fecha límite").fill(day(40))
        page.get_by_label("Dependencia que responde").select_option(label=OFFICE)
        press(page, "Registrar el compromiso")
        expect(page.get_by_role("main")).to_contain_text("Sin publicar")
        return re.search(r"C-\d{4}-\d{5}", page.get_by_role("main").inner_text()).group()


def publish(browser: Browser, server: Server, code: str) -> None:
    with colleague(browser, server, LEADER) as page:
        page.goto(f"/compromisos/gestion/{code}/publicar")
        press(page, "Publicar")
        expect(page.get_by_role("main")).to_contain_text(PROMISE)


def ask_to_follow(browser: Browser, server: Server, code: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto(f"/compromisos/{code}")
        follow(page, re.compile("Recibir las novedades por correo"))
        page.get_by_label("Su correo").fill(NEIGHBOUR)
        page.get_by_role("checkbox").check()
        press(page, "Pedir los avisos")
        expect(page.get_by_role("main")).to_contain_text("Revise su correo")
        fits(page)
        photograph(page, "commitment-follow")


def letters(mails: SmtpServer) -> list[tuple[str, str]]:
    """Subject and body of each mail that the neighbour got, in order."""
    mine = [one.message for one in list(mails.messages) if one.recipients == [NEIGHBOUR]]
    return [(str(message["Subject"]), message.get_content()) for message in mine]


def letter(mails: SmtpServer, words: str) -> str:
    """The body of the mail that says this, once it is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for _subject, body in letters(mails):
            if words in " ".join(body.split()):
                return body
        time.sleep(0.2)
    raise AssertionError(f"No mail says «{words}»: {letters(mails)}")


def press_link(browser: Browser, server: Server, body: str, where: str, button: str) -> None:
    """Open the link of a mail, whose code never reaches the server by itself, and press its one button."""
    [address] = re.findall(rf"http://\S+{where}\S+", body)
    with visitor(browser, server, **PHONE) as page:
        page.goto(address)
        press(page, button)
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        assert "#" not in page.url
        fits(page)
        photograph(page, f"commitment-{where.rsplit('/', 1)[1]}")


def report(browser: Browser, server: Server, code: str) -> None:
    """First without anything to show, which is refused with the text kept."""
    with colleague(browser, server, LIAISON, "422") as page:
        page.goto(f"/compromisos/gestion/{code}/avance")
        page.get_by_label("¿Qué se hizo?").fill(DONE)
        page.get_by_label("¿En qué porcentaje va?").fill("80")
        press(page, "Guardar y publicar el avance")
        expect(page.get_by_role("main")).to_contain_text("hace falta una evidencia")
        expect(page.get_by_label("¿Qué se hizo?")).to_have_value(DONE)
        page.get_by_label(re.compile("^Enlace")).fill("https://obras.example/puente")
        page.get_by_label("¿Qué muestra el enlace?").fill(PROOF)
        page.get_by_label("La evidencia no tiene datos personales").check()
        press(page, "Guardar y publicar el avance")
        expect(page.get_by_role("main")).to_contain_text("80")
        photograph(page, "commitment-reported")


def disagree(browser: Browser, server: Server, code: str) -> None:
    with colleague(browser, server, CONTROL) as page:
        page.goto(f"/compromisos/gestion/{code}/verificar")
        page.get_by_label("¿Qué día lo miró?").fill(day(0))
        page.get_by_role("radio", name=re.compile("^Avance medio")).check()
        page.get_by_role("radio", name="No coincide con lo informado").check()
        page.get_by_label("¿Qué encontró?").fill(FOUND)
        press(page, "Publicar la verificación")
        expect(page.get_by_role("main")).to_contain_text("No coinciden")
        photograph(page, "commitment-verified")


def put_off(browser: Browser, server: Server, code: str) -> None:
    with colleague(browser, server, LIAISON) as page:
        page.goto(f"/compromisos/gestion/{code}/fecha")
        page.get_by_label("Fecha nueva").fill(day(90))
        page.get_by_label("¿Por qué?").fill(WHY)
        press(page, "Publicar la fecha nueva")
        expect(page.get_by_role("main")).to_contain_text(WHY)


def observe(browser: Browser, server: Server, code: str) -> tuple[str, str]:
    """The filing number and the follow code."""
    with visitor(browser, server, **PHONE) as page:
        page.goto(f"/compromisos/{code}/no-se-ha-cumplido")
        page.get_by_label("¿Qué no se ha cumplido?").fill(NOT_DONE)
        press(page, re.compile("^Enviar"))
        main = page.get_by_role("main")
        expect(main).to_contain_text("Recibimos su observación")
        fits(page)
        photograph(page, "commitment-observed")
        return re.search(r"\d{4}-\d{6}", main.inner_text()).group(), page.locator("#codigo").inner_text()


def answer(browser: Browser, server: Server, radicado: str) -> None:
    address = f"/preguntas/gestion/{radicado}"
    with colleague(browser, server, MODERATOR) as page:
        page.goto(address)
        press(page, "Publicar la pregunta")
        page.goto(address)
        page.get_by_label("Dependencia que responde").select_option(label=OFFICE)
        press(page, "Clasificar y asignar")
        expect(page.get_by_role("status").first).to_contain_text(radicado)
    with colleague(browser, server, LIAISON) as page:
        page.goto(address)
        page.get_by_role("textbox", name="Su respuesta").fill(ANSWER)
        press(page, "Enviar a revisión")
        expect(page.get_by_role("status").first).to_contain_text(radicado)
    with colleague(browser, server, LEADER) as page:
        page.goto(address)
        press(page, "Aprobar y publicar")
        expect(page.get_by_role("status").first).to_contain_text(radicado)


def read_it_all(browser: Browser, server: Server, code: str) -> None:
    """The page of the commitment hides nothing of this."""
    with visitor(browser, server, **PHONE) as page:
        page.goto(f"/compromisos/{code}")
        main = page.get_by_role("main")
        for words in (
            PROMISE,
            DONE,
            PROOF,
            FOUND,
            WHY,
            "Primera fecha",
            "Nueva fecha",
            "no coincide",
            NOT_DONE,
            ANSWER,
        ):
            expect(main).to_contain_text(re.compile(re.escape(words[:60]), re.IGNORECASE))
        fits(page)
        photograph(page, "commitment-public")
        photograph(page, "commitment-public-wide", {"width": 1280, "height": 900})


def follow_the_observation(browser: Browser, server: Server, radicado: str, code: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto("/preguntas/seguir")
        page.get_by_label("Su código de seguimiento").fill(code)
        press(page, re.compile("^(Ver|Seguir|Buscar|Consultar)"))
        for words in (radicado, ANSWER):
            expect(page.get_by_role("main")).to_contain_text(words)


def test_a_promise_is_kept_in_sight_and_who_follows_it_hears_of_each_step(browser: Browser, place: Place) -> None:
    place.hire(
        (MODERATOR, "moderator", ""),
        (LIAISON, "liaison", OFFICE),
        (LEADER, "approver", ""),
        (CONTROL, "control", ""),
    )
    room = lay(place)
    with smtp_server() as mails:
        posted = place.mailing(mails)
        with posted.served_at(later(0)) as server:
            code = promise_and_register(browser, server, room)
            publish(browser, server, code)
            ask_to_follow(browser, server, code)
            confirm = letter(mails, "confirme aquí")
            press_link(browser, server, confirm, "/seguir/confirmar", "Sí, quiero los avisos")
            report(browser, server, code)
            letter(mails, DONE)
        with posted.served_at(later(2)) as server:  # the news of an hour come in one mail
            disagree(browser, server, code)
            letter(mails, FOUND)
        with posted.served_at(later(4)) as server:
            put_off(browser, server, code)
            last = letter(mails, WHY)
            press_link(browser, server, last, "/seguir/dejar", "No quiero más correos")
            before = len(letters(mails))
            radicado, follow_code = observe(browser, server, code)
            answer(browser, server, radicado)
            follow_the_observation(browser, server, radicado, follow_code)
            read_it_all(browser, server, code)
        assert len(letters(mails)) == before
        assert all(NEIGHBOUR not in body and code in subject for subject, body in letters(mails))
