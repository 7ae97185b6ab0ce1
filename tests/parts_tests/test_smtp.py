import smtplib
from email.message import EmailMessage

import pytest

from tests.parts.smtp import Mode, smtp_server


def letter(to="ana@example.org"):
    message = EmailMessage()
    message["From"] = "alcaldia@example.org"
    message["To"] = to
    message["Subject"] = "Respuesta a su pregunta: año y vía"
    message.set_content("Buenos días.")
    return message


def send(server, *messages, patience=30):
    with smtplib.SMTP(server.host, server.port, timeout=patience) as client:
        for message in messages:
            client.send_message(message)


def test_accepted_message_is_kept():
    with smtp_server() as server:
        send(server, letter())
    (received,) = server.messages
    assert received.recipients == ["ana@example.org"]
    assert received.sender == "alcaldia@example.org"
    assert received.message["Subject"] == "Respuesta a su pregunta: año y vía"
    assert received.message.get_content().strip() == "Buenos días."


@pytest.mark.parametrize(("mode", "code"), [(Mode.REFUSE, 550), (Mode.TEMPORARY, 451)])
def test_refused_message_is_not_kept(mode, code):
    with smtp_server(mode) as server, pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(server, letter())
    assert refusal.value.recipients["ana@example.org"][0] == code
    assert server.messages == []


def test_one_bad_address_does_not_stop_the_others():
    with smtp_server() as server:
        server.refused.add("mala@example.org")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(server, letter("mala@example.org"))
        send(server, letter())
    assert [received.recipients for received in server.messages] == [["ana@example.org"]]
    assert server.attempts == 2


def test_hanging_server_never_answers():
    with smtp_server(Mode.HANG) as server, pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(server, letter(), patience=1)
    assert server.messages == []


def test_mode_changes_while_running():
    with smtp_server(Mode.TEMPORARY) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(server, letter())
        server.mode = Mode.ACCEPT
        send(server, letter())
    assert len(server.messages) == 1
