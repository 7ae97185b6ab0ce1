"""The public list of questions: narrowed, ordered, by pages, in a time that does not grow with the questions.

Pages go by their last question and not by a number: no row is skipped. Amounts are counted up to MOST_COUNTED. Words
that few questions have are looked up; the words of very many are looked for along the list, MOST_EXAMINED questions a
page. Partial indexes (LISTED and OPEN_STATUS of the model) let each order and each filter begin where it should.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.exc import NoResultFound

from participa.events.models import Event
from participa.extensions import db
from participa.questions.models import Kind, Question
from participa.questions.queries import public, restrictions
from participa.questions.queries.public import PublicQuestion
from participa.shared import search
from participa.shared.clock import BOGOTA

PER_PAGE = 20
MOST_COUNTED = 10_000
FEW_FOUND = 500
WINDOWS = (500, 10_000)
MOST_EXAMINED = WINDOWS[-1]
MOST_HIDDEN = 300  # the last decisions that the feed looks through: they are few beside the questions
RADICADO = re.compile(r"\d{4}-\d{1,11}")
Conditions = list[ColumnElement[bool]]


class Standing(StrEnum):
    """How the list is narrowed, by the word in the address."""

    ANSWERED = "respondidas"
    PENDING = "por-responder"
    OVERDUE = "vencidas"


class Order(StrEnum):
    """In which order, by the word in the address."""

    LATEST = "recientes"
    OLDEST = "antiguas"
    DUE = "por-vencer"
    ANSWERED = "ultima-respuesta"


@dataclass(frozen=True)
class Wanted:
    """What the list is asked to show. `today` is a day in Colombia; `year`, when they were received there."""

    words: str = ""
    topic_id: int | None = None
    department_id: int | None = None
    event_slug: str = ""
    standing: Standing | None = None
    year: int | None = None
    kind: Kind | None = None
    order: Order = Order.LATEST
    today: date = date.max

    @property
    def has_filters(self) -> bool:
        chosen = (self.topic_id, self.department_id, self.event_slug, self.standing, self.year, self.kind)
        return any(chosen) or self.order in IMPLIED


@dataclass(frozen=True)
class Amount:
    """How many questions; `is_more` when there are more than were counted."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class Page:
    """Some questions of the list. `before` and `after` are the filing numbers from which the other pages begin.

    `amount` is None when nobody counted; `is_cut` says that the search stopped and goes on from `after` (or `before`).
    """

    items: list[PublicQuestion]
    before: str | None
    after: str | None
    amount: Amount | None
    is_cut: bool = False


@dataclass(frozen=True)
class Walk:
    """What was met on the way along the list: at most one more than a page, and where a search stopped."""

    ids: list[int]
    stopped_at: int | None = None

    @property
    def goes_on(self) -> bool:
        return len(self.ids) > PER_PAGE or self.stopped_at is not None


COLUMNS: dict[Order, tuple[Any, bool]] = {
    Order.LATEST: (Question.received_at, True),
    Order.OLDEST: (Question.received_at, False),
    Order.DUE: (Question.due_on, False),
    Order.ANSWERED: (Question.published_at, True),
}
IMPLIED = {Order.DUE, Order.ANSWERED}
FILTERS: dict[str, ColumnElement[bool]] = {
    "topic": Question.topic_id == bindparam("topic_id"),
    "department": Question.department_id == bindparam("department_id"),
    "event": Question.event_id == select(Event.id).where(Event.slug == bindparam("event_slug")).scalar_subquery(),
    "kind": Question.kind == bindparam("kind"),
    "year": (Question.received_at >= bindparam("first")) & (Question.received_at < bindparam("last")),
    "some": Question.id.in_(bindparam("some", expanding=True)),
    "overdue": Question.due_on < bindparam("today"),
    "found": Question.id.in_(bindparam("found", expanding=True))
    & (public.is_not_withheld() | Question.id.in_(bindparam("numbered", expanding=True))),
    Standing.ANSWERED: public.is_answered(),
    Standing.PENDING: public.is_open(),
    Standing.OVERDUE: public.is_open(),
    Order.DUE: public.is_open(),
    Order.ANSWERED: public.is_answered(),
}


@dataclass(frozen=True)
class Shape:
    """By what the list is narrowed and ordered, whatever the values: for each, a statement is put together once."""

    order: Order
    filters: tuple[str, ...] = ()

    @property
    def conditions(self) -> Conditions:
        return [public.is_listed(), *(FILTERS[name] for name in self.filters)]


