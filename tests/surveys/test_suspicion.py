"""What looks stuffed: the same answers again over one network, or many cookies just given. A full hall does not."""

from participa.surveys.suspicion import Watch, sight_of

SAID = {"a": "1", "b": "2", "c": "3"}


def seen(watch, at=0.0, network="203.0.113.7", answers=SAID, is_fresh=False, survey=1):
    return watch.looks_stuffed(sight_of(at, survey, network, answers, is_fresh))


def test_the_third_equal_answer_over_one_network_is_flagged():
    watch = Watch()
    assert [seen(watch, at) for at in (0, 60, 120)] == [False, False, True]


def test_equal_answers_over_other_networks_of_other_surveys_or_of_another_hour_are_not():
    watch = Watch()
    assert not any(seen(watch, network=f"203.0.113.{number}") for number in range(5))
    assert not any(seen(watch, survey=number, network="198.51.100.1") for number in range(5))
    assert not any(seen(watch, at=3700.0 * number, network="198.51.100.2") for number in range(5))


def test_few_answers_are_often_equal_by_chance():
    watch = Watch()
    assert not any(seen(watch, answers={"a": "1"}) for _ in range(20))


def test_a_hall_behind_one_address_that_answers_with_its_own_words_is_not_flagged():
    watch = Watch()
    assert not any(seen(watch, at=number / 10, answers=SAID | {"c": str(number)}) for number in range(200))


def test_many_cookies_just_given_in_a_minute_are_flagged():
    watch = Watch()
    flags = [seen(watch, at=number, answers=SAID | {"c": str(number)}, is_fresh=True) for number in range(7)]
    assert flags == [False] * 5 + [True] * 2


def test_nothing_of_the_network_nor_of_the_words_is_readable():
    sight = sight_of(0.0, 1, "203.0.113.7", SAID, False)
    assert "203.0.113.7" not in repr(sight)
