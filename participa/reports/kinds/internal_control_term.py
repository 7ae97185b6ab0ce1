"""The report of internal control for each cuatrimestre: what was reported, what was verified, what does not match."""

from collections.abc import Iterator, Sequence

from participa.accounts.models import Role
from participa.commitments.models import CommitmentCheck
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections import fulfilment, questions, spaces
from participa.reports.kinds.sections.telling import figure, page, part, report_of
from participa.reports.queries import control, indicators
from participa.reports.queries.indicators import Period
from participa.shared.clock import today
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Report,
    amount,
    on_day,
    said,
    share,
    table,
)
from participa.strategy.fulfilment import Share, Unit
from participa.strategy.models import Strategy

COUNTED = "Períodos de actividades que debían terminar en el cuatrimestre. Las canceladas con motivo no cuentan."
CHECKED = "Verificaciones de compromisos que hizo Control Interno en el cuatrimestre."


def build(subject: Subject, texts: Texts) -> Report:
    """What internal control looks at in a cuatrimestre, as the data are today."""
    return report_of(KIND, subject, list(_blocks(indicators.term_of(subject.year, subject.term), subject, texts)))


def _blocks(period: Period, subject: Subject, texts: Texts) -> Iterator[Block]:
    strategy = indicators.find_strategy(subject.year)
    yield Heading("Alcance", 2, "alcance")
    yield from texts.prose("scope")
    yield from _activities(strategy, period)
    held, asked = indicators.spaces(period), indicators.answered(period, today())
    yield from spaces.held(held)
    yield from questions.blocks(asked)
    yield from _checks(control.checks(period))
    yield from part(texts, "opinion", "Concepto de Control Interno", "concepto")
    yield from part(texts, "recommendations", "Recomendaciones", "recomendaciones")


def _activities(strategy: Strategy | None, period: Period) -> Iterator[Block]:
    yield Heading("Actividades de la estrategia", 2, "actividades")
    if strategy is None:
        yield Note(fulfilment.NO_STRATEGY)
        return
    found = indicators.fulfilled(strategy, today())
    units = control.units(strategy, period, today())
    yield _figures(next((one for one in found.by_period if one.label == period.label), NOTHING), units)
    yield fulfilment.units(units)
    yield from fulfilment.disputes(control.of_units(found.disputed, units))
    yield Note(COUNTED, page("strategy.fulfilment", year=strategy.year))


NOTHING = Share("", 0, 0)


def _figures(of: Share, units: Sequence[Unit]) -> Figures:
    told = (
        figure("Debían terminar", amount(of.of), COUNTED),
        figure("Cumplidas, según las dependencias", amount(of.value), fulfilment.DONE),
        figure("Cumplimiento", share(of.value, of.of), fulfilment.DONE),
        figure("Verificadas", amount(of.verified), fulfilment.VERIFIED),
        figure("Vencidas", amount(control.overdue(units)), fulfilment.OVERDUE),
        figure("No coinciden", amount(control.disputed(units)), "Control Interno encontró algo distinto."),
    )
    return Figures("actividades-cifras", "Actividades del cuatrimestre", told)


def _checks(found: Sequence[CommitmentCheck]) -> Iterator[Block]:
    yield Heading("Compromisos verificados", 2, "compromisos")
    columns = [Column(head) for head in ("Compromiso", "Qué se prometió", "Dependencia", "Qué se encontró", "Nota")]
    yield table(
        "verificaciones",
        "Verificaciones de compromisos",
        (*columns, Column("Día", ColumnKind.DAY)),
        [_check(one) for one in found],
    )
    yield Note(CHECKED, page("commitments.index"))


def _check(one: CommitmentCheck) -> tuple[Cell, ...]:
    of, address = one.commitment, page("commitments.detail", code=one.commitment.code)
    told = (said(f"{one.completion_label}. {one.agreement_label}."), said(one.note), on_day(one.checked_on))
    return said(of.code, address), said(of.text), said(of.lead.name), *told


def _scope(subject: Subject) -> str:
    period = indicators.term_of(subject.year, subject.term)
    return (
        f"Este seguimiento es de {period.label.lower()}. Compara lo que informaron las dependencias "
        "con lo que verificó Control Interno. También mira los espacios realizados y los plazos de las respuestas."
    )


KIND = Kind(
    name="seguimiento-de-control-interno",
    label="Seguimiento de Control Interno",
    scope=Scope.TERM,
    describe="Qué informaron las dependencias, qué verificó Control Interno y qué no coincide.",
    build=build,
    texts=(
        TextBlock("scope", "Alcance", "Qué se revisó y cómo.", _scope),
        TextBlock("opinion", "Concepto de Control Interno", "Si los mecanismos fueron eficaces y pertinentes."),
        TextBlock("recommendations", "Recomendaciones", "Qué debe corregirse y quién responde."),
    ),
    roles=(Role.CONTROL,),
    approvers=(Role.CONTROL, Role.APPROVER),
    activity_words=("control interno",),
)
register(KIND)
