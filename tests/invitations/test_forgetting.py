"""Guests whom nobody has invited for a long time are forgotten, and only they."""

from datetime import timedelta

import pytest

from participa.extensions import db
from participa.invitations.models import Guest, GuestImport, Invitation
from participa.invitations.services.forgetting import forget_guests, forget_lists
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.accounts import user
from tests.factories.invitations import guest, guest_list, invitation

pytestmark = pytest.mark.usefixtures("context")
WRITTEN = ("name", "email", "phone", "address")


def forget(before, most: int = 10) -> int:
    with unit_of_work():
        return forget_guests(before, most)


def read(row: Guest) -> Guest:
    return db.session.get_one(Guest, row.id, populate_existing=True)


def test_who_was_invited_to_nothing_since_is_forgotten_and_still_counted():
    event = make.event()
    old = guest()
    invitation(event, old)
    assert forget(event.ends_at + timedelta(seconds=1)) == 1
    assert {getattr(read(old), name) for name in WRITTEN} == {""}
    assert db.session.query(Invitation).count() == 1
    assert forget(event.ends_at + timedelta(seconds=1)) == 0


def test_who_is_invited_to_a_later_space_stays():
    early, late = make.event(), make.event()
    with unit_of_work():
        db.session.get_one(type(late), late.id).ends_at = early.ends_at + timedelta(days=30)
    known = guest()
    invitation(early, known), invitation(late, known)
    assert forget(early.ends_at + timedelta(days=1)) == 0
    assert read(known).email


def test_somebody_just_written_down_stays():
    known = guest()
    assert forget(now() - timedelta(days=1)) == 0
    assert read(known).name


def test_a_batch_takes_no_more_than_it_was_told():
    for _ in range(3):
        guest()
    after = now() + timedelta(days=1)
    assert [forget(after, 2), forget(after, 2), forget(after, 2)] == [2, 1, 0]


def test_a_list_that_nobody_took_in_is_deleted():

    guest_list(user())
    with unit_of_work():
        assert forget_lists(now() - timedelta(hours=1), 5) == 0
        assert forget_lists(now() + timedelta(minutes=1), 5) == 1
    assert db.session.query(GuestImport).count() == 0
