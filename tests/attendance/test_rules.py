from datetime import timedelta

import pytest

from participa.attendance import rules
from participa.shared.clock import local
from tests.factories.attendance import space_today

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("munoz", "José Muñoz Gómez"),
        ("JOSE GOM", "José Muñoz Gómez"),
        ("gonzales", "Ana González"),
        ("Yeison", "Yeisson Pérez"),
        ("sebsatian", "Sebastián Rojas"),
        ("perez ana", "Ana Pérez"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, name: str):
    assert rules.matches(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("", "Ana"), ("rojas", "Ana Pérez"), ("ana lopez", "Ana Pérez"), ("eva", "Ana Eve"), ("...", "Ana")],
)
def test_another_name_is_not_found(typed: str, name: str):
    assert not rules.matches(typed, name)


def test_a_name_is_the_same_in_any_order():
    assert rules.same_name("pérez  ANA", "Ana Perez")
    assert not rules.same_name("Ana Pérez", "Ana Pérez Gómez")


def test_the_hour_of_a_device_is_believed_only_between_the_opening_of_the_door_and_now():
    event = space_today()
    received = event.starts_at + timedelta(minutes=30)
    said = event.starts_at + timedelta(minutes=12)
    assert rules.believed(event, said, received) == said
    assert rules.believed(event, received + timedelta(hours=3), received) == received
    assert rules.believed(event, said - timedelta(days=9), received) == rules.opens_at(event)
    assert rules.believed(event, None, received) == received


def test_a_door_closes_at_the_midnight_of_colombia():
    event = space_today()
    closing = local(rules.closes_at(event))
    assert (closing.hour, closing.minute) == (0, 0)
    assert closing.date() == local(event.ends_at).date() + timedelta(days=1)
