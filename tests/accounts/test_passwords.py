"""How passwords and codes are kept."""

from dataclasses import replace

import pytest

from participa.accounts import codes, passwords
from participa.config import Mode
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def real_cost(app, monkeypatch):
    settings = replace(app.extensions["settings"], mode=Mode.LOCAL)
    monkeypatch.setitem(app.extensions, "settings", settings)


@pytest.mark.usefixtures("real_cost")
def test_passwords_are_kept_with_argon2id_at_the_floor_of_owasp():
    assert passwords.hash_of(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_only_the_same_password_is_right():
    stored = passwords.hash_of(PASSWORD)
    assert passwords.is_right(PASSWORD, stored)
    assert not passwords.is_right(PASSWORD + " ", stored)


def test_an_accent_is_the_same_from_any_keyboard():
    assert passwords.is_right("canción de cuna azul".replace("ó", "o\u0301"), passwords.hash_of("canción de cuna azul"))


@pytest.mark.parametrize("stored", [None, "", passwords.NO_PASSWORD, "$argon2id$broken"])
def test_nothing_is_right_without_a_usable_hash(stored):
    assert not passwords.is_right(PASSWORD, stored)
    assert not passwords.is_right("", stored)


def test_a_hash_of_other_parameters_is_outdated(request):
    old = passwords.hash_of(PASSWORD)
    assert not passwords.is_outdated(old)
    request.getfixturevalue("real_cost")
    assert passwords.is_outdated(old)


def test_a_code_forgives_how_it_is_typed():
    assert codes.digest("k7qm 2d4x otrl", "reset:1") == codes.digest("K7QM-2D4X-0TR1", "reset:1")


def test_a_code_opens_one_thing_for_one_person():
    code = codes.fresh()
    assert len(codes.tidy(code)) == 12
    assert len({codes.digest(code, purpose) for purpose in ("reset:1", "reset:2", "recovery:1")}) == 3
    assert code not in codes.digest(code, "reset:1")
