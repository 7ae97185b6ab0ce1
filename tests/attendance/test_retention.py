"""Why an arrival was taken back is written by hand and may name somebody: the words go, the row stays."""

from datetime import timedelta

import pytest

from participa.attendance import services
from participa.attendance.models import Attendance
from participa.attendance.retention import REASONS
from participa.attendance.services import Keeper
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from tests.factories.attendance import arrived, door_link, registered, space_today

pytestmark = pytest.mark.usefixtures("context")


def test_the_reasons_of_a_space_that_is_over_go_and_the_rows_stay():
    event = space_today()
    row = arrived(registered(event))
    link, _code = door_link(event)
    with unit_of_work():
        services.undo(db.session.get_one(Attendance, row.id), "Era otra persona: Ana", Keeper(link=link))
    with unit_of_work():
        assert REASONS.erase(event.ends_at, 10) == 0
        assert REASONS.erase(event.ends_at + timedelta(seconds=1), 10) == 1
        assert REASONS.erase(event.ends_at + timedelta(seconds=1), 10) == 0
    kept = db.session.get_one(Attendance, row.id, populate_existing=True)
    assert kept.undone_reason == ""
    assert kept.undone_at is not None
