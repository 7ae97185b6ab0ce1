"""How a commitment stands: one word for each, and the same word from Python and from the database."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from participa.accounts.models import Role
from participa.commitments.models import Commitment, CommitmentState, Origin, Priority
from participa.commitments.models import CommitmentKind as Kind
from participa.commitments.queries import public as queries
from participa.commitments.standing import RISK, RISK_PERCENT, Dates, Standing, is_standing, standing_of
from participa.extensions import db
from participa.shared.clock import now
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
DAY = date(2026, 8, 4)
NEAR = st.one_of(st.none(), st.integers(-40, 40), st.sampled_from((-1, 0, 1, RISK.days - 1, RISK.days, RISK.days + 1)))
DAYS = NEAR.map(lambda days: None if days is None else DAY + timedelta(days=days))
PERCENT = st.one_of(st.integers(0, 100), st.sampled_from((RISK_PERCENT - 1, RISK_PERCENT, RISK_PERCENT + 1)))
PUBLIC = [state for state in CommitmentState if state is not CommitmentState.REGISTERED]


@st.composite
def dates(draw: st.DrawFn) -> Dates:
    """Any that the database takes: what is fulfilled has its day and a hundred percent."""
    state = draw(st.sampled_from(PUBLIC))
    is_done = state is CommitmentState.FULFILLED
    return Dates(
        state=state,
        percent=100 if is_done else draw(PERCENT),
        first_due_on=draw(DAYS),
        due_on=draw(DAYS),
        next_step_on=draw(DAYS),
        fulfilled_on=(draw(DAYS) or DAY) if is_done else None,
    )


def written(some: list[Dates]) -> list[int]:
    """The numbers of the rows, in the order of `some`."""
    office, author = make.department(), make.user(Role.MODERATOR)
    told = {"kind": Kind.PROMISE, "origin": Origin.HAND, "priority": Priority.MEDIUM, "text": "Pavimentar la vía"}
    told |= {"year": 2026, "scope": "", "how_known": "", "plan_goal": "", "promised_on": DAY, "created_at": now()}
    told |= {"published_at": now(), "lead_id": office.id, "created_by_id": author.id, "revision": 0}
    mark = random.getrandbits(40)
    rows: list[dict[str, Any]] = [
        {**told, **vars(one), "code": f"C-{mark:x}-{number}"[-16:], "form_key_digest": f"{mark}-{number}"}
        for number, one in enumerate(some)
    ]
    db.session.execute(insert(Commitment), rows)
    keys = [row["code"] for row in rows]
    known = {row.code: row.id for row in db.session.execute(select(Commitment.code, Commitment.id))}
    return [known[key] for key in keys]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(dates(), min_size=30, max_size=60))
def test_each_stands_in_one_way_and_the_database_says_the_same(some: list[Dates]):
    numbers = written(some)
    told = {
        standing: set(db.session.scalars(select(Commitment.id).where(is_standing(standing, DAY))))
        for standing in Standing
    }
    for number, one in zip(numbers, some, strict=True):
        assert [standing for standing in Standing if number in told[standing]] == [standing_of(one, DAY)], one


def test_every_standing_is_met_by_some_dates():
    """The property above would say nothing of a word that nobody ever gets."""
    found = set()

    @settings(max_examples=300, database=None)
    @given(dates())
    def look(one: Dates) -> None:
        found.add(standing_of(one, DAY))

    look()
    assert found == set(Standing)


def test_the_counts_are_those_of_the_words():
    """Counted by the database, and one by one in Python."""
    some = [
        Dates(CommitmentState.PUBLISHED, 0, DAY, DAY - timedelta(days=1), None, None),
        Dates(CommitmentState.UNDER_WAY, 80, DAY, DAY, None, None),
        Dates(CommitmentState.UNDER_WAY, 60, DAY, DAY, None, None),
        Dates(CommitmentState.FULFILLED, 100, DAY, DAY, None, DAY),
        Dates(CommitmentState.FULFILLED, 100, DAY, DAY, None, DAY + timedelta(days=1)),
        Dates(CommitmentState.UNFULFILLED, 0, DAY, DAY, None, None),
    ]
    written(some)
    counts = queries.counts(queries.Filters(day=DAY))
    assert counts == {standing: sum(standing_of(one, DAY) is standing for one in some) for standing in Standing}


def test_a_later_date_does_not_hide_that_it_was_late():
    moved = Dates(CommitmentState.FULFILLED, 100, DAY, DAY + timedelta(days=90), None, DAY + timedelta(days=30))
    assert standing_of(moved, DAY) is Standing.FULFILLED_LATE
