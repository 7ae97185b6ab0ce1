"""How far the activities of the strategy are fulfilled: indicator B6."""

from collections.abc import Iterable, Iterator, Sequence

from participa.reports.kinds.sections.telling import figure, numbers, page
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Table,
    amount,
    on_day,
    said,
    share,
    table,
)
from participa.strategy.fulfilment import Fulfilment, Share, Unit
from participa.strategy.models import SHOWN_STATE_LABELS, Activity, Strategy, Tracked
from participa.strategy.tracking import compared

DONE = (
    "Actividades cumplidas, según su dependencia, de todas las que cuentan. Las canceladas con motivo no cuentan. "
    "Una actividad de varios períodos cuenta en cada uno."
)
COUNTING = "Las de la estrategia en vigor. Las canceladas con motivo no cuentan."
OF_A_HUNDRED = "De cada cien que cuentan, cuántas están cumplidas."
VERIFIED = "De las mismas, cuántas verificó Control Interno."
CANCELLED = "Actividades canceladas con motivo. No cuentan."
OVERDUE = "Pasaron su fecha el día del corte sin que nadie informara su cumplimiento."
NO_STRATEGY = "Este año no tiene una estrategia publicada."


def figures(found: Fulfilment) -> list[Figure]:
    whole = found.whole
    return [
        figure("Actividades cumplidas", amount(whole.value), DONE),
        figure("De todas las que cuentan", amount(whole.of), COUNTING),
        figure("Cumplimiento", share(whole.value, whole.of), OF_A_HUNDRED),
        figure("Verificadas", amount(whole.verified), VERIFIED),
        figure("Vencidas", amount(len(found.overdue)), OVERDUE),
        figure("Canceladas", amount(found.cancelled), CANCELLED),
    ]


def blocks(found: Fulfilment, strategy: Strategy) -> Iterator[Block]:
    """The same count by element, stage, office and cuatrimestre, and what is overdue or disputed."""
    yield Heading("Cumplimiento de las actividades", 2, "cumplimiento")
    yield Figures("cumplimiento-cifras", "Actividades de la estrategia", tuple(figures(found)))
    yield by("elementos", "Cumplimiento por elemento", "Elemento", found.by_elemento)
    yield by("etapas", "Cumplimiento por etapa", "Etapa", found.by_etapa)
    yield by("dependencias", "Cumplimiento por dependencia", "Dependencia", found.by_office)
    yield by("periodos", "Cumplimiento por cuatrimestre", "Debía terminar", found.by_period)
    yield Note(DONE, page("strategy.fulfilment", year=strategy.year))
    yield Heading("Actividades vencidas", 3, "vencidas")
    columns = (Column("Actividad"), Column("Período"), Column("Debía terminar", ColumnKind.DAY))
    yield table("actividades-vencidas", "Actividades vencidas", columns, [_late(one) for one in found.overdue])
    yield from disputes(found.disputed)


def by(name: str, caption: str, head: str, shares: Sequence[Share]) -> Table:
    columns = (Column(head), *numbers("Cumplidas", "De"), Column("%", ColumnKind.PERCENT), *numbers("Verificadas"))
    rows = [(said(one.label), amount(one.value), amount(one.of), *_rest(one)) for one in shares]
    return table(name, caption, columns, rows)


def _rest(one: Share) -> tuple[Cell, Cell]:
    return share(one.value, one.of), amount(one.verified)


def _late(unit: Unit) -> tuple[Cell, ...]:
    return activity_cell(unit.activity), said(unit.slot.label), on_day(unit.slot.last_day)


def activity_cell(activity: Activity) -> Cell:
    return said(activity.name, page("strategy.activity", year=activity.strategy.year, slug=activity.slug))


def disputes(found: Iterable[Tracked]) -> Iterator[Block]:
    """What internal control found otherwise than the office reported."""
    told = [f"{one.activity.name}: {compared(slot)}" for one in found for slot in one.disputed]
    yield Heading("Lo que no coincide", 3, "no-coincide")
    yield Points(tuple(told)) if told else Prose("Control Interno no encontró diferencias con lo informado.")


def units(found: Sequence[Unit]) -> Table:
    """Each period of each activity with what its office reports and what internal control found."""
    heads = ("Actividad", "Dependencia", "Situación", "Informe y verificación")
    return table(
        "actividades",
        "Actividades del cuatrimestre",
        (*(Column(head) for head in heads), Column("Debía terminar", ColumnKind.DAY)),
        [_unit(one) for one in found],
    )


def _unit(one: Unit) -> tuple[Cell, ...]:
    offices = ", ".join(office.name for office in one.activity.departments) or one.activity.responsible_text
    state, told = SHOWN_STATE_LABELS[one.slot.shown], compared(one.slot)
    return activity_cell(one.activity), said(offices), said(state), said(told), on_day(one.slot.last_day)
