"""A promise that was made somewhere and may become a commitment: of a hearing, an answer, a question or an evaluation.

Of an answer only the last published version counts, and one that was taken up stays so when the answer is corrected.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    cast,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from participa.accounts.models import Department, Role, User
from participa.commitments import sources
from participa.commitments.models import Commitment, Origin, SourceDecision
from participa.evaluations.models import Evaluation, Recommendation
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing, LivePromise, StagedQuestion
from participa.questions.models import AnswerPromise, AnswerVersion, Kind, Question
from participa.shared.clock import local
from participa.shared.errors import NotFound

OTHER_OFFICE = "Esta promesa es de otra dependencia."


class PromiseKind(StrEnum):
    """Where it was said, by its word in the address."""

    HEARING = "audiencia"
    ANSWER = "respuesta"
    QUESTION = "pregunta"
    RECOMMENDATION = "recomendacion"


KIND_WORDS = {
    PromiseKind.HEARING: "Se dijo en la audiencia",
    PromiseKind.ANSWER: "Está en una respuesta",
    PromiseKind.QUESTION: "Nace de una pregunta",
    PromiseKind.RECOMMENDATION: "Lo recomendaron al evaluar",
}


@dataclass(frozen=True)
class Promise:
    """A promise with all that a commitment takes over. `words` may be taken as they are; `said` is only to be read.

    `promised_on` is a day of Colombia. Without `source` it may make several commitments.
    """

    kind: PromiseKind
    number: int
    words: str
    promised_on: date
    origin: Origin
    said: str = ""
    source: str | None = None
    office: Department | None = None
    event: Event | None = None
    question: Question | None = None
    topic_id: int | None = None

    @property
    def label(self) -> str:
        return KIND_WORDS[self.kind]


def promise(kind: PromiseKind, number: int, person: User) -> Promise:
    """One of them, as this person may take it up. Raises NoResultFound, or NotFound for the one of another office."""
    found = READERS[kind](number)
    if person.role is Role.LIAISON and not _is_own(found, person):
        raise NotFound(OTHER_OFFICE)
    return found


def _is_own(found: Promise, person: User) -> bool:
    """Of the own office; or of none, unless it is a question that no office has yet."""
    if found.office is None:
        return found.kind is not PromiseKind.QUESTION
    return found.office.id == person.department_id


def _live(number: int) -> Promise:
    asked = joinedload(LivePromise.staged).joinedload(StagedQuestion.question)
    found = select(LivePromise, Event).join(Hearing, Hearing.id == LivePromise.hearing_id).outerjoin(Hearing.event)
    shown = found.where(LivePromise.id == number, *is_live()).options(asked, joinedload(LivePromise.department))
    row, event = db.session.execute(shown).one()
    question = row.staged.question if row.staged else None
    return Promise(
        PromiseKind.HEARING,
        number,
        row.text,
        local(row.at).date(),
        Origin.HEARING,
        source=sources.of_live_promise(number),
        office=row.department or (question.department if question else None),
        event=event,
        question=question,
        topic_id=question.topic_id if question else None,
    )


def _answer(number: int) -> Promise:
    """By the version that promises; once a version of the same answer made a commitment, that one is the source."""
    whole = joinedload(AnswerVersion.question)
    found = select(AnswerVersion).join(AnswerPromise).where(AnswerVersion.id == number, is_last())
    found = found.options(joinedload(AnswerVersion.promise), joinedload(AnswerVersion.department), whole)
    version = db.session.scalars(found).one()
    question = version.question
    return Promise(
        PromiseKind.ANSWER,
        number,
        version.promise.words if version.promise else "",
        local(version.published_at or version.written_at).date(),
        Origin.ANSWER,
        said=version.body,
        source=sources.of_answer_promise(number),
        office=version.department or question.department,
        event=question.event,
        question=question,
        topic_id=question.topic_id,
    )


def _question(number: int) -> Promise:
    """A commitment may be born of any question; of an observation, one."""
    question = db.session.scalars(select(Question).where(Question.id == number)).one()
    is_observation = question.kind is Kind.OBSERVATION
    return Promise(
        PromiseKind.QUESTION,
        number,
        "",
        local(question.published_at or question.received_at).date(),
        Origin.OBSERVATION if is_observation else Origin.ANSWER,
        said=question.body,
        source=sources.of_observation(number) if is_observation else None,
        office=question.department,
        event=question.event,
        question=question,
        topic_id=question.topic_id,
    )


def _recommendation(number: int) -> Promise:
    whole = joinedload(Recommendation.evaluation).joinedload(Evaluation.event)
    row = db.session.scalars(select(Recommendation).where(Recommendation.id == number).options(whole)).one()
    return Promise(
        PromiseKind.RECOMMENDATION,
        number,
        row.words,
        local(row.at).date(),
        Origin.RECOMMENDATION,
        said=row.done,
        source=sources.of_recommendation(number),
        event=row.evaluation.event,
    )


READERS = {
    PromiseKind.HEARING: _live,
    PromiseKind.ANSWER: _answer,
    PromiseKind.QUESTION: _question,
    PromiseKind.RECOMMENDATION: _recommendation,
}


def taken_up(promise_: Promise) -> Commitment | None:
    """The commitment that this promise made already; of an answer, also one of an earlier version of it."""
    found = select(Commitment).where(Commitment.source.in_(_sources_of(promise_)))
    return db.session.scalars(found.order_by(Commitment.id).limit(1)).first() if promise_.source else None


def is_taken_up(question_id: int) -> bool:
    """Whether what the answer to a question promises made a commitment, or was said to be none."""
    named = literal(f"{sources.ANSWER_PROMISE}:") + cast(AnswerVersion.id, String(20))
    of_answer = select(AnswerVersion.id).where(AnswerVersion.question_id == question_id)
    taken = of_answer.where(
        or_(exists().where(Commitment.source == named), exists().where(SourceDecision.source == named))
    )
    return db.session.scalars(taken.limit(1)).first() is not None


def _sources_of(promise_: Promise) -> Collection[str]:
    if promise_.kind is not PromiseKind.ANSWER or promise_.question is None:
        return [promise_.source] if promise_.source else []
    versions = select(AnswerVersion.id).where(AnswerVersion.question_id == promise_.question.id)
    return [sources.of_answer_promise(number) for number in db.session.scalars(versions.order_by(AnswerVersion.id))]


def find_decision(source: str) -> SourceDecision | None:
    return db.session.get(SourceDecision, source)


def is_live() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LivePromise.struck_at.is_(None), Hearing.is_rehearsal.is_(False)


def is_last() -> ColumnElement[bool]:
    newer = aliased(AnswerVersion)
    is_newer = and_(newer.question_id == AnswerVersion.question_id, newer.number > AnswerVersion.number)
    return and_(AnswerVersion.published_at.is_not(None), ~exists().where(is_newer, newer.published_at.is_not(None)))
