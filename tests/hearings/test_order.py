"""The order of the stage and the deal of the phones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participa.hearings.order import (
    CIRCULATING,
    RESERVED,
    Candidate,
    deal,
    enough_readers,
    stage_order,
    wilson,
)

START = datetime(2026, 11, 20, 14, tzinfo=UTC)


def asked(number: int, supports: int = 0, readers: int = 100, **more: object) -> Candidate:
    return Candidate(number, supports, readers, START + timedelta(minutes=number), **more)


candidates = st.lists(
    st.builds(
        asked,
        st.integers(1, 10_000),
        st.integers(0, 500),
        st.integers(0, 500),
        office=st.sampled_from(["", "Obras", "Salud", "Vías"]),
        territory=st.sampled_from(["", "Centro", "La Esperanza"]),
        is_silent=st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=40,
)


@pytest.mark.parametrize(
    ("supports", "readers", "bound"), [(0, 0, 0.0), (0, 50, 0.0), (40, 50, 0.693), (50, 50, 0.949)]
)
def test_the_bound_is_that_of_wilson(supports, readers, bound):
    assert wilson(supports, readers) == pytest.approx(bound, abs=0.001)


def test_few_readers_do_not_prove_much():
    assert wilson(9, 10) < wilson(80, 100)


@pytest.mark.parametrize(("present", "needed"), [(0, 30), (12, 2), (100, 10), (800, 30)])
def test_how_many_readers_are_enough_depends_on_the_hall(present, needed):
    assert enough_readers(present) == needed


def test_support_among_readers_decides_and_not_the_number_of_supports():
    early, late = asked(1, supports=200, readers=400), asked(2, supports=45, readers=50)
    assert [place.candidate.id for place in stage_order([early, late])] == [2, 1]


def test_offices_take_turns():
    roads = [asked(number, supports=90, office="Vías") for number in (1, 2, 3)]
    health = asked(4, supports=10, office="Salud")
    assert [place.candidate.id for place in stage_order([*roads, health])][:2] == [1, 4]


def test_territories_take_turns_within_an_office():
    centre = [asked(number, supports=90, territory="Centro") for number in (1, 2)]
    village = asked(3, supports=20, territory="La Esperanza")
    assert [place.candidate.id for place in stage_order([*centre, village])] == [1, 3, 2]


def test_paper_and_voice_have_their_share_of_the_stage():
    phones = [asked(number, supports=90) for number in range(1, 7)]
    paper = [asked(number, readers=0, is_silent=True) for number in (7, 8, 9)]
    places = stage_order([*phones, *paper], silent_share=1 / 3)
    assert [place.candidate.is_silent for place in places[:6]] == [False, False, True, False, False, True]
    assert [place.candidate.id for place in places if place.reason == RESERVED] == [7, 8, 9]


def test_the_turns_go_on_from_those_that_were_called():
    """Called one by one, each time from the queue of that moment, as in a hearing."""
    waiting = [*(asked(number, supports=90, office="Vías") for number in (1, 2, 3)), asked(4, office="Salud")]
    waiting += [asked(number, readers=0, office="Salud", is_silent=True) for number in (5, 6)]
    called: list[Candidate] = []
    while waiting:
        called.append(stage_order(waiting, silent_share=1 / 3, called=called)[0].candidate)
        waiting.remove(called[-1])
    assert [one.id for one in called] == [1, 4, 5, 2, 3, 6]


def called_one_by_one(waiting: list[Candidate], called: list[Candidate]) -> list[str]:
    """The offices in the order in which they get the stage, each time from the queue of that moment."""
    waiting, called = list(waiting), list(called)
    order = []
    while waiting:
        called.append(stage_order(waiting, called=called)[0].candidate)
        waiting.remove(called[-1])
        order.append(called[-1].office)
    return order


def test_an_office_that_arrives_late_gets_one_turn_and_not_all_that_it_missed():
    called = [asked(number, supports=90, office="Vías") for number in range(1, 7)]
    waiting = [asked(number, supports=80, office="Vías") for number in (7, 8, 9)]
    waiting += [asked(number, supports=10, office="Salud") for number in (10, 11, 12)]
    assert called_one_by_one(waiting, called) == ["Salud", "Vías"] * 3


def test_a_territory_that_arrives_late_gets_one_turn_and_not_all_that_it_missed():
    called = [asked(number, supports=90, territory="Centro") for number in range(1, 7)]
    waiting = [asked(number, supports=80, territory="Centro") for number in (7, 8)]
    waiting += [asked(number, supports=10, territory="La Esperanza") for number in (9, 10)]
    waiting += [asked(11, supports=5, office="Salud", territory="Centro")]
    order = stage_order(waiting, called=called)
    assert [place.candidate.id for place in order] == [11, 9, 7, 10, 8]


@given(candidates, candidates)
def test_no_office_gets_two_turns_while_another_waits(waiting, called):
    read = [one for one in waiting if not one.is_silent]
    ids = {one.id for one in read}
    earlier = [one for one in called if one.id not in ids]
    places = [one.candidate.office for one in stage_order(read, 1, called=earlier) if one.reason != CIRCULATING]
    for place, (office, following) in enumerate(pairwise(places), 1):
        assert office != following or set(places[place:]) == {office}


def test_what_few_have_read_is_still_going_round():
    known, new = asked(1, supports=1), asked(2, supports=5, readers=5)
    places = stage_order([new, known])
    assert [(place.candidate.id, place.reason) for place in places][-1] == (2, CIRCULATING)


@given(candidates, st.integers(0, 2000), st.floats(0, 1))
def test_everybody_has_one_place(waiting, present, share):
    places = stage_order(waiting, present, share)
    assert sorted(place.candidate.id for place in places) == sorted(one.id for one in waiting)


@given(candidates, st.floats(0, 1))
def test_the_share_of_paper_is_kept_at_every_place_while_any_waits(waiting, share):
    places = [place for place in stage_order(waiting, 1, share) if place.reason != CIRCULATING]
    silent = sum(one.is_silent for one in waiting)
    for length in range(1, len(places) + 1):
        called = sum(place.reason == RESERVED for place in places[:length])
        assert called >= min(silent, int(share * length)) or called == silent


@given(candidates, st.text(max_size=8))
def test_a_deal_shows_everything_once_and_is_the_same_again(waiting, seed):
    dealt = deal(waiting, seed)
    assert sorted(dealt) == sorted(one.id for one in waiting)
    assert dealt == deal(list(reversed(waiting)), seed)


@given(candidates)
def test_the_first_two_cards_are_the_best_supported_and_the_least_read(waiting):
    dealt = deal(waiting, "x")
    by_id = {one.id: one for one in waiting}
    if len(dealt) > 1:
        best = max(wilson(one.supports, one.readers) for one in waiting)
        assert wilson(by_id[dealt[0]].supports, by_id[dealt[0]].readers) == best


def test_what_a_phone_has_seen_is_not_dealt_again():
    assert deal([asked(1), asked(2)], "x", seen=[1]) == [2]


def test_two_phones_do_not_begin_with_the_same_card():
    alike = [asked(number) for number in range(1, 40)]
    assert len({deal(alike, f"aparato-{number}")[0] for number in range(20)}) > 5
