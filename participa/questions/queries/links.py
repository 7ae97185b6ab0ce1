"""Which questions share an answer."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.questions.models import AnswerVersion, LinkKind, Question, QuestionLink, Status, Transfer, Visibility

MOST_SHOWN = 100


def _standing() -> ColumnElement[bool]:
    return QuestionLink.ended_at.is_(None)


def find_link(question_id: int) -> QuestionLink | None:
    """The standing link of a question, with the other question."""
    return db.session.scalar(_link(), {"question_id": question_id})


@cache
def _link() -> Select[QuestionLink]:
    found = select(QuestionLink).where(QuestionLink.question_id == bindparam("question_id"), _standing())
    return found.options(joinedload(QuestionLink.leader))


def members(leader_id: int) -> list[Question]:
    """The questions of the group of this one, without it, first come first; at most a hundred."""
    return list(db.session.scalars(_members(leader_id).limit(MOST_SHOWN)))


def public_members(leader_id: int) -> list[str]:
    """The filing numbers of the group that everybody may read, without this one; at most a hundred."""
    return list(db.session.scalars(_public_members(), {"leader_id": leader_id}))


@cache
def _public_members() -> Select[str]:
    readable = Question.visibility.in_((Visibility.PUBLIC, Visibility.GROUPED))
    found = _members(bindparam("leader_id")).where(readable).with_only_columns(Question.radicado)
    return found.limit(MOST_SHOWN)


def members_to_change(leader_id: int, status: Status) -> list[Question]:
    """Those of the group in a status, all of them, locked and as they are now."""
    found = _members(leader_id).where(Question.status == status).with_for_update(of=Question)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _members(leader_id: int | BindParameter[int]) -> Select[Question]:
    joined = select(Question).join(QuestionLink, QuestionLink.question_id == Question.id)
    grouped = QuestionLink.kind == LinkKind.GROUPED
    return joined.where(QuestionLink.leader_id == leader_id, grouped, _standing()).order_by(Question.id)


def copies(leader_ids: Collection[int]) -> dict[int, int]:
    """How many questions of a group share the answer of each of these; without those that nobody shares."""
    of_groups = (QuestionLink.leader_id.in_(leader_ids), QuestionLink.kind == LinkKind.GROUPED, _standing())
    counted = select(QuestionLink.leader_id, func.count(QuestionLink.id)).where(*of_groups)
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(QuestionLink.leader_id))}


def has_members(leader_id: int) -> bool:
    """Whether a question waits in the group of this one."""
    grouped = (QuestionLink.leader_id == leader_id, QuestionLink.kind == LinkKind.GROUPED, _standing())
    return bool(db.session.scalar(select(exists().where(*grouped))))


def has_objected(question_id: int) -> bool:
    """Whether who asked already left a group once."""
    return bool(db.session.scalar(_objected(), {"question_id": question_id}))


@cache
def _objected() -> Select[bool]:
    of_question = (QuestionLink.question_id == bindparam("question_id"), QuestionLink.by_author)
    return select(exists().where(*of_question))


def lock(radicado: str) -> Question | None:
    """The question of a filing number, locked: it cannot be answered while another one joins it."""
    found = select(Question).where(Question.radicado == radicado.strip()).with_for_update(of=Question)
    return db.session.scalar(found.execution_options(populate_existing=True))


def find_transfer(question_id: int) -> Transfer | None:
    """To which entity a question was handed over."""
    return db.session.get(Transfer, question_id)


def shared_answer(question_id: int) -> AnswerVersion | None:
    """The last published answer of the question to which this one is linked."""
    of_leader = (QuestionLink.leader_id == AnswerVersion.question_id, QuestionLink.question_id == question_id)
    found = select(AnswerVersion).join(QuestionLink, of_leader[0]).where(of_leader[1], _standing())
    published = found.where(AnswerVersion.published_at.is_not(None)).order_by(AnswerVersion.number.desc())
    return db.session.scalar(published.options(joinedload(AnswerVersion.department)).limit(1))
