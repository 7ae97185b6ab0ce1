"""How the entity answers what citizens ask (Ley 1757 de 2015, art. 56 f)."""

from collections.abc import Iterator, Mapping

from participa.questions.queries.figures import Figures as Counted
from participa.questions.queries.figures import Performance
from participa.reports.kinds.sections.telling import figure, numbers, of_hundred, page, typical
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Note,
    Table,
    amount,
    said,
    table,
)

RECEIVED = "Preguntas y otras peticiones recibidas en el período, por cualquier canal. También las que no son públicas."
IN_TIME = "Respuestas que salieron antes de vencer el plazo de la ley."
LATE = "Respuestas que salieron después de vencer el plazo."
RATE = "De cada cien respuestas, cuántas salieron a tiempo. Se redondea hacia abajo."
PENDING = "Las del período que todavía esperan su respuesta el día del corte."
OVERDUE = "Las que esperan su respuesta y ya pasaron la fecha límite."
DAYS = "Días hábiles: la mitad de las respuestas demoró eso o menos. La otra mitad, eso o más."


def figures(of: Counted) -> list[Figure]:
    return [
        figure("Preguntas recibidas", amount(of.received), RECEIVED),
        figure("Respondidas a tiempo", amount(of.answered_in_time), IN_TIME),
        figure("Respondidas tarde", amount(of.answered_late), LATE),
        figure("A tiempo, de cada cien", of_hundred(of.share_in_time), RATE),
        figure("Por responder", amount(of.pending), PENDING),
        figure("Con el plazo vencido", amount(of.overdue), OVERDUE),
        figure("Días hábiles de una respuesta típica", typical(of.median_days), DAYS),
    ]


def blocks(found: Performance) -> Iterator[Block]:
    """By office and by topic."""
    yield Heading("Preguntas de la ciudadanía", 2, "preguntas")
    yield Figures("preguntas-cifras", "Las preguntas en cifras", tuple(figures(found.whole)))
    yield by("preguntas-por-dependencia", "Preguntas por dependencia", "Dependencia", found.offices)
    yield by("preguntas-por-tema", "Preguntas por tema", "Tema", found.topics)
    yield Note(DAYS, page("questions.performance"))


def by(name: str, caption: str, head: str, rows: Mapping[str, Counted]) -> Table:
    heads = ("Recibidas", "A tiempo, de cada cien", "Días hábiles", "Por responder", "Vencidas")
    return table(name, caption, (Column(head), *numbers(*heads)), [(said(one), *_row(of)) for one, of in rows.items()])


def _row(of: Counted) -> tuple[Cell, ...]:
    waiting = (amount(of.pending), amount(of.overdue))
    return amount(of.received), of_hundred(of.share_in_time), typical(of.median_days), *waiting
