"""What people said of each space and what was done with it: indicator B4."""

from collections.abc import Iterator, Sequence

from participa.evaluations import queries as evaluations
from participa.reports.kinds.sections.telling import figure, numbers, of_hundred, page
from participa.reports.queries.indicators import Evaluated
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    amount,
    average,
    on_day,
    said,
    table,
)

EVALUATED = "Espacios del período con evaluación cerrada y contada."
RECOMMENDED = "Recomendaciones que el equipo recogió de las evaluaciones de esos espacios."
ANSWERED = "De ellas, cuántas ya dicen qué se hizo."


def figures(found: Sequence[Evaluated]) -> list[Figure]:
    asked = sum(one.recommendations for one in found)
    return [
        figure("Espacios evaluados", amount(len(found)), EVALUATED),
        figure("Recomendaciones", amount(asked), RECOMMENDED),
        figure("Con respuesta", amount(asked - sum(one.without_answer for one in found)), ANSWERED),
    ]


def blocks(found: Sequence[Evaluated]) -> Iterator[Block]:
    """Each evaluation in a line, and each recommendation with what was done."""
    yield Heading("Evaluación y recomendaciones de cada espacio", 2, "evaluacion")
    yield Figures("evaluacion-cifras", "Evaluación de los espacios", tuple(figures(found)))
    yield table(
        "evaluaciones",
        "Evaluación de los espacios",
        (Column("Espacio"), Column("Fecha", ColumnKind.DAY))
        + numbers("Respondieron", "Asistieron", "De cada cien", "Satisfacción (1 a 5)"),
        [_row(one) for one in found],
    )
    yield Note("«De cada cien»: cuántas de las personas que asistieron respondieron con su código.", page(INDEX))
    columns = (Column("Espacio"), Column("Sobre qué"), Column("Recomendación"), Column("Qué se hizo"))
    yield table("recomendaciones", "Recomendaciones", columns, [row for one in found for row in _asked(one)])


INDEX = "evaluations.index"


def _row(one: Evaluated) -> tuple[Cell, ...]:
    told, event = one.told, one.told.evaluation.event
    return (
        said(event.title, page("evaluations.detail", slug=event.slug)),
        on_day(event.day),
        amount(told.by_code.people),
        amount(told.attended) if told.is_attendance_known else said("Sin contar"),
        of_hundred(told.rate),
        said("Oculto") if told.satisfaction is None else average(told.satisfaction),
    )


def _asked(one: Evaluated) -> Iterator[tuple[Cell, ...]]:
    event = one.told.evaluation.event
    for asked in evaluations.recommendations(one.told.evaluation):
        done = said(asked.done or "Todavía sin respuesta")
        yield said(event.title), said(asked.tag_label), said(asked.words), done
