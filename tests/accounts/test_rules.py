"""Who may, how long to wait, and which passwords are too easy."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.accounts import rules
from participa.accounts.models import Role, User

START = datetime(2026, 8, 4, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def somebody(id_: int = 1, role: Role = Role.ADMIN, **values) -> User:
    return User(id=id_, role=role, **({"is_active": True} | values))


def granted_tries(every: timedelta, during: timedelta) -> list[datetime]:
    """When somebody who never stops is let through."""
    granted: list[datetime] = []
    for step in range(int(during / every)):
        at = START + step * every
        recent = [failure for failure in granted if failure > at - rules.LONG_PERIOD]
        until = rules.next_try_at(recent)
        if until is None or until <= at:
            granted.append(at)
    return granted


def most_within(tries: list[datetime], period: timedelta) -> int:
    return max(sum(first <= at < first + period for at in tries) for first in tries)


def test_the_first_wrong_tries_cost_nothing():
    assert rules.next_try_at([START + i * SECOND for i in range(4)]) is None


def test_the_wait_doubles_and_stays_under_five_minutes():
    spread = [START + i * timedelta(minutes=20) for i in range(30)]
    waits = [rules.next_try_at(spread[:n]) - spread[n - 1] for n in range(5, 30)]
    assert [wait.total_seconds() for wait in waits[:10]] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert set(waits[9:]) == {timedelta(minutes=5)}


def test_somebody_who_never_stops_gets_ten_in_five_minutes_and_a_hundred_a_day():
    tries = granted_tries(every=5 * SECOND, during=timedelta(hours=50))
    assert most_within(tries, timedelta(minutes=5)) <= 10
    assert 90 <= most_within(tries, timedelta(hours=24)) <= 100


def test_no_wait_is_for_ever():
    day_full = [START + i * timedelta(minutes=5) for i in range(100)]
    assert rules.next_try_at(day_full) == START + timedelta(hours=24)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaa",
        "123456789012345",
        "abcdefghijklmnopqr",
        "contraseña contraseña",
        "Colombia2026Colombia",
        "Alcaldía.Municipio.1",
        "qwertyuiopasdfghjkl",
        "perritoperritoperrito",
        "enlace.hacienda2026",
        "enlace.hacienda@demostracion.example",
        "P4ssw0rd P4ssw0rd!!",
    ],
)
def test_what_others_would_try_first_is_guessable(password):
    assert rules.is_guessable(password, "enlace.hacienda@demostracion.example")


@pytest.mark.parametrize(
    "password", ["tres-gatos-en-el-tejado-azul", "arequipe con brevas 19", "kV9$wq2LmZ!x7rTb", "830174629105837"]
)
def test_what_only_one_person_would_join_is_not_guessable(password):
    assert not rules.is_guessable(password, "enlace.hacienda@demostracion.example")


def test_only_administration_manages_and_control_reads():
    managing = {role for role in Role if rules.may_manage_accounts(somebody(role=role))}
    reading = {role for role in Role if rules.may_read_accounts(somebody(role=role))}
    assert (managing, reading) == ({Role.ADMIN}, {Role.ADMIN, Role.CONTROL})
    assert not rules.may_manage_accounts(somebody(is_active=False))


def test_nobody_shuts_himself_out():
    actor, other = somebody(1), somebody(2)
    assert rules.may_disable(actor, other)
    assert not rules.may_disable(actor, actor)
    assert rules.may_give_role(actor, other, Role.MODERATOR)
    assert not rules.may_give_role(actor, actor, Role.MODERATOR)
    assert rules.may_give_role(actor, actor, Role.ADMIN)
    assert rules.may_reset_second_factor(actor, other)
    assert not rules.may_reset_second_factor(actor, actor)
