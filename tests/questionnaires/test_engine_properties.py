"""What holds for every questionnaire and for whatever people send."""

import json
from dataclasses import replace
from typing import Any

from flask import get_template_attribute
from hypothesis import given, settings
from hypothesis import strategies as st

from participa.questionnaires.engine import answering, branching, carrying, checking, ordering, phrasing, showing
from participa.questionnaires.engine.definition import (
    DECLINED,
    Condition,
    Definition,
    Item,
    ItemType,
    Option,
    from_document,
    lacks,
    to_document,
)
from participa.questionnaires.engine.structure import same_structure
from tests.questionnaires import making

NAMES = [f"p{number}" for number in range(7)]
ANY_ANSWERS = st.dictionaries(st.sampled_from([*NAMES, "ultima", "otra", "_order"]), making.JSON, max_size=8)
SMALL = settings(max_examples=60)


def answered_page_by_page(definition: Definition, data: st.DataObject) -> tuple[answering.Answers, list[str]]:
    """A person who answers each page rightly until there is none; the answers, and the items in the order seen."""
    answers: answering.Answers = {}
    seen: list[str] = []
    page = branching.first_page(definition, answers)
    while page is not None:
        here = branching.page_items(definition, answers, page)
        fields: dict[str, list[str]] = {}
        for item in here:
            fields |= making.form_of(item, data.draw(making.right_answers(item)) if item.is_answered else None)
        answers |= answering.read(here, fields)
        assert answering.check(definition, here, answers) == {}
        seen += [item.name for item in here]
        page = branching.page_after(definition, answers, page)
    return answers, seen


@given(making.definitions(), st.data())
def test_who_answers_each_page_reaches_the_end_and_saw_all_there_was(definition, data):
    answers, seen = answered_page_by_page(definition, data)
    checked = answering.whole(definition, answers)
    assert lacks(definition) == []
    assert checked.errors == {}
    assert checked.answers == answers
    assert seen == [item.name for item in branching.visible(definition, answers)]


@given(making.definitions(), ANY_ANSWERS)
def test_pages_only_go_forward_and_end_whatever_was_answered(definition, answers):
    walked = []
    page = branching.first_page(definition, answers)
    while page is not None:
        assert branching.page_items(definition, answers, page)
        walked.append(page)
        page = branching.page_after(definition, answers, page)
    assert walked == sorted(set(walked))
    assert all(page < len(definition.pages) for page in walked)


@given(making.definitions(), ANY_ANSWERS)
def test_the_way_back_is_the_way_there(definition, answers):
    here = branching.first_page(definition, answers)
    while here is not None:
        after = branching.page_after(definition, answers, here)
        if after is not None:
            assert branching.page_before(definition, answers, after) == here
        here = after


@given(making.definitions(), ANY_ANSWERS)
def test_no_item_of_a_page_depends_on_another_of_the_same_page(definition, answers):
    for page in definition.pages:
        before = set(branching.visible(definition, answers)).intersection(page)
        without = {name: value for name, value in answers.items() if name not in {item.name for item in page}}
        assert set(branching.visible(definition, without)).intersection(page) == before


@given(making.definitions(), ANY_ANSWERS)
def test_hidden_answers_are_never_kept(definition, answers):
    kept = answering.whole(definition, answers).answers
    shown = {item.name for item in branching.visible(definition, answers)}
    assert set(kept) <= shown | {"_order"}
    assert set(kept.get("_order", {})) <= shown


@given(making.definitions(), ANY_ANSWERS, making.JSON)
def test_a_hidden_answer_decides_nothing(definition, answers, other):
    shown = branching.visible(definition, answers)
    hidden = {item.name for item in definition.items} - {item.name for item in shown}
    changed = answers | dict.fromkeys(hidden, other)
    assert branching.visible(definition, changed) == shown
    assert answering.whole(definition, changed).answers == answering.whole(definition, answers).answers


@given(making.definitions(), ANY_ANSWERS, st.integers(0, 7), making.JSON)
def test_conditions_never_see_what_comes_later(definition, answers, place, other):
    later = {item.name for item in definition.items[place:]}
    early = set(definition.items[: place + 1])
    changed = answers | dict.fromkeys(later, other)
    seen = set(branching.visible(definition, answers))
    assert set(branching.visible(definition, changed)) & early == seen & early


@given(making.definitions(), ANY_ANSWERS, st.text(max_size=10))
def test_nothing_that_is_answered_makes_it_fail(definition, answers, seed):
    checked = answering.whole(definition, answers)
    json.dumps(checked.answers)
    for item in definition.items:
        assert isinstance(phrasing.said(item, answers.get(item.name)), str)
    for one in showing.show(definition.items, answers, checked.errors, seed):
        for name in dir(one):
            getattr(one, name)
        assert all(isinstance(one.place_of(option.code), str) for option in one.options)
        assert all(isinstance(one.chosen_at(place), str) for place in range(1, 4))


@given(making.definitions(), st.data())
def test_nothing_that_is_sent_makes_it_fail(definition, data):
    names = [answering.field_of(item) for item in definition.items]
    parts = [answering.field_of(item, part) for item in definition.items for part in ("a", "1", DECLINED, "y")]
    values = st.lists(st.text(max_size=20) | st.sampled_from(["a", "1", "-0", "١", "9" * 400, DECLINED]), max_size=3)
    fields = data.draw(st.dictionaries(st.sampled_from([*names, *parts, "mover"]), values, max_size=12))
    answers = answering.read(definition.items, fields)
    json.dumps(answers)
    moved = ordering.move(definition.items, answers, data.draw(st.text(max_size=12)), "x")
    answering.whole(definition, moved)
    assert carrying.read(definition, carrying.write(answers, "x"), "y") == carrying.Carried(answers, "x")


