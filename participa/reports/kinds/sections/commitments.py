"""How the entity keeps what it promised: indicator B5."""

from collections.abc import Iterator

from participa.commitments.queries.board import Figures as Counted
from participa.commitments.queries.board import Line
from participa.commitments.standing import STANDING_LABELS, Standing
from participa.reports.kinds.sections.telling import counts, figure, numbers, of_hundred, page
from participa.reports.queries.indicators import Promised
from participa.shared.report.model import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    Note,
    Table,
    amount,
    average,
    said,
    table,
)

PROMISED = "Compromisos públicos de ese año, contados en la dependencia que los lidera."
OVERDUE = "Los que pasaron su fecha y siguen pendientes el día del corte."
IN_TIME = "De cada cien que ya se pueden juzgar, cuántos se cumplieron a más tardar en la primera fecha publicada."
PROGRESS = "Promedio del avance informado por las dependencias, de 0 a 100."
SLIPS = "Cuántas veces se dio otra fecha. Una fecha nueva no mejora la cifra."


def figures(promised: Promised) -> list[Figure]:
    whole = promised.whole
    return [
        figure("Compromisos", amount(whole.promised), PROMISED),
        figure("Vencidos", amount(whole.of(Standing.OVERDUE)), OVERDUE),
        figure("En la primera fecha, de cada cien", of_hundred(whole.on_time_rate), IN_TIME),
        figure("Avance promedio", average(promised.progress), PROGRESS),
        figure("Fechas nuevas", amount(whole.slips), SLIPS),
    ]


def by_standing(whole: Counted) -> dict[str, int]:
    return {STANDING_LABELS[one]: whole.of(one) for one in Standing}


def blocks(promised: Promised, year: int | None) -> Iterator[Block]:
    """How many stand how, and each office."""
    amounts = by_standing(promised.whole)
    yield Heading("Estado de los compromisos", 2, "compromisos")
    yield Figures("compromisos-cifras", "Los compromisos en cifras", tuple(figures(promised)))
    yield counts("situacion", "Compromisos por situación", "Situación", "Compromisos", amounts)
    yield kept(promised.offices)
    yield owed(promised.offices)
    yield Note(IN_TIME, page("commitments.offices", **({"anio": year} if year else {})))


def kept(lines: tuple[Line, ...]) -> Table:
    """What each office promised and fulfilled, as the public board tells it."""
    heads = ("Prometidos", "Cumplidos a tiempo", "Cumplidos tarde", "Vencidos", "En la primera fecha, de cada cien")
    shown = (Standing.FULFILLED, Standing.FULFILLED_LATE, Standing.OVERDUE)
    rows = [
        (said(one.name), amount(of.promised), *(amount(of.of(way)) for way in shown), of_hundred(of.on_time_rate))
        for one in lines
        for of in [one.figures]
    ]
    columns = (Column("Dependencia"), *numbers(*heads))
    return table("compromisos-por-dependencia", "Lo que prometió y cumplió cada dependencia", columns, rows)


def owed(lines: tuple[Line, ...]) -> Table:
    """What each office did not do, what is at risk and how often it gave another date."""
    shown = (Standing.UNFULFILLED, Standing.AT_RISK)
    rows = [
        (said(one.name), *(amount(of.of(way)) for way in shown), amount(of.slips))
        for one in lines
        for of in [one.figures]
    ]
    columns = (Column("Dependencia"), *numbers("No cumplidos", "En riesgo", "Fechas nuevas"))
    return table("compromisos-por-cuidar", "Lo que cada dependencia debe cuidar", columns, rows)
