"""What a year can show for the questions of FURAG: each with its count and the public page that tells it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from participa.commitments.standing import Standing
from participa.events.models import EventType, Modality
from participa.events.queries import memoria_counts
from participa.extensions import db
from participa.improvement import queries as improvement
from participa.reports.models import KeptReport
from participa.reports.queries import indicators, kept, observing, wholes
from participa.reports.queries.indicators import Spaces
from participa.shared.clock import today
from participa.strategy import queries as strategies

HEARINGS = (EventType.AUDIENCIA_PUBLICA, EventType.AUDIENCIA_SECTORIAL)
VERSIONS = "Versiones públicas de la estrategia del año."
KEPT = (Standing.FULFILLED, Standing.FULFILLED_LATE)


@dataclass(frozen=True)
class Evidence:
    """Something that can be shown: how many, what is counted, and the public page (endpoint and its values)."""

    name: str
    amount: int
    counts: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


def of_year(year: int) -> list[Evidence]:
    """In the order of the process: strategy, consultation, spaces, questions, evaluation, commitments, reports."""
    parts = (_strategy, _consultation, _spaces, _questions, _evaluations, _commitments, _reports)
    return [one for part in parts for one in part(year)]


def _strategy(year: int) -> Iterator[Evidence]:
    strategy = indicators.find_strategy(year)
    if strategy is None:
        yield Evidence("Estrategia publicada", 0, VERSIONS, "strategy.current")
        return
    where, versions = {"year": year}, len(strategies.versions_of(strategy))
    yield Evidence("Estrategia publicada", versions, VERSIONS, "strategy.schedule", where)
    whole = indicators.fulfilled(strategy, today()).whole
    done = f"Actividades cumplidas de {whole.of}. Verificadas por Control Interno: {whole.verified}."
    yield Evidence("Actividades cumplidas", whole.value, done, "strategy.fulfilment", where)


def _consultation(year: int) -> Iterator[Evidence]:
    found = observing.find(year)
    if found is not None:
        told = f"Observaciones al borrador. Con respuesta publicada: {found.total - found.pending}."
        where = {"year": year}
        yield Evidence("Consulta del borrador", found.total, told, "strategy.consultation_report", where)


def _spaces(year: int) -> Iterator[Evidence]:
    spaces = indicators.spaces(indicators.year_of(year))
    present = _with(spaces, modalities=(Modality.PRESENCIAL, Modality.MIXTA))
    told = f"Espacios realizados. Presenciales o mixtos: {present}."
    yield Evidence("Espacios de diálogo", spaces.total, told, "events.index")
    hearings = _with(spaces, types=HEARINGS)
    yield Evidence("Audiencias", hearings, "Audiencias públicas y sectoriales realizadas.", "events.index")
    groups = "Grupos de valor distintos convocados a esos espacios."
    yield Evidence("Grupos de valor", len(spaces.groups), groups, "events.index")
    counts = memoria_counts([one.event.id for one in spaces.held])
    remembered = {number for (number, _kind), documents in counts.items() if documents}
    yield Evidence("Memorias", len(remembered), "Espacios realizados con memorias publicadas.", "events.memorias")


def _with(
    spaces: Spaces, types: tuple[EventType, ...] = tuple(EventType), modalities: tuple[Modality, ...] = tuple(Modality)
) -> int:
    return sum(one.event.type in types and one.event.modality in modalities for one in spaces.held)


def _questions(year: int) -> Iterator[Evidence]:
    asked = indicators.answered(indicators.year_of(year), today()).whole
    told = f"Preguntas recibidas. Respondidas a tiempo: {asked.answered_in_time}. Tarde: {asked.answered_late}."
    yield Evidence("Preguntas de la ciudadanía", asked.received, told, "questions.index", {"anio": year})


def _evaluations(year: int) -> Iterator[Evidence]:
    found = indicators.evaluated(indicators.year_of(year))
    asked = sum(one.recommendations for one in found)
    done = asked - sum(one.without_answer for one in found)
    told = f"Espacios evaluados. Recomendaciones: {asked}. Con respuesta: {done}."
    yield Evidence("Evaluación de los espacios", len(found), told, "evaluations.index", {"anio": year})
    published = len(wholes.of_year(year))
    yield Evidence("Informes internos", published, "Espacios con su consolidado publicado.", "office_reports.index")


def _commitments(year: int) -> Iterator[Evidence]:
    whole = indicators.promised(year).whole
    fulfilled = sum(whole.of(one) for one in KEPT)
    told = f"Compromisos públicos. Cumplidos: {fulfilled}. Vencidos: {whole.of(Standing.OVERDUE)}."
    yield Evidence("Compromisos", whole.promised, told, "commitments.index", {"anio": year})
    plans = len(improvement.of_year(year))
    yield Evidence("Planes de mejoramiento", plans, "Planes públicos del año.", "improvement.index", {"anio": year})


def _reports(year: int) -> Iterator[Evidence]:
    found = select(func.count(KeptReport.id)).where(KeptReport.year == year, kept.is_read())
    told = "Informes publicados del año, en PDF, Word, Excel y CSV."
    yield Evidence("Informes publicados", db.session.scalar(found) or 0, told, "reports.index", {"anio": year})