@given(making.definitions(), st.data())
@SMALL
def test_what_a_page_shows_comes_back_as_the_same_answers(app, definition, data):
    some = tuple(item for item in definition.items if item.is_answered)
    answers = {item.name: data.draw(making.right_answers(item)) for item in some}
    told = {name: value for name, value in answers.items() if value is not None}
    with app.test_request_context():
        macro: Any = get_template_attribute("questionnaires/_items.html", "items")
        html = macro(showing.show(definition.items, told, {}, "semilla"))
    assert answering.read(definition.items, making.sent_by(html)) == told


@given(making.definitions(), st.data())
def test_answers_survive_the_form_the_check_and_the_travel(definition, data):
    some = definition.to_answer
    answers = {item.name: data.draw(making.right_answers(item)) for item in some}
    told = {name: value for name, value in answers.items() if value is not None}
    assert answering.read(some, making.form_of_all(some, told)) == told
    assert carrying.read(definition, carrying.write(told, "s"), "n").answers == told
    kept = answering.whole(definition, told)
    assert kept.errors == {}
    assert answering.whole(definition, kept.answers) == kept


@given(st.data(), st.integers(1, 60), st.integers(-2, 2))
def test_points_are_right_only_when_they_add_up_exactly(data, total, too_many):
    item = Item("p", ItemType.POINTS, "Reparta", options=making.options("a", "b", "c", "d"), maximum=total)
    shared = data.draw(making.shares(["a", "b", "c", "d"], total))
    shared["a"] = shared.get("a", 0) + too_many
    fields = {f"r-p.{code}": [str(points)] for code, points in shared.items()}
    read = answering.read([item], fields)
    errors = answering.check(Definition((item,)), [item], read)
    assert (errors == {}) is (too_many == 0 or not read)
    assert "p" not in errors or shared["a"] < 0 or str(abs(too_many)) in errors["p"]


@given(st.lists(st.sampled_from(["", "0", "1", "2", "3", "4", "x"]), min_size=3, max_size=3))
def test_a_ranking_is_right_only_when_every_place_is_given_once(places):
    item = Item("p", ItemType.RANKING, "Ordene", options=making.options("a", "b", "c"), is_required=True)
    fields = {f"r-p.{code}": [place] for code, place in zip("abc", places, strict=True)}
    errors = answering.check(Definition((item,)), [item], answering.read([item], fields))
    assert (errors == {}) is (sorted(places) == ["1", "2", "3"])


@given(making.items("p", ItemType.RANKING), st.text(min_size=1, max_size=9), st.data())
def test_moving_keeps_every_option_once(item, seed, data):
    asked = data.draw(st.sampled_from(["arriba", "abajo", "queda", "salta"]))
    code = data.draw(st.sampled_from([*(option.code for option in item.options), "otra"]))
    answers = ordering.move([item], {}, f"p:{asked}:{code}", seed)
    if ordering.is_list(item) and asked != "salta":
        assert checking.is_order(item, answers["p"])
    else:
        assert answers == {}


@given(making.items("p", ItemType.SINGLE), st.text(max_size=9), making.JSON)
def test_the_order_by_chance_is_one_and_a_made_up_one_is_dropped(item, seed, other):
    shuffled = replace(item, shuffles=True)
    shown = ordering.order_of(shuffled, seed)
    assert sorted(option.code for option in shown) == sorted(option.code for option in item.options)
    assert ordering.order_of(shuffled, seed) == shown
    definition, answers = Definition((shuffled,)), {"p": "a"}
    told = ordering.orders([shuffled], seed)
    assert answering.whole(definition, {**answers, "_order": told}).answers["_order"] == told
    assert "_order" not in answering.whole(definition, {**answers, "_order": {"p": other}}).answers


@given(making.definitions(), st.text(max_size=300) | making.JSON.map(json.dumps))
def test_what_travels_is_never_trusted(definition, text):
    carried = carrying.read(definition, text, "nueva")
    assert set(carried.answers) <= {item.name for item in definition.to_answer}
    answering.whole(definition, carried.answers)


@given(making.definitions())
def test_a_questionnaire_is_the_same_after_its_document(definition):
    assert from_document(json.loads(json.dumps(to_document(definition)))) == definition


@given(making.definitions(), st.data())
def test_only_words_may_change_without_changing_the_structure(definition, data):
    place = data.draw(st.integers(0, len(definition.items) - 1))
    item = definition.items[place]

    def with_item(**parts: Any) -> Definition:
        items = list(definition.items)
        items[place] = replace(item, **parts)
        return Definition(tuple(items), "otra", "otras")

    relabelled = tuple(Option(option.code, "otras palabras") for option in item.options)
    assert same_structure(definition, with_item(label="Otras", help="palabras", options=relabelled))
    for parts in (
        {"name": "otro_nombre"},
        {"type": ItemType.FILE},
        {"is_required": not item.is_required},
        {"options": (*item.options, Option("nueva", "Nueva"))},
        {"rows": (*item.rows, Option("nueva", "Nueva"))},
        {"minimum": 99},
        {"maximum": 99_999},
        {"shuffles": not item.shuffles},
        {"may_decline": not item.may_decline},
        {"starts_page": not item.starts_page},
        {"condition": Condition(())},
    ):
        assert not same_structure(definition, with_item(**parts)), parts
    assert not same_structure(definition, Definition(definition.items[:-1]))
    if len(definition.items) > 1:
        assert not same_structure(definition, Definition(definition.items[::-1]))
