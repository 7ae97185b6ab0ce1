"""A hearing lives in four browsers: two phones, who conducts and the big screen. One phone loses its network midway.

Nothing is written into the database by hand but the accounts; what no page shows on purpose is read from it.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import create_engine, text

from participa.config import from_environment
from participa.shared.clock import local, now
from tests.journeys.conftest import DESK, PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import follow, press
from tests.parts.chromium import leave_by, listening
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

MODERATOR = "conduccion@demostracion.example"
TITLE = "Audiencia pública de rendición de cuentas"
HALL = {"viewport": {"width": 1920, "height": 1080}}
REFUSED = "422 (UNPROCESSABLE ENTITY)"  # without a reason, on purpose
CUT = "ERR_INTERNET_DISCONNECTED"
BRIDGE = "¿Cuándo arreglan el puente peatonal de la quebrada La Honda?"
SAME_BRIDGE = "¿En qué fecha queda arreglado el puente peatonal de la quebrada La Honda?"
SLIP = "¿Quién responde por los andenes rotos frente al ancianato?"
PROMISE = "Publicar el cronograma de los andenes antes de fin de mes"
REASON = "Viene de un grupo que no se ha oído"
KEPT = "Guardada en este teléfono, sin enviar"
DAY = r"\d{1,2} de [a-z]+ de \d{4}"
PATIENCE = 60  # seconds


@dataclass
class Hall:
    """The four who take part, and the room code."""

    place: Place
    desk: Page
    screen: Page
    first: Page
    second: Page
    code: str = ""

    def at_desk(self) -> None:
        self.desk.goto(f"/vivo/gestion/{self.code}/")

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        engine = create_engine(from_environment(self.place.env).database_url)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement), values)]
        finally:
            engine.dispose()

    def figures(self, radicado: str) -> tuple[Any, ...]:
        """How many support a question and how many read it, which phones do not tell of so few people."""
        found = "SELECT s.supports, s.readers FROM staged_question s JOIN question q ON q.id = s.question_id"
        return self.rows(f"{found} WHERE q.radicado = :radicado", radicado=radicado)[0]


@contextmanager
def four(browser: Browser, server: Server, place: Place) -> Iterator[Hall]:
    with ExitStack() as stack:
        desk = stack.enter_context(colleague(browser, server, MODERATOR, REFUSED))
        screen = stack.enter_context(visitor(browser, server, **HALL))
        first = stack.enter_context(visitor(browser, server, **PHONE))
        yield Hall(place, desk, screen, first, stack.enter_context(visitor(browser, server, CUT, **PHONE)))


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part={name}]")


def card(page: Page, words: str) -> Locator:
    return part(page, "cards").locator("> li").filter(has_text=words)


def shows(screen: Page, words: str) -> None:
    expect(screen.get_by_role("heading", name=words)).to_be_visible()


# Before people come in


def prepare(hall: Hall) -> None:
    hall.desk.goto("/vivo/gestion/")
    press(hall.desk, f"Preparar {TITLE}")
    hall.code = hall.desk.url.rstrip("/").rpartition("/")[2]
    follow(hall.desk, "Ajustes")
    for label, value in (("Personas en la sala", "4"), ("De cada 100 turnos", "50"), ("Cada cuántos segundos", "2")):
        hall.desk.get_by_label(label).fill(value)
    hall.desk.get_by_label("Enlace de la grabación").fill("https://grabacion.example/audiencia")
    press(hall.desk, "Guardar los ajustes")
    expect(hall.desk.get_by_role("main")).to_contain_text("50 de cada 100 turnos")
    photograph(hall.desk, "hearing-prepared", DESK["viewport"])


def open_the_room(hall: Hall) -> None:
    hall.desk.get_by_label("Por qué se abre hoy").fill("Se ensaya con personas de verdad antes de su día.")
    press(hall.desk, "Abrir hoy")
    expect(hall.desk.get_by_role("main")).to_contain_text("Sin reloj de grabación")
    press(hall.desk, re.compile("Empieza ahora$"))
    expect(hall.desk.get_by_role("main")).to_contain_text("Grabación 0:00:")
    hall.screen.goto(f"/vivo/{hall.code}/pantalla")
    shows(hall.screen, "En un momento sigue la próxima pregunta")


def come_in(hall: Hall) -> None:
    """One types the code of the big screen; the other follows its address, as the camera would."""
    hall.first.goto("/vivo/")
    hall.first.get_by_label("Código de la sala").fill(hall.screen.locator(".screen__code").inner_text()[-5:].lower())
    press(hall.first, "Entrar")
    hall.second.goto("http://" + hall.screen.locator(".screen__address").inner_text())
    for phone in (hall.first, hall.second):
        listening(phone)
        expect(part(phone, "age")).to_contain_text("En vivo.")


# Asking and supporting


def write(phone: Page, words: str) -> None:
    part(phone, "asking").locator("summary").click()
    phone.get_by_label("¿Qué quiere preguntar?").fill(words)
    expect(part(phone, "state")).to_have_text(KEPT)
    phone.get_by_role("button", name="Enviar mi pregunta").click()


def send_all_the_same(phone: Page) -> None:
    """One that resembles is offered, and is another one."""
    expect(part(phone, "state")).to_contain_text("elija abajo")
    photograph(phone, "hearing-alike")
    phone.get_by_role("button", name="La mía es distinta: enviarla").click()


def received(phone: Page) -> str:
    """The filing number of what the server says that it has."""
    expect(part(phone, "state")).to_have_text(re.compile(r"Recibida\. Código (\w{4}-){3}\w{4}$"))
    expect(part(phone, "mine")).to_contain_text("Recibida, código")
    return re.search(r"\d{4}-\d{6}", part(phone, "mine").inner_text()).group()


def publish(hall: Hall, radicado: str) -> None:
    hall.desk.goto(f"/preguntas/gestion/{radicado}")
    press(hall.desk, "Publicar la pregunta")
    expect(hall.desk.get_by_role("status").first).to_contain_text(radicado)


def support(phone: Page, words: str) -> None:
    if not card(phone, words).count():
        part(phone, "fresh").click()
    card(phone, words).get_by_role("button", name="Apoyar").click()
    expect(card(phone, words)).to_contain_text("Usted la apoya.")


def type_the_slip(hall: Hall) -> tuple[str, str]:
    """Its filing number, and the day until which the answer in writing is owed."""
    hall.desk.goto("/ventanilla/pregunta")
    hall.desk.get_by_label("Espacio", exact=True).select_option(label=TITLE)
    hall.desk.get_by_label("Buzón").check()
    hall.desk.get_by_label("Lo que preguntó").fill(SLIP)
    press(hall.desk, "Guardar y dar radicado")
    main = hall.desk.get_by_role("main")
    expect(main).to_contain_text("Recibimos la pregunta")
    told = main.locator("dl").first.inner_text()
    return re.search(r"\d{4}-\d{6}", told).group(), re.search(DAY, told.partition("a más tardar")[2]).group()


def join(hall: Hall, radicado: str, leader: str) -> None:
    hall.desk.goto(f"/preguntas/gestion/{radicado}/paso/agrupar")
    hall.desk.get_by_label("Radicado de la otra pregunta").fill(leader)
    hall.desk.get_by_label("Por qué se agrupan").fill("Preguntan por el mismo puente.")
    press(hall.desk, "Agrupar con otra pregunta")
    expect(hall.desk.get_by_role("status").first).to_contain_text(f"{radicado} agrupada")


# The network of one phone


def cut(hall: Hall) -> None:
    hall.second.context.set_offline(True)
    expect(part(hall.second, "age")).to_have_text(re.compile(r"^Sin conexión\. Datos de hace \d+ s$"))


def write_without_network(hall: Hall) -> None:
    write(hall.second, SAME_BRIDGE)
    expect(part(hall.second, "state")).to_contain_text("La enviamos sola apenas haya señal")
    card(hall.second, BRIDGE).get_by_role("button", name="Apoyar").click()
    expect(card(hall.second, BRIDGE)).to_contain_text("Guardado en este teléfono, sin enviar.")


def still_as_it_was(hall: Hall) -> None:
    """The hall went on; this phone shows what it had and says so."""
    expect(part(hall.first, "now")).to_have_text(BRIDGE)
    expect(part(hall.second, "now")).to_have_text("Todavía no hay una pregunta en la pantalla.")
    expect(part(hall.second, "age")).to_contain_text("Sin conexión.")
    assert hall.rows("SELECT id FROM question WHERE body = :body", body=SAME_BRIDGE) == []


def come_back(hall: Hall) -> str:
    hall.second.context.set_offline(False)
    number = received(hall.second)
    expect(card(hall.second, BRIDGE)).to_contain_text("Usted la apoya.")
    expect(part(hall.second, "now")).to_have_text(BRIDGE)
    expect(part(hall.second, "age")).to_contain_text("En vivo.")
    return number


# The stage


def row(hall: Hall, words: str) -> Locator:
    return hall.desk.get_by_role("row").filter(has_text=words)


def on_stage(hall: Hall, words: str) -> None:
    """The desk, the big screen and a phone say the same."""
    expect(hall.desk.locator("section[aria-labelledby=ahora]")).to_contain_text(words)
    expect(hall.screen.locator("[data-now-text]")).to_have_text(words)
    expect(hall.screen.locator("[data-now-text]")).to_be_visible()
    expect(part(hall.first, "now")).to_have_text(words)


def call_the_first(hall: Hall, words: str, why: str) -> None:
    hall.at_desk()
    first = row(hall, words)
    expect(first.locator("[data-label=Lugar]")).to_have_text("1")
    expect(first).to_contain_text(why)
    leave_by(first.get_by_role("button", name="A pantalla"))
    on_stage(hall, words)


def call_the_last_with_a_reason(hall: Hall) -> str:
    hall.at_desk()
    last = hall.desk.locator("section[aria-labelledby=fila] tbody tr").last
    words = last.get_by_role("link").first.inner_text()
    leave_by(last.get_by_role("link", name="Con motivo"))
    press(hall.desk, "Poner en pantalla")
    expect(hall.desk.get_by_role("main")).to_contain_text("Elija el motivo: todas las personas lo leen.")
    hall.desk.get_by_label(REASON).check()
    photograph(hall.desk, "hearing-reason", DESK["viewport"])
    press(hall.desk, "Poner en pantalla")
    on_stage(hall, words)
    expect(hall.screen.locator("[data-override]")).to_have_text(f"Elegida por moderación: {REASON}")
    expect(part(hall.second, "why")).to_have_text(f"Elegida por moderación: {REASON}")
    return words


def promise(hall: Hall) -> None:
    hall.desk.get_by_label("¿Qué prometieron, en una frase?").fill(PROMISE)
    press(hall.desk, "Anotar")
    expect(hall.desk.get_by_role("status").first).to_contain_text("El compromiso quedó anotado.")


def answered(hall: Hall, how: str) -> None:
    press(hall.desk, re.compile(f"{how}$"))
    expect(hall.desk.locator("section[aria-labelledby=ahora]")).to_contain_text("No hay ninguna pregunta en pantalla.")
    shows(hall.screen, "En un momento sigue la próxima pregunta")


# Afterwards


def close(hall: Hall) -> None:
    hall.at_desk()
    follow(hall.desk, "Terminar")
    press(hall.desk, "Sí, terminar")
    expect(hall.desk.get_by_role("main")).to_contain_text("El acta ya está escrita")
    shows(hall.screen, "La audiencia terminó. Gracias")
    expect(part(hall.second, "now")).to_have_text("La audiencia terminó.")
    expect(part(hall.second, "age")).to_have_text("La audiencia terminó.")


def read_the_minutes(hall: Hall, overridden: str, to: Path) -> None:
    """The same on the page and on paper, without an account."""
    hall.first.goto(f"/vivo/{hall.code}/acta")
    shown = hall.first.get_by_role("main")
    expect(shown.get_by_role("row").filter(has_text=SLIP)).to_contain_text(re.compile(r"0:0\d:\d\d[\s\S]*en parte"))
    expect(shown.get_by_role("row").filter(has_text=overridden)).to_contain_text(REASON)
    expect(shown.get_by_role("row").filter(has_text=PROMISE)).to_contain_text(re.compile(r"0:0\d:\d\d"))
    photograph(hall.first, "hearing-minutes")
    with hall.first.expect_download() as paper:
        shown.get_by_role("link", name=re.compile("PDF")).click()
    paper.value.save_as(to)
    told = " ".join(" ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(to)).split())
    assert [words for words in (SLIP, PROMISE, REASON, "en parte") if words not in told] == []


def still_owed(hall: Hall, radicado: str, due: str) -> None:
    """What was said aloud ends no duty: the answer in writing has the same day as before."""
    hall.first.goto(f"/preguntas/{radicado}")
    expect(hall.first.locator("dt:text-is('Plazo') + dd")).to_contain_text(due)
    said = re.compile(rf"minuto 0:0\d:\d\d\. La respuesta escrita llega a más tardar el \w+ {due}")
    expect(hall.first.get_by_role("main")).to_contain_text(said)
    photograph(hall.first, "hearing-owed")


def test_a_hearing_lives(browser: Browser, demo_place: Place, tmp_path: Path) -> None:
    demo_place.hire((MODERATOR, "moderator", ""))
    with demo_place.served_at(local(now()).isoformat()) as server, four(browser, server, demo_place) as hall:
        prepare(hall)
        open_the_room(hall)
        come_in(hall)
        write(hall.first, BRIDGE)
        send_all_the_same(hall.first)
        bridge = received(hall.first)
        photograph(hall.first, "hearing-asked")
        publish(hall, bridge)
        support(hall.first, BRIDGE)
        expect(part(hall.second, "fresh")).to_be_visible()
        part(hall.second, "fresh").click()
        cut(hall)
        write_without_network(hall)
        photograph(hall.second, "hearing-cut")
        call_the_first(hall, BRIDGE, "Por sus apoyos")
        photograph(hall.screen, "hearing-screen-now", HALL["viewport"])
        still_as_it_was(hall)
        same = come_back(hall)
        publish(hall, same)
        support(hall.first, SAME_BRIDGE)
        until(lambda: hall.figures(same)[0] == 1 and hall.figures(bridge)[0] == 2)
        join(hall, same, bridge)
        until(lambda: hall.figures(bridge)[0] == 2)
        slip, due = type_the_slip(hall)
        publish(hall, slip)
        hall.at_desk()
        photograph(hall.desk, "hearing-desk", DESK["viewport"])
        answered(hall, "Se respondió")
        call_the_first(hall, SLIP, "Turno de papel y micrófono")
        promise(hall)
        photograph(hall.desk, "hearing-promise", DESK["viewport"])
        answered(hall, "En parte")
        overridden = call_the_last_with_a_reason(hall)
        photograph(hall.screen, "hearing-screen-override", HALL["viewport"])
        photograph(hall.first, "hearing-phone")
        answered(hall, "Por escrito")
        close(hall)
        photograph(hall.screen, "hearing-screen-closed", HALL["viewport"])
        photograph(hall.second, "hearing-phone-closed")
        read_the_minutes(hall, overridden, tmp_path / "acta.pdf")
        still_owed(hall, slip, due)
