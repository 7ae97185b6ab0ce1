"""Questionnaires and answers of every kind, made by Hypothesis, and the controls of a page as a browser sends them."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

from hypothesis import strategies as st

from participa.questionnaires.engine import checking, ordering
from participa.questionnaires.engine.answering import Answers, field_of
from participa.questionnaires.engine.definition import (
    DECLINED,
    OPERATORS,
    Condition,
    Definition,
    Item,
    ItemType,
    Look,
    Operator,
    Option,
)

WITHOUT_FILE = [kind for kind in ItemType if kind is not ItemType.FILE]
WORDS = st.text("abcñ á.,¿?<>&\"'", min_size=1, max_size=12).map(lambda text: f"p {text}".strip())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, f"Opción {code}") for code in codes)


@st.composite
def items(draw: st.DrawFn, name: str, kind: ItemType | None = None) -> Item:
    """An item that lacks nothing and looks at no other."""
    kind = kind or draw(st.sampled_from(WITHOUT_FILE))
    many = draw(st.integers(2, 8))
    least, most = draw(_limits(kind, many))
    return Item(
        name,
        kind,
        draw(WORDS),
        is_required=kind is not ItemType.NOTE and draw(st.booleans()),
        options=options("a", "b-1", "C_2", "4", "e", "f", "g", "h")[:many] if _has_options(kind) else (),
        rows=options("a", "y")[: draw(st.integers(1, 2))] if kind is ItemType.MATRIX else (),
        minimum=least,
        maximum=most,
        shuffles=_has_options(kind) and draw(st.booleans()),
        may_decline=kind not in (ItemType.NOTE, ItemType.CONSENT) and draw(st.booleans()),
        starts_page=draw(st.booleans()),
    )


def _has_options(kind: ItemType) -> bool:
    lists = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.POINTS, ItemType.MATRIX, ItemType.PLACE)
    return kind in lists


@st.composite
def _limits(draw: st.DrawFn, kind: ItemType, many: int) -> tuple[int | None, int | None]:
    least = {
        ItemType.MULTIPLE: st.integers(1, many),
        ItemType.RANKING: st.integers(1, many),
        ItemType.NUMBER: st.integers(-50, 50),
        ItemType.SHORT_TEXT: st.integers(0, 10),
        ItemType.LONG_TEXT: st.integers(0, 10),
    }.get(kind, st.none())
    lowest = draw(st.none() | least)
    if kind is ItemType.POINTS:
        return None, draw(st.none() | st.integers(1, 50))
    if lowest is None:
        return None, draw(st.none() | least.map(lambda number: number and max(number, 1)))
    return lowest, draw(st.none() | st.integers(max(lowest, 1), max(lowest, 1) + 60))


@st.composite
def definitions(draw: st.DrawFn, most: int = 7) -> Definition:
    """A questionnaire that lacks nothing: limits that can be met, conditions that look back at answers that exist."""
    made: list[Item] = []
    for number in range(draw(st.integers(1, most))):
        item = draw(items(f"p{number}"))
        condition = draw(st.none() | conditions(made)) if made else None
        made.append(Item(**{**item.__dict__, "condition": condition}))
    if not any(item.is_answered for item in made):
        made.append(draw(items("ultima", ItemType.SINGLE)))
    return Definition(tuple(made))


@st.composite
def conditions(draw: st.DrawFn, before: list[Item]) -> Condition | None:
    looked_at = [item for item in before if OPERATORS[item.type]]
    if not looked_at:
        return None
    chosen = draw(st.lists(st.sampled_from(looked_at), min_size=1, max_size=2))
    return Condition(tuple(draw(_tests(item)) for item in chosen), draw(st.booleans()))


@st.composite
def _tests(draw: st.DrawFn, item: Item) -> Look:
    operator = draw(st.sampled_from(OPERATORS[item.type]))
    if operator is Operator.ANSWERED:
        return Look(item.name, operator)
    values = [option.code for option in item.options] or ["1", "2", "3", "5", "-2.5"]
    return Look(item.name, operator, draw(st.sampled_from(values)))


@st.composite
def right_answers(draw: st.DrawFn, item: Item) -> Any:
    """An answer that an item takes, or nothing where it may be left out."""
    if not item.is_required and draw(st.booleans()):
        return None
    if item.may_decline and draw(st.booleans()):
        return DECLINED
    return draw(_answer(item))


def _answer(item: Item) -> st.SearchStrategy[Any]:
    codes = [option.code for option in item.options]
    made = {
        ItemType.SINGLE: lambda: st.sampled_from(codes),
        ItemType.PLACE: lambda: st.sampled_from(codes),
        ItemType.MULTIPLE: lambda: _chosen(item, codes),
        ItemType.RANKING: lambda: _ordered(item, codes),
        ItemType.POINTS: lambda: shares(codes, checking.total_points(item)),
        ItemType.SCALE: lambda: st.integers(1, 5),
        ItemType.FACES: lambda: st.integers(1, 5),
        ItemType.MATRIX: lambda: st.fixed_dictionaries({row.code: st.sampled_from(codes) for row in item.rows}),
        ItemType.NUMBER: lambda: _numbers(item),
        ItemType.DATE: lambda: st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        ItemType.CONSENT: lambda: st.just(True),
        ItemType.SHORT_TEXT: lambda: _texts(item),
        ItemType.LONG_TEXT: lambda: _texts(item),
    }
    return made[item.type]()


def _chosen(item: Item, codes: list[str]) -> st.SearchStrategy[list[str]]:
    most = min(item.maximum or len(codes), len(codes))
    picked = st.lists(st.sampled_from(codes), min_size=item.minimum or 1, max_size=most, unique=True)
    return picked.map(lambda some: sorted(some, key=codes.index))


def _ordered(item: Item, codes: list[str]) -> st.SearchStrategy[list[str]]:
    most = ordering.places(item)
    least = len(codes) if ordering.is_list(item) else min(item.minimum or 1, most)
    return st.tuples(st.permutations(codes), st.integers(least, most)).map(lambda made: list(made[0][: made[1]]))


def _texts(item: Item) -> st.SearchStrategy[str]:
    least, most = max(item.minimum or 1, 1), min(item.maximum or 80, 80)
    return st.text("abñü<&\"'1 ", min_size=least, max_size=most).map(lambda text: "x".join(text.split(" ")))


def _numbers(item: Item) -> st.SearchStrategy[str]:
    least = item.minimum if item.minimum is not None else -100
    most = item.maximum if item.maximum is not None else max(least, 0) + 5000
    whole = st.integers(min(least, most), most).map(str)
    return (
        whole
        if least == most
        else whole | st.integers(least, most - 1).map(_and_a_half).filter(lambda text: least <= float(text) <= most)
    )


def _and_a_half(number: int) -> str:
    return f"{number}.5"


def shares(codes: list[str], total: int) -> st.SearchStrategy[dict[str, int]]:
    """All ways to share a total: cuts along it."""
    cuts = st.lists(st.integers(0, total), min_size=len(codes) - 1, max_size=len(codes) - 1).map(sorted)

    def between(cut: list[int]) -> dict[str, int]:
        edges = [0, *cut, total]
        parts = [end - start for start, end in zip(edges, edges[1:], strict=False)]
        return {code: part for code, part in zip(codes, parts, strict=True) if part}

    return cuts.map(between)


def form_of(item: Item, value: Any) -> dict[str, list[str]]:
    """The fields with which a browser sends an answer."""
    if value is None:
        return {}
    if value == DECLINED:
        return {field_of(item, DECLINED): ["si"]}
    if isinstance(value, dict):
        return {field_of(item, part): [str(told)] for part, told in value.items()}
    if item.type is ItemType.RANKING and ordering.is_list(item):
        return {field_of(item, code): [str(place)] for place, code in enumerate(value, 1)}
    if item.type is ItemType.RANKING:
        return {field_of(item, str(place)): [code] for place, code in enumerate(value, 1)}
    if isinstance(value, list):
        return {field_of(item): value}
    return {field_of(item): ["si" if value is True else str(value).replace(".", ",")]}


def form_of_all(some: tuple[Item, ...], answers: Answers) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for item in some:
        fields |= form_of(item, answers.get(item.name))
    return fields


class Sent(HTMLParser):
    """The controls of a page that a browser sends: ticked boxes, chosen options, texts."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._first = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select, self._first = values["name"], True
        elif tag == "textarea":
            self._area = values["name"]
        elif tag == "option" and (self._first or "selected" in values):
            self.fields[self._select], self._first = [values["value"]], False
        elif tag == "input" and self._is_sent(values):
            self.fields.setdefault(values["name"], []).append(values.get("value", ""))

    def _is_sent(self, values: dict[str, str]) -> bool:
        return values.get("type") not in ("radio", "checkbox") or "checked" in values

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields.setdefault(self._area, []).append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def sent_by(html: str) -> dict[str, list[str]]:
    page = Sent()
    page.feed(html)
    page.close()
    return page.fields
