"""The report of the observations on the draft of the strategy, and what the entity replied to each."""

from collections.abc import Iterator

from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections.telling import counts, figure, page, part, report_of
from participa.reports.queries import observing
from participa.reports.queries.observing import Consulted
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Prose,
    Report,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.templating import counted, day_of, plain_day
from participa.strategy.models import Observation

RECEIVED = "Observaciones que llegaron al borrador, de todas las personas."
PENDING = "Las que todavía no tienen una respuesta publicada."
REPLIED = "Se leen las observaciones que ya tienen respuesta publicada."
NONE = "El borrador de ese año no se puso en consulta."


def build(subject: Subject, texts: Texts) -> Report:
    """The consultation of the strategy of a year, as everybody reads it today."""
    return report_of(KIND, subject, list(_blocks(observing.find(subject.year), texts)))


def _blocks(found: Consulted | None, texts: Texts) -> Iterator[Block]:
    yield Heading("En pocas palabras", 2, "resumen")
    yield from texts.prose("summary")
    if found is None:
        yield Prose(NONE)
        return
    yield _figures(found)
    yield counts("decisiones", "Observaciones por decisión", "Decisión", "Observaciones", found.decisions)
    yield Heading("Cada observación y su respuesta", 2, "observaciones")
    heads = ("Radicado", "Sobre", "Observación", "Decisión", "Por qué")
    columns = (*(Column(head) for head in heads), Column("Respondida", ColumnKind.DAY))
    yield table("observaciones", "Observaciones con respuesta", columns, [_row(one) for one in found.replied])
    yield Note(REPLIED, page("strategy.consultation_report", year=found.strategy.year))
    yield from part(texts, "changes", "Qué cambió en la estrategia", "cambios")


def _figures(found: Consulted) -> Figures:
    told = [figure("Recibidas", amount(found.total), RECEIVED)]
    for label, value in found.decisions.items():
        told.append(figure(label, amount(value), f"Con respuesta publicada: {label.lower()}."))
    told.append(figure("Por responder", amount(found.pending), PENDING))
    return Figures("cifras", "Observaciones al borrador", tuple(told))


def _row(one: Observation) -> tuple[Cell, ...]:
    reply = one.published_reply
    words = f"Texto reservado: {one.withheld_because}" if one.withheld_because else one.body
    decided = (reply.decision_label, reply.reasons) if reply else ("", "")
    answered_on = day_of(reply.published_at) if reply and reply.published_at else None
    return said(one.radicado), said(one.about), said(words), *map(said, decided), on_day(answered_on)


def _summary(subject: Subject) -> str:
    found = observing.find(subject.year)
    if found is None:
        return NONE
    first, last = found.strategy.consultation_opens_on, found.strategy.consultation_closes_on
    window = f" Estuvo en consulta del {plain_day(first)} al {plain_day(last)}." if first and last else ""
    received = counted(found.total, "observación", "observaciones")
    return f"El borrador de la estrategia de {subject.year} recibió {received}.{window} Gracias a quienes participaron."


KIND = Kind(
    name="observaciones-al-borrador",
    label="Informe de observaciones al borrador de la estrategia",
    scope=Scope.YEAR,
    describe="Qué dijo la ciudadanía del borrador y qué respondió la entidad, observación por observación.",
    build=build,
    texts=(
        TextBlock("summary", "En pocas palabras", "Cuántas llegaron y qué pidieron más.", _summary),
        TextBlock("changes", "Qué cambió en la estrategia", "Diga qué se cambió gracias a las observaciones."),
    ),
    activity_words=("informe de observaciones",),
    is_for=lambda subject: observing.was_held(subject.year),
    lacks=lambda subject: observing.lacks(subject.year),
)
register(KIND)
