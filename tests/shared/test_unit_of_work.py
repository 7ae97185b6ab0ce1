"""One request, one transaction."""

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Department
from participa.extensions import db
from participa.shared.unit_of_work import leave_trace, own_unit, reading_first, unit_of_work, when_kept
from tests import factories as make


def departments() -> int:
    return db.session.scalar(select(func.count()).select_from(Department)) or 0


@pytest.mark.usefixtures("context")
def test_a_unit_commits_at_its_end():
    before = departments()
    make.department()
    db.session.rollback()
    assert departments() == before + 1


@pytest.mark.usefixtures("context")
def test_a_unit_that_is_not_kept_leaves_nothing():
    before = departments()
    with unit_of_work() as work:
        db.session.add(Department(name="Nadie"))
        work.keep = False
    assert departments() == before


@pytest.mark.usefixtures("context")
def test_an_error_rolls_back_but_its_trace_stays():
    def trace(session):
        session.add(Department(name="Huella"))

    def refused():
        with unit_of_work():
            db.session.add(Department(name="Nadie"))
            leave_trace(trace)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refused()
    names = set(db.session.scalars(select(Department.name)))
    assert "Huella" in names
    assert "Nadie" not in names


@pytest.mark.usefixtures("context")
def test_what_waits_for_the_commit_happens_only_when_kept():
    told = []
    with unit_of_work() as work:
        when_kept(lambda: told.append("no"))
        work.keep = False
    with unit_of_work():
        when_kept(lambda: told.append("yes"))
        assert told == []
    assert told == ["yes"]


@pytest.mark.usefixtures("context")
def test_a_short_unit_inside_a_unit_is_refused():
    with unit_of_work(), pytest.raises(RuntimeError), own_unit():
        pass


def test_what_is_read_first_is_of_one_instant(open_app):
    open_app()
    make.department()
    db.session.rollback()
    with reading_first():
        before = departments()
        with own_unit() as another:
            another.add(Department(name="Otra"))
        assert departments() == before
    assert departments() == before + 1
