"""Small numbers stay hidden, also from who subtracts, from who knows the method and from who kept an earlier table."""

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from participa.shared.suppression import (
    FEW,
    SPREAD,
    TOTAL,
    PublishedList,
    may_follow,
    protect_each,
    protect_list,
    protect_table,
    protect_total,
)

pytestmark = pytest.mark.same_everywhere

PARTS = ("a", "b", "c", "d")
ROWS, COLUMNS = ("norte", "sur", "centro"), ("si", "no")
small_lists = st.lists(st.integers(0, 9), min_size=2, max_size=4).map(
    lambda amounts: dict(zip(PARTS, amounts, strict=False))
)
lists = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 300), min_size=1, max_size=9)
tables = st.fixed_dictionaries({cell: st.integers(0, 12) for cell in product(ROWS, COLUMNS)})


def compositions(total, parts):
    """Every way to share a total among the parts, at least one in each."""
    if parts == 1:
        return [(total,)] if total >= 1 else []
    return [(first, *rest) for first in range(1, total) for rest in compositions(total - first, parts - 1)]


def same_roles(one, counts):
    """Whether the same numbers are few in both: the worst reader knows which are."""
    return all((0 < one[name] < FEW) is (0 < counts[name] < FEW) for name in counts)


def could_be(published: PublishedList):
    """Every list that agrees with what is shown, for who knows that a hidden number is never 0."""
    hidden = [name for name, shown in published.counts.items() if shown is None]
    left = published.total - sum(shown for shown in published.counts.values() if shown is not None)
    for amounts in compositions(left, len(hidden)):
        yield {**published.counts, **dict(zip(hidden, amounts, strict=True))}


@given(lists)
def test_no_small_number_of_a_list_is_shown(counts):
    published = protect_list(counts)
    assert not any(shown is not None and 0 < shown < FEW for shown in (*published.counts.values(), published.total))


@given(lists)
def test_what_a_list_shows_is_true(counts):
    published = protect_list(counts)
    assert all(shown in (None, counts[name]) for name, shown in published.counts.items())


@given(small_lists)
def test_each_hidden_number_of_a_list_may_be_many_others(counts):
    published = protect_list(counts)
    assume(not published.is_withheld and published.hides)
    possible = [one for one in could_be(published) if same_roles(one, counts)]
    assert counts in possible
    for name in (name for name, shown in published.counts.items() if shown is None):
        values = {one[name] for one in possible}
        assert max(values) - min(values) >= SPREAD


@given(small_lists)
def test_who_knows_the_method_finds_no_hidden_number_either(counts):
    published = protect_list(counts)
    assume(not published.is_withheld and published.hides)
    same = [one for one in could_be(published) if protect_list(one) == published]
    assert counts in same
    for name in (name for name, shown in published.counts.items() if shown is None):
        assert len({one[name] for one in same}) > 1, f"{name} is {counts[name]}"


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 30}, ""),
        ({"a": 0, "b": 30}, ""),
        ({"a": 3, "b": 20, "c": 7}, "ac"),
        ({"a": 3, "b": 7, "c": 20}, "ac"),
        ({"a": 5, "b": 4, "c": 4}, "abc"),
        ({"a": 2, "b": 3, "c": 40}, "ab"),
        ({"a": 2, "b": 1, "c": 9, "d": 40}, "abd"),
        ({"a": 1, "b": 1, "c": 9, "d": 40}, "abd"),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, "abcde"),
        ({"a": 3, "b": 0}, "ab"),
    ],
)
def test_what_a_list_hides(counts, hidden):
    assert "".join(name for name, shown in protect_list(counts).counts.items() if shown is None) == hidden


def test_a_list_of_few_people_shows_not_even_its_total():
    assert protect_list({"a": 4, "b": 0}) == PublishedList(None, {"a": None, "b": None})
    assert (protect_total(4), protect_total(0), protect_total(5)) == (None, 0, 5)


def hidden_cells(published):
    return {cell for cell, shown in published.cells.items() if shown is None}


def solutions(published):
    """Every table that agrees with what is shown, margins included, by trying all inner cells."""
    inner = list(product(ROWS, COLUMNS))
    options = [[shown] if (shown := published.cells[cell]) is not None else limits(cell, published) for cell in inner]
    for amounts in product(*options):
        counts = dict(zip(inner, amounts, strict=True))
        if agrees(counts, published):
            yield counts


def limits(cell, published):
    """From one to the smallest total that holds the cell and is shown."""
    totals = [published.cells[line] for line in ((cell[0], TOTAL), (TOTAL, cell[1]), (TOTAL, TOTAL))]
    return range(1, min(total for total in totals if total is not None) + 1)


def agrees(counts, published):
    lines = {(row, TOTAL): [counts[row, column] for column in COLUMNS] for row in ROWS}
    lines |= {(TOTAL, column): [counts[row, column] for row in ROWS] for column in COLUMNS}
    lines |= {(TOTAL, TOTAL): list(counts.values())}
    return all(published.cells[line] in (None, sum(amounts)) for line, amounts in lines.items())


@given(tables)
def test_no_small_number_of_a_table_is_shown(counts):
    published = protect_table(counts, ROWS, COLUMNS)
    assert not any(shown is not None and 0 < shown < FEW for shown in published.cells.values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.sampled_from(list(product(ROWS, COLUMNS))), min_size=8, max_size=13))
