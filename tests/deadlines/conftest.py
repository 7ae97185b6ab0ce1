"""An application with its own database and a real mail server on loopback."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.parts.smtp import SmtpServer, smtp_server
from tests.shared.conftest import open_app, own_settings  # noqa: F401 - fixtures


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def house(open_app: Any, server: SmtpServer) -> Any:  # noqa: F811 - a fixture
    """Commits are real, mails go to the server, and the site has a public address."""
    return open_app(mail_url=f"smtp://{server.host}:{server.port}", public_url="https://participa.example")