@dataclass(frozen=True)
class Some:
    """Some of the questions: the shape of their statement and the values that go into it."""

    shape: Shape
    values: dict[str, Any]

    def narrowed(self, name: str, **values: Any) -> "Some":
        return Some(replace(self.shape, filters=(*self.shape.filters, name)), self.values | values)


def published(wanted: Wanted, after: str = "", before: str = "") -> Page:
    """A page of the list; `after` or `before` a question. Raises NoResultFound when the list has no such question."""
    some, walk = _look(wanted)
    amount = _amount(wanted, some)
    if before:
        found = walk(before, True)
        if found.goes_on:
            return _page_before(found, amount)
    return _page_after(walk(after, False), amount, after)


def _page_before(found: Walk, amount: Amount | None) -> Page:
    items = _read(found.ids[:PER_PAGE][::-1])
    is_cut = len(found.ids) <= PER_PAGE
    before = _radicado(found.stopped_at) if is_cut else items[0].radicado
    return Page(items, before, items[-1].radicado if items else before, amount, is_cut)


def _page_after(found: Walk, amount: Amount | None, after: str) -> Page:
    items = _read(found.ids[:PER_PAGE])
    is_cut = found.stopped_at is not None and len(found.ids) <= PER_PAGE
    ends_with = items[-1].radicado if len(found.ids) > PER_PAGE else _radicado(found.stopped_at)
    begins_with = items[0].radicado if items else after
    return Page(items, begins_with if after else None, ends_with, amount, is_cut)


def _read(ids: list[int]) -> list[PublicQuestion]:
    """The questions, in the order of their numbers."""
    found = {question.id: question for question in public.by_ids(ids)}
    return [found[number] for number in ids]


def _radicado(number: int | None) -> str | None:
    return db.session.scalar(select(Question.radicado).where(Question.id == number)) if number else None


def _look(wanted: Wanted) -> tuple[Some | None, Callable[[str, bool], Walk]]:
    """What can be counted (None: nobody counts it), and how to walk along the list from a question."""
    every = _some(wanted)
    if not wanted.words.strip():
        return every, lambda start, back: Walk(_ids(every, start, back))
    found = search.find_few("question", wanted.words, FEW_FOUND)
    if found is None:
        return None, lambda start, back: _along(wanted, every, start, back)
    numbered = _numbered(wanted.words.strip())
    few = every.narrowed("found", found=[*found, *numbered], numbered=numbered)
    return few, lambda start, back: Walk(_ids(few, start, back))


def _numbered(words: str) -> list[int]:
    if not RADICADO.fullmatch(words):
        return []
    return list(db.session.scalars(select(Question.id).where(Question.radicado == words)))


def _some(wanted: Wanted) -> Some:
    """Without the words, which are looked for in another way."""
    chosen: list[tuple[object, str, dict[str, Any]]] = [
        (wanted.topic_id, "topic", {"topic_id": wanted.topic_id}),
        (wanted.department_id, "department", {"department_id": wanted.department_id}),
        (wanted.event_slug, "event", {"event_slug": wanted.event_slug}),
        (wanted.kind, "kind", {"kind": wanted.kind}),
        (wanted.year, "year", _days_of(wanted.year or 1)),
        (wanted.standing, wanted.standing or "", {}),
        (wanted.standing is Standing.OVERDUE, "overdue", {"today": wanted.today}),
        (wanted.order in IMPLIED, wanted.order, {}),
    ]
    some = Some(Shape(wanted.order), {})
    for is_wanted, name, values in chosen:
        some = some.narrowed(name, **values) if is_wanted else some
    return some


def _days_of(year: int) -> dict[str, datetime]:
    """A year of Colombia."""
    first, last = (datetime(each, 1, 1, tzinfo=BOGOTA).astimezone(UTC) for each in (year, year + 1))
    return {"first": first, "last": last}


def _ids(some: Some, start: str, back: bool) -> list[int]:
    return _numbers(_page(some.shape, bool(start), back, PER_PAGE + 1), some, start)


def _numbers(statement: Select[int], some: Some, start: str) -> list[int]:
    return list(db.session.scalars(statement, some.values | _place(some.shape.order, start)))


@cache
def _page(shape: Shape, has_start: bool, back: bool, most: int) -> Select[int]:
    return _steps(shape, has_start, back).limit(most)


