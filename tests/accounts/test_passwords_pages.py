"""Changing the password, and choosing one with a code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from participa.accounts.models import ResetCode, SignInAttempt
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.mail import OutgoingMail
from tests.accounts.doors import ACCOUNT, DESK, another_browser, is_in, sign_in, text
from tests.factories.accounts import PASSWORD, reset_code, user

START = datetime(2026, 8, 4, 14, tzinfo=UTC)
NEW = "arequipe con brevas 19"
FORGOT, RESET = "/cuentas/olvide-mi-clave", "/cuentas/nueva-clave"


@pytest.fixture
def with_mail(app, monkeypatch):
    settings = replace(app.extensions["settings"], mail_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(app.extensions, "settings", settings)


def change(client, current: str = PASSWORD, new: str = NEW, repeat: str | None = None):
    typed = {"current_password": current, "new_password": new, "repeat_password": repeat or new}
    return client.submit(ACCOUNT, typed)


def choose(client, email: str, code: str, new: str = NEW):
    return client.submit(RESET, {"email": email, "code": code, "new_password": new, "repeat_password": new})


def mails(app) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def verbs(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def code_for(app, somebody, life: timedelta = timedelta(minutes=30)) -> str:
    with app.app_context():
        return reset_code(somebody, expires_at=now() + life)


def test_a_change_ends_the_other_logins_and_keeps_this_one(app, client, person):
    somebody = person()
    sign_in(other := another_browser(client), somebody)
    sign_in(client, somebody)
    assert change(client).status_code == 303
    assert is_in(client)
    assert not is_in(other)
    assert sign_in(other, somebody).status_code == 422
    assert sign_in(other, somebody, NEW).status_code == 303
    assert "password changed" in verbs(app)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"current": "x" * 20}, "La clave actual no es correcta"),
        ({"new": "corta"}, "entre 15 y 128"),
        ({"new": "a1b2c" * 26}, "entre 15 y 128"),
        ({"repeat": NEW + "!"}, "no son iguales"),
        ({"new": "Colombia2026Colombia"}, "fácil de adivinar"),
    ],
)
def test_a_change_that_does_not_fit_says_why_and_changes_nothing(client, person, stored, typed, message):
    somebody = person()
    sign_in(client, somebody)
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert message in text(answer)
    assert all(secret not in text(answer) for secret in (PASSWORD, NEW))
    assert stored(somebody).password_hash == somebody.password_hash


def test_a_password_may_have_128_characters_and_spaces_at_its_ends(client, person):
    somebody, long = person(), " " + "año nuevo, vida nueva; " * 5 + "12345678901 "
    assert len(long) == 128
    sign_in(client, somebody)
    assert change(client, new=long).status_code == 303
    assert sign_in(another_browser(client), somebody, long).status_code == 303
    assert sign_in(another_browser(client), somebody, long.strip()).status_code == 422


def test_a_temporary_password_opens_only_the_page_that_changes_it(client, person):
    sign_in(client, person(must_change_password=True))
    assert client.get(DESK).location == ACCOUNT
    change(client)
    assert client.get(DESK).status_code == 200


def test_the_password_of_a_left_open_browser_cannot_be_guessed(client, person):
    sign_in(client, person())
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        assert [change(client, current="x" * 20).status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.usefixtures("with_mail")
def test_forgetting_answers_the_same_for_everybody_and_mails_only_the_team(app, client, person):
    known, disabled = person(), person(is_active=False)
    answers = [client.submit(FORGOT, {"email": email}) for email in (known.email, disabled.email, "nadie@x.example")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, RESET)}
    assert "Si hay una cuenta con ese correo" in text(client.get(RESET))
    sent = mails(app)
    assert [mail.recipient for mail in sent] == [known.email]
    assert known.email not in sent[0].subject


@pytest.mark.usefixtures("with_mail")
def test_the_mailed_code_chooses_a_password(app, client, person):
    somebody = person()
    client.submit(FORGOT, {"email": somebody.email})
    code = next(line for line in mails(app)[0].body.splitlines() if line.startswith("Su código: ")).split()[-1]
    with app.app_context():
        assert code not in db.session.scalars(select(ResetCode.code_digest)).all()
    assert choose(client, somebody.email, code).status_code == 303
    assert "Su clave cambió" in [mail.subject for mail in mails(app)]
    assert sign_in(client, somebody, NEW).status_code == 303


@pytest.mark.usefixtures("with_mail")
def test_a_mailbox_is_not_flooded(app, client, person):
    somebody = person()
    for _ in range(6):
        assert client.submit(FORGOT, {"email": somebody.email}).status_code == 303
    assert len(mails(app)) == 3


def test_without_mail_the_page_says_whom_to_ask(app, client):
    assert "Pida un código a la persona que administra" in text(client.get(FORGOT))
    assert client.submit(FORGOT, {"email": "alguien@x.example"}, page=RESET).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_code_chooses_a_password_once_and_ends_every_login(app, client, person):
    somebody = person()
    sign_in(other := another_browser(client), somebody)
    code = code_for(app, somebody)
    answer = choose(client, somebody.email.upper(), code.lower().replace("-", ""))
    assert (answer.status_code, answer.location) == (303, "/cuentas/ingresar")
    assert not is_in(other)
    assert choose(client, somebody.email, code, NEW + " 2").status_code == 422
    assert sign_in(client, somebody, NEW).status_code == 303


def test_a_used_code_spends_the_others(app, client, person):
    somebody = person()
    first, second = code_for(app, somebody), code_for(app, somebody)
    choose(client, somebody.email, first)
    assert choose(client, somebody.email, second, NEW + " 2").status_code == 422


def test_a_changed_password_spends_the_codes(app, client, person):
    somebody = person()
    code = code_for(app, somebody)
    sign_in(client, somebody)
    change(client)
    assert choose(another_browser(client), somebody.email, code, NEW + " 2").status_code == 422


def test_an_expired_code_is_refused(app, client, person):
    somebody = person()
    with time_machine.travel(START, tick=False) as clock:
        code = code_for(app, somebody)
        clock.shift(timedelta(minutes=30))
        assert choose(client, somebody.email, code).status_code == 422
        clock.shift(timedelta(seconds=-1))
        assert choose(client, somebody.email, code).status_code == 303


def test_every_refusal_of_a_code_is_the_same(app, client, person):
    known, other, disabled = person(), person(), person(is_active=False)
    code, of_disabled = code_for(app, other), code_for(app, disabled)
    answers = [
        choose(client, known.email, "AAAA-BBBB-CCCC"),
        choose(client, known.email, code),
        choose(client, disabled.email, of_disabled),
        choose(client, "nadie@x.example", code),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("El código no es correcto, ya se usó o se venció" in text(answer) for answer in answers)


def test_a_guessable_password_does_not_spend_the_code(app, client, person):
    somebody = person()
    code = code_for(app, somebody)
    answer = choose(client, somebody.email, code, "Colombia2026Colombia")
    assert answer.status_code == 422
    assert "fácil de adivinar" in text(answer)
    assert choose(client, somebody.email, code).status_code == 303


def test_who_chooses_with_a_code_in_the_middle_of_an_attack_gets_in(app, client, person):
    owner = person(made_by=user)
    attacker = another_browser(client)
    with time_machine.travel(START, tick=False):
        for _ in range(6):
            sign_in(attacker, owner, "x" * 20)
        assert choose(client, owner.email, code_for(app, owner)).status_code == 303
        assert sign_in(attacker, owner, NEW).status_code == 429
        assert sign_in(client, owner, NEW).status_code == 303
