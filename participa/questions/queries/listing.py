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
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.exc import NoResultFound

from participa.events.models import Event
from participa.extensions import db
from participa.questions.models import Kind, Question, Restriction
from participa.questions.queries import public, restrictions
from participa.questions.queries.public import PublicQuestion
from participa.shared import search
from participa.shared.clock import BOGOTA

PER_PAGE = 20
MOST_COUNTED = 10_000
FEW_FOUND = 500
WINDOWS = (500, 20_000)
MOST_EXAMINED = WINDOWS[-1]
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
IMPLIED = {Order.DUE: public.is_open, Order.ANSWERED: public.is_answered}
STANDINGS = {
    Standing.ANSWERED: public.is_answered,
    Standing.PENDING: public.is_open,
    Standing.OVERDUE: public.is_open,
}


def published(wanted: Wanted, after: str = "", before: str = "") -> Page:
    """A page of the list; `after` or `before` a question. Raises NoResultFound when the list has no such question."""
    conditions, walk = _look(wanted)
    amount = _amount(wanted, conditions)
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


def _look(wanted: Wanted) -> tuple[Conditions | None, Callable[[str, bool], Walk]]:
    """What can be counted (None: nobody counts it), and how to walk along the list from a question."""
    filters = [public.is_listed(), *_filters(wanted)]
    if not wanted.words.strip():
        return filters, lambda start, back: Walk(_ids(wanted, filters, start, back))
    found = search.find_few("question", wanted.words, FEW_FOUND)
    if found is None:
        return None, lambda start, back: _along(wanted, filters, start, back)
    few = [*filters, _found(found, wanted.words)]
    return few, lambda start, back: Walk(_ids(wanted, few, start, back))


def _found(ids: list[int], words: str) -> ColumnElement[bool]:
    """With these words, or with this filing number; the words of a withheld text find nothing."""
    numbered = _numbered(words.strip()) if RADICADO.fullmatch(words.strip()) else []
    if not ids and not numbered:
        return false()
    has_words = public.is_not_withheld() & Question.id.in_(ids)
    return (
        and_(Question.id.in_([*ids, *numbered]), or_(has_words, Question.id.in_(numbered))) if numbered else has_words
    )


def _numbered(radicado: str) -> list[int]:
    return list(db.session.scalars(select(Question.id).where(Question.radicado == radicado)))


def _filters(wanted: Wanted) -> Conditions:
    chosen: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
        (wanted.topic_id, lambda: Question.topic_id == wanted.topic_id),
        (wanted.department_id, lambda: Question.department_id == wanted.department_id),
        (wanted.event_slug, lambda: Question.event_id == _event(wanted.event_slug)),
        (wanted.kind, lambda: Question.kind == wanted.kind),
        (wanted.year, lambda: _in_year(wanted.year or 0)),
        (wanted.standing, lambda: STANDINGS[wanted.standing or Standing.PENDING]()),
        (wanted.standing is Standing.OVERDUE, lambda: Question.due_on < wanted.today),
        (wanted.order in IMPLIED, lambda: IMPLIED[wanted.order]()),
    ]
    return [make() for is_wanted, make in chosen if is_wanted]


def _event(slug: str) -> Any:
    return select(Event.id).where(Event.slug == slug).scalar_subquery()


def _in_year(year: int) -> ColumnElement[bool]:
    """Received in a year of Colombia."""
    first, last = (datetime(each, 1, 1, tzinfo=BOGOTA).astimezone(UTC) for each in (year, year + 1))
    return (Question.received_at >= first) & (Question.received_at < last)


def _ids(wanted: Wanted, conditions: Conditions, start: str, back: bool) -> list[int]:
    return list(db.session.scalars(_steps(wanted, conditions, start, back).limit(PER_PAGE + 1)))


def _steps(wanted: Wanted, conditions: Conditions, start: str, back: bool) -> Select[int]:
    """The numbers of the questions in their order, or against it, beyond a question."""
    column, falls = COLUMNS[wanted.order]
    found = select(Question.id).where(*conditions)
    if start:
        key, place = tuple_(column, Question.id), _place(column, start)
        found = found.where(key < place if falls is not back else key > place)
    ways = (column.desc(), Question.id.desc()) if falls is not back else (column, Question.id)
    return found.order_by(*ways)


def _place(column: Any, radicado: str) -> tuple[Any, int]:
    """Where a question stands in the list. Raises NoResultFound for one that is not in it."""
    row = db.session.execute(select(column, Question.id).where(public.is_listed(), Question.radicado == radicado)).one()
    if row[0] is None:
        raise NoResultFound
    return row[0], row[1]


def _along(wanted: Wanted, filters: Conditions, start: str, back: bool) -> Walk:
    """Look for the words along the list, in a short stretch and, if that is not enough, in a long one."""
    steps, ids = _steps(wanted, filters, start, back), []
    for length in WINDOWS:
        stretch = steps.limit(length).subquery()
        column, falls = COLUMNS[wanted.order]
        has_words = search.holds("question", Question.id, wanted.words)
        found = (
            select(Question.id).join(stretch, stretch.c.id == Question.id).where(public.is_not_withheld(), has_words)
        )
        ways = (column.desc(), Question.id.desc()) if falls is not back else (column, Question.id)
        ids = list(db.session.scalars(found.order_by(*ways).limit(PER_PAGE + 1)))
        if len(ids) > PER_PAGE:
            return Walk(ids)
    return Walk(ids, db.session.scalar(steps.offset(MOST_EXAMINED - 1).limit(1)))


def _amount(wanted: Wanted, conditions: Conditions | None) -> Amount | None:
    """How many, counted up to MOST_COUNTED."""
    if conditions is None:
        return None if wanted.has_filters else Amount(FEW_FOUND, is_more=True)
    some = select(Question.id).where(*conditions).limit(MOST_COUNTED + 1).subquery()
    number = db.session.scalar(select(func.count()).select_from(some)) or 0
    return Amount(min(number, MOST_COUNTED), number > MOST_COUNTED)


def latest(wanted: Wanted, limit: int) -> list[tuple[PublicQuestion, datetime]]:
    """What changed last for who reads, and when: received, answered, hidden or shown again. Words do not count."""
    orders = (replace(wanted, order=Order.LATEST), replace(wanted, order=Order.ANSWERED))
    ids = {number for each in orders for number in _first(each, limit)} | set(_restricted(wanted, limit))
    restricted_at = restrictions.last_at(ids)
    found = [(row, max(row.changed_at, restricted_at.get(row.id, row.changed_at))) for row in public.by_ids(ids)]
    return sorted(found, key=lambda told: (told[1], told[0].id), reverse=True)[:limit]


def _first(wanted: Wanted, limit: int) -> list[int]:
    conditions = [public.is_listed(), *_filters(wanted)]
    return list(db.session.scalars(_steps(wanted, conditions, "", False).limit(limit)))


def _restricted(wanted: Wanted, limit: int) -> list[int]:
    """Of which something was hidden or shown again last: who keeps a copy of the text must hear of it."""
    found = select(Restriction.question_id).join(Restriction.question).where(public.is_listed(), *_filters(wanted))
    return list(db.session.scalars(found.order_by(Restriction.id.desc()).limit(limit)))


def years(today: date) -> list[int]:
    """The years since the first question of the list, latest first. `today` is a day in Colombia."""
    first = select(Question.received_at).where(public.is_listed()).order_by(Question.received_at).limit(1)
    found = db.session.scalar(first)
    return list(range(today.year, (found.astimezone(BOGOTA).year if found else today.year) - 1, -1))
