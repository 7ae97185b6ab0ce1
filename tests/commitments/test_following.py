"""Following a commitment by mail, against a real mail server: asked, confirmed, told, stopped."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.commitments import doors
from participa.commitments.models import (
    Agreement,
    CommitmentCheck,
    CommitmentFollowerContact,
    CommitmentState,
    Completion,
)
from participa.commitments.services import following, telling
from participa.extensions import db
from participa.shared import mail, retention
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.post import (
    SOMEBODY,
    code_in,
    confirm,
    follow,
    follower,
    followers,
    mails_to,
    minute,
    moved,
    progress,
)
from tests.factories import commitments as given
from tests.questions.asking import HOSTILE, words

ONE = {"List-Unsubscribe": "One-Click"}
STOP, CONFIRM, ONE_CLICK = (f"/compromisos/seguir/{name}" for name in ("dejar", "confirmar", "alto"))


def addresses() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(CommitmentFollowerContact))


def stop_code(message) -> str:
    return code_in(message, STOP)


# Asking and confirming


def test_nobody_is_told_before_the_owner_of_the_address_confirms(visitor, server, clock):
    commitment = make.commitment()
    assert follow(visitor, commitment).status_code == 200
    minute(clock)
    (asked,) = mails_to(server)
    assert commitment.code in asked["Subject"]
    server.messages.clear()
    progress(commitment, 20)
    minute(clock)
    assert server.messages == []


def test_who_confirmed_is_told_of_progress_a_new_date_and_a_verification(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    progress(commitment, 40, text="Se afirmó la vía.")
    minute(clock)
    moved(commitment, 30, "El invierno dañó el acceso.")
    clock.shift(timedelta(hours=1))
    minute(clock)
    check = given.check(commitment, Completion.LIMITED, agreement=Agreement.DISAGREES, note="No hay obra.")
    with unit_of_work():
        doors.tell_check(db.session.get_one(CommitmentCheck, check.id))
    clock.shift(timedelta(hours=1))
    minute(clock)
    first, second, third = (message.get_content() for message in mails_to(server))
    assert "Avance: de 0 % a 40 %" in first
    assert "Se afirmó la vía." in first
    assert "31 de mayo" not in first
    assert "Nueva fecha: 30 de junio de 2026" in second
    assert "La fecha anterior era el 31 de mayo de 2026." in second
    assert "Motivo: El invierno dañó el acceso." in second
    assert "Lo verificó Control Interno: avance bajo" in third
    assert "Control Interno no coincide con lo informado." in third
    assert "No hay obra." in third


def test_looking_at_the_link_confirms_nobody_and_twice_is_once(visitor, server, clock):
    commitment = make.commitment()
    follow(visitor, commitment)
    minute(clock)
    code = code_in(mails_to(server)[0], CONFIRM)
    visitor.get(CONFIRM)
    assert followers()[0].confirmed_at is None
    first = visitor.submit(CONFIRM, {"code": code})
    at = followers()[0].confirmed_at
    clock.shift(timedelta(minutes=5))
    again = visitor.submit(CONFIRM, {"code": code})
    assert (first.status_code, again.status_code) == (200, 200)
    assert at is not None
    assert followers()[0].confirmed_at == at


def test_the_code_of_the_mail_can_be_typed_as_people_type(visitor, server, clock):
    follow(visitor, make.commitment())
    minute(clock)
    groups = re.search(r"Su código: ([0-9A-Z-]+)", mails_to(server)[0].get_content())[1]
    assert visitor.submit(CONFIRM, {"code": groups.lower().replace("-", " ")}).status_code == 200
    assert followers()[0].confirmed_at is not None


def test_the_same_answer_for_an_address_that_follows_and_for_one_that_does_not(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    known, unknown = follow(visitor, commitment), follow(visitor, commitment, "otra@correo.example")
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert {"Set-Cookie"} & set(known.headers.keys()) == {"Set-Cookie"} & set(unknown.headers.keys())
    minute(clock)
    assert "ya recibe las novedades" in mails_to(server)[0].get_content()
    assert len(mails_to(server, "otra@correo.example")) == 1


def test_the_same_address_written_otherwise_follows_once(visitor, server, clock):
    commitment = make.commitment()
    follow(visitor, commitment)
    follow(visitor, commitment, f"  {SOMEBODY.upper()} ")
    minute(clock)
    assert len(followers()) == 1
    assert len(server.messages) == 1


def test_a_mailbox_is_not_flooded_with_confirmations(visitor, server, clock):
    for _ in range(following.MOST_OF_AN_ADDRESS + 3):
        answer = follow(visitor, make.commitment())
        assert answer.status_code == 200
    minute(clock)
    assert len(mails_to(server)) == following.MOST_OF_AN_ADDRESS


def test_the_site_is_no_machine_for_mails(visitor, server, clock, monkeypatch):
    monkeypatch.setattr(following, "MOST_IN_AN_HOUR", 2)
    commitment = make.commitment()
    answers = [follow(visitor, commitment, f"persona{n}@correo.example").status_code for n in range(3)]
    assert answers == [200, 200, 429]
    clock.shift(timedelta(hours=2))
    assert follow(visitor, commitment).status_code == 200


def test_a_machine_that_fills_the_trap_is_thanked_and_forgotten(visitor, clock):
    page = f"/compromisos/{make.commitment().code}/seguir"
    sent = visitor.submit(page, {"email": SOMEBODY, "agrees": "y", "website": "https://algo.example"})
    assert sent.status_code == 200
    assert followers() == []


@pytest.mark.parametrize("email", ["", "sin arroba", "a@b", "x@y.example\r\nBcc: z@y.example", "=?utf-8?q?a?=@b.co"])
def test_what_is_no_address_is_not_written_to(visitor, clock, email):
    commitment = make.commitment()
    answer = follow(visitor, commitment, email)
    assert answer.status_code == 422
    assert followers() == []


def test_nothing_is_kept_without_the_authorisation(visitor, clock):
    page = f"/compromisos/{make.commitment().code}/seguir"
    assert visitor.submit(page, {"email": SOMEBODY}).status_code == 422
    assert addresses() == 0


def test_what_is_not_public_cannot_be_followed(visitor, clock):
    commitment = make.commitment(CommitmentState.REGISTERED)
    assert visitor.get(f"/compromisos/{commitment.code}/seguir").status_code == 404


# Stopping


def test_one_click_stops_and_erases_the_address(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    progress(commitment, 20)
    minute(clock)
    (message,) = mails_to(server)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip()
    address = re.fullmatch(r"<https://participa\.example(/compromisos/seguir/alto\?codigo=\w+)>", link)[1]
    outsider = visitor.application.test_client(use_cookies=False)
    sent = outsider.post(address, data=ONE)
    assert (sent.status_code, sent.data) == (204, b"")
    assert addresses() == 0
    assert outsider.post(address, data=ONE).status_code == 204
    progress(commitment, 40)
    clock.shift(timedelta(hours=2))
    minute(clock)
    assert len(mails_to(server)) == 1


def test_the_one_click_address_opened_by_a_person_stops_only_with_the_button(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    progress(commitment, 20)
    minute(clock)
    code = stop_code(mails_to(server)[0])
    page = visitor.get(f"{ONE_CLICK}?codigo={code}")
    assert code in page.get_data(as_text=True)
    assert addresses() == 1
    other = visitor.post(f"{ONE_CLICK}?codigo={code}", data={"otra": "cosa"})
    assert other.status_code == 422
    assert "oprima el botón" in words(other)
    assert addresses() == 1


def test_stopping_twice_is_stopping_once(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    progress(commitment, 20)
    minute(clock)
    code = stop_code(mails_to(server)[0])
    first, again = (visitor.submit(STOP, {"code": code}) for _ in range(2))
    assert "No le escribiremos más" in words(first)
    assert "No le escribiremos más" in words(again)
    assert addresses() == 0
    follower(visitor, server, clock, commitment)
    assert addresses() == 1


def test_each_code_opens_nothing_but_its_own_page(visitor, server, clock):
    commitment = make.commitment()
    follow(visitor, commitment)
    confirmation = confirm(visitor, server, clock)
    progress(commitment, 20)
    minute(clock)
    stopping = stop_code(mails_to(server)[-1])
    assert visitor.submit(STOP, {"code": confirmation}).status_code == 422
    visitor.application.test_client().post(f"{ONE_CLICK}?codigo={confirmation}", data=ONE)
    assert addresses() == 1
    assert visitor.submit(CONFIRM, {"code": stopping}).status_code == 422


def test_a_mail_that_waits_does_not_leave_after_stopping(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    progress(commitment, 20)
    minute(clock)
    progress(commitment, 30)
    clock.shift(timedelta(hours=1))
    telling.tell_due()
    visitor.submit(STOP, {"code": stop_code(mails_to(server)[0])})
    mail.deliver_due()
    assert len(mails_to(server)) == 1


@pytest.mark.parametrize("code", ["", "K7QM-2D4X", "0" * 16, "x" * 500, *HOSTILE])
def test_a_wrong_code_stops_and_confirms_nobody(visitor, server, clock, code):
    follower(visitor, server, clock, make.commitment())
    assert visitor.submit(STOP, {"code": code}).status_code == 422
    assert visitor.submit(CONFIRM, {"code": code}).status_code == 422
    blind = visitor.application.test_client().post(ONE_CLICK, query_string={"codigo": code}, data=ONE)
    assert blind.status_code == 204
    assert addresses() == 1


def test_who_guesses_codes_must_wait(visitor, clock):
    answers = [visitor.submit(STOP, {"code": "0" * 16}).status_code for _ in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


# What is told, how often and what stays


def test_many_steps_in_an_hour_are_two_mails(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    for percent in (10, 20, 30, 40):
        progress(commitment, percent)
        minute(clock)
    assert len(mails_to(server)) == 1
    clock.shift(timedelta(hours=1))
    minute(clock)
    first, rest = (message.get_content() for message in mails_to(server))
    assert "de 0 % a 10 %" in first
    assert [f"a {percent} %" in rest for percent in (10, 20, 30, 40)] == [False, True, True, True]
    clock.shift(timedelta(hours=2))
    minute(clock)
    assert len(mails_to(server)) == 2


def test_a_chore_that_dies_half_way_repeats_nobody_and_forgets_nobody(visitor, server, clock, monkeypatch):
    commitment = make.commitment()
    everybody = [f"persona{n}@correo.example" for n in range(5)]
    for address in everybody:
        follower(visitor, server, clock, commitment, address)
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    progress(commitment, 20)
    batches = iter([True, False])
    whole = telling._tell_followers

    def dies(*args):
        if not next(batches):
            raise RuntimeError("The server died")
        return whole(*args)

    monkeypatch.setattr(telling, "_tell_followers", dies)
    with pytest.raises(RuntimeError):
        telling.tell_due()
    monkeypatch.setattr(telling, "_tell_followers", whole)
    progress(commitment, 30)
    minute(clock)
    assert sorted(one.recipients[0] for one in server.messages) == everybody
    assert not any("a 30 %" in one.message.get_content() for one in server.messages)
    clock.shift(timedelta(hours=1))
    minute(clock)
    assert len(server.messages) == 10


def test_who_follows_later_is_not_told_what_happened_before(visitor, server, clock):
    commitment = make.commitment()
    follow(visitor, commitment)
    progress(commitment, 20)
    clock.shift(timedelta(seconds=5))
    mail.deliver_due()
    visitor.submit(CONFIRM, {"code": code_in(mails_to(server)[0], CONFIRM)})
    minute(clock)
    assert len(mails_to(server)) == 1


def test_the_steps_before_the_first_one_that_is_heard_are_not_told(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    given.progress(commitment, 10)
    progress(commitment, 20)
    minute(clock)
    (message,) = mails_to(server)
    assert "a 10 %" not in message.get_content()


def test_no_address_is_in_subjects_links_or_keys(visitor, server, clock):
    commitment = make.commitment(text="Pavimentar <script>alert(1)</script> {entity} la vía")
    follower(visitor, server, clock, commitment)
    progress(commitment, 20, text="{code} %s {0}")
    minute(clock)
    (message,) = mails_to(server)
    assert "<script>alert(1)</script> {entity} la vía" in message.get_content()
    assert "{code} %s {0}" in message.get_content()
    db.session.rollback()
    for row in db.session.scalars(select(OutgoingMail)):
        told = f"{row.key} {row.subject} {row.unsubscribe}"
        assert "vecina" not in told
        assert row.subject.isprintable()


def test_codes_are_kept_nowhere_but_in_the_mails(visitor, server, clock):
    follow(visitor, make.commitment())
    code = confirm(visitor, server, clock)
    (row,) = followers()
    assert code not in f"{row.seed} {row.confirm_digest} {row.stop_digest}"


def test_who_never_confirms_is_forgotten_after_a_week(visitor, server, clock):
    commitment = make.commitment()
    follower(visitor, server, clock, commitment)
    follow(visitor, commitment, "otra@correo.example")
    minute(clock)
    late = code_in(mails_to(server, "otra@correo.example")[0], CONFIRM)
    clock.shift(timedelta(days=8))
    retention.erase_due()
    assert [one.confirmed_at is not None for one in followers()] == [True]
    assert addresses() == 1
    assert visitor.submit(CONFIRM, {"code": late}).status_code == 422


def test_the_address_of_what_ended_is_forgotten_a_year_later(visitor, server, clock):
    over, open_one = make.commitment(), make.commitment()
    for commitment in (over, open_one):
        follower(visitor, server, clock, commitment)
    progress(over, 100)
    progress(open_one, 20)
    clock.shift(timedelta(days=364))
    retention.erase_due()
    assert addresses() == 2
    clock.shift(timedelta(days=2))
    retention.erase_due()
    assert addresses() == 1


def test_the_page_of_a_commitment_leads_here(client, context):
    commitment = make.commitment()
    page = client.get(f"/compromisos/{commitment.code}").get_data(as_text=True)
    assert f"/compromisos/{commitment.code}/seguir" in page
    assert f"/compromisos/{commitment.code}/atom.xml" in page
