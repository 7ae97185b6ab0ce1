"""Suspect supports wait in view of everybody; a person decides once, with a reason that everybody reads."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.hearings.models import Hearing, StagedQuestion, SupportDecision
from participa.hearings.queries import supports as queries
from participa.hearings.services import counting, reviewing
from participa.questions.models import Status
from participa.questions.services import grouping
from participa.shared.clock import at_instant, now
from participa.shared.errors import Conflict, Forbidden, Invalid
from tests import factories as make
from tests.hearings.phones import phone, read, support, supported, withdraw

BAND = 12


@pytest.fixture
def team(context):
    return {role: make.user(role) for role in (Role.MODERATOR, Role.ADMIN, Role.CONTROL, Role.LIAISON)}


@pytest.fixture
def flooded(team) -> StagedQuestion:
    """A question with three true supports and a band of new phones alike."""
    staged = make.staged(make.hearing())
    for _ in range(3):
        support(staged, phone())
    for _ in range(BAND):
        support(staged, phone(age=60, browser="Programa"))
    return staged


def figures(staged: StagedQuestion) -> tuple[int, int]:
    db.session.refresh(staged)
    return staged.supports, staged.held_supports


def hold(hearing: Hearing) -> int:
    return reviewing.hold_suspects(hearing, reviewing.look(hearing))


def led_by_another(staged: StagedQuestion, actor: User) -> StagedQuestion:
    """The first of the group that the question joins."""
    db.session.commit()
    leader = make.staged(staged.hearing)
    staged.question.status = Status.GROUPED
    grouping.join(staged.question, leader.question, actor)
    return leader


def test_what_somebody_accepts_while_it_is_looked_at_stays_accepted(flooded, team):
    hold(flooded.hearing)
    late = [phone(age=60, browser="Programa") for _ in range(BAND)]
    for one in late:
        support(flooded, one)
    looked = reviewing.look(flooded.hearing)
    assert len(looked.supports) == BAND
    reviewing.decide(flooded, True, "Es un curso del colegio.", team[Role.MODERATOR])
    assert reviewing.hold_suspects(flooded.hearing, looked) == 0
    assert figures(flooded) == (3 + 2 * BAND, 0)


def test_a_band_waits_apart_and_the_others_count(flooded):
    assert figures(flooded) == (3 + BAND, 0)
    assert hold(flooded.hearing) == BAND
    assert figures(flooded) == (3, BAND)
    (row,) = queries.under_review(flooded.hearing)
    assert (row.held, row.networks, row.browsers, row.young, row.counted) == (BAND, 1, 1, BAND, 3)
    assert hold(flooded.hearing) == 0


def test_a_band_that_typed_the_number_of_the_hall_waits_too(team):
    staged = make.staged(make.hearing())
    for _ in range(BAND):
        support(staged, phone(age=60, browser="Programa"), is_in_room=True)
    assert hold(staged.hearing) == BAND
    (row,) = queries.under_review(staged.hearing)
    assert (row.held, row.in_room) == (BAND, BAND), "who decides sees how many said that they are in the hall"


def test_one_hand_that_typed_the_number_of_the_hall_is_looked_at(team):
    hearing = make.hearing()
    cards = [make.staged(hearing) for _ in range(10)]
    for _ in range(BAND):
        mine = phone()
        for staged in cards[:4]:
            support(staged, mine, is_in_room=True)
    assert hold(hearing) == 4 * BAND


def test_who_waits_still_sees_the_own_support(flooded):
    late = phone(age=60, browser="Programa")
    support(flooded, late)
    hold(flooded.hearing)
    assert supported(flooded.hearing, late) == {flooded.id}
    withdraw(flooded, late)
    assert figures(flooded) == (3, BAND)


@pytest.mark.parametrize(("is_accepted", "counted"), [(True, 3 + BAND), (False, 3)])
def test_a_decision_is_taken_once_and_stays(flooded, team, is_accepted, counted):
    hold(flooded.hearing)
    decision = reviewing.decide(flooded, is_accepted, " Vimos el salón del colegio. ", team[Role.MODERATOR])
    assert (decision.number, decision.reason) == (BAND, "Vimos el salón del colegio.")
    assert figures(flooded) == (counted, 0)
    with at_instant(now() + timedelta(minutes=1)):
        assert hold(flooded.hearing) == 0
    with pytest.raises(Conflict):
        reviewing.decide(flooded, is_accepted, "Otra vez", team[Role.ADMIN])
    (told,) = queries.decisions(flooded.hearing)
    assert (told.radicado, told.what.number) == (flooded.question.radicado, BAND)


def test_a_discarded_support_does_not_come_back_with_another_tap(flooded, team):
    mine = phone(age=60, browser="Programa")
    support(flooded, mine)
    hold(flooded.hearing)
    reviewing.decide(flooded, False, "Un programa de computador", team[Role.MODERATOR])
    withdraw(flooded, mine)
    support(flooded, mine)
    assert figures(flooded) == (3, 0)


def readers(*staged: StagedQuestion) -> list[int]:
    for one in staged:
        db.session.refresh(one)
    return [one.readers for one in staged]


@pytest.mark.parametrize(("is_accepted", "counted"), [(True, 3 + BAND), (False, 3)])
def test_a_flood_that_is_discarded_is_no_vote_against_its_question(flooded, team, is_accepted, counted):
    hold(flooded.hearing)
    reviewing.decide(flooded, is_accepted, "Vimos quiénes eran.", team[Role.MODERATOR])
    assert readers(flooded) == [counted]
    support(flooded, phone())
    assert readers(flooded) == [counted + 1]
    counting.recount([flooded.id])
    assert readers(flooded) == [counted + 1]


def test_what_a_discarded_phone_reads_later_in_the_group_is_counted_as_a_recount_does(flooded, team):
    leader, mine = led_by_another(flooded, team[Role.MODERATOR]), phone(age=60, browser="Programa")
    support(flooded, mine)
    hold(flooded.hearing)
    reviewing.decide(flooded, False, "Un programa de computador", team[Role.MODERATOR])
    assert readers(flooded, leader) == [3, 3]
    read(flooded.hearing, [leader.id], mine)
    assert readers(flooded, leader) == [3, 4]
    counting.recount([flooded.id, leader.id])
    assert readers(flooded, leader) == [3, 4]


def test_what_was_held_and_taken_back_is_held_again_when_it_comes_back(flooded, team):
    band = [phone(age=60, browser="Programa") for _ in range(BAND)]
    for one in band:
        support(flooded, one)
    assert hold(flooded.hearing) == 2 * BAND
    for _ in range(2):
        for one in band:
            withdraw(flooded, one)
    assert figures(flooded) == (3, BAND)
    assert supported(flooded.hearing, band[0]) == set()
    with at_instant(now() + timedelta(minutes=15)):
        for one in band:
            support(flooded, one)
        assert figures(flooded) == (3, 2 * BAND)
        counting.recount([flooded.id])
        assert figures(flooded) == (3, 2 * BAND)
        assert supported(flooded.hearing, band[0]) == {flooded.id}
        reviewing.decide(flooded, True, "Es un curso del colegio.", team[Role.MODERATOR])
        withdraw(flooded, band[0])
        support(flooded, band[0])
        assert figures(flooded) == (3 + 2 * BAND, 0)


def test_who_comes_back_held_is_one_of_the_group(flooded, team):
    leader, mine = led_by_another(flooded, team[Role.MODERATOR]), phone(age=60, browser="Programa")
    support(flooded, mine)
    hold(flooded.hearing)
    withdraw(flooded, mine)
    assert figures(leader) == figures(flooded) == (3, BAND)
    support(flooded, mine)
    assert figures(leader) == figures(flooded) == (3, BAND + 1)
    support(leader, mine)
    assert (figures(leader), figures(flooded)) == ((4, BAND), (3, BAND + 1))
    counting.recount([flooded.id, leader.id])
    assert (figures(leader), figures(flooded)) == ((4, BAND), (3, BAND + 1))


def test_without_a_reason_or_the_role_nothing_is_decided(flooded, team):
    hold(flooded.hearing)
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
