"""What every journey needs: an empty migrated database of the kind under test, one browser, and people of the team."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_POSTGRESQL
from tests.parts import need
from tests.parts.chromium import new_context, running_chromium
from tests.parts.server import ROOT, Server, running_server

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
PASSWORD = "camino de piedra y agua"


@pytest.fixture(scope="package")  # the crawl and the tests of the parts open their own
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


def seed(name: str) -> Path:
    """One of the real documents."""
    folder = Path(os.environ.get("PARTICIPA_SEEDS") or ROOT.parent / "shared" / "seeds")
    need.require((folder / name).exists(), f"el documento real {name}", "PARTICIPA_SEEDS=carpeta de los documentos")
    return folder / name


@dataclass(frozen=True)
class Place:
    """An installation: its data folder and its database. It can be served at any moment of time."""

    env: dict[str, str]

    def flask(self, *arguments: str, **options: str) -> str:
        """Run an order of the command line; what it printed. Raises CalledProcessError when it fails."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True, **options)
        return done.stdout

    @contextmanager
    def served_at(self, moment: str) -> Iterator[Server]:
        """The application, with its clock starting at an instant (ISO, with offset)."""
        with running_server([sys.executable, "-m", "tests.parts.serve_at", moment], env=self.env) as server:
            yield server

    def hire(self, *people: tuple[str, str, str]) -> None:
        """Make accounts (e-mail, role, office or nothing) with the password of the journeys."""
        script = [sys.executable, "-m", "tests.journeys.hire", PASSWORD, *("|".join(person) for person in people)]
        subprocess.run(script, cwd=ROOT, env=self.env, check=True)


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    env = {**os.environ, "PARTICIPA_DATA_DIR": str(tmp_path), "PARTICIPA_MODE": "local"}
    if ON_POSTGRESQL:
        env["DATABASE_URL"] = request.getfixturevalue("cluster").create_database()
    else:
        env.pop("DATABASE_URL", None)
    empty = Place(env)
    empty.flask("db", "upgrade")
    return empty


@contextmanager
def visitor(browser: Browser, server: Server, **options: object) -> Iterator[Page]:
    """A page of a person with a clean browser; fails when the page complains in the console."""
    with new_context(browser, base_url=server.url, **options) as context:
        page = opened(context)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


def opened(context: BrowserContext) -> Page:
    context.set_default_timeout(10_000)
    return context.new_page()


@contextmanager
def colleague(browser: Browser, server: Server, email: str) -> Iterator[Page]:
    """A person of the team who signs in by the page and, at the end, signs out."""
    with visitor(browser, server, **DESK) as page:
        page.goto("/cuentas/ingresar")
        page.get_by_label("Correo").fill(email)
        page.get_by_label("Clave").fill(PASSWORD)
        page.get_by_role("button", name="Ingresar").click()
        expect(page.get_by_role("button", name="Salir")).to_be_visible()
        yield page
        page.get_by_role("button", name="Salir").click()
        expect(page.get_by_role("button", name="Salir")).to_have_count(0)
