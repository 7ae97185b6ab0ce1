"""Whatever people answer, no published number is of a few, and none can be found by subtracting. Without database."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from participa.questionnaires.engine.definition import DECLINED
from participa.shared.suppression import FEW, is_few
from participa.surveys.results.parts import cells_of, groups_of
from participa.surveys.results.protecting import protect
from participa.surveys.results.tables import Results, TableKind, from_document, to_document
from participa.surveys.results.tallying import Tally
from tests.surveys.furnish_results import EVERYTHING, TOPICS, WORRIES

CODES = [one.code for one in TOPICS]
SHEET = st.fixed_dictionaries(
    {},
    optional={
        "tema": st.sampled_from(CODES),
        "agua_que": st.lists(st.sampled_from([one.code for one in WORRIES]), min_size=1, unique=True),
        "nota": st.sampled_from([1, 2, 3, 4, 5, DECLINED]),
        "orden": st.permutations(CODES).flatmap(lambda order: st.integers(1, 3).map(lambda most: order[:most])),
        "reparto": st.integers(1, 99).map(lambda points: {"vias": points, "agua": 100 - points}),
        "cuadro": st.dictionaries(st.sampled_from(["agua", "aseo"]), st.sampled_from(["si", "no"]), min_size=1),
        "edad": st.integers(14, 98).map(str),
        "comuna": st.sampled_from(["norte", "sur", "otra"]),
        "grupo": st.sampled_from(["mujeres", "hombres"]),
        "detalle": st.text(min_size=1, max_size=5),
    },
)
# a few kinds of sheets, each many times: the counts grow past a few with few examples
BOXES = st.lists(st.tuples(SHEET, st.integers(1, 30), st.booleans()), min_size=1, max_size=8)
Box = list[tuple[dict[str, Any], int, bool]]


def results(box: Box) -> tuple[Results, list[dict[str, Any]]]:
    tally, said = Tally(EVERYTHING), []
    for answers, times, is_flagged in box:
        for _ in range(times):
            tally.add(answers, "web", is_flagged)
            said.append(answers)
    return protect(tally.document(), EVERYTHING, {}), said


@given(BOXES)
@settings(max_examples=150)
def test_no_published_number_is_of_a_few(box):
    shown, _said = results(box)
    assert not is_few(shown.answers or 0)
    assert not is_few(shown.flagged or 0)
    for table in [*shown.tables, *(cross.table for cross in shown.crosses)]:
        numbers = [value for line in table.lines for value in (*line.values, line.clean)]
        assert not any(is_few(number or 0) for number in (*numbers, table.people, table.clean_people))


@given(BOXES)
@settings(max_examples=150)
def test_a_list_hides_no_number_alone_and_its_clean_count_shows_no_difference_of_a_few(box):
    shown, _said = results(box)
    for table in shown.tables:
        if table.kind is TableKind.PARTS and table.people is not None:
            values = [line.value for line in table.lines]
            assert values.count(None) != 1
            if None not in values:
                assert sum(values) == table.people
        for line in table.lines:
            if line.clean is not None:
                assert not is_few(line.value - line.clean)


@given(BOXES)
@settings(max_examples=150)
def test_how_many_saw_a_question_hides_what_was_hidden_before(box):
    shown, said = results(box)
    before, after = shown.item("tema"), shown.item("agua_que")
    if before is None or all(table.withheld for table in after.tables):
        return
    assert not before.tables[0].hides
    seen = sum(one.get("tema") == "agua" for one in said)
    assert not is_few(len(said) - seen)


@given(BOXES)
@settings(max_examples=150)
def test_rows_bring_back_no_hidden_number(box):
    """Each column counted alone has no few, and each combination of groups with each other column has none either."""
    shown, said = results(box)
    groups = [item.name for item in groups_of(EVERYTHING)]
    rows = [row_of(answers) for answers in said]
    together = [name for name in shown.columns if name in groups]
    for column in shown.columns:
        assert not any(is_few(amount) for amount in Counter(row.get(column, "") for row in rows).values())
        pairs = Counter((*(row.get(name, "") for name in together), row.get(column, "")) for row in rows)
        assert not together or not any(is_few(amount) for amount in pairs.values())


def row_of(answers: dict[str, Any]) -> dict[str, str]:
    seen = [item for item in EVERYTHING.to_answer if item.condition is None or answers.get("tema") == "agua"]
    return {column: text for item in seen for column, text in cells_of(item, answers).items()}


@given(BOXES)
@settings(max_examples=50)
def test_what_is_kept_is_what_is_read(box):
    shown, _said = results(box)
    assert from_document(to_document(shown)) == shown


def test_a_mean_needs_every_count():
    shown, _said = results([({"nota": 5}, FEW * 3, False), ({"nota": 1}, FEW - 2, False)])
    assert shown.item("nota").tables[0].mean == ""
