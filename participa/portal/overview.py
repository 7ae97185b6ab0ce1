"""«Cómo vamos»: the live figures of a year, from the very queries of the reports of the year, kept by a chore.

Counting reads every question of the year. Pages read what is kept; where nothing is kept yet they count by themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from flask import current_app

from participa.config import Settings
from participa.questions.queries.figures import Figures as Asked
from participa.questions.queries.figures import find_kept
from participa.questions.services import counting
from participa.reports.kinds.sections import commitments, evaluations, fulfilment, questions, spaces
from participa.reports.kinds.sections.telling import counts, page
from participa.reports.queries import indicators
from participa.shared.clock import BOGOTA, today
from participa.shared.report.document import from_document, to_document
from participa.shared.report.model import Block, Chart, ChartKind, Figures, Heading, Note, Prose, Report, Series
from participa.strategy import queries as strategies
from participa.strategy.fulfilment import Share

KIND = "como-vamos"


def years(day: date) -> list[int]:
    """The years that may be looked at, the latest first: those with a public strategy, and this one."""
    return sorted({day.year, *(one.year for one in strategies.published())}, reverse=True)


def of_year(year: int) -> Report:
    """As kept last, or counted now."""
    kept = find_kept(_name(year))
    return from_document(kept) if kept is not None else count(year, today())


def keep() -> None:
    """Count every year anew, and keep what changed. A chore of each minute; what takes long it does seldom."""
    day = today()
    for year in years(day):
        counting.recount(_name(year), partial(_counted, year, day))


def _counted(year: int, day: date) -> dict[str, Any]:
    return to_document(count(year, day))


def _name(year: int) -> str:
    return f"{KIND}/{year}"


def count(year: int, day: date) -> Report:
    """The figures of a year on a day of Colombia. Its cut is the day, so that equal figures make equal documents."""
    settings: Settings = current_app.extensions["settings"]
    return Report(
        kind=KIND,
        title=f"Cómo vamos en {year}",
        entity=settings.entity.name,
        subtitle="Las cifras del año, contadas cada día con los mismos datos que usted puede leer.",
        cut_at=datetime.combine(day, time(), BOGOTA),
        blocks=tuple(_blocks(year, day)),
        address=page("portal.overview"),
    )


def _blocks(year: int, day: date) -> Iterator[Block]:
    period = indicators.year_of(year)
    yield from _questions(indicators.answered(period, day))
    yield from _activities(year, day)
    yield from _promises(year)
    yield from _spaces(indicators.spaces(period))
    yield from _evaluations(indicators.evaluated(period))


def _questions(found: Any) -> Iterator[Block]:
    yield Heading("Preguntas y respuestas", 2, "preguntas")
    yield Figures("preguntas-cifras", "Preguntas y respuestas", tuple(questions.figures(found.whole)))
    yield from _answers(found.offices)
    yield Note("Cada pregunta, con su respuesta y sus fechas, está en la lista pública.", page("questions.performance"))


def _answers(offices: Mapping[str, Asked]) -> Iterator[Block]:
    """How many of each office were answered in time, late, or still wait."""
    if not offices:
        return
    most = max(offices, key=lambda name: offices[name].received)
    yield Chart(
        "preguntas-por-dependencia",
        "Preguntas de cada dependencia",
        ChartKind.STACKED,
        tuple(offices),
        (
            Series("A tiempo", tuple(float(one.answered_in_time) for one in offices.values())),
            Series("Tarde", tuple(float(one.answered_late) for one in offices.values())),
            Series("Por responder", tuple(float(one.pending) for one in offices.values())),
        ),
        f"La dependencia con más preguntas es «{most}».",
        "preguntas",
    )


def _activities(year: int, day: date) -> Iterator[Block]:
    yield Heading("Actividades de la estrategia", 2, "actividades")
    strategy = indicators.find_strategy(year)
    if strategy is None:
        yield Prose(fulfilment.NO_STRATEGY)
        return
    found = indicators.fulfilled(strategy, day)
    yield Figures("actividades-cifras", "Actividades de la estrategia", tuple(fulfilment.figures(found)))
    yield from _shares("actividades-por-dependencia", "Actividades de cada dependencia", found.by_office)
    where = page("strategy.fulfilment", year=year)
    yield Note("Cada actividad, con su avance y su soporte, está en la página de la estrategia.", where)


def _shares(name: str, title: str, shares: Sequence[Share]) -> Iterator[Block]:
    """Done, and still to be done."""
    if not shares:
        return
    most = max(shares, key=lambda one: one.value)
    yield Chart(
        name,
        title,
        ChartKind.STACKED,
        tuple(one.label for one in shares),
        (
            Series("Cumplidas", tuple(float(one.value) for one in shares)),
            Series("Por cumplir", tuple(float(one.of - one.value) for one in shares)),
        ),
        f"La que más ha cumplido es «{most.label}», con {most.value} de {most.of}.",
        "actividades",
    )


def _promises(year: int) -> Iterator[Block]:
    found = indicators.promised(year)
    amounts = {label: value for label, value in commitments.by_standing(found.whole).items() if value}
    yield Heading("Compromisos", 2, "compromisos")
    yield Figures("compromisos-cifras", "Compromisos", tuple(commitments.figures(found)))
    yield counts("compromisos-por-situacion", "Cómo van los compromisos", "Cómo va", "Compromisos", amounts)
    yield Note("Cada compromiso, con su avance y sus soportes, está en la lista pública.", page("commitments.index"))


def _spaces(found: indicators.Spaces) -> Iterator[Block]:
    yield Heading("Espacios de diálogo", 2, "espacios")
    yield Figures("espacios-cifras", "Espacios de diálogo", tuple(spaces.figures(found)))
    yield counts("espacios-por-tipo", "Espacios de cada tipo", "Tipo", "Espacios", found.by_type)
    yield Note("Cada espacio tiene su página, con sus cifras y sus memorias.", page("events.index"))


def _evaluations(found: list[indicators.Evaluated]) -> Iterator[Block]:
    yield Heading("Lo que dijo quien estuvo", 2, "evaluacion")
    yield Figures("evaluacion-cifras", "Evaluación de los espacios", tuple(evaluations.figures(found)))
    yield Note("Las preguntas de la evaluación son siempre las mismas, para comparar.", page("evaluations.index"))


def without_how(report: Report) -> Report:
    """The same without how each figure is counted, which has a page of its own."""
    blocks = (_bare(block) if isinstance(block, Figures) else block for block in report.blocks)
    return replace(report, blocks=tuple(blocks))


def _bare(block: Figures) -> Figures:
    return replace(block, figures=tuple(replace(one, how="") for one in block.figures))


def explained(report: Report) -> list[tuple[str, Figures]]:
    """Each group of figures with its anchor."""
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading)]
    groups = [block for block in report.blocks if isinstance(block, Figures)]
    named = {group.name.removesuffix("-cifras"): group for group in groups}
    return [(anchor, named[anchor]) for anchor in anchors if anchor in named]
