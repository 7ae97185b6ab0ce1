"""An application with its own database and a real mail server on loopback."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from participa.events.models import Event
from participa.extensions import db
from participa.shared import mail
from participa.shared.clock import now
from participa.shared.mail import OutgoingMail
from tests import factories as make
from tests.parts.smtp import SmtpServer, smtp_server
from tests.shared.conftest import open_app, own_settings  # noqa: F401 - fixtures


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def house(open_app: Any, server: SmtpServer) -> Any:  # noqa: F811 - a fixture
    """Commits are real, mails go to the server, and the site has a public address."""
    url = f"smtp://{server.host}:{server.port}"
    return open_app(mail_url=url, public_url="https://participa.example", mail_per_minute=5)


@pytest.fixture
def event(house: Any) -> Event:
    return make.event(starts_at=now() + timedelta(days=30), ends_at=now() + timedelta(days=30, hours=3))


def outgoing(prefix: str) -> list[OutgoingMail]:
    """The mails whose keys begin so, as they are stored now."""
    db.session.rollback()
    found = select(OutgoingMail).where(OutgoingMail.key.startswith(prefix)).order_by(OutgoingMail.id)
    return list(db.session.scalars(found))


def deliver() -> int:
    return mail.deliver_due()
