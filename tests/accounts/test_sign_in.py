"""Signing in and out, and what ends a login."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from participa.accounts.models import LoginSession, Role, SignInAttempt, User
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work, write_lock
from tests.accounts.doors import ACCOUNT, DESK, SIGN_IN, another_browser, is_in, sign_in, text
from tests.factories.accounts import PASSWORD, user

START = datetime(2026, 8, 4, 14, tzinfo=UTC)
COOKIE = "participa"


def count(app, table) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def without_tokens(page: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]*value=|value=)"[^"]*"', "", page)


def test_the_right_password_opens_the_desk(client, person):
    answer = sign_in(client, person())
    assert (answer.status_code, answer.location) == (303, DESK)
    assert is_in(client)


def test_the_cookie_of_the_login_is_closed_to_scripts_and_other_sites(client, person):
    answer = sign_in(client, person())
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)


def test_the_email_may_be_typed_in_capitals_and_with_spaces(client, person):
    somebody = person()
    answer = client.submit(SIGN_IN, {"email": f"  {somebody.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 303


def test_unknown_disabled_without_password_and_wrong_get_the_same_answer(client, person):
    known, disabled = person(), person(is_active=False)
    without = person(made_by=user)
    typed = [(known.email, "x" * 20), (disabled.email, PASSWORD), (without.email, "!"), ("nadie@x.example", PASSWORD)]
    answers = [client.submit(SIGN_IN, {"email": email, "password": password}) for email, password in typed]
    assert {answer.status_code for answer in answers} == {422}
    assert len({without_tokens(text(answer)) for answer in answers}) == 1
    assert "no son correctos" in text(answers[0])
    assert not is_in(client)


def test_every_answer_costs_one_hash(client, person, monkeypatch):
    known, verified = person(), []
    verify = PasswordHasher.verify

    def counted(self, hash_, password):
        verified.append(hash_)
        return verify(self, hash_, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for email in (known.email, "nadie@x.example"):
        client.submit(SIGN_IN, {"email": email, "password": "x" * 20})
    assert len(verified) == 2


def test_nothing_is_held_while_the_password_is_checked(app, client, person, monkeypatch):
    somebody, seen = person(), []
    verify = PasswordHasher.verify

    def watched(self, hash_, password):
        seen.append((db.session().in_transaction(), write_lock()._holder))
        return verify(self, hash_, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    sign_in(client, somebody)
    client.submit(ACCOUNT, {"current_password": PASSWORD, "new_password": "a" * 20, "repeat_password": "a" * 20})
    client.submit(
        ACCOUNT, {"current_password": PASSWORD, "new_password": PASSWORD + "2", "repeat_password": PASSWORD + "2"}
    )
    assert seen == [(False, None)] * 2


def test_a_hash_of_old_parameters_is_made_anew_at_the_sign_in(client, person, stored):
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    somebody = person(password_hash=old)
    assert sign_in(client, somebody).status_code == 303
    fresh = stored(somebody).password_hash
    assert fresh != old
    assert "m=8,t=1" in fresh


def test_each_sign_in_is_a_new_login_and_forgets_what_the_browser_brought(client, person):
    somebody = person()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"] = "chosen-by-another", "yes"
    sign_in(client, somebody)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert first != "chosen-by-another"
        assert "planted" not in cookie
    sign_in(another := another_browser(client), somebody)
    with another.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_signing_in_again_in_the_same_browser_ends_the_earlier_login(app, client, person):
    first, second = person(), person()
    sign_in(client, first)
    kept = client.get_cookie(COOKIE).value
    page = text(client.get("/cuentas/nueva-clave"))
    token = re.search(r'csrf_token" type="hidden" value="([^"]+)"', page).group(1)
    client.post(SIGN_IN, data={"email": second.email, "password": PASSWORD, "csrf_token": token})
    assert second.email in text(client.get(ACCOUNT))
    thief = another_browser(client)
    thief.set_cookie(COOKIE, kept)
    assert not is_in(thief)


def test_sign_out_ends_the_login_on_the_server(client, person):
    sign_in(client, person())
    kept = client.get_cookie(COOKIE).value
    thief = another_browser(client)
    thief.set_cookie(COOKIE, kept)
    assert is_in(thief)
    answer = client.submit("/cuentas/salir", page=ACCOUNT)
    assert (answer.status_code, answer.location) == (303, SIGN_IN)
    assert "Usted salió" in text(client.get(SIGN_IN))
    assert not is_in(client)
    thief.set_cookie(COOKIE, kept)
    assert not is_in(thief)


def test_a_tampered_cookie_opens_nothing(client, person):
    sign_in(client, person())
    value = client.get_cookie(COOKIE).value
    client.set_cookie(COOKIE, value[:-4] + ("AAAA" if value[-4:] != "AAAA" else "BBBB"))
    assert not is_in(client)


def test_the_database_holds_no_secret_of_a_login(app, client, person):
    sign_in(client, person())
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        assert token not in db.session.scalars(select(LoginSession.token_digest)).all()


def test_a_login_ends_after_thirty_idle_minutes(client, person):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, person())
        clock.shift(timedelta(minutes=30))
        assert is_in(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert not is_in(client)


def test_a_login_in_use_ends_after_eight_hours(client, person):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, person())
        for _ in range(19):
            clock.shift(timedelta(minutes=25))
            assert is_in(client)
        clock.shift(timedelta(minutes=5, seconds=1))
        assert not is_in(client)


def test_an_account_that_is_off_has_no_login_however_it_was_turned_off(app, client, person):
    somebody = person()
    sign_in(client, somebody)
    with app.app_context(), unit_of_work():
        db.session.execute(update(User).where(User.id == somebody.id).values(is_active=False))
    assert not is_in(client)


def test_who_is_not_signed_in_comes_back_to_the_page_asked_for(client, person):
    asked = client.get("/cuentas/gestion/clave")
    assert asked.location == "/cuentas/ingresar?next=/cuentas/gestion/clave"
    assert "Ingrese con su cuenta del equipo" in text(client.get(asked.location))
    assert sign_in(client, person(), query="?next=/cuentas/gestion/clave").location == ACCOUNT


@pytest.mark.parametrize(
    "target",
    [
        "https://otro.example/",
        "//otro.example/",
        "/\\otro.example",
        "\\\\otro.example",
        "/%09/otro.example",
        "/\t/otro.example",
        "javascript:alert(1)",
        "cuentas/gestion/clave",
        "/cuentas/salir",
        "/no-existe",
        " /gestion/",
        "/gestion/\r\nSet-Cookie: x=1",
    ],
)
def test_next_never_leads_elsewhere(client, person, target):
    answer = _sign_in_to(client, person(), target)
    assert (answer.status_code, answer.location) == (303, DESK)


def _sign_in_to(client, somebody, target):
    hidden = re.search(r'csrf_token" type="hidden" value="([^"]+)"', text(client.get(SIGN_IN))).group(1)
    form = {"email": somebody.email, "password": PASSWORD, "csrf_token": hidden}
    return client.post(SIGN_IN, query_string={"next": target}, data=form)


def test_next_keeps_a_page_of_this_site_with_its_filter(client, person):
    answer = _sign_in_to(client, person(Role.ADMIN), "/cuentas/gestion/?role=liaison&page=2")
    assert answer.location == "/cuentas/gestion/?role=liaison&page=2"


def test_a_sign_in_without_token_is_refused(app, client, person):
    answer = client.post(SIGN_IN, data={"email": person().email, "password": PASSWORD})
    assert answer.status_code == 400
    assert PASSWORD not in text(answer)
    assert count(app, LoginSession) == 0


def test_what_was_typed_when_the_login_ended_is_still_there(client, person):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, person())
        clock.shift(timedelta(hours=3))
        answer = client.post(ACCOUNT, data={"answer": "Un texto largo", "current_password": "no se repite"})
        assert answer.status_code == 401
        assert "Un texto largo" in text(answer)
        assert "no se repite" not in text(answer)
        again = client.post(ACCOUNT, data={"answer": "Un texto largo"})
        assert again.status_code == 302


def test_the_pages_of_the_sign_in_are_never_stored(client):
    for page in (SIGN_IN, "/cuentas/olvide-mi-clave", "/cuentas/nueva-clave"):
        assert client.get(page).headers["Cache-Control"] == "no-store"


def test_a_refusal_counts_the_try_and_a_success_does_not(app, client, person):
    somebody = person()
    sign_in(client, somebody, "x" * 20)
    assert count(app, SignInAttempt) == 1
    sign_in(client, somebody)
    assert count(app, SignInAttempt) == 1
