"""Letters, reminders and news against a real mail server: each once, a few a minute, none to who should not get it."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.events import services as events
from participa.events.models import EventState
from participa.extensions import db
from participa.invitations import services
from participa.invitations.models import Delivery, Guest, Invitation, LetterState, Reply
from participa.invitations.queries import Audience
from participa.registrations import services as registrations
from participa.registrations.models import Registration
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.mail import LEASE
from participa.shared.templating import long_day
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.invitations import guest, invitation, invitation_code, letter
from tests.factories.registrations import registered
from tests.invitations.conftest import deliver, outgoing
from tests.parts.server import ROOT
from tests.parts.smtp import Mode

pytestmark = pytest.mark.usefixtures("house")
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def approved_letter(event, **values):
    """A letter that its author sent and another person approved."""
    row = letter(event, **values)
    with unit_of_work():
        services.submit(row, row.author)
    approver = make.user(Role.APPROVER)
    with unit_of_work():
        services.approve(row, approver)
    return row


def deliveries():
    db.session.rollback()
    return list(db.session.scalars(select(Invitation.delivery).order_by(Invitation.id)))


def reload(row):
    db.session.rollback()
    db.session.refresh(row)
    return row


def minute(clock):
    """What happens in a minute: the chore, the delivery."""
    services.send_due()
    left = deliver()
    clock.shift(timedelta(seconds=61))
    return left


def test_a_letter_arrives_with_its_own_link_and_leaves_once(event, server, clock):
    of = guest(name="Vocera De La Vereda")
    approved_letter(event)
    services.send_due()
    services.send_due()
    assert (deliver(), deliver()) == (1, 0)
    (received,) = server.messages
    row = db.session.scalars(select(Invitation)).one()
    code, body = invitation_code(row), received.message.get_content()
    assert received.recipients == [of.email]
    assert f"https://participa.example/invitaciones/responder#codigo={code}" in body
    assert "Vocera De La Vereda" in body
    assert "Vocera" not in received.message["Subject"]
    assert (
        received.message["List-Unsubscribe"].strip()
        == f"<https://participa.example/invitaciones/no-recibir#codigo={code}>"
    )
    assert reload(row).delivery is Delivery.SENT
    assert code not in f"{row.code_digest} {row.code_seed}"


def test_a_value_is_never_read_as_a_field(event, server):
    guest(name="{enlace} {codigo} {0.__class__}")
    approved_letter(event)
    services.send_due()
    deliver()
    assert "Buen día, {enlace} {codigo} {0.__class__}:" in server.messages[0].message.get_content()


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("Para {nombre}", "{enlace}", "asunto"),
        ("Hola", "{cedula} {enlace}", "No existe el campo"),
        ("Hola", "Sin nada", "Falta"),
    ],
)
def test_words_that_no_letter_can_have(event, subject, body, words):
    with pytest.raises(Invalid, match=words):
        services.write(event, subject, body, Audience(), make.user(Role.COMMUNICATIONS))


def test_nobody_approves_their_own_letter_and_nothing_leaves_before(event):
    guest()
    row = letter(event)
    with unit_of_work():
        services.submit(row, row.author)
    services.send_due()
    assert deliveries() == [Delivery.DRAFT]
    with pytest.raises(Forbidden):
        services.approve(row, row.author)
    with unit_of_work():
        services.give_back(row, "Falta la ruta del bus.", make.user(Role.APPROVER))
    assert (row.state, deliveries()) == (LetterState.DRAFT, [])


def test_who_may_not_be_mailed_is_called(event, server):
    guest(authorization="")
    guest(email="")
    approved_letter(event)
    services.send_due()
    assert deliver() == 0
    assert deliveries() == [Delivery.BY_PHONE, Delivery.BY_PHONE]


def test_a_guest_is_invited_once_to_a_space(event):
    guest()
    approved_letter(event)
    second = letter(event)
    with pytest.raises(Invalid, match="No hay invitados nuevos"):
        services.submit(second, second.author)


def test_only_so_many_leave_in_a_minute_and_a_restart_changes_nothing(event, server, clock):
    for _ in range(12):
        guest()
    approved_letter(event)
    services.send_due()
    services.send_due()  # a process that starts again does the chore at once
    assert deliver() == 5
    services.send_due()
    assert deliver() == 0, "the minute is not over"
    clock.shift(timedelta(seconds=61))
    assert [minute(clock), minute(clock), minute(clock)] == [5, 2, 0]
    assert len({message.recipients[0] for message in server.messages}) == len(server.messages) == 12


def test_what_waits_counts_while_the_server_is_away(event, server, clock):
    for _ in range(12):
        guest()
    approved_letter(event)
    server.mode = Mode.TEMPORARY
    for _ in range(4):
        minute(clock)
    assert len(outgoing("invitation/")) == 5, "no heap grows to leave in one go"


def test_a_mailbox_that_refuses_marks_the_guest_and_gets_no_more(event, server, clock):
    of = guest()
    server.refused = {of.email}
    row = approved_letter(event)
    services.send_due()
    deliver()
    sent = db.session.scalars(select(Invitation)).one()
    assert reload(sent).delivery is Delivery.BOUNCED
    assert reload(of).bounced_at == START
    with pytest.raises(Conflict):
        services.retry(sent, row.author)
    other = make.event()
    approved_letter(other)
    assert deliveries()[-1] is Delivery.BY_PHONE


def test_a_mail_that_was_given_up_can_be_tried_again(event, server, clock):
    of = guest()
    row = approved_letter(event)
    services.send_due()
    server.mode = Mode.TEMPORARY
    while deliveries() == [Delivery.QUEUED]:
        deliver()
        clock.shift(timedelta(hours=6))
    assert deliveries() == [Delivery.FAILED]
    assert reload(of).bounced_at is None
    server.mode = Mode.ACCEPT
    with unit_of_work():
        services.retry(db.session.scalars(select(Invitation)).one(), row.author)
    services.send_due()
    assert deliver() == 1
    assert deliveries() == [Delivery.SENT]


def test_who_asks_for_no_more_gets_nothing_that_waits(event, server):
    guest()
    approved_letter(event)
    services.send_due()
    with unit_of_work():
        services.opt_out(db.session.scalars(select(Invitation)).one())
    assert deliver() == 0
    assert server.messages == []


# Reminders


def plan(event, *minutes):
    with unit_of_work():
        services.plan_reminders(event, list(minutes), make.user(Role.COMMUNICATIONS))


def subjects(server):
    return [message.message["Subject"] for message in server.messages]


def test_each_reminder_leaves_once_and_only_to_who_still_counts(open_app, event, server):
    waiting, coming = invitation(event), invitation(event, reply=Reply.CONFIRMED)
    invitation(event, reply=Reply.DECLINED)
    invitation(event, guest(opted_out_at=START))
    enrolled = registered(event)
    plan(event, 1_440, 120)
    begins = event.starts_at
    with time_machine.travel(begins - timedelta(hours=23), tick=False):
        deliver()
        server.messages.clear()
        services.send_due()
        services.send_due()
        deliver()
        told = sorted(message.recipients[0] for message in server.messages)
    email = db.session.get_one(Registration, enrolled.registration_id).email
    assert told == sorted([waiting.guest.email, coming.guest.email, email])
    with time_machine.travel(begins - timedelta(hours=1), tick=False):
        services.send_due()
        deliver()
    assert len(server.messages) == 6
    assert set(subjects(server)) == {f"Recordatorio: {event.title}"}


def test_of_two_missed_moments_only_the_latest_is_told(event, server):
    invitation(event)
    plan(event, 10_080, 1_440)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        services.send_due()
        services.send_due()
        deliver()
    assert len(server.messages) == 1


def test_who_was_invited_after_the_moment_is_not_reminded_of_it(event, server):
    plan(event, 10_080)
    with time_machine.travel(event.starts_at - timedelta(days=3), tick=False):
        invitation(event)
        services.send_due()
        assert deliver() == 0


def test_a_cancelled_space_reminds_nobody_and_tells_once(event, server):
    row = invitation(event)
    declined = invitation(event, reply=Reply.DECLINED)
    unsent = invitation(event, delivery=Delivery.APPROVED)
    plan(event, 1_440)
    with unit_of_work():
        events.move(event, EventState.CANCELLED, make.user(Role.COMMUNICATIONS), "El auditorio se inundó.")
    for _ in range(2):
        services.send_due()
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        services.send_due()
        deliver()
    (message,) = server.messages
    assert message.recipients == [row.guest.email] != [declined.guest.email]
    assert "El auditorio se inundó." in message.message.get_content()
    assert reload(unsent).delivery is Delivery.WITHDRAWN


def test_a_moved_space_has_new_reminders(event, server):
    invitation(event)
    plan(event, 1_440)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        services.send_due()
        deliver()
    with unit_of_work():
        event.starts_at += timedelta(days=5)
        event.ends_at += timedelta(days=5)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        services.send_due()
        services.send_due()
        deliver()
    assert len(server.messages) == 2


def test_what_was_queued_of_a_moved_space_waits_for_the_new_date(event, server):
    guest()
    approved_letter(event)
    services.send_due()
    with unit_of_work():
        events.move(event, EventState.RESCHEDULED, make.user(Role.COMMUNICATIONS), "Cambió la agenda del coliseo.")
    assert deliver() == 0
    assert deliveries() == [Delivery.APPROVED]
    services.send_due()
    assert deliver() == 0


def test_a_new_date_is_told_once_with_its_reason_and_what_waited_leaves_with_it(event, server):
    told = invitation(event)
    enrolled = invitation(event, reply=Reply.REGISTERED)
    guest()
    approved_letter(event)
    services.send_due()
    later = event.starts_at.replace(second=0, microsecond=0) + timedelta(days=3)
    author = make.user(Role.COMMUNICATIONS)
    with unit_of_work():
        events.reschedule(event, later, later + timedelta(hours=3), author, "El coliseo tiene una obra.")
    for _ in range(3):
        services.send_due()
    deliver()
    news = [one.message for one in server.messages if one.message["Subject"].startswith("Nueva fecha")]
    assert [one["To"] for one in news] == [told.guest.email] != [enrolled.guest.email]
    assert "El coliseo tiene una obra." in news[0].get_content()
    letters = [one.message.get_content() for one in server.messages if "Invitación" in one.message["Subject"]]
    assert len(letters) == 1
    assert long_day(later) in letters[0]


WORK = """
from participa import create_app
from participa.invitations import services
from participa.shared import mail
with create_app().app_context():
    services.send_due()
    mail.deliver_due()
