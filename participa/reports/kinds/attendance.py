"""Who took part in a space: how many and of which groups, with the small numbers hidden as on its public page."""

from collections.abc import Iterator

from participa.attendance.statistics import publishing, showing
from participa.attendance.statistics.showing import Chart as Counted
from participa.attendance.statistics.showing import Earlier
from participa.differential import queries as differential
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.of_space import WHY_HIDDEN, facts, page, report, shown, space_of, was_held
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Series,
    Table,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.templating import counted, plain_day

NAME, LABEL = "asistencia", "Asistencia y participación"
VOLUNTARY = "Cada persona respondió de manera voluntaria y sin dar su nombre. En «Situación» pudo marcar varias."
NONE_TO_SHOW = "No hay más cifras para mostrar: fueron muy pocas personas o no se anotó quién llegó."


def build(subject: Subject, texts: Texts) -> Report:
    return report(NAME, LABEL, space_of(subject), _blocks(subject, texts))


def _blocks(subject: Subject, texts: Texts) -> Iterator[Block]:
    event = space_of(subject)
    found = showing.figures(event)
    yield Heading("El espacio", 2, "espacio")
    yield facts(event)
    yield from texts.prose("call")
    yield Heading("Cuántas personas", 2, "cuantas")
    yield totals(found)
    if not found.charts:
        yield Prose(_why_none(subject))
    yield from _part("Quienes llegaron", "llegaron", found.arrivals)
    if found.groups:
        people = counted(found.answered or 0, "persona", "personas")
        yield from _part("Grupos", "grupos", found.groups, f"Respondieron {people}. {VOLUNTARY}")
    if found.compared:
        yield Heading("Comparado con espacios anteriores", 2, "comparacion")
        yield _compared(found.compared)
    if texts["reading"]:
        yield Heading("Qué muestran las cifras", 2, "lectura")
        yield from texts.prose("reading")
    yield Heading("Cómo se contó", 2, "cuenta")
    yield Points((WHY_HIDDEN, "Son cifras y nunca nombres. Nadie puede saber quién es quién."))
    yield Note("Las mismas cifras están en la página del espacio.", page("attendance.figures", slug=event.slug))


def totals(found: showing.Figures) -> Figures:
    """Who registered, confirmed and came, as the public page tells them."""
    return Figures(
        "cifras-participacion",
        "Personas del espacio",
        (
            Figure("Se inscribieron", amount(found.totals["registered"]), "También quienes después cancelaron."),
            Figure("Confirmaron", amount(found.totals["confirmed"]), "Dijeron que sí venían."),
            Figure("Llegaron", amount(found.totals["attended"]), "Se anotó su llegada, con inscripción o sin ella."),
        ),
    )


def _why_none(subject: Subject) -> str:
    event = space_of(subject)
    if publishing.is_final(event):
        return NONE_TO_SHOW
    return f"Las cifras de llegada y de grupos se publican desde el {plain_day(differential.closes_at(event))}."


def _part(title: str, anchor: str, charts: list[Counted], words: str = "") -> Iterator[Block]:
    if not charts:
        return
    yield Heading(title, 2, anchor)
    if words:
        yield Prose(words)
    for one in charts:
        name = one.name.replace(".", "-").replace("_", "-")
        yield Heading(one.title, 3, f"parte-{name}")
        yield _table(name, one)
        if one.drawn:
            yield _drawn(name, one)


def _table(name: str, one: Counted) -> Table:
    columns = (one.heading, Column("Personas", ColumnKind.NUMBER), Column("De", ColumnKind.NUMBER))
    return table(name, one.title, columns, [(said(bar.label), shown(bar.value), amount(bar.of)) for bar in one.bars])


def _drawn(name: str, one: Counted) -> Chart:
    labels, values = tuple(bar.label for bar in one.drawn), tuple(bar.value for bar in one.drawn)
    series = (Series("Personas", values),)
    return Chart(f"grafica-{name}", one.title, ChartKind.BARS, labels, series, one.describe, "personas")


def _compared(rows: list[Earlier]) -> Table:
    numbers = (Column(label, ColumnKind.NUMBER) for label in ("Inscritas", "Confirmadas", "Llegaron"))
    lines = [
        (
            Cell(one.event.title, address=page("attendance.figures", slug=one.event.slug)),
            on_day(one.event.day),
            *map(amount, (one.registered, one.confirmed, one.attended)),
        )
        for one in rows
    ]
    columns: tuple[Column | str, ...] = ("Espacio", Column("Día", ColumnKind.DAY), *numbers)
    return table("comparado", "Este espacio y los anteriores de su tipo", columns, lines)


def lacks(subject: Subject) -> list[str]:
    event = space_of(subject)
    if publishing.is_final(event):
        return []
    return [f"Las cifras de grupos salen el {plain_day(differential.closes_at(event))}. Espere para publicar."]


def _call(subject: Subject) -> str:
    event = space_of(subject)
    groups = ", ".join(group.name for group in event.value_groups)
    day = f"El espacio se convocó el {plain_day(event.convened_at)}." if event.convened_at else ""
    return " ".join(filter(None, (day, f"Se invitó a estos grupos: {groups}." if groups else "")))


KIND = Kind(
    name=NAME,
    label=LABEL,
    scope=Scope.EVENT,
    describe="Cuántas personas participaron y de qué grupos son. Nunca quiénes.",
    build=build,
    texts=(
        TextBlock("call", "Convocatoria", "Cómo y por qué medios se invitó.", _call),
        TextBlock("reading", "Qué muestran las cifras", "Quién faltó y qué se hará para que venga."),
    ),
    activity_words=("informe de asistencia", "listado de asistencia"),
    is_for=was_held,
    lacks=lacks,
)
register(KIND)
