"""What dates say of an activity, and the moves of a strategy."""

from datetime import date

import pytest

from participa.accounts.models import Role, User
from participa.strategy import rules
from participa.strategy.models import ActivityState, ShownState, StrategyState

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


@pytest.mark.parametrize(
    ("state", "today", "shown"),
    [
        (ActivityState.SCHEDULED, date(2026, 3, 1), ShownState.UPCOMING),
        (ActivityState.SCHEDULED, date(2026, 3, 2), ShownState.UNDER_WAY),
        (ActivityState.SCHEDULED, date(2026, 3, 6), ShownState.UNDER_WAY),
        (ActivityState.SCHEDULED, date(2026, 3, 7), ShownState.OVERDUE),
        (ActivityState.UNDER_WAY, date(2026, 3, 1), ShownState.UNDER_WAY),
        (ActivityState.UNDER_WAY, date(2026, 3, 7), ShownState.OVERDUE),
        (ActivityState.RESCHEDULED, date(2026, 3, 1), ShownState.RESCHEDULED),
        (ActivityState.RESCHEDULED, date(2026, 3, 7), ShownState.OVERDUE),
        (ActivityState.DONE, date(2026, 3, 7), ShownState.DONE),
        (ActivityState.PARTIAL, date(2026, 3, 7), ShownState.PARTIAL),
        (ActivityState.NOT_DONE, date(2026, 3, 7), ShownState.NOT_DONE),
        (ActivityState.CANCELLED, date(2026, 3, 7), ShownState.CANCELLED),
    ],
)
def test_the_state_shown_follows_the_dates_unless_somebody_decided(state, today, shown):
    assert rules.shown_state(state, FIRST, LAST, today) is shown


def test_an_activity_without_end_is_over_after_its_only_day():
    assert rules.shown_state(ActivityState.SCHEDULED, FIRST, None, LAST) is ShownState.OVERDUE


def test_an_activity_without_dates_is_never_overdue():
    assert rules.shown_state(ActivityState.SCHEDULED, None, None, LAST) is ShownState.UNDATED


def test_a_draft_may_be_approved_with_or_without_consultation_but_not_published_at_once():
    assert rules.allows(StrategyState.DRAFT, StrategyState.IN_CONSULTATION)
    assert rules.allows(StrategyState.DRAFT, StrategyState.APPROVED)
    assert rules.allows(StrategyState.IN_CONSULTATION, StrategyState.APPROVED)
    assert not rules.allows(StrategyState.DRAFT, StrategyState.PUBLISHED)


def test_nothing_comes_after_closed():
    assert not any(rules.allows(StrategyState.CLOSED, to) for to in StrategyState)


@pytest.mark.parametrize(
    ("rule", "roles"),
    [
        (rules.may_import, {Role.COMMUNICATIONS, Role.ADMIN}),
        (rules.may_decide, {Role.APPROVER}),
        (rules.may_edit, {Role.APPROVER, Role.COMMUNICATIONS}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_act_belongs_to_its_roles(rule, roles):
    assert {role for role in Role if rule(User(role=role))} == roles