def test_each_hidden_number_of_a_table_may_be_many_others(people):
    counts = {cell: people.count(cell) for cell in product(ROWS, COLUMNS)}
    published = protect_table(counts, ROWS, COLUMNS)
    hidden = hidden_cells(published) & counts.keys()
    assume(hidden and not published.is_withheld and len(published.cells) > 7 and sum(counts.values()) <= 16)
    possible = [one for one in solutions(published) if same_roles(one, counts)]
    assert counts in possible
    for cell in hidden:
        values = {one[cell] for one in possible}
        assert max(values) - min(values) >= SPREAD, cell


@given(tables)
def test_a_line_never_hides_one_number_alone(counts):
    published = protect_table(counts, ROWS, COLUMNS)
    for line in [[(row, head) for head in (*COLUMNS, TOTAL)] for row in (*ROWS, TOTAL)]:
        assert sum(published.cells[cell] is None for cell in line) != 1


@given(tables)
def test_totals_shown_elsewhere_are_not_counted_as_hidden(counts):
    margins = [(row, TOTAL) for row in ROWS]
    assume(all(sum(counts[row, column] for column in COLUMNS) >= FEW for row in ROWS))
    published = protect_table(counts, ROWS, COLUMNS, published=margins)
    assert all(published.cells[margin] is not None for margin in margins)
    assert not any(sum(published.cells[row, column] is None for column in COLUMNS) == 1 for row in ROWS)


def test_what_a_small_total_shown_elsewhere_would_tell_is_not_shown_at_all():
    counts = {("norte", "si"): 40, ("norte", "no"): 2, ("sur", "si"): 30, ("sur", "no"): 1, ("centro", "si"): 25}
    published = protect_table(counts, ROWS, COLUMNS, published=[(TOTAL, "si"), (TOTAL, "no")])
    assert published.is_withheld
    assert published.cells[TOTAL, "no"] == 3


def test_who_did_not_come_is_hidden_with_who_came():
    counts = {("norte", "si"): 9, ("norte", "no"): 1, ("sur", "si"): 30, ("sur", "no"): 12, ("centro", "si"): 25}
    published = protect_table(counts, ROWS, COLUMNS)
    assert hidden_cells(published) >= {("norte", "no"), ("norte", "si")}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=2), st.integers(0, 60))
def test_groups_that_overlap_hide_two_or_none(counts, people):
    assume(max(counts.values()) <= people)
    published = protect_each(counts, people)
    hidden = [name for name, shown in published.counts.items() if shown is None]
    assert len(hidden) != 1
    assert not any(shown is not None and 0 < shown < FEW for shown in published.counts.values())
    assert published.total is None or not any(
        shown is not None and 0 < published.total - shown < FEW for shown in published.counts.values()
    )


def overlapping(published, counts, alone):
    """What each hidden number of overlapping groups may be, for who knows which of them are few."""
    people = published.total
    rooms = {name: [shown] for name, shown in published.counts.items()}
    for name in [name for name, shown in published.counts.items() if shown is None]:
        rooms[name] = range(1, FEW) if 0 < counts[name] < FEW else range(FEW, people + 1)
    found = {name: set() for name in counts}
    for sizes in product(*rooms.values()):
        groups = dict(zip(rooms, sizes, strict=True))
        together = [size for name, size in groups.items() if name not in alone]
        belong = people - sum(groups[name] for name in alone)
        if max(together) <= belong <= sum(together):
            for name, size in groups.items():
                found[name].add(size)
    return found


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), min_size=2),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 18),
)
@example({"a": 4, "b": 4}, 6, 5, 8)
@example({"a": 4, "b": 4}, 0, 0, 8)
@example({"a": 4, "b": 3}, 7, 0, 7)
def test_who_subtracts_those_of_no_group_finds_no_small_number(groups, none, silent, belong):
    assume(max(groups.values()) <= belong <= sum(groups.values()))
    people = belong + none + silent
    published = protect_each({**groups, "none": none, "silent": silent}, people, alone=("none", "silent"))
    if published.is_withheld:
        return
    counts = {**groups, "none": none, "silent": silent}
    for name, sizes in overlapping(published, counts, ("none", "silent")).items():
        assert len(sizes) > SPREAD or not 0 < counts[name] < FEW


@pytest.mark.parametrize(
    ("earlier", "later", "may"),
    [
        ({"a": 20, "b": None}, {"a": 20, "b": None}, True),
        ({"a": 20, "b": None}, {"a": 21, "b": None}, False),
        ({"a": 20, "b": None}, {"a": 25, "b": None}, True),
        ({"a": 20, "b": None}, {"a": 20, "b": 8}, False),
        ({"a": 20, "b": 8}, {"a": 20, "b": None}, False),
        ({"a": 20}, {"a": 20, "b": 7}, True),
        ({"a": 20}, {"a": 20, "b": None}, False),
        ({"a": 20, "b": 7}, {"a": 20}, True),
    ],
)
def test_a_table_replaces_an_earlier_one_only_when_the_difference_shows_nobody(earlier, later, may):
    assert may_follow(earlier, later) is may
