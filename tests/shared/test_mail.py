"""Mail against a real server that accepts, refuses, hangs or dies."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from participa.extensions import db
from participa.shared import mail
from participa.shared.mail import OutgoingMail, deliver_due
from participa.shared.unit_of_work import unit_of_work
from tests.parts.server import ROOT
from tests.parts.smtp import Mode, smtp_server

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server():
    with smtp_server() as server:
        yield server


@pytest.fixture
def app(open_app, server):
    return open_app(mail_url=f"smtp://{server.host}:{server.port}")


def queue(*names):
    with unit_of_work():
        for name in names:
            mail.queue(name, f"{name}@correo.example", f"Asunto {name}", f"Texto de {name}, con eñe.")


def row(key):
    db.session.rollback()
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()


@pytest.mark.usefixtures("app", "clock")
def test_a_mail_leaves_once(server):
    queue("uno")
    assert [deliver_due(), deliver_due()] == [1, 0]
    (received,) = server.messages
    assert received.recipients == ["uno@correo.example"]
    assert received.message["Subject"] == "Asunto uno"
    assert received.message.get_content().strip() == "Texto de uno, con eñe."
    assert received.message["Date"].datetime == START
    assert row("uno").sent_at == START


@pytest.mark.usefixtures("app")
def test_the_same_key_is_the_same_mail(server):
    queue("uno", "uno")
    queue("uno")
    assert deliver_due() == 1
    assert len(server.messages) == 1


def test_a_delivery_is_asked_for_only_when_the_mail_is_kept(app):
    waiting = app.extensions["huey"].pending_count
    with unit_of_work() as work:
        mail.queue("no", "no@correo.example", "No", "No")
        work.keep = False
    assert waiting() == 0
    queue("uno")
    assert waiting() == 1


def test_without_a_mail_server_nothing_is_lost(open_app):
    open_app(mail_url="")
    queue("uno")
    assert deliver_due() == 0
    assert row("uno").tries == 0


@pytest.mark.usefixtures("app", "clock")
def test_a_mailbox_that_does_not_exist_is_given_up_and_the_rest_leave(server):
    server.refused = {"uno@correo.example"}
    queue("uno", "dos")
    assert deliver_due() == 1
    assert [message.recipients for message in server.messages] == [["dos@correo.example"]]
    assert (row("uno").failed_at, row("uno").last_error) == (START, "SMTPRecipientsRefused")
    server.refused = set()
    assert deliver_due() == 0


@pytest.mark.usefixtures("app", "clock")
@pytest.mark.parametrize(
    "trap", ["=?utf-8?b?YQo=?=", "=?utf-8?q?a=0D=0ABcc=3Ab=40c.co?=", "=?utf-8?q??=", "=?x?q?otra?="]
)
def test_an_address_that_reads_as_something_else_is_given_up_and_the_rest_leave(server, trap):
    with unit_of_work():
        mail.queue("trampa", f"{trap}@correo.example", "Asunto", "Texto")
    queue("uno")
    assert deliver_due() == 1
    assert [message.recipients for message in server.messages] == [["uno@correo.example"]]
    assert row("trampa").failed_at == START


@pytest.mark.usefixtures("app")
def test_a_domain_with_letters_of_spanish_is_reached(server):
    with unit_of_work():
        mail.queue("ñ", "alguien@ñandú.example", "Asunto", "Texto")
    assert deliver_due() == 1
    assert server.messages[0].recipients == ["alguien@xn--and-6ma2c.example"]


@pytest.mark.usefixtures("app")
def test_a_busy_server_is_tried_again_later(server, clock):
    server.mode = Mode.TEMPORARY
    queue("uno")
    assert deliver_due() == 0
    server.mode = Mode.ACCEPT
    assert deliver_due() == 0, "not before its time"
    assert server.attempts == 1
    clock.shift(timedelta(minutes=1))
    assert deliver_due() == 1
    assert row("uno").tries == 1


@pytest.mark.usefixtures("app")
def test_it_is_tried_for_three_days_and_no_longer(server, clock):
    server.mode = Mode.TEMPORARY
    queue("uno")
    while row("uno").failed_at is None:
        clock.move_to(row("uno").next_try_at)
        deliver_due()
    assert timedelta(hours=72) < row("uno").failed_at - START < timedelta(hours=80)
    assert server.attempts == row("uno").tries > 10


@pytest.mark.usefixtures("app")
def test_a_server_that_hangs_holds_up_one_mail_only(server, clock, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.5)
    server.mode = Mode.HANG
    queue("uno", "dos")
    assert deliver_due() == 0
    server.mode = Mode.ACCEPT
    assert deliver_due() == 1, "the second did not wait for the first"
    assert [message.recipients for message in server.messages] == [["dos@correo.example"]]
    clock.shift(timedelta(minutes=1))
    assert deliver_due() == 1


@pytest.mark.usefixtures("clock")
def test_a_server_that_is_away_loses_nothing(open_app):
    with smtp_server() as gone:
        url = f"smtp://{gone.host}:{gone.port}"
    open_app(mail_url=url)
    queue("uno", "dos")
    assert deliver_due() == 0
    assert (row("uno").tries, row("dos").tries) == (1, 0)
    assert row("dos").leased_until is None


DELIVER = """
from participa import create_app
from participa.shared import mail
with create_app().app_context():
    mail.deliver_due()
"""


@pytest.mark.slow
@pytest.mark.usefixtures("app")
def test_a_worker_killed_after_the_sending_sends_at_most_once_more(server, own_settings):
    queue("uno", "dos")
    env = {
        **os.environ,
        "PARTICIPA_MODE": "local",
        "PARTICIPA_DATA_DIR": str(own_settings.data_dir),
        "DATABASE_URL": own_settings.database_url,
        "MAIL_URL": f"smtp://{server.host}:{server.port}",
    }
    worker = subprocess.Popen([sys.executable, "-c", DELIVER], cwd=ROOT, env=env)
    server.on_message = worker.kill
    assert worker.wait(120) == -signal.SIGKILL
    server.on_message = None
    assert deliver_due() == 0, "the lease of the dead worker still holds"
    with time_machine.travel(datetime.now(UTC) + mail.LEASE + timedelta(seconds=1)):
        assert deliver_due() == 2
    sent = [message.recipients[0] for message in server.messages]
    assert sorted(sent) == ["dos@correo.example", "uno@correo.example", "uno@correo.example"]
    first, second = (message.message["Message-ID"] for message in server.messages if "uno" in message.recipients[0])
    assert first == second, "programs of mail can tell that it is the same"
