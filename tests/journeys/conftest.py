"""What every journey needs: an empty migrated database of the kind under test, one browser, and people of the team."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_POSTGRESQL
from tests.parts import house, need
from tests.parts.chromium import leave_by, new_context, running_chromium
from tests.parts.process import free_port
from tests.parts.server import ROOT, Server, running_server
from tests.parts.smtp import SmtpServer

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
        """The application, with its clock starting at an instant (ISO, with offset). Its mails link to itself."""
        port = free_port()
        env = {**self.env, "PARTICIPA_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        with running_server([sys.executable, "-m", "tests.parts.serve_at", moment], env=env, port=port) as server:
            yield server

    def mailing(self, server: SmtpServer) -> "Place":
        """The same installation, which sends its mail by this server."""
        return replace(self, env={**self.env, "MAIL_URL": f"smtp://{server.host}:{server.port}"})

    def hire(self, *people: tuple[str, str, str]) -> None:
        """Make accounts (e-mail, role, office or nothing) with the password of the journeys."""
        script = [sys.executable, "-m", "tests.journeys.hire", PASSWORD, *("|".join(person) for person in people)]
        subprocess.run(script, cwd=ROOT, env=self.env, check=True)


@pytest.fixture
def place(tmp_path: Path, database_env: dict[str, str]) -> Place:
    return Place(house.build(tmp_path, database_env).environment)


@pytest.fixture
def demo_place(tmp_path: Path, database_env: dict[str, str]) -> Place:
    """With the municipality of the demonstration, as it is today."""
    return Place(house.build(tmp_path, database_env, with_demo=True).environment)


@pytest.fixture
def database_env(request: pytest.FixtureRequest) -> dict[str, str]:
    return {"DATABASE_URL": request.getfixturevalue("cluster").create_database() if ON_POSTGRESQL else ""}


@contextmanager
def visitor(browser: Browser, server: Server, forgiven: str = "\0", **options: object) -> Iterator[Page]:
    """A page of a person with a clean browser; fails when the page complains in the console of what is not forgiven."""
    with new_context(browser, base_url=server.url, **options) as context:
        page = opened(context)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert [one for one in complaints if forgiven not in one] == []


def photograph(page: Page, name: str, size: dict[str, int] | None = None) -> None:
    """Keep how the page looks, on a phone or of that size, for a person to judge. JOURNEY_PICTURES names the folder."""
    folder = os.environ.get("JOURNEY_PICTURES")
    if not folder:
        return
    usual = page.viewport_size or PHONE["viewport"]
    page.set_viewport_size(size or PHONE["viewport"])
    page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    page.set_viewport_size(usual)


def opened(context: BrowserContext) -> Page:
    return context.new_page()


@contextmanager
def colleague(browser: Browser, server: Server, email: str, forgiven: str = "\0") -> Iterator[Page]:
    """A person of the team who signs in by the page and, at the end, signs out."""
    with visitor(browser, server, forgiven, **DESK) as page:
        page.goto("/cuentas/ingresar")
        page.get_by_label("Correo").fill(email)
        page.get_by_label("Clave").fill(PASSWORD)
        leave_by(page.get_by_role("button", name="Ingresar"))
        expect(page.get_by_role("button", name="Salir")).to_be_visible()
        yield page
        leave_by(page.get_by_role("button", name="Salir"))
        expect(page.get_by_role("button", name="Salir")).to_have_count(0)
