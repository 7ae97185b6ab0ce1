"""Dialogue spaces, as read."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from participa.events import queries
from participa.events.models import EventState
from participa.shared.clock import now
from participa.strategy.models import StrategyState
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")


def in_days(days: int) -> dict[str, object]:
    starts_at = now() + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "slug": f"en-{days}-dias"}


def slugs(events: list[object]) -> list[str]:
    return [event.slug for event in events]


def test_published_shows_the_nearest_first_and_then_the_latest_past():
    for days in (20, 3, -3, -20):
        make.event(**in_days(days))
    make.event(EventState.HELD, **in_days(1))
    make.event(EventState.DRAFT, **in_days(2))
    assert slugs(queries.published(now(), 1).items) == [
        "en-3-dias",
        "en-20-dias",
        "en-1-dias",
        "en--3-dias",
        "en--20-dias",
    ]


def test_published_comes_in_pages():
    for days in range(1, 13):
        make.event(**in_days(days))
    second = queries.published(now(), 2)
    assert (second.total, slugs(second.items)) == (12, ["en-11-dias", "en-12-dias"])


def test_upcoming_tells_of_cancelled_spaces_and_not_of_drafts():
    make.event(EventState.CANCELLED, **in_days(4))
    make.event(EventState.DRAFT, **in_days(5))
    make.event(EventState.CONVENED, **in_days(6))
    make.event(EventState.CONVENED, **in_days(-6))
    assert slugs(queries.upcoming(now())) == ["en-4-dias", "en-6-dias"]


def test_the_next_space_is_one_that_will_take_place():
    make.event(EventState.CANCELLED, **in_days(1))
    make.event(EventState.RESCHEDULED, **in_days(2))
    expected = make.event(EventState.CONVENED, **in_days(3))
    assert queries.find_next_public(now()) is expected


def test_without_spaces_there_is_no_next_one():
    make.event(EventState.DRAFT, **in_days(1))
    assert queries.find_next_public(now()) is None


def test_receiving_names_spaces_whose_window_is_open():
    make.event(**in_days(1), questions_open_at=now() + timedelta(hours=1))
    make.event(EventState.HELD, **in_days(2))
    expected = make.event(**in_days(3))
    assert queries.receiving(now()) == [expected]


def test_of_activity_hides_drafts_and_other_activities():
    activity = make.activity()
    make.event()
    draft, expected = make.event(EventState.DRAFT, activity=activity), make.event(activity=activity)
    assert queries.of_activity(activity) == [expected]
    assert set(queries.all_of_activity(activity)) == {draft, expected}


def test_a_draft_is_not_there_for_the_public():
    draft = make.event(EventState.DRAFT)
    assert queries.by_slug(draft.slug) is draft
    with pytest.raises(NoResultFound):
        queries.by_slug_public(draft.slug)


def test_the_team_sees_each_state_and_how_many():
    make.event(EventState.DRAFT, **in_days(1))
    make.event(EventState.CANCELLED, **in_days(2))
    assert slugs(queries.for_team(None, 1).items) == ["en-2-dias", "en-1-dias"]
    assert slugs(queries.for_team(EventState.DRAFT, 1).items) == ["en-1-dias"]
    assert queries.counts_by_state() == {EventState.DRAFT: 1, EventState.CANCELLED: 1}


def test_an_activity_of_a_draft_strategy_is_not_offered():
    hidden = make.activity(of=make.strategy(StrategyState.DRAFT))
    with pytest.raises(NoResultFound):
        queries.public_activity(hidden.id)
