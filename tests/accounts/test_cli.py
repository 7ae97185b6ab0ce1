"""Commands of the room."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import LoginSession, ResetCode, Role, SignInAttempt, User
from participa.config import Mode, Settings
from participa.extensions import db
from tests.accounts.doors import is_in, sign_in
from tests.factories.accounts import PASSWORD, user, user_with_second_factor

START = datetime(2026, 8, 4, 14, tzinfo=UTC)


def run(app, *words: str):
    return app.test_cli_runner().invoke(args=["accounts", *words])


def choose(client, email: str, code: str):
    typed = {"email": email, "code": code, "new_password": PASSWORD, "repeat_password": PASSWORD}
    return client.submit("/cuentas/nueva-clave", typed)


def test_the_first_administrator_comes_from_the_command_line(app, client):
    done = run(app, "create-admin", "Primera@Demostracion.example", "--name", "Administración")
    assert done.exit_code == 0
    code = done.output.splitlines()[-1]
    assert choose(client, "primera@demostracion.example", code).status_code == 303
    with app.app_context():
        created = db.session.scalar(select(User).where(User.email == "primera@demostracion.example"))
        assert created.role is Role.ADMIN
    again = run(app, "create-admin", "primera@demostracion.example", "--name", "Otra")
    assert again.exit_code == 1
    assert "Ya hay una cuenta" in again.output


def test_a_code_comes_from_the_command_line(app, client, person):
    somebody = person(made_by=user)
    code = run(app, "reset-code", somebody.email).output.splitlines()[-1]
    assert choose(client, somebody.email, code).status_code == 303
    assert run(app, "reset-code", "nadie@x.example").exit_code == 1


def test_who_lost_the_telephone_and_the_codes_comes_back_by_the_command_line(app, client, person):
    """The only administrator has nobody else to ask."""
    somebody = person(Role.ADMIN, made_by=user_with_second_factor)
    client.sign_in(somebody)
    assert run(app, "reset-second-factor", somebody.email).exit_code == 0
    assert not is_in(client)
    assert sign_in(client, somebody).location == "/gestion/"
    assert run(app, "reset-second-factor", "nadie@x.example").exit_code == 1


def test_purging_forgets_what_is_old_and_keeps_what_is_not(app, client, person):
    somebody = person()
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, somebody, "x" * 20)
        run(app, "reset-code", somebody.email)
        sign_in(client, somebody)
        clock.shift(timedelta(hours=24, seconds=1))
        sign_in(client, somebody, "x" * 20)
        sign_in(client, somebody)
        run(app, "reset-code", somebody.email)
        done = run(app, "purge")
    assert done.output.strip() == "1 intentos, 1 ingresos, 1 códigos"
    with app.app_context():
        left = [db.session.scalar(select(func.count(t.id))) for t in (SignInAttempt, LoginSession, ResetCode)]
    assert left == [1, 1, 1]


@pytest.mark.parametrize(
    "words", [("purge",), ("reset-code", "a@x.example"), ("create-admin", "a@x.example", "--name", "A")]
)
def test_without_a_migrated_database_an_order_is_one_sentence(tmp_path, words):
    settings = Settings(Mode.TEST, tmp_path, f"sqlite:///{tmp_path / 'nothing.db'}", "s" * 32, "c" * 32)
    done = run(create_app(settings), *words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "db upgrade" in done.stderr
