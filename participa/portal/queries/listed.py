"""Every public address of something that changes, for the map of the site: parts of so many row numbers each.

A part is a range of primary keys, so that neither reading one nor telling how many there are grows with the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, func, null, select

from participa.commitments.models import Commitment
from participa.commitments.queries import public as commitments
from participa.documents.models import PublicDocument
from participa.documents.queries.documents import PUBLIC as PUBLIC_DOCUMENTS
from participa.encounters.models import EncounterDocument
from participa.events.models import Event
from participa.events.queries import is_public
from participa.extensions import db
from participa.history.models import HistoryRow
from participa.history.queries import IS_STANDING
from participa.improvement.models import ImprovementPlan
from participa.improvement.queries import PUBLIC as PUBLIC_PLANS
from participa.questions.models import Question
from participa.questions.queries import public as questions
from participa.reports.models import KeptReport
from participa.reports.queries.kept import PUBLIC as PUBLIC_REPORTS
from participa.strategy.models import Activity, Strategy, StrategyState
from participa.topics.models import CallState, TopicCall

ROWS_IN_PART = 10_000
Found: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """A kind of page and which ten thousand of its row numbers, from 1."""

    kind: str
    number: int


@dataclass(frozen=True)
class Listed:
    """A page: its endpoint, what its address needs and when it last changed, if it is known."""

    endpoint: str
    values: dict[str, Any]
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """`found` gives the values of the address in the order of `names`, and then the instant of the last change."""

    endpoint: str
    names: tuple[str, ...]
    key: ColumnElement[int] | Any
    found: Found


KINDS: dict[str, Kind] = {
    "espacios": Kind("events.detail", ("slug",), Event.id, select(Event.slug, Event.created_at).where(is_public())),
    "preguntas": Kind(
        "questions.detail",
        ("radicado",),
        Question.id,
        select(Question.radicado, func.coalesce(Question.answered_at, Question.received_at)).where(
            questions.is_listed()
        ),
    ),
    "compromisos": Kind(
        "commitments.detail",
        ("code",),
        Commitment.id,
        select(Commitment.code, Commitment.published_at).where(commitments.is_promise()),
    ),
    "actividades": Kind(
        "strategy.activity",
        ("year", "slug"),
        Activity.id,
        select(Strategy.year, Activity.slug, Strategy.published_at)
        .join(Strategy, Activity.strategy_id == Strategy.id)
        .where(Strategy.state == StrategyState.PUBLISHED),
    ),
    "planes": Kind(
        "improvement.detail",
        ("number",),
        ImprovementPlan.id,
        select(ImprovementPlan.id, ImprovementPlan.published_at).where(PUBLIC_PLANS),
    ),
    "encuentros": Kind(
        "encounters.detail",
        ("slug",),
        Event.id,
        select(Event.slug, func.max(EncounterDocument.cut_at))
        .join(EncounterDocument, EncounterDocument.event_id == Event.id)
        .where(is_public())
        .group_by(Event.id, Event.slug),
    ),
    "documentos": Kind(
        "documents.detail",
        ("slug",),
        PublicDocument.id,
        select(PublicDocument.slug, PublicDocument.published_at).where(PUBLIC_DOCUMENTS),
    ),
    "informes": Kind(
        "reports.detail",
        ("slug",),
        KeptReport.id,
        select(KeptReport.slug, KeptReport.changed_at).where(PUBLIC_REPORTS),
    ),
    "historia": Kind(
        "history.row",
        ("year", "number"),
        HistoryRow.id,
        select(HistoryRow.year, HistoryRow.id, null()).where(IS_STANDING),
    ),
    "temas": Kind(
        "topics.call",
        ("slug",),
        TopicCall.id,
        select(TopicCall.slug, TopicCall.opens_at).where(TopicCall.state == CallState.PUBLISHED),
    ),
}


def parts() -> list[Part]:
    """The parts that have row numbers. One statement a kind, each of which looks at the end of an index."""
    found = []
    for name, kind in KINDS.items():
        last = db.session.scalar(select(func.max(kind.key))) or 0
        found += [Part(name, number) for number in range(1, -(-last // ROWS_IN_PART) + 1)]
    return found


def pages(part: Part) -> Iterator[Listed]:
    """The public pages of a part, in the order of their row numbers. Raises KeyError for an unknown kind."""
    kind = KINDS[part.kind]
    last = part.number * ROWS_IN_PART
    found = kind.found.where(kind.key > last - ROWS_IN_PART, kind.key <= last).order_by(kind.key)
    for row in db.session.execute(found):
        yield Listed(kind.endpoint, dict(zip(kind.names, row, strict=False)), row[-1])
