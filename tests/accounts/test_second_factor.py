"""The telephone and the recovery codes."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from participa.accounts import second_factor
from participa.accounts.models import Role
from participa.config import Mode
from tests.accounts.doors import ACCOUNT, DESK, another_browser, is_in, sign_in, telephone_code, text
from tests.factories.accounts import PASSWORD, TOTP_SECRET, recovery_code, user_with_second_factor

START = datetime(2026, 8, 4, 14, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)
SECOND_FACTOR, ENROLL = "/cuentas/segundo-factor", "/cuentas/activar-segundo-factor"


@pytest.fixture
def still():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def production(app, monkeypatch):
    """The rule of production, on the test application."""
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mode=Mode.PRODUCTION))


def give(client, code: str, query: str = ""):
    return client.submit(SECOND_FACTOR + query, {"code": code})


def test_the_published_example_gives_its_code():
    """RFC 6238, appendix B (SHA-1), last six digits."""
    secret, at = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime(2005, 3, 18, 1, 58, 29, tzinfo=UTC)
    assert second_factor.matching_step(secret, "081804", at, None) == 37037036
    assert second_factor.matching_step(secret, "081805", at, None) is None


@pytest.mark.parametrize(("shift", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_tolerance_each_way(shift, good):
    code = pyotp.TOTP(TOTP_SECRET).at(START + shift * STEP)
    assert (second_factor.matching_step(TOTP_SECRET, code, START, None) is not None) == good


def test_with_a_second_factor_the_password_opens_no_page(client, person, still):
    somebody = person(made_by=user_with_second_factor)
    answer = sign_in(client, somebody, query="?next=/cuentas/gestion/clave")
    assert answer.location.startswith(SECOND_FACTOR)
    assert client.get(ACCOUNT).location.startswith(SECOND_FACTOR)
    assert client.get(DESK).location == f"{SECOND_FACTOR}?next=/gestion/"
    passed = give(client, telephone_code(), "?next=/cuentas/gestion/clave")
    assert (passed.status_code, passed.location) == (303, ACCOUNT)
    assert is_in(client)


def test_passing_makes_a_new_login(client, person, still):
    sign_in(client, person(made_by=user_with_second_factor))
    half = client.get_cookie("participa").value
    give(client, telephone_code())
    thief = another_browser(client)
    thief.set_cookie("participa", half)
    assert thief.get(ACCOUNT).location.startswith("/cuentas/ingresar")


def test_a_code_is_good_once(client, person, still):
    somebody = person(made_by=user_with_second_factor)
    sign_in(client, somebody)
    assert give(client, telephone_code()).status_code == 303
    sign_in(other := another_browser(client), somebody)
    replayed = give(other, telephone_code())
    assert replayed.status_code == 422
    assert "ya se usó" in text(replayed)
    still.shift(STEP)
    assert give(other, telephone_code()).status_code == 303


def test_an_older_code_is_refused_after_a_newer_one(client, person, still):
    somebody = person(made_by=user_with_second_factor)
    older = telephone_code()
    still.shift(STEP)
    sign_in(client, somebody)
    give(client, telephone_code())
    sign_in(other := another_browser(client), somebody)
    assert give(other, older).status_code == 422


def test_wrong_codes_are_slowed_down(client, person, still):
    somebody = person(made_by=user_with_second_factor)
    sign_in(another := another_browser(client), somebody)
    statuses = [give(another, "000000").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert give(another, telephone_code()).status_code == 429
    still.shift(timedelta(minutes=5))
    assert give(another, telephone_code()).status_code == 303


def test_signing_in_again_on_fresh_browsers_gives_no_more_tries(client, person, still):
    """Whoever has only the password: a browser is known once the second factor was given too."""
    somebody, statuses = person(made_by=user_with_second_factor), []
    for _ in range(6):
        sign_in(fresh := another_browser(client), somebody)
        statuses.append(give(fresh, "000000").status_code)
    assert statuses == [422] * 5 + [429]


def test_such_guessing_makes_no_known_browser_wait(client, person, still):
    somebody = person(made_by=user_with_second_factor)
    sign_in(client, somebody)
    give(client, telephone_code())
    client.submit("/cuentas/salir", page=ACCOUNT)
    sign_in(thief := another_browser(client), somebody)
    assert [give(thief, "000000").status_code for _ in range(6)][-1] == 429
    still.shift(STEP)
    sign_in(client, somebody)
    assert give(client, telephone_code()).status_code == 303


def test_a_recovery_code_is_good_once(app, client, person, still):
    somebody = person(made_by=user_with_second_factor)
    with app.app_context():
        code = recovery_code(somebody)
    sign_in(client, somebody)
    assert give(client, code.lower().replace("-", " ")).status_code == 303
    assert is_in(client)
    sign_in(other := another_browser(client), somebody)
    assert give(other, code).status_code == 422


def test_the_recovery_code_of_another_is_refused(app, client, person, still):
    somebody, other = person(made_by=user_with_second_factor), person(made_by=user_with_second_factor)
    with app.app_context():
        code = recovery_code(other)
    sign_in(client, somebody)
    assert give(client, code).status_code == 422


def test_enrolling_shows_ten_codes_that_work(client, person, stored, still):
    somebody = person()
    sign_in(client, somebody)
    page = text(client.get(ENROLL))
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"<strong[^>]*>([A-Z2-7 ]+)</strong>", page).group(1).replace(" ", "")
    assert len(secret) == 32
    shown = client.submit(ENROLL, {"code": telephone_code(secret)})
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text(shown))
    assert (shown.status_code, len(set(codes))) == (200, 10)
    assert stored(somebody).totp_secret == secret
    assert is_in(client)
    sign_in(other := another_browser(client), somebody)
    assert give(other, codes[9]).status_code == 303


def test_enrolling_ends_the_other_logins(client, person, still):
    somebody = person()
    sign_in(other := another_browser(client), somebody)
    sign_in(client, somebody)
    secret = re.search(r"<strong[^>]*>([A-Z2-7 ]+)</strong>", text(client.get(ENROLL))).group(1).replace(" ", "")
    client.submit(ENROLL, {"code": telephone_code(secret)})
    assert not is_in(other)


def test_a_wrong_code_enrolls_nobody(client, person, stored):
    somebody = person()
    sign_in(client, somebody)
    answer = client.submit(ENROLL, {"code": "000000"})
    assert answer.status_code == 422
    assert stored(somebody).totp_secret is None


def test_the_password_alone_cannot_replace_a_second_factor(client, person, stored, still):
    somebody = person(made_by=user_with_second_factor)
    sign_in(client, somebody)
    assert client.get(ENROLL).status_code == 302
    with client.session_transaction() as cookie:
        secret = second_factor_offered(client, cookie["_user_id"])
    answer = client.submit(ENROLL, {"code": telephone_code(secret)}, page=SECOND_FACTOR)
    assert answer.status_code == 409
    assert stored(somebody).totp_secret == TOTP_SECRET


def second_factor_offered(client, token: str) -> str:
    with client.application.app_context():
        return second_factor.offered_secret(token)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("role", list(Role))
def test_in_production_every_role_needs_it(client, person, role):
    sign_in(client, person(role))
    assert client.get(DESK).location.startswith(ENROLL)
    assert client.get(ACCOUNT).location.startswith(ENROLL)


def test_it_is_removed_only_with_the_password(app, client, person, stored, still):
    somebody = person(made_by=user_with_second_factor)
    client.sign_in(somebody)
    page = "/cuentas/gestion/quitar-segundo-factor"
    assert client.submit(page, {"current_password": "x" * 20}).status_code == 422
    assert stored(somebody).has_second_factor
    assert client.submit(page, {"current_password": PASSWORD}).status_code == 303
    assert not stored(somebody).has_second_factor
    assert is_in(client)


@pytest.mark.usefixtures("production")
def test_in_production_who_removes_it_chooses_another_before_going_on(client, person, still):
    client.sign_in(person(made_by=user_with_second_factor))
    page = "/cuentas/gestion/quitar-segundo-factor"
    assert "bastará la clave" not in text(client.get(page))
    client.submit(page, {"current_password": PASSWORD})
    assert client.get(DESK).location.startswith(ENROLL)


def test_new_recovery_codes_replace_the_old_ones(app, client, person, still):
    somebody = person(made_by=user_with_second_factor)
    with app.app_context():
        old = recovery_code(somebody)
    client.sign_in(somebody)
    page = "/cuentas/gestion/codigos"
    assert client.submit(page, {"current_password": "x" * 20}).status_code == 422
    shown = client.submit(page, {"current_password": PASSWORD})
    fresh = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text(shown))
    assert len(fresh) == 10
    assert "10 códigos" in text(client.get(ACCOUNT))
    sign_in(other := another_browser(client), somebody)
    assert give(other, old).status_code == 422
    assert give(other, fresh[0]).status_code == 303


def test_who_is_half_in_may_leave(client, person, still):
    sign_in(client, person(made_by=user_with_second_factor))
    assert client.submit("/cuentas/salir", page=SECOND_FACTOR).status_code == 303
    assert client.get(SECOND_FACTOR).location.startswith("/cuentas/ingresar")
