"""A real mail server on loopback, and an installation that mails with it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.pages import PageClient
from tests.parts.smtp import SmtpServer, smtp_server
from tests.shared.conftest import open_app, own_settings  # noqa: F401 - fixtures

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def installation(open_app: Any, server: SmtpServer, clock: Any) -> Any:  # noqa: F811 - a fixture
    """Commits are real, mails go to the server, and the site has a public address."""
    return open_app(mail_url=f"smtp://{server.host}:{server.port}", public_url="https://participa.example")


@pytest.fixture
def visitor(installation: Any) -> PageClient:
    return PageClient(installation, installation.response_class, use_cookies=True)
