"""Reads for everybody: what may be seen of a question, and no more.

The text of a withheld question and the name of who did not allow it never leave the database: the statement itself
gives empty words in their place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, literal_column, not_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from participa.accounts.models import Department
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import (
    KIND_LABELS,
    WITHHOLD_REASON_LABELS,
    AnswerAttachment,
    AnswerVersion,
    Asker,
    Authorization,
    Kind,
    Purpose,
    Question,
    Status,
    Topic,
    Visibility,
    WithholdReason,
    redaction,
)
from participa.questions.models.redaction import Piece
from participa.questions.queries.restrictions import parts_in_words

BODY, PARTS = 2, -1  # places in the row
READABLE = (Visibility.PUBLIC, Visibility.GROUPED)


@dataclass(frozen=True)
class PublicQuestion:
    """A question as everybody may see it. `answer` is the last published version.

    `body` has a mark in the place of each hidden part; `pieces` tells the reason of each.
    """

    id: int
    radicado: str
    body: str
    kind: Kind
    topic: str | None
    event_slug: str | None
    event_title: str | None
    office: str | None
    asker_name: str | None
    received_at: datetime
    is_late: bool
    base_on: date
    due_on: date
    status: Status
    visibility: Visibility
    withhold_reason: WithholdReason | None
    answered_at: datetime | None
    answer: str | None
    answer_at: datetime | None
    pieces: tuple[Piece, ...]

    @property
    def is_redacted(self) -> bool:
        return any(piece.reason for piece in self.pieces)

    @property
    def is_withheld(self) -> bool:
        return self.visibility is Visibility.WITHHELD

    @property
    def is_grouped(self) -> bool:
        return self.visibility is Visibility.GROUPED

    @property
    def changed_at(self) -> datetime:
        """When its answer was published last, its own or a shared one; or when it was received."""
        shared_at = self.answered_at if self.status in (Status.PUBLISHED, Status.REFERRED) else None
        return self.answer_at or shared_at or self.received_at

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def reason_label(self) -> str:
        return WITHHOLD_REASON_LABELS[self.withhold_reason] if self.withhold_reason else ""


def _told(row: Row[Any]) -> PublicQuestion:
    """What of a row may be told: the words of hidden parts stay behind."""
    seen = list(row)
    read = redaction.pieces(seen[BODY], redaction.decoded(seen[PARTS])) if seen[BODY] else ()
    seen[BODY], seen[PARTS] = "".join(piece.text for piece in read), read
    return PublicQuestion(*seen)


def by_radicado(radicado: str) -> PublicQuestion:
    """A question, or the mark of a withheld one. Raises NoResultFound for one that waits for its moderation."""
    return _told(db.session.execute(_listed_one(), {"radicado": radicado}).one())


@cache
def _listed_one() -> Select[*tuple[Any, ...]]:
    return _seen().where(is_listed(), Question.radicado == bindparam("radicado"))


def by_ids(ids: Collection[int]) -> list[PublicQuestion]:
    """Questions of the list, by the numbers of their rows, in no order."""
    return [_told(row) for row in db.session.execute(_listed_some(), {"ids": list(ids)})]


@cache
def _listed_some() -> Select[*tuple[Any, ...]]:
    return _seen().where(is_listed(), Question.id.in_(bindparam("ids", expanding=True)))


def of_event(event_id: int) -> list[PublicQuestion]:
    """Every question of a space that the list shows, first come first. One statement, however many."""
    found = _seen().where(is_listed(), Question.event_id == event_id).order_by(Question.received_at, Question.id)
    return [_told(row) for row in db.session.execute(found)]


def find_by_radicado(radicado: str) -> PublicQuestion | None:
    """A question that everybody may read with its answer, or None."""
    row = db.session.execute(_readable_one(), {"radicado": radicado}).one_or_none()
    return _told(row) if row else None


@cache
def _readable_one() -> Select[*tuple[Any, ...]]:
    return _seen().where(is_readable(), Question.radicado == bindparam("radicado"))


def listed(radicado: str) -> Question:
    """The row of a question of the list, for what is public of it. Raises NoResultFound."""
    return db.session.scalars(select(Question).where(is_listed(), Question.radicado == radicado)).one()


def latest_answers(limit: int = 3) -> list[PublicQuestion]:
    """The questions whose answers were published last, for the home page."""
    return [_told(row) for row in db.session.execute(_latest(limit))]


@cache
def _latest(limit: int) -> Select[*tuple[Any, ...]]:
    answered = (is_listed(), is_not_withheld(), is_answered())
    return _seen().where(*answered).order_by(Question.published_at.desc(), Question.id.desc()).limit(limit)


def published_versions(question_id: int) -> list[AnswerVersion]:
    """Each version of the answer that was public, last first: a correction leaves the earlier one readable."""
    return list(db.session.scalars(_published_versions(), {"question_id": question_id}))


@cache
def _published_versions() -> Select[AnswerVersion]:
    found = select(AnswerVersion).where(
        AnswerVersion.question_id == bindparam("question_id"), AnswerVersion.published_at.is_not(None)
    )
    files = selectinload(AnswerVersion.attachments).joinedload(AnswerAttachment.file)
    found = found.options(files, joinedload(AnswerVersion.promise), joinedload(AnswerVersion.withheld))
    return found.order_by(AnswerVersion.number.desc())


def listed_by_event(event_ids: Collection[int]) -> dict[int, int]:
    """How many questions of each of these spaces the public list shows. One statement, however many spaces."""
    counted = select(Question.event_id, func.count(Question.id)).where(is_listed(), Question.event_id.in_(event_ids))
    return {event_id: total for event_id, total in db.session.execute(counted.group_by(Question.event_id)) if event_id}


def space(slug: str) -> Event:
    """A public dialogue space, also a cancelled one. Raises NoResultFound."""
    return db.session.scalars(select(Event).where(Event.slug == slug, Event.state != EventState.DRAFT)).one()


def topics() -> list[tuple[int, str]]:
    """The topics that are offered, by name."""
    return [(row.id, row.name) for row in db.session.execute(_offered(Topic))]


def departments() -> list[tuple[int, str]]:
    """The offices that are offered, by name."""
    return [(row.id, row.name) for row in db.session.execute(_offered(Department))]


@cache
def _offered(model: type[Topic] | type[Department]) -> Select[int, str]:
    return select(model.id, model.name).where(model.is_active).order_by(model.name, model.id)


@cache
def is_readable() -> ColumnElement[bool]:
    return Question.visibility.in_(READABLE)


@cache
def is_listed() -> ColumnElement[bool]:
    """Also the withheld ones: they leave a mark with its reason. In the words of the partial indexes (LISTED)."""
    return Question.visibility != literal_column(f"'{Visibility.WAITING}'")


@cache
def is_open() -> ColumnElement[bool]:
    """Whether it still waits for its answer, in the words of the partial indexes (OPEN_STATUS)."""
    return Question.status.in_([literal_column(f"'{status}'") for status in rules.OPEN])


@cache
def is_answered() -> ColumnElement[bool]:
    """Whether its answer is published, in the words of the partial indexes (ANSWERED)."""
    return Question.published_at.is_not(None)


@cache
def is_not_withheld() -> ColumnElement[bool]:
    """Of the questions of the list, those that everybody may read; no index is looked up for it."""
    return Question.visibility != literal_column(f"'{Visibility.WITHHELD}'")


@cache
def _seen() -> Select[*tuple[Any, ...]]:
    """The columns of PublicQuestion, in its order. Made once: making it costs more than running it."""
    version, later = AnswerVersion, aliased(AnswerVersion)
    of_question = (later.question_id == Question.id, later.published_at.is_not(None), is_readable())
    last = select(func.max(later.number)).where(*of_question).correlate(Question).scalar_subquery()
    allowed = and_(Authorization.question_id == Question.id, Authorization.purpose == Purpose.PUBLISH_NAME)
    named = and_(Asker.question_id == Authorization.question_id, not_(Asker.is_minor), is_readable())
    return (
        select(
            *(Question.id, Question.radicado, _body(), Question.kind, Topic.name, Event.slug, Event.title),
            *(Department.name, _name(), Question.received_at, Question.is_late, Question.base_on, Question.due_on),
            *(Question.status, Question.visibility, Question.withhold_reason, Question.answered_at),
            *(version.body, version.published_at, parts_in_words()),
        )
        .outerjoin(Topic, Topic.id == Question.topic_id)
        .outerjoin(Event, and_(Event.id == Question.event_id, Event.state != EventState.DRAFT))
        .outerjoin(Department, Department.id == Question.department_id)
        .outerjoin(Authorization, allowed)
        .outerjoin(Asker, named)
        .outerjoin(
            version,
            and_(version.question_id == Question.id, version.number == last.correlate(Question).scalar_subquery()),
        )
    )


@cache
def _body() -> ColumnElement[str]:
    return case((is_readable(), Question.body), else_="")


@cache
def _name() -> ColumnElement[str]:
    return func.trim(Asker.first_names + " " + Asker.last_names)
