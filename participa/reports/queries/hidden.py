"""What everybody read when a report was frozen and nobody may read any more, and the versions that still say it.

A question, its answer or an observation may be hidden after a report was published. Its words are looked for line by
line, as the frozen version tells them, so that no version is taken away that never said them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from participa.extensions import db
from participa.questions.models import (
    AnswerVersion,
    Question,
    Restriction,
    RestrictionKind,
    WithheldAnswer,
    redaction,
)
from participa.questions.models.redaction import Part
from participa.questions.queries import compendium, public, restrictions
from participa.questions.queries.compendium import Told
from participa.reports.models import KeptReport, KeptVersion
from participa.strategy.models import Observation, ObservationReply

HIDING = (RestrictionKind.WITHHELD, RestrictionKind.REDACTED)
LONG = 15  # letters from which a line is found inside another; a shorter one must be the whole line
START = 60  # letters of a line that was told cut short


@dataclass(frozen=True)
class Hidden:
    """What is hidden of one filing number: the lines that were public, what is public still, and where to look."""

    radicado: str
    lines: frozenset[str]
    kept: str
    event_id: int | None = None

    def is_in(self, said: str) -> bool:
        """Whether a text, with one line for each line of a report, says something of what is hidden."""
        whole = set(said.split("\n"))
        return any(one in whole or (len(one) >= LONG and one in said) for one in self.told())

    def told(self) -> Iterator[str]:
        yield from self.lines
        for line in self.lines:
            if len(line) > START and line[:START] not in self.kept:
                yield line[:START]


About = Callable[[str, int | None], bool]
Listed = dict[int, list[Told]]


def everything(_radicado: str, _event_id: int | None) -> bool:
    return True


def since(at: datetime, about: About = everything) -> list[Hidden]:
    """What was hidden from an instant on and is hidden still. `about` chooses by filing number and space."""
    of_text = select(Restriction.question_id).where(Restriction.at >= at, Restriction.kind.in_(HIDING))
    of_answer = select(AnswerVersion.question_id).join(WithheldAnswer.version).where(WithheldAnswer.at >= at)
    asked = select(Question.id, Question.radicado, Question.event_id).order_by(Question.id)
    rows = db.session.execute(asked.where(or_(Question.id.in_(of_text), Question.id.in_(of_answer)))).all()
    listed: Listed = {}
    wanted = [of_question(number, listed) for number, radicado, event_id in rows if about(radicado, event_id)]
    return [*filter(None, wanted), *(one for one in _observations(at) if about(one.radicado, None))]


def of_question(question_id: int, listed: Listed | None = None) -> Hidden | None:
    """What is hidden of a question and of its published answers; None without any of it.

    `listed` keeps the questions of each space for whoever asks for several.
    """
    answers = selectinload(Question.answers).joinedload(AnswerVersion.withheld)
    found = select(Question).where(Question.id == question_id).options(answers)
    question = db.session.scalars(found.execution_options(populate_existing=True)).one()
    now_public = _lines(_public(question))
    lines = _lines(_once_public(question)) - now_public
    if not lines:
        return None
    now_public |= _lines(_of_others(question, {} if listed is None else listed))
    return Hidden(question.radicado, frozenset(lines - now_public), "\n".join(now_public), question.event_id)


def _of_others(question: Question, listed: Listed) -> Iterator[str]:
    """What the other questions of the space still say in the same words, as a report may tell it."""
    if question.event_id is None:
        return
    if question.event_id not in listed:
        listed[question.event_id] = compendium.of_event(question.event_id)
    for told in listed[question.event_id]:
        if told.question.id != question.id:
            yield from (told.question.body, told.question.answer or "", told.promise, *told.files)


def _public(question: Question) -> Iterator[str]:
    if question.visibility not in public.READABLE:
        return
    yield redaction.public_text(question.body, restrictions.standing_parts(question.id))
    for version in question.answers:
        if version.published_at is not None and version.withheld is None:
            yield version.said


def _once_public(question: Question) -> Iterator[str]:
    decisions = select(Restriction).where(Restriction.question_id == question.id)
    decisions = decisions.where(Restriction.kind == RestrictionKind.REDACTED).options(selectinload(Restriction.parts))
    yield question.body
    for decision in db.session.scalars(decisions.order_by(Restriction.id)):
        parts = [Part(part.starts, part.size, part.reason) for part in decision.parts]
        yield redaction.public_text(question.body, parts)
    yield from (version.said for version in question.answers if version.published_at is not None)


def _observations(at: datetime) -> list[Hidden]:
    """Observations on a draft of the strategy, whose text may be kept back when somebody replies again."""
    wrote = Observation.replies.any(or_(ObservationReply.written_at >= at, ObservationReply.published_at >= at))
    found = select(Observation).where(Observation.withheld_because != "", wrote).order_by(Observation.id)
    return [Hidden(one.radicado, frozenset(_lines([one.body])), "") for one in db.session.scalars(found)]


def _lines(texts: Iterable[str]) -> set[str]:
    """Each line without the spaces that a renderer may change; those without a word are of nobody."""
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return {line for line in lines if any(letter.isalnum() for letter in line)}


def reports_saying(hidden: Hidden) -> Sequence[int]:
    """The numbers of the reports with a version that says it and is public or waits to be."""
    of_space = and_(KeptReport.event_id.is_not(None), KeptReport.event_id == hidden.event_id)
    found = _standing().join(KeptVersion.report).where(or_(of_space, _cites(hidden)))
    versions = db.session.execute(found.with_only_columns(KeptVersion.id, KeptVersion.report_id)).all()
    return sorted({report_id for version_id, report_id in versions if hidden.is_in(words_of(version_id))})


def _standing() -> Any:
    return select(KeptVersion).where(KeptVersion.withdrawn_at.is_(None)).order_by(KeptVersion.id)


def _cites(hidden: Hidden) -> ColumnElement[bool]:
    return KeptVersion.document.contains(hidden.radicado, autoescape=True)


def words_of(version_id: int) -> str:
    """Everything that a version says, a line for each of its lines."""
    document = db.session.scalars(select(KeptVersion.document).where(KeptVersion.id == version_id)).one()
    return "\n".join(_lines(_strings(json.loads(document))))


def _strings(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for one in told.values():
            yield from _strings(one)
    elif isinstance(told, list):
        for one in told:
            yield from _strings(one)