@cache
def _steps(shape: Shape, has_start: bool, back: bool) -> Select[int]:
    """The numbers of the questions in their order, or against it, beyond the place of a question."""
    column, falls = COLUMNS[shape.order]
    found = select(Question.id).where(*shape.conditions)
    if has_start:
        key = tuple_(column, Question.id)
        place = tuple_(bindparam("place_at", type_=column.type), bindparam("place_id"))
        found = found.where(key < place if falls is not back else key > place)
    return found.order_by(*_ways(shape.order, back))


def _ways(order: Order, back: bool) -> tuple[Any, Any]:
    column, falls = COLUMNS[order]
    return (column.desc(), Question.id.desc()) if falls is not back else (column, Question.id)


def _place(order: Order, radicado: str) -> dict[str, Any]:
    """Where a question stands in the list. Raises NoResultFound for one that is not in it."""
    if not radicado:
        return {}
    wanted = select(COLUMNS[order][0], Question.id).where(public.is_listed(), Question.radicado == radicado)
    row = db.session.execute(wanted).one()
    if row[0] is None:
        raise NoResultFound
    return {"place_at": row[0], "place_id": row[1]}


def _along(wanted: Wanted, some: Some, start: str, back: bool) -> Walk:
    """Look for the words along the list, in a short stretch and, if that is not enough, in a long one."""
    steps, ids = _steps(some.shape, bool(start), back), []
    for length in WINDOWS:
        stretch = steps.limit(length).subquery()
        has_words = search.holds("question", Question.id, wanted.words)
        found = (
            select(Question.id).join(stretch, stretch.c.id == Question.id).where(public.is_not_withheld(), has_words)
        )
        ids = _numbers(found.order_by(*_ways(wanted.order, back)).limit(PER_PAGE + 1), some, start)
        if len(ids) > PER_PAGE:
            return Walk(ids)
    stopped_at = _numbers(steps.offset(MOST_EXAMINED - 1).limit(1), some, start)
    return Walk(ids, stopped_at[0] if stopped_at else None)


def _amount(wanted: Wanted, some: Some | None) -> Amount | None:
    """How many, counted up to MOST_COUNTED."""
    if some is None:
        return None if wanted.has_filters else Amount(FEW_FOUND, is_more=True)
    number = db.session.scalar(_count(some.shape), some.values) or 0
    return Amount(min(number, MOST_COUNTED), number > MOST_COUNTED)


@cache
def _count(shape: Shape) -> Select[int]:
    some = select(Question.id).where(*shape.conditions).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


def latest(wanted: Wanted, limit: int) -> list[tuple[PublicQuestion, datetime]]:
    """What changed last for who reads, and when: received, answered, hidden or shown again. Words do not count."""
    orders = (replace(wanted, order=Order.LATEST), replace(wanted, order=Order.ANSWERED))
    ids = {number for each in orders for number in _first(each, limit)}
    ids |= set(_hidden(wanted, limit))
    restricted_at = restrictions.last_at(ids)
    found = [(row, max(row.changed_at, restricted_at.get(row.id, row.changed_at))) for row in public.by_ids(ids)]
    return sorted(found, key=lambda told: (told[1], told[0].id), reverse=True)[:limit]


def _first(wanted: Wanted, limit: int) -> list[int]:
    some = _some(wanted)
    return _numbers(_page(some.shape, False, False, limit), some, "")


def _hidden(wanted: Wanted, limit: int) -> list[int]:
    """Of which something was hidden or shown again last: who keeps a copy of the text must hear of it."""
    latest_first = [*restrictions.latest(MOST_HIDDEN), *restrictions.latest_answers(MOST_HIDDEN)]
    some = _some(wanted).narrowed("some", some=latest_first)
    fit = set(_numbers(select(Question.id).where(*some.shape.conditions), some, ""))
    hidden_at = restrictions.last_at(fit)
    return sorted(fit, key=lambda number: hidden_at[number], reverse=True)[:limit]


def years(today: date) -> list[int]:
    """The years since the first question of the list, latest first. `today` is a day in Colombia."""
    found = db.session.scalar(_first_of_all())
    return list(range(today.year, (found.astimezone(BOGOTA).year if found else today.year) - 1, -1))


@cache
def _first_of_all() -> Select[datetime]:
    return select(Question.received_at).where(public.is_listed()).order_by(Question.received_at).limit(1)
