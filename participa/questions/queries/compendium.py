"""Every question of a dialogue space as everybody may read it, with what its answer brings along.

Nothing here tells who asked, also where a name is public: what leaves in a document cannot be taken back.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from participa.extensions import db
from participa.questions.models import (
    KIND_LABELS,
    AnswerAttachment,
    AnswerPromise,
    AnswerVersion,
    Question,
    QuestionLink,
    Transfer,
)
from participa.questions.queries import public
from participa.questions.queries.public import PublicQuestion


@dataclass(frozen=True)
class Told:
    """A question of the public list. `leader` is the filing number whose answer counts for it too.

    `transferred_to` is the entity that must answer it; `promise` and `files` belong to its last published answer.
    """

    question: PublicQuestion
    leader: str = ""
    transferred_to: str = ""
    promise: str = ""
    files: tuple[str, ...] = ()


def of_event(event_id: int) -> list[Told]:
    """By topic, and inside it first come first; those without a topic at the end. Five statements."""
    leaders, transfers = _leaders(event_id), _transfers(event_id)
    promises, files = _promises(event_id), _files(event_id)
    found = public.of_event(event_id)
    told = [
        Told(one, leaders.get(one.id, ""), transfers.get(one.id, ""), promises.get(one.id, ""), files.get(one.id, ()))
        for one in found
    ]
    readable = [Told(one.question) if one.question.is_withheld else one for one in told]
    return sorted(readable, key=lambda one: (one.question.topic is None, one.question.topic or ""))


def amounts_by_kind(event_id: int) -> dict[str, int]:
    """How many of the public list are of each type, by its words; types without any are left out."""
    counted = select(Question.kind, func.count(Question.id)).where(Question.event_id == event_id, public.is_listed())
    amounts = {row[0]: row[1] for row in db.session.execute(counted.group_by(Question.kind))}
    return {label: amounts[kind] for kind, label in KIND_LABELS.items() if kind in amounts}


def _leaders(event_id: int) -> dict[int, str]:
    leader = aliased(Question)
    found = select(QuestionLink.question_id, leader.radicado).join(leader, leader.id == QuestionLink.leader_id)
    found = found.join(Question, Question.id == QuestionLink.question_id)
    readable = leader.visibility.in_(public.READABLE)
    standing = (Question.event_id == event_id, QuestionLink.ended_at.is_(None), readable)
    return {row[0]: row[1] for row in db.session.execute(found.where(*standing).order_by(QuestionLink.id))}


def _transfers(event_id: int) -> dict[int, str]:
    found = select(Transfer.question_id, Transfer.entity).join(Question, Question.id == Transfer.question_id)
    return {row[0]: row[1] for row in db.session.execute(found.where(Question.event_id == event_id))}


def _promises(event_id: int) -> dict[int, str]:
    found = select(AnswerVersion.question_id, AnswerPromise.words).join(AnswerVersion.promise)
    return {row[0]: row[1] for row in db.session.execute(_of_last_answers(found, event_id))}


def _files(event_id: int) -> dict[int, tuple[str, ...]]:
    found = select(AnswerVersion.question_id, AnswerAttachment.words).join(AnswerVersion.attachments)
    words: dict[int, list[str]] = defaultdict(list)
    for question_id, said in db.session.execute(_of_last_answers(found, event_id).order_by(AnswerAttachment.id)):
        words[question_id].append(said)
    return {question_id: tuple(said) for question_id, said in words.items()}


def _of_last_answers(found: Select[*tuple[Any, ...]], event_id: int) -> Select[*tuple[Any, ...]]:
    """Of the version of each answer that everybody reads now."""
    later = aliased(AnswerVersion)
    published = (later.question_id == AnswerVersion.question_id, later.published_at.is_not(None))
    last = select(func.max(later.number)).where(*published).correlate(AnswerVersion).scalar_subquery()
    found = found.join(Question, Question.id == AnswerVersion.question_id)
    return found.where(Question.event_id == event_id, AnswerVersion.number == last)
