"""Known elections: of textbooks, of an encyclopaedia, and those in which nobody wins alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participa.topics.counting import Tally, count_points, count_rankings, from_document, to_document
from participa.topics.models import Rule
from participa.topics.telling import follows, told

Cast = Sequence[tuple[int, str]]
TENNESSEE: Cast = [(42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")]
SCHULZE_45: Cast = [  # the example with which Schulze explains his method (2011): E, A, C, B, D
    *((5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED")),
    *((7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC")),
]
CIRCLE: Cast = [(4, "ABC"), (3, "BCA"), (2, "CAB")]
BORDA_PARADOX: Cast = [(3, "ABC"), (2, "BCA")]  # the majority wants A; B has more points


def count(cast: Cast, rule: Rule = Rule.SCHULZE, options: str = "", places: int = 0) -> Tally:
    ballots = [list(order) for votes, order in cast for _ in range(votes)]
    names = options or "".join(sorted(set("".join(order for _, order in cast))))
    return count_rankings(list(names), ballots, places or len(names), rule)


def in_order(tally: Tally) -> str:
    return " ".join("=".join(tied) for tied in tally.order)


def test_nashville_wins_the_capital_of_tennessee_one_against_one() -> None:
    tally = count(TENNESSEE)
    assert in_order(tally) == "N C K M"
    assert tally.unbeaten == "N"
    assert (tally.duels["N"]["M"], tally.duels["M"]["N"]) == (58, 42)


def test_nashville_wins_the_capital_of_tennessee_by_points() -> None:
    tally = count(TENNESSEE, Rule.BORDA)
    assert in_order(tally) == "N C M K"
    assert tally.scores == {"N": 294, "C": 273, "K": 207, "M": 226}


def test_the_example_of_schulze_comes_out_as_he_says() -> None:
    tally = count(SCHULZE_45)
    assert in_order(tally) == "E A C B D"
    assert tally.unbeaten == ""
    assert tally.duels["A"]["B"] == 20
    assert tally.duels["B"]["D"] == 33


def test_a_circle_is_told_and_the_widest_victories_decide() -> None:
    tally = count(CIRCLE)
    assert in_order(tally) == "A B C"
    assert tally.circle == ("A", "B", "C")
    said = " ".join(told(tally, {"A": "Vías", "B": "Agua", "C": "Salud"}))
    assert "«Vías» ganó a «Agua», «Agua» ganó a «Salud» y «Salud» ganó a «Vías»" in said


def test_the_first_of_a_circle_is_not_said_to_have_the_widest_victory() -> None:
    """Here B beats C by more than A beats anybody, and A comes first all the same."""
    tally = count([(40, "ABC"), (31, "BCA"), (25, "CAB"), (25, "CAB")])
    said = " ".join(told(tally, {"A": "Vías", "B": "Agua", "C": "Salud"}))
    assert tally.unbeaten == ""
    assert "victorias son las más amplias" not in said
    assert "ningún tema tiene contra él una cadena más fuerte" in said


def test_one_topic_alone_wins_against_nobody() -> None:
    said = told(count([(6, "A")]), {"A": "Vías"})
    assert said == ["«Vías» era el único tema."]


def test_a_perfect_circle_is_a_tie_of_all() -> None:
    tally = count([(2, "ABC"), (2, "BCA"), (2, "CAB")])
    assert tally.order == (("A", "B", "C"),)
    assert "empatados en el primer lugar" in " ".join(told(tally, dict.fromkeys("ABC", "x")))


def test_who_only_ties_is_not_lost() -> None:
    """The ready-made order of the library drops options without any victory or defeat."""
    assert count([(3, "AB"), (3, "BA")]).order == (("A", "B"),)


def test_an_option_that_nobody_chose_is_last_and_not_lost() -> None:
    tally = count([(5, "AB")], options="ABC")
    assert in_order(tally) == "A B C"
    assert tally.duels["B"]["C"] == 5


def test_when_the_rules_differ_it_is_said_and_the_announced_one_decides() -> None:
    titles = {"A": "Vías", "B": "Agua", "C": "Salud"}
    schulze, borda = count(BORDA_PARADOX), count(BORDA_PARADOX, Rule.BORDA)
    assert schulze.order[0] == ("A",)
    assert borda.order[0] == ("B",)
    assert any("daría el primer lugar a «Agua»" in said for said in told(schulze, titles))
    assert any("daría el primer lugar a «Vías»" in said for said in told(borda, titles))


def test_who_orders_three_of_many_gives_points_to_three() -> None:
    tally = count([(5, "ABC"), (4, "DBA")], Rule.BORDA, options="ABCDEFG", places=3)
    assert tally.scores == {"A": 19, "B": 18, "C": 5, "D": 12, "E": 0, "F": 0, "G": 0}
    assert tally.order[-1] == ("E", "F", "G")


def test_what_is_no_option_or_comes_twice_is_left_out() -> None:
    tally = count_rankings(["A", "B"], [["A", "A", "Z", "B"], [], ["Z"]], 2, Rule.BORDA)
    assert tally.votes == 1
    assert tally.scores == {"A": 2, "B": 1}


def test_points_are_added_up_and_ties_stay() -> None:
    tally = count_points(["A", "B", "C"], [{"A": 60, "B": 40}, {"B": 20, "C": 80, "Z": 9}, {"C": -5}])
    assert tally.scores == {"A": 60, "B": 60, "C": 80}
    assert tally.order == (("C",), ("A", "B"))
    assert tally.votes == 2


def test_few_votes_are_not_told() -> None:
    assert told(count([(4, "AB")]), {"A": "x", "B": "y"}) == []
    assert told(count([(5, "AB")]), {"A": "x", "B": "y"}) != []


def test_a_count_is_kept_and_read_again() -> None:
    tally = count(SCHULZE_45)
    assert from_document(to_document(tally)) == tally


@pytest.mark.parametrize(
    ("chosen", "does"), [("N", True), ("NC", True), ("NCKM", True), ("C", False), ("CN", False), ("NK", False)]
)
def test_an_agenda_follows_the_vote_from_the_top(chosen: str, does: bool) -> None:
    assert follows(count(TENNESSEE).order, list(chosen)) is does


def test_those_that_tie_may_come_in_any_order() -> None:
    assert follows((("A",), ("B", "C"), ("D",)), ["A", "C"])
    assert follows((("A",), ("B", "C"), ("D",)), ["A", "C", "B", "D"])
    assert not follows((("A",), ("B", "C"), ("D",)), ["A", "C", "D"])


@given(
    some.lists(
        some.permutations("ABCDE").flatmap(lambda all_: some.integers(1, 5).map(lambda n: all_[:n])), max_size=12
    )
)
def test_who_beats_every_other_one_is_first_alone(ballots: list[list[str]]) -> None:
    tally = count_rankings(list("ABCDE"), ballots, 5, Rule.SCHULZE)
    beats = [a for a in "ABCDE" if all(tally.duels[a][b] > tally.duels[b][a] for b in "ABCDE" if b != a)]
    assert [tally.unbeaten] == beats if beats else tally.unbeaten == ""
    assert not beats or tally.order[0] == (beats[0],)
    assert sorted(option for tied in tally.order for option in tied) == list("ABCDE")


@given(some.lists(some.permutations("ABCD"), max_size=10), some.permutations("ABCD"))
def test_the_names_of_the_options_do_not_decide(ballots: list[list[str]], others: list[str]) -> None:
    """With the names exchanged the places are exchanged, and no tie is broken by a name."""
    renamed = dict(zip("ABCD", others, strict=True))
    one = count_rankings(list("ABCD"), ballots, 4, Rule.SCHULZE)
    other = count_rankings(list("ABCD"), [[renamed[o] for o in ballot] for ballot in ballots], 4, Rule.SCHULZE)
    assert [{renamed[o] for o in tied} for tied in one.order] == [set(tied) for tied in other.order]