"""


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_doubles_at_most_the_one_it_was_sending(event, server, own_settings):
    for _ in range(5):
        guest()
    approved_letter(event)
    env = {
        **os.environ,
        "PARTICIPA_MODE": "local",
        "PARTICIPA_DATA_DIR": str(own_settings.data_dir),
        "DATABASE_URL": own_settings.database_url,
        "PARTICIPA_CODE_KEY": own_settings.code_key,
        "PARTICIPA_PUBLIC_URL": "https://participa.example",
        "MAIL_URL": f"smtp://{server.host}:{server.port}",
    }
    worker = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env=env)
    server.on_message = worker.kill
    assert worker.wait(120) == -signal.SIGKILL
    server.on_message = None
    services.send_due()
    with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        deliver()
        services.send_due()
        deliver()
    sent = [message.recipients[0] for message in server.messages]
    assert len(set(sent)) == 5
    assert len(sent) == 6, "the one that was on its way is sent again with the same number, no other"
    numbers = [message.message["Message-ID"] for message in server.messages]
    assert len(set(numbers)) == 5
    assert deliveries() == [Delivery.SENT] * 5
    assert db.session.scalar(select(func.count()).select_from(Guest)) == 5


def test_a_guest_who_gave_the_seat_back_with_the_code_is_not_told_that_we_wait(event, server):
    row = invitation(event)
    with unit_of_work():
        (receipt,) = services.answer(row, comes=True)
    with unit_of_work():
        registrations.cancel(db.session.get_one(Registration, receipt.registration_id))
    deliver()
    server.messages.clear()
    plan(event, 1_440)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        services.send_due()
        assert deliver() == 0
