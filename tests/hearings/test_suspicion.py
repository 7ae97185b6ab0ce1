"""What a person must look at: many new phones of one browser, a rush on one question, one hand with many phones."""

from datetime import UTC, datetime, timedelta

from participa.hearings.suspicion import Cast, suspects

NOON = datetime(2026, 8, 4, 17, 0, tzinfo=UTC)


def cast(staged: int, device: int, age: int = 3600, network: str = "", browser: str = "", **told: object) -> Cast:
    """One support; `age` is how many seconds before it the phone was given its name."""
    at = told.pop("at", NOON)
    since = at - timedelta(seconds=age)
    return Cast(staged, str(device), network or f"red-{device}", browser or f"nav-{device}", since, at, **told)


def test_ten_new_phones_alike_are_looked_at_and_nine_are_not():
    band = [cast(1, number, age=60, network="a", browser="b") for number in range(10)]
    assert suspects(band[:9], 5) == set()
    assert suspects(band, 5) == {(1, str(number)) for number in range(10)}


def test_a_hall_that_shares_its_network_is_no_flood():
    old = [cast(1, number, age=600, network="a", browser="b") for number in range(50)]
    many_browsers = [cast(1, number, age=30, network="a") for number in range(100, 120)]
    assert suspects([*old, *many_browsers], 5) == set()


def test_a_rush_of_new_phones_on_one_question_is_looked_at_but_not_those_who_were_there():
    rush = [cast(1, number, age=50) for number in range(40)]
    there = [cast(1, number) for number in range(40, 60)]
    others = [cast(2, number) for number in range(60, 65)]
    assert suspects([*rush, *there, *others], 5) == {(1, str(number)) for number in range(40)}


def test_when_all_support_at_once_there_is_no_rush():
    everywhere = [cast(one, one * 1000 + number, age=50) for one in range(1, 4) for number in range(40)]
    assert suspects(everywhere, 5) == set()


def test_ten_phones_with_the_same_four_questions_are_one_hand():
    same = [cast(one, number) for number in range(10) for one in (1, 2, 3, 4)]
    free = [cast(one, 100 + number) for number in range(10) for one in range(number % 5, number % 5 + 3)]
    found = suspects([*same, *free], 20)
    assert found == {(one, str(number)) for number in range(10) for one in (1, 2, 3, 4)}
    assert suspects(same[: 9 * 4], 20) == set()


def test_who_supports_nearly_everything_agrees_by_chance():
    everything = [cast(one, number) for number in range(30) for one in range(1, 6)]
    assert suspects(everything, 5) == set()


def test_nothing_is_suspected_where_nothing_was_supported():
    assert suspects([], 0) == set()
