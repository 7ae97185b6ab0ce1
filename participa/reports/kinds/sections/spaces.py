"""Spaces held, groups of people and goals: indicators B1, B2 and B3 of the evaluation report."""

from collections.abc import Iterator

from participa.reports.kinds.sections.telling import NUMBER, counts, figure, numbers, page
from participa.reports.queries.indicators import Space, Spaces
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
    on_day,
    said,
    table,
)

HELD = "Espacios que empezaron en el período y están realizados, en respuesta o cerrados."
ATTENDED = (
    "Suma de las personas que llegaron a cada espacio, como lo dice su página. "
    "Quien fue a dos espacios cuenta dos veces."
)
GROUPS = "Grupos de valor distintos de los espacios realizados y de las actividades que cumplen."
GOALS = "Metas distintas sobre las que se rindió cuentas en un espacio realizado, o que busca la actividad que cumple."


def figures(spaces: Spaces) -> list[Figure]:
    return [
        figure("Espacios realizados", amount(spaces.total), HELD),
        figure("Asistencias", amount(spaces.people), f"{ATTENDED} {_left_out(spaces)}".strip()),
        figure("Grupos de valor", amount(len(spaces.groups)), GROUPS),
        figure("Metas tratadas", amount(len(spaces.goals)), GOALS),
    ]


def _left_out(spaces: Spaces) -> str:
    """What the sum does not know, in words."""
    told = []
    if spaces.hidden:
        told.append(f"Faltan {spaces.hidden} donde llegaron menos de 5 personas." if spaces.hidden > 1 else ONE_HIDDEN)
    if spaces.uncounted:
        told.append(f"En {spaces.uncounted} nadie anotó llegadas." if spaces.uncounted > 1 else ONE_UNCOUNTED)
    return " ".join(told)


ONE_HIDDEN = "Falta uno donde llegaron menos de 5 personas."
ONE_UNCOUNTED = "En uno nadie anotó llegadas."


def held(spaces: Spaces) -> Iterator[Block]:
    """B1: how many, by type and modality, and each of them."""
    yield Heading("Espacios de diálogo", 2, "espacios")
    yield Figures("espacios-cifras", "Espacios, personas y metas", tuple(figures(spaces)))
    yield counts("tipos", "Espacios por tipo", "Tipo", "Espacios", spaces.by_type)
    yield counts("modalidades", "Espacios por modalidad", "Modalidad", "Espacios", spaces.by_modality)
    columns = (Column("Espacio"), Column("Fecha", ColumnKind.DAY), Column("Tipo"), *numbers("Asistieron"))
    yield table("espacios-realizados", "Espacios realizados", columns, [_row(one) for one in spaces.held])
    yield Note("Las mismas cifras están en la página de cada espacio.", page("events.index"))


def _row(one: Space) -> tuple[Cell, ...]:
    event = one.event
    people = amount(one.attended) if one.is_counted else said("Sin contar")
    address = page("events.detail", slug=event.slug)
    return said(event.title, address), on_day(event.day), said(event.type_label), people


def groups(spaces: Spaces) -> Iterator[Block]:
    """B2: which groups were called together, and in how many spaces."""
    yield Heading("Grupos de valor", 2, "grupos")
    yield counts("grupos-de-valor", "Grupos convocados", "Grupo", "Espacios", spaces.groups)
    yield Note(GROUPS)


def goals(spaces: Spaces) -> Iterator[Block]:
    """B3: the goals that were told of."""
    yield Heading("Metas sobre las que se rindió cuentas", 2, "metas")
    columns = (Column("Meta"), Column("Espacios", NUMBER))
    rows = [(said(goal), amount(value)) for goal, value in spaces.goals.items()]
    yield table("metas-tratadas", "Metas tratadas", columns, rows)
    yield Note(GOALS)
