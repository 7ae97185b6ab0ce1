"""The queue with nothing but the keyboard, in a real browser, and by its buttons without JavaScript."""

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, create_engine, text

from participa.config import from_environment
from tests.conftest import ON_POSTGRESQL
from tests.parts import house
from tests.parts.chromium import leave_by, listening, new_context, running_chromium
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FURNISHED = itertools.count()
MINUTE = 60


@dataclass
class Office:
    """An installation with questions that wait and two moderators."""

    home: house.House
    server: Server
    holds: dict[str, Any]

    def question(self, number: int) -> tuple[Any, ...]:
        """Status and visibility of one of the questions, as another connection sees it."""
        found = text("SELECT status, visibility FROM question WHERE radicado = :radicado")
        with connected(self.home) as connection:
            return tuple(connection.execute(found, {"radicado": self.holds["radicados"][number]}).one())


@contextmanager
def connected(home: house.House) -> Iterator[Connection]:
    engine = create_engine(from_environment(home.environment).database_url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> house.House:
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    return house.build(tmp_path_factory.mktemp("house"), env)


@pytest.fixture(scope="module")
def server(home: house.House) -> Iterator[Server]:
    with home.serving() as server:
        yield server


@pytest.fixture
def office(home: house.House, server: Server) -> Office:
    """Three questions that wait, and nothing else: those of the test before are with an office."""
    return opened(home, server)


def opened(home: house.House, server: Server, *texts: str) -> Office:
    """Questions with these texts wait, and nothing else."""
    with connected(home) as connection:
        connection.execute(text("UPDATE question SET status = 'assigned', visibility = 'public'"))
    command = [sys.executable, "-m", "tests.triage.furnish", str(next(FURNISHED) * 100), *texts]
    told = subprocess.run(command, env=home.environment, check=True, capture_output=True).stdout
    return Office(home, server, json.loads(told))


@contextmanager
def moderator(browser: Browser, office: Office, number: int = 0, **options: Any) -> Iterator[Page]:
    """One of the moderators at the queue, signed in on the page."""
    with new_context(browser, base_url=office.server.url, **options) as context:
        page = context.new_page()
        page.goto("/clasificacion/")
        page.get_by_label("Correo electrónico").fill(office.holds["emails"][number])
        page.get_by_label("Clave", exact=True).fill(office.holds["password"])
        page.get_by_role("button", name="Ingresar").click()
        expect(page.get_by_role("heading", name="Fila de clasificación")).to_be_visible()
        yield page


def seen(page: Page, office: Office, number: int) -> None:
    """This question is before the eyes."""
    expect(page.get_by_role("heading", name=f"Pregunta {office.holds['radicados'][number]}")).to_be_visible()


def here(page: Page, office: Office, number: int) -> None:
    """This question is before the eyes, the page listens, and who opened it has taken it if it was free.

    With the first frame that is drawn, the focus goes where the address says.
    """
    seen(page, office, number)
    listening(page)
    page.evaluate("() => new Promise(requestAnimationFrame)")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def has_focus(page: Page, name: str) -> None:
    expect(page.locator(f"#{name}")).to_be_focused()


def test_publish_assign_and_undo_with_keys(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "p")
        expect(page.get_by_text("publicada.")).to_be_visible()
        here(page, office, 0)
        press(page, "u")
        expect(page.get_by_text("Se deshizo")).to_be_visible()
        assert office.question(0) == ("received", "waiting")
        here(page, office, 0)
        press(page, "p")
        expect(page.get_by_text("publicada.")).to_be_visible()
        here(page, office, 0)
        press(page, "a")
        has_focus(page, "asignar-department")
        page.keyboard.type("Sec")  # letters choose in the list, and do nothing else
        press(page, "Enter")
        here(page, office, 1)
        assert office.question(0) == ("assigned", "public")


def test_forty_questions_are_decided_by_keys_within_a_minute(browser: Browser, home: house.House, server: Server):
    office = opened(home, server, *(f"¿Cuándo arreglan la vía del sector {number}?" for number in range(40)))
    with moderator(browser, office) as page:
        here(page, office, 0)
        began = time.monotonic()
        for number in range(40):
            here(page, office, number)
            press(page, "a")
            page.keyboard.type("Sec")
            press(page, "Tab", "Tab", "Tab", "Space", "Enter")
        expect(page.get_by_text("No hay preguntas por clasificar")).to_be_visible()
        took = time.monotonic() - began
    assert {office.question(number) for number in range(40)} == {("assigned", "public")}
    assert took <= MINUTE


def test_next_and_previous_with_keys(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        for key, number in (("j", 1), ("j", 2), ("j", 0), ("k", 2)):
            press(page, key)
            here(page, office, number)


def test_withholding_needs_reason_and_note_and_a_number_picks_the_reason(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "r", "4")
        assert page.evaluate("() => document.activeElement.value") == "R4"
        assert office.question(0) == ("received", "waiting")
        press(page, "Tab")
        page.keyboard.type("pjrdu?")  # typed words are no keys
        assert office.question(0) == ("received", "waiting")
        press(page, "Tab", "Enter")
        expect(page.get_by_text("reservada.")).to_be_visible()
        assert office.question(0) == ("received", "withheld")


def test_words_typed_right_after_choosing_a_reason_are_no_keys(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "r", "1")
        page.keyboard.type("pj")
        page.wait_for_timeout(500)
        assert office.question(0) == ("received", "waiting")
        here(page, office, 0)
        press(page, "Escape", "j")
        here(page, office, 1)


def test_what_may_be_personal_is_published_with_keys_after_a_look(browser: Browser, home: house.House, server: Server):
    office = opened(home, server, "¿Cuándo arreglan la vía? Llame al 3104567890.")
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "p")
        has_focus(page, "publicar-reviewed")
        assert office.question(0) == ("received", "waiting")
        press(page, "Space", "Enter")
        expect(page.get_by_text("publicada.")).to_be_visible()
        assert office.question(0) == ("received", "public")


def test_a_page_that_comes_late_says_who_has_the_question(browser: Browser, office: Office):
    with moderator(browser, office) as first, moderator(browser, office, 1) as second:
        second.goto(f"/clasificacion/?pregunta={office.holds['radicados'][1]}")
        here(second, office, 1)
        page = second.context.new_page()
        page.route("**/tomar", lambda route: route.abort())  # without connection for a moment
        page.goto(f"/clasificacion/?pregunta={office.holds['radicados'][2]}")
        here(page, office, 2)
        page.unroute("**/tomar")
        first.goto(f"/clasificacion/?pregunta={office.holds['radicados'][2]}")
        here(first, office, 2)
        page.keyboard.press("Shift")
        expect(page.get_by_text("La tiene Moderación 1 hasta las")).to_be_visible()


def test_after_each_act_the_keyboard_is_at_the_question_and_hears_what_was_done(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "p")
        expect(page.get_by_text("publicada.")).to_be_visible()
        here(page, office, 0)
        has_focus(page, "pregunta")
        described = "() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
        assert "publicada" in page.evaluate(described)
        press(page, "u")
        expect(page.get_by_text("Se deshizo")).to_be_visible()
        here(page, office, 0)
        has_focus(page, "pregunta")


def test_grouping_with_a_similar_one(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "d")
        has_focus(page, "agrupar-similar-0")
        press(page, "Space", "Tab", "Tab")
        page.keyboard.type("Piden lo mismo.")
        press(page, "Tab", "Enter")
        expect(page.get_by_text("agrupada.")).to_be_visible()
        assert office.question(0) == ("grouped", "grouped")


def test_the_time_to_undo_ends_and_the_page_says_the_normal_way(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "p")
        expect(page.get_by_text("publicada.")).to_be_visible()
        expect(page.get_by_role("button", name="Deshacer")).to_be_hidden()
        expect(page.get_by_text("Ya pasaron diez segundos")).to_be_visible()
        press(page, "u")
        page.wait_for_timeout(500)
        assert office.question(0) == ("received", "public")


def test_keys_that_are_off_do_nothing_and_the_buttons_do(browser: Browser, office: Office):
    with moderator(browser, office) as page:
        here(page, office, 0)
        press(page, "?", "Tab")
        page.get_by_label("Usar teclas de una letra").uncheck()
        page.get_by_role("button", name="Guardar").click()
        expect(page.get_by_text("están apagadas")).to_be_visible()
        here(page, office, 0)
        press(page, "p", "j")
        page.wait_for_timeout(500)
        assert office.question(0) == ("received", "waiting")
        page.get_by_role("button", name="Publicar el texto").click()
        expect(page.get_by_text("publicada.")).to_be_visible()


def test_two_moderators_are_kept_apart(browser: Browser, office: Office):
    with moderator(browser, office) as first, moderator(browser, office, 1) as second:
        here(first, office, 0)
        expect(first.get_by_text("La tiene usted")).to_be_visible()
        second.goto("/clasificacion/")
        here(second, office, 1)
        second.goto(f"/clasificacion/?pregunta={office.holds['radicados'][0]}")
        expect(second.get_by_text("La tiene Moderación 1 hasta las").first).to_be_visible()
        press(second, "p")
        second.wait_for_timeout(500)
        assert office.question(0) == ("received", "waiting")


def test_all_of_it_works_without_javascript(browser: Browser, office: Office):
    with moderator(browser, office, java_script_enabled=False) as page:
        for name in ("Tomarla", "Publicar el texto", "Deshacer"):
            leave_by(page.get_by_role("button", name=name))
        expect(page.get_by_text("Se deshizo")).to_be_visible()
        assert office.question(0) == ("received", "waiting")
        page.get_by_label("Dependencia que responde").select_option(office.holds["office"])
        page.get_by_label("Publicar también el texto").check()
        page.get_by_role("button", name="Clasificar y asignar").click()
        seen(page, office, 1)
        assert office.question(0) == ("assigned", "public")
        page.locator("summary", has_text="Reservar el texto").click()
        page.get_by_label("5. Es publicidad").check()
        page.get_by_label("Qué parte cabe en ese motivo").fill("Vende motos.")
        page.get_by_role("button", name="Reservar el texto").click()
        expect(page.get_by_text("reservada.")).to_be_visible()
        page.get_by_role("button", name="Siguiente").click()
        seen(page, office, 2)
