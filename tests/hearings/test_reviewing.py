"""Suspect supports wait in view of everybody; a person decides once, with a reason that everybody reads."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import StagedQuestion, SupportDecision
from participa.hearings.queries import supports as queries
from participa.hearings.services import reviewing, supports
from participa.shared.clock import at_instant, now
from participa.shared.errors import Conflict, Forbidden, Invalid
from tests import factories as make
from tests.hearings.phones import phone

BAND = 12


@pytest.fixture
def team(context):
    return {role: make.user(role) for role in (Role.MODERATOR, Role.ADMIN, Role.CONTROL, Role.LIAISON)}


@pytest.fixture
def flooded(team) -> StagedQuestion:
    """A question with three true supports and a band of new phones alike."""
    staged = make.staged(make.hearing())
    for _ in range(3):
        supports.support(staged, phone())
    for _ in range(BAND):
        supports.support(staged, phone(age=60, browser="Programa"))
    return staged


def figures(staged: StagedQuestion) -> tuple[int, int]:
    db.session.refresh(staged)
    return staged.supports, staged.held_supports


def test_a_band_waits_apart_and_the_others_count(flooded):
    assert figures(flooded) == (3 + BAND, 0)
    assert reviewing.hold_suspects(flooded.hearing) == BAND
    assert figures(flooded) == (3, BAND)
    (row,) = queries.under_review(flooded.hearing)
    assert (row.held, row.networks, row.browsers, row.young, row.counted) == (BAND, 1, 1, BAND, 3)
    assert reviewing.hold_suspects(flooded.hearing) == 0


def test_who_waits_still_sees_the_own_support(flooded):
    late = phone(age=60, browser="Programa")
    supports.support(flooded, late)
    reviewing.hold_suspects(flooded.hearing)
    assert supports.supported(flooded.hearing, late) == {flooded.id}
    supports.withdraw(flooded, late)
    assert figures(flooded) == (3, BAND)


@pytest.mark.parametrize(("is_accepted", "counted"), [(True, 3 + BAND), (False, 3)])
def test_a_decision_is_taken_once_and_stays(flooded, team, is_accepted, counted):
    reviewing.hold_suspects(flooded.hearing)
    decision = reviewing.decide(flooded, is_accepted, " Vimos el salón del colegio. ", team[Role.MODERATOR])
    assert (decision.number, decision.reason) == (BAND, "Vimos el salón del colegio.")
    assert figures(flooded) == (counted, 0)
    with at_instant(now() + timedelta(minutes=1)):
        assert reviewing.hold_suspects(flooded.hearing) == 0
    with pytest.raises(Conflict):
        reviewing.decide(flooded, is_accepted, "Otra vez", team[Role.ADMIN])
    (told,) = queries.decisions(flooded.hearing)
    assert (told.radicado, told.what.number) == (flooded.question.radicado, BAND)


def test_a_discarded_support_does_not_come_back_with_another_tap(flooded, team):
    mine = phone(age=60, browser="Programa")
    supports.support(flooded, mine)
    reviewing.hold_suspects(flooded.hearing)
    reviewing.decide(flooded, False, "Un programa de computador", team[Role.MODERATOR])
    supports.withdraw(flooded, mine)
    supports.support(flooded, mine)
    assert figures(flooded) == (3, 0)


def test_without_a_reason_or_the_role_nothing_is_decided(flooded, team):
    reviewing.hold_suspects(flooded.hearing)
    with pytest.raises(Invalid):
        reviewing.decide(flooded, True, "  ", team[Role.MODERATOR])
    for role in (Role.CONTROL, Role.LIAISON):
        with pytest.raises(Forbidden):
            reviewing.decide(flooded, True, "Motivo", team[role])
    assert figures(flooded) == (3, BAND)
    assert db.session.query(SupportDecision).count() == 0


def test_the_networks_of_the_hall_are_checked(team):
    hearing = make.hearing()
    actor = team[Role.ADMIN] = make.user(Role.ADMIN)
    reviewing.declare_halls(hearing, " 192.0.2.7/24, 2001:db8::/48\n192.0.2.0/24 ", actor)
    assert hearing.hall_networks == "192.0.2.0/24,2001:db8::/48"
    for written in ("la del salón", "10.0.0.0/8", "::/0"):
        with pytest.raises(Invalid):
            reviewing.declare_halls(hearing, written, actor)
    assert hearing.hall_networks == "192.0.2.0/24,2001:db8::/48"
