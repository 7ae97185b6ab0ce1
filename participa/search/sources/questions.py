"""Questions with their answers: what is hidden of them stays hidden, and a withheld one is not found."""

from collections.abc import Collection

from sqlalchemy import Select, select

from participa.extensions import db
from participa.questions.models import Question
from participa.questions.queries import public as queries
from participa.questions.queries.public import PublicQuestion
from participa.questions.services import finding
from participa.search.sources.card import Card, Source
from participa.shared import atom
from participa.shared.clock import local


def public() -> Select[int]:
    return select(Question.id).where(queries.is_readable())


def cards(ids: Collection[int]) -> list[Card]:
    return [_card(row) for row in queries.by_ids(ids) if not row.is_withheld]


def _card(row: PublicQuestion) -> Card:
    answer = row.answer or ""
    return Card(
        kind=finding.KIND,
        ref=row.id,
        title=atom.short(row.body),
        texts=(row.body, answer),
        endpoint="questions.detail",
        values={"radicado": row.radicado},
        day=local(row.received_at).date(),
        about=tuple(filter(None, (row.radicado, row.office, "Con respuesta" if answer else "Sin respuesta publicada"))),
    )


def write(ids: Collection[int]) -> None:
    """Locked: nobody hides one in between."""
    wanted = select(Question).where(Question.id.in_(ids)).order_by(Question.id).with_for_update()
    for question in db.session.scalars(wanted):
        finding.keep_findable(question)


def find_code(code: str) -> list[Card]:
    found = queries.find_by_radicado(code)
    return [_card(found)] if found else []


QUESTIONS = Source(finding.KIND, "preguntas", "Pregunta", "Preguntas y respuestas", public, cards, write, find_code)
