"""What was promised elsewhere and nobody took up yet.

A promise waits until a commitment names it as its source, or somebody says why it is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from participa.accounts.models import Department, Role, User
from participa.commitments import sources
from participa.commitments.models import Commitment, SourceDecision
from participa.commitments.queries.promises import KIND_WORDS, PromiseKind, is_last, is_live
from participa.evaluations.models import Evaluation, Recommendation
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing, LivePromise, StagedQuestion
from participa.questions.models import AnswerPromise, AnswerVersion, Question

PER_PAGE = 20
PREFIXES = {
    PromiseKind.HEARING: sources.LIVE_PROMISE,
    PromiseKind.ANSWER: sources.ANSWER_PROMISE,
    PromiseKind.RECOMMENDATION: sources.RECOMMENDATION,
}


@dataclass(frozen=True)
class Waiting:
    """A line of the list of what waits. `at` is when it was said."""

    kind: PromiseKind
    number: int
    words: str
    at: datetime
    office: str | None
    event_slug: str | None
    event_title: str | None
    radicado: str | None
    reason: str = ""
    same_code: str | None = None

    @property
    def label(self) -> str:
        return KIND_WORDS[self.kind]


def page(person: User, kind: PromiseKind | None, event_id: int | None, page: int) -> Pagination:
    """What nobody took up yet, the latest first; a liaison sees what is of the own office or of none."""
    return _page(_waiting(person, event_id), kind, page)


def counts(person: User, event_id: int | None = None) -> dict[PromiseKind, int]:
    """How many of each kind; one statement."""
    rows = _waiting(person, event_id).subquery()
    counted = select(rows.c.kind, func.count()).group_by(rows.c.kind).order_by(rows.c.kind)
    return {PromiseKind(kind): amount for kind, amount in db.session.execute(counted)}


def decided(person: User, page: int) -> Pagination:
    """What was said to be no commitment of its own, the latest decision first."""
    rows = union_all(*(_told(kind).where(_decision_of(kind)) for kind in PREFIXES)).subquery()
    is_its = rows.c.source == SourceDecision.source
    same = select(Commitment.code).where(Commitment.id == SourceDecision.commitment_id).scalar_subquery()
    found = select(*rows.c, SourceDecision.reason, same.label("same_code")).join(SourceDecision, is_its)
    found = found.where(_is_for(person, rows.c.department_id)).order_by(SourceDecision.at.desc(), rows.c.source)
    return _paged(found, page)


def _page(rows: CompoundSelect[*tuple[Any, ...]], kind: PromiseKind | None, page: int) -> Pagination:
    of = rows.subquery()
    found = select(*of.c, literal("").label("reason"), null().label("same_code"))
    found = found.where(of.c.kind == kind.value) if kind else found
    return _paged(found.order_by(of.c.at.desc(), of.c.source), page)


def _paged(found: Select[*tuple[Any, ...]], page: int) -> Pagination:
    return RowPages(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


class RowPages(Pagination):
    """Pages of rows of several columns. 404 beyond the last page."""

    def __init__(self, found: Select[*tuple[Any, ...]], **options: Any) -> None:
        super().__init__(found=found, **options)

    def _query_items(self) -> list[Any]:
        found = self._query_args["found"].limit(self.per_page).offset(self._query_offset)
        return [_line(row) for row in db.session.execute(found)]

    def _query_count(self) -> int:
        counted = select(func.count()).select_from(self._query_args["found"].order_by(None).subquery())
        return db.session.scalar(counted) or 0


def _line(row: Any) -> Waiting:
    return Waiting(
        kind=PromiseKind(row.kind),
        number=row.number,
        words=row.words,
        at=row.at,
        office=row.office,
        event_slug=row.event_slug,
        event_title=row.event_title,
        radicado=row.radicado,
        reason=row.reason,
        same_code=row.same_code,
    )


def _waiting(person: User, event_id: int | None) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*_open_parts(person, event_id))


def _open_parts(person: User, event_id: int | None) -> Iterator[Select[*tuple[Any, ...]]]:
    for kind in PREFIXES:
        found = _told(kind).where(~_made_of(kind), ~_decision_of(kind), _is_for(person, OFFICES[kind]))
        yield found.where(EVENTS[kind] == event_id) if event_id is not None else found


def _told(kind: PromiseKind) -> Select[*tuple[Any, ...]]:
    """The columns of Waiting, as far as they are columns, and the office by which it is narrowed."""
    at, words = WHEN_AND_WORDS[kind]
    found = select(
        literal(kind.value).label("kind"),
        NUMBERS[kind].label("number"),
        _source(kind).label("source"),
        words.label("words"),
        at.label("at"),
        OFFICES[kind].label("department_id"),
        Department.name.label("office"),
        Event.slug.label("event_slug"),
        Event.title.label("event_title"),
        Question.radicado.label("radicado"),
    )
    return JOINS[kind](found)


def _from_hearing(found: Select[Any]) -> Select[Any]:
    return (
        found.select_from(LivePromise)
        .join(Hearing, Hearing.id == LivePromise.hearing_id)
        .outerjoin(StagedQuestion, StagedQuestion.id == LivePromise.staged_id)
        .outerjoin(Question, Question.id == StagedQuestion.question_id)
        .outerjoin(Department, Department.id == OFFICES[PromiseKind.HEARING])
        .outerjoin(Event, Event.id == Hearing.event_id)
        .where(*is_live())
    )


def _from_answers(found: Select[Any]) -> Select[Any]:
    return (
        found.select_from(AnswerVersion)
        .join(AnswerPromise, AnswerPromise.version_id == AnswerVersion.id)
        .join(Question, Question.id == AnswerVersion.question_id)
        .outerjoin(Department, Department.id == OFFICES[PromiseKind.ANSWER])
        .outerjoin(Event, Event.id == Question.event_id)
        .where(is_last())
    )


def _from_evaluations(found: Select[Any]) -> Select[Any]:
    return (
        found.select_from(Recommendation)
        .join(Evaluation, Evaluation.id == Recommendation.evaluation_id)
        .join(Event, Event.id == Evaluation.event_id)
        .outerjoin(Question, false())
        .outerjoin(Department, false())
    )


JOINS = {
    PromiseKind.HEARING: _from_hearing,
    PromiseKind.ANSWER: _from_answers,
    PromiseKind.RECOMMENDATION: _from_evaluations,
}
NUMBERS: dict[PromiseKind, Any] = {
    PromiseKind.HEARING: LivePromise.id,
    PromiseKind.ANSWER: AnswerVersion.id,
    PromiseKind.RECOMMENDATION: Recommendation.id,
}
WHEN_AND_WORDS: dict[PromiseKind, tuple[Any, Any]] = {
    PromiseKind.HEARING: (LivePromise.at, LivePromise.text),
    PromiseKind.ANSWER: (AnswerVersion.published_at, AnswerPromise.words),
    PromiseKind.RECOMMENDATION: (Recommendation.at, Recommendation.words),
}
OFFICES: dict[PromiseKind, ColumnElement[Any]] = {
    PromiseKind.HEARING: func.coalesce(LivePromise.department_id, Question.department_id),
    PromiseKind.ANSWER: func.coalesce(AnswerVersion.department_id, Question.department_id),
    PromiseKind.RECOMMENDATION: cast(null(), Question.department_id.type),
}
EVENTS: dict[PromiseKind, Any] = {
    PromiseKind.HEARING: Hearing.event_id,
    PromiseKind.ANSWER: Question.event_id,
    PromiseKind.RECOMMENDATION: Evaluation.event_id,
}


def _source(kind: PromiseKind) -> ColumnElement[str]:
    return literal(f"{PREFIXES[kind]}:") + cast(NUMBERS[kind], String(20))


def _made_of(kind: PromiseKind) -> ColumnElement[bool]:
    return _named_by(Commitment.source, kind)


def _decision_of(kind: PromiseKind) -> ColumnElement[bool]:
    return _named_by(SourceDecision.source, kind)


def _named_by(source: Any, kind: PromiseKind) -> ColumnElement[bool]:
    """Whether a row of this table names the promise; of an answer, any of its versions."""
    if kind is not PromiseKind.ANSWER:
        return exists().where(source == _source(kind))
    earlier = aliased(AnswerVersion)
    named = literal(f"{sources.ANSWER_PROMISE}:") + cast(earlier.id, String(20))
    return exists().where(earlier.question_id == AnswerVersion.question_id, source == named)


def _is_for(person: User, department_id: Any) -> ColumnElement[bool]:
    if person.role is not Role.LIAISON:
        return literal(True)
    return or_(department_id.is_(None), department_id == person.department_id)
