"""What a registration says of a person goes part by part once its space is over; the row is still counted."""

from datetime import timedelta

import pytest

from participa.extensions import db
from participa.registrations.application import Need
from participa.registrations.models import NeedKind, Registration, RegistrationGroup, RegistrationState
from participa.registrations.services import forgetting
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.registrations import group, registration

pytestmark = pytest.mark.usefixtures("context")
WRITTEN = ("first_name", "last_name", "email", "phone", "document_number", "organisation", "neighbourhood")


@pytest.fixture
def event():
    return make.event()


def forget(erase, event, days: int, most: int = 10) -> int:
    """What the rule of so many days does on the second that is `days` after the end of the space, and not before."""
    with unit_of_work():
        assert erase(event.ends_at, most) == 0, "the space ended at this instant, not before"
    with at_instant(event.ends_at + timedelta(days=days, seconds=1)), unit_of_work():
        return erase(now() - timedelta(days=days), most)


def person(event, **values) -> Registration:
    return registration(event, needs=(Need(NeedKind.OTHER, "Silla junto a la puerta"),), **values)


def read(row: Registration) -> Registration:
    return db.session.get_one(Registration, row.id, populate_existing=True)


def test_names_and_contact_go_and_the_person_is_still_counted(event):
    row = person(event, organisation="Junta de acción comunal", neighbourhood="El Centro", document_number="1234")
    assert forget(forgetting.forget_people, event, 365) == 1
    kept = read(row)
    assert [getattr(kept, name) for name in WRITTEN] == [""] * len(WRITTEN)
    assert kept.is_erased
    assert kept.state is RegistrationState.REGISTERED
    assert [need.kind for need in kept.needs] == [NeedKind.OTHER]


def test_a_space_still_to_come_and_another_one_lose_nothing(event):
    later = person(make.event())
    with unit_of_work():
        for erase in (forgetting.forget_people, forgetting.forget_needs, forgetting.forget_documents):
            assert erase(now(), 10) == 0
    assert read(later).first_name
    assert read(later).needs[0].words == "Silla junto a la puerta"


def test_documents_and_words_of_supports_go_alone(event):
    row = person(event, document_number="1234")
    assert forget(forgetting.forget_documents, event, 90) == 1
    assert (read(row).document_number, read(row).document_type) == ("", None)
    assert read(row).needs[0].words == "Silla junto a la puerta"
    assert forget(forgetting.forget_needs, event, 30) == 1
    assert (read(row).needs[0].words, read(row).needs[0].kind) == ("", NeedKind.OTHER)
    assert read(row).first_name


@pytest.mark.parametrize("erase", [forgetting.forget_people, forgetting.forget_needs])
def test_batches_go_on_until_nobody_is_left(event, erase):
    for _ in range(3):
        person(event)
    assert [forget(erase, event, 1, most=2), forget_again(erase, event), forget_again(erase, event)] == [2, 1, 0]


def forget_again(erase, event) -> int:
    with unit_of_work():
        return erase(event.ends_at + timedelta(seconds=1), 2)


def test_who_answered_for_a_group_is_forgotten_once(event):
    group(event, ("Ana Rojas", "Eva Luna"))
    assert forget(forgetting.forget_groups, event, 365) == 1
    assert forget_again(forgetting.forget_groups, event) == 0
    (row,) = db.session.query(RegistrationGroup).populate_existing().all()
    assert (row.organisation, row.contact_name, row.phone) == ("", "", "")
    assert db.session.query(Registration).filter_by(event_id=event.id).count() == 2
