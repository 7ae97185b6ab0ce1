"""All of a hearing that ended and that everybody may know, row by row, for its archive. No personal data.

Of a question that is not public nothing is told; notes of the team and names of who spoke stay behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from participa.extensions import db
from participa.hearings import clock
from participa.hearings.models import (
    EXTENT_LABELS,
    OVERRIDE_REASON_LABELS,
    STAGE_LABELS,
    Extent,
    Hearing,
    LivePromise,
    LiveTrace,
    StagedQuestion,
)
from participa.hearings.queries import history, supports
from participa.questions.models import CHANNEL_LABELS, STATUS_LABELS, LinkKind, Question, QuestionLink, Visibility
from participa.questions.queries import public
from participa.shared.ledger import instant

READABLE = (Visibility.PUBLIC, Visibility.GROUPED)
Cell = str | int
Lines = list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Sheet:
    """A table of the archive: the name of its file, what it holds, its columns and its lines."""

    name: str
    title: str
    columns: Sequence[str]
    lines: Lines

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The lines, each cell by the name of its column."""
        return [dict(zip(self.columns, line, strict=True)) for line in self.lines]


def sheets(hearing: Hearing) -> list[Sheet]:
    """Each table of the archive. A fixed number of statements."""
    staged = _staged(hearing)
    texts = {one.id: one.body for one in public.by_ids([row.question_id for row in staged if row.question_id])}
    number_of = {row.id: row.question.radicado for row in staged if row.question and row.question_id in texts}
    answers = history.answers(hearing)
    lines = [_line(row, texts, *answers[row.id]) for row in staged if row.id in number_of]
    return [
        Sheet("preguntas", "Preguntas", QUESTION_COLUMNS, lines),
        Sheet("apoyos", "Apoyos en el tiempo", TRACE_COLUMNS, _traces(number_of)),
        Sheet("uniones", "Preguntas unidas y separadas", LINK_COLUMNS, _links(hearing)),
        Sheet("fuera-de-orden", "Cambios del orden", OVERRIDE_COLUMNS, _overrides(hearing)),
        Sheet("decisiones", "Decisiones sobre apoyos", DECISION_COLUMNS, _decisions(hearing)),
        Sheet("compromisos", "Compromisos dichos en la audiencia", PROMISE_COLUMNS, _promises(hearing, number_of)),
    ]


QUESTION_COLUMNS = (
    *("Radicado", "Texto público", "Dependencia", "Territorio", "Canal", "Tema", "Recibida (UTC)", "Vence", "Trámite"),
    *("Turno", "Respuesta en la audiencia", "Minuto", "Apoyos", "En revisión", "Lecturas"),
)
TRACE_COLUMNS = ("Radicado", "Instante (UTC)", "Lecturas", "Apoyos", "Puesto")
LINK_COLUMNS = ("Radicado", "Unida a", "Desde (UTC)", "Hasta (UTC)")
OVERRIDE_COLUMNS = ("Radicado", "Instante (UTC)", "Motivo")
DECISION_COLUMNS = ("Radicado", "Instante (UTC)", "Decisión", "Apoyos", "Motivo")
PROMISE_COLUMNS = ("Compromiso", "Dependencia", "Radicado", "Minuto", "Instante (UTC)", "Tachado (UTC)")


def _staged(hearing: Hearing) -> Sequence[StagedQuestion]:
    found = select(StagedQuestion).join(StagedQuestion.question)
    found = found.where(StagedQuestion.hearing_id == hearing.id, Question.visibility.in_(READABLE))
    asked = joinedload(StagedQuestion.question)
    found = found.options(asked, asked.joinedload(Question.topic), joinedload(StagedQuestion.department))
    return db.session.scalars(found.order_by(StagedQuestion.id)).all()


def _line(row: StagedQuestion, texts: dict[int, str], extent: Extent | None, second: int | None) -> tuple[Cell, ...]:
    question = cast(Question, row.question)
    return (
        *(question.radicado, texts[question.id], row.department.name if row.department else "", row.territory),
        *(CHANNEL_LABELS[question.channel], question.topic.name if question.topic else ""),
        *(instant(question.received_at), question.due_on.isoformat(), STATUS_LABELS[question.status]),
        *(STAGE_LABELS[row.stage], EXTENT_LABELS[extent] if extent else "", minute(second)),
        *(row.supports, row.held_supports, row.readers),
    )


def minute(second: int | None) -> str:
    """A second of the recording as hours, minutes and seconds; empty when it is not known."""
    return "" if second is None else f"{second // 3600}:{second // 60 % 60:02d}:{second % 60:02d}"


def _traces(number_of: dict[int, str]) -> Lines:
    columns = (LiveTrace.staged_id, LiveTrace.at, LiveTrace.readers, LiveTrace.supports, LiveTrace.place)
    found = select(*columns).where(LiveTrace.staged_id.in_(number_of)).order_by(LiveTrace.id)
    return [(number_of[row[0]], instant(row[1]), *row[2:]) for row in db.session.execute(found)]


def _links(hearing: Hearing) -> Lines:
    own, leader, staged = aliased(Question), aliased(Question), aliased(StagedQuestion)
    found = select(own.radicado, leader.radicado, QuestionLink.at, QuestionLink.ended_at).select_from(QuestionLink)
    found = found.join(own, own.id == QuestionLink.question_id).join(leader, leader.id == QuestionLink.leader_id)
    found = found.join(staged, staged.question_id == own.id).where(
        staged.hearing_id == hearing.id,
        QuestionLink.kind == LinkKind.GROUPED,
        own.visibility.in_(READABLE),
        leader.visibility.in_(READABLE),
    )
    rows = db.session.execute(found.order_by(QuestionLink.id))
    return [(row[0], row[1], instant(row[2]), _instant(row[3])) for row in rows]


def _overrides(hearing: Hearing) -> Lines:
    found = [(one, one.what.reason) for one in reversed(supports.overrides(hearing)) if one.radicado]
    return [(one.radicado, instant(one.at), OVERRIDE_REASON_LABELS[reason]) for one, reason in found if reason]


def _decisions(hearing: Hearing) -> Lines:
    found = [one for one in reversed(supports.decisions(hearing)) if one.radicado]
    verdicts = {True: "Se cuentan", False: "Se descartan"}
    told = [(one, one.what) for one in found]
    return [(one.radicado, instant(one.at), verdicts[row.is_accepted], row.number, row.reason) for one, row in told]


def _promises(hearing: Hearing, number_of: dict[int, str]) -> Lines:
    """The minutes are counted anew from the clock, as those of the acta."""
    found = select(LivePromise).where(LivePromise.hearing_id == hearing.id).options(joinedload(LivePromise.department))
    return [
        (
            *(row.text, row.department.name if row.department else "", number_of.get(row.staged_id or 0, "")),
            *(minute(clock.second_at(hearing, row.at)), instant(row.at), _instant(row.struck_at)),
        )
        for row in db.session.scalars(found.order_by(LivePromise.id))
    ]


def _instant(at: datetime | None) -> str:
    return instant(at) if at else ""
