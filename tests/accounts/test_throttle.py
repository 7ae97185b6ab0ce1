"""Guessing is slow, and nobody can be locked out by somebody else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from participa.accounts import throttle
from participa.accounts.throttle import Browser, WaitBeforeNextTry
from participa.shared.clock import now
from tests.accounts.doors import another_browser, is_in, sign_in, text

START = datetime(2026, 8, 4, 14, tzinfo=UTC)


def attack(client, victim, tries_: int) -> list[int]:
    return [sign_in(client, victim, "x" * 20).status_code for _ in range(tries_)]


def test_after_the_free_tries_an_unknown_browser_waits_even_with_the_right_password(client, person):
    victim = person()
    with time_machine.travel(START, tick=False) as clock:
        assert attack(client, victim, 6) == [422] * 5 + [429]
        answer = sign_in(client, victim)
        assert answer.status_code == 429
        assert "Intente de nuevo en" in text(answer)
        assert int(answer.headers["Retry-After"]) >= 1
        clock.shift(timedelta(seconds=2))
        assert sign_in(client, victim).status_code == 303


def test_ten_thousand_guesses_get_ten_in_five_minutes(client, person):
    victim, granted = person(), 0
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(150):
            granted += sign_in(client, victim, "x" * 20).status_code == 422
            clock.shift(timedelta(seconds=1.99))
        assert granted == 10


def test_the_owner_gets_in_on_a_known_browser_in_the_middle_of_an_attack(client, person):
    owner = person()
    home, attacker = another_browser(client), another_browser(client)
    with time_machine.travel(START, tick=False) as clock:
        sign_in(home, owner)
        home.submit("/cuentas/salir", page="/cuentas/gestion/clave")
        for _ in range(12):
            attack(attacker, owner, 1)
            clock.shift(timedelta(seconds=1))
        assert sign_in(attacker, owner).status_code == 429
        assert sign_in(home, owner).status_code == 303
        assert is_in(home)


def test_a_known_browser_is_slowed_down_too_for_itself(client, person):
    owner = person()
    with time_machine.travel(START, tick=False):
        sign_in(client, owner)
        client.submit("/cuentas/salir", page="/cuentas/gestion/clave")
        assert attack(client, owner, 6) == [422] * 5 + [429]
        assert sign_in(another_browser(client), owner).status_code == 303


def test_a_browser_is_known_only_to_the_accounts_that_signed_in_on_it(client, person):
    guest, victim = person(), person()
    with time_machine.travel(START, tick=False):
        sign_in(client, guest)
        client.submit("/cuentas/salir", page="/cuentas/gestion/clave")
        attack(another_browser(client), victim, 5)
        assert sign_in(client, victim).status_code == 429


def test_a_tampered_device_cookie_is_an_unknown_browser(client, person):
    victim = person()
    with time_machine.travel(START, tick=False):
        sign_in(client, victim)
        client.submit("/cuentas/salir", page="/cuentas/gestion/clave")
        attack(another_browser(client), victim, 5)
        client.set_cookie("device", client.get_cookie("device").value[:-3] + "AAA")
        assert sign_in(client, victim).status_code == 429


def test_other_accounts_are_not_touched_by_an_attack(client, person):
    victim, other = person(), person()
    with time_machine.travel(START, tick=False):
        attack(client, victim, 6)
        assert sign_in(client, other).status_code == 303


def test_unknown_accounts_are_slowed_down_like_known_ones(client, person):
    known = person()
    with time_machine.travel(START, tick=False):
        stranger = [
            client.submit("/cuentas/ingresar", {"email": "nadie@x.example", "password": "x" * 20}).status_code
            for _ in range(7)
        ]
        assert attack(another_browser(client), known, 7) == stranger


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=0), "en 1 segundo"),
        (timedelta(seconds=31), "en 32 segundos"),
        (timedelta(minutes=4), "en 5 minutos"),
        (timedelta(hours=3), "a las 12:00 p. m."),
        (timedelta(hours=20), "el miércoles 5 de agosto de 2026 a las 5:00 a. m."),
    ],
)
@time_machine.travel(START, tick=False)
def test_the_message_says_when_to_try_again(wait, words):
    assert WaitBeforeNextTry(now() + wait).message == f"Hubo varios intentos fallidos. Intente de nuevo {words}."


@pytest.mark.usefixtures("context")
def test_the_device_cookie_holds_no_email_and_few_accounts():
    browser = Browser()
    for number in range(12):
        browser = browser.remembering(f"persona{number}@x.example")
    cookie = throttle.cookie_of(browser)
    assert throttle.browser_from(cookie) == browser
    assert len(browser.accounts) == throttle.MOST_ACCOUNTS
    assert browser.key_for(throttle.account_key("persona11@x.example")) != throttle.UNKNOWN_BROWSER
    assert "persona" not in cookie
