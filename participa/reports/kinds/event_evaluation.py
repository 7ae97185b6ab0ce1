"""The evaluation of a space: what who was there said of it, and what was done with what they asked for."""

from collections.abc import Iterator, Sequence

from participa.evaluations import figures, queries
from participa.evaluations.figures import SATISFACTION, DoorFigures, ItemFigures, Told
from participa.evaluations.models import EVALUATION_DOOR_LABELS, Evaluation, EvaluationDoor, Recommendation
from participa.events.models import Event
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.of_space import (
    WHY_HIDDEN,
    facts,
    of_a_hundred,
    page,
    plain_number,
    report,
    shown,
    space_of,
    was_held,
)
from participa.shared.clock import local
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
)
from participa.shared.templating import counted, number, plain_day

NAME, LABEL = "evaluacion-del-espacio", "Evaluación del espacio"
TITLES = {
    EvaluationDoor.ATTENDED: "Lo que dijo quien estuvo",
    EvaluationDoor.OPEN: "Lo que llegó por el enlace abierto",
}
ABOUT = {
    EvaluationDoor.ATTENDED: "Respondieron con un código o una hoja de papel que se dio en el espacio.",
    EvaluationDoor.OPEN: "Aquí pudo responder cualquiera. Se cuenta aparte y no entra en las comparaciones.",
}
NOT_YET = "La evaluación todavía no tiene cifras. Salen cuando cierra y se cuentan las respuestas."
ANONYMOUS = "Nadie sabe quién dijo qué: la respuesta no guarda código, hora ni aparato."
NONE_AT_ALL = "Este espacio no tiene evaluación: nadie la encendió antes de hacerlo."


def build(subject: Subject, texts: Texts) -> Report:
    return report(NAME, LABEL, space_of(subject), _blocks(subject, texts))


def find_told(event: Event) -> Told | None:
    """The public figures of the evaluation, beside the other spaces of its year; None before they are counted."""
    evaluation = queries.find_of(event)
    if evaluation is None or not evaluation.is_counted:
        return None
    others = queries.of_year(local(event.starts_at).year)
    return figures.of(evaluation, [one for one in others if one.event.is_public])


def _blocks(subject: Subject, texts: Texts) -> Iterator[Block]:
    event = space_of(subject)
    told = find_told(event)
    yield Heading("El espacio", 2, "espacio")
    yield facts(event)
    yield from texts.prose("intro")
    yield Heading("En resumen", 2, "resumen")
    yield summary(told) if told else Prose(NOT_YET if queries.find_of(event) else NONE_AT_ALL)
    if told is not None:
        yield Heading("Qué pidió la gente y qué se hizo", 2, "que-se-pidio")
        yield recommendations(told.evaluation)
        for door in told.doors:
            yield from _door(door)
    if texts["conclusions"]:
        yield Heading("Conclusiones y mejoras", 2, "conclusiones")
        yield from texts.prose("conclusions")
    yield Heading("Cómo se contó", 2, "cuenta")
    yield Points(
        (*ABOUT.values(), "Nadie sabe quién dijo qué: la respuesta no guarda código, hora ni aparato.", WHY_HIDDEN)
    )
    yield Note("Las mismas cifras están en la página de la evaluación.", page("evaluations.detail", slug=event.slug))


def summary(told: Told) -> Figures:
    """The numbers that open its public page."""
    attended = amount(told.attended) if told.is_attendance_known else Cell("No se contaron")
    mean = told.satisfaction
    level = Cell("Oculta: son muy pocas personas") if mean is None else Cell(f"{number(mean)} de 5", mean)
    return Figures(
        "cifras-evaluacion",
        "La evaluación en cifras",
        (
            Figure("Personas que asistieron", attended, "Llegadas que se anotaron."),
            Figure("Respondieron", amount(told.by_code.people), ABOUT[EvaluationDoor.ATTENDED]),
            Figure("De cada cien asistentes", of_a_hundred(told.rate, "No se puede decir"), "Solo con código."),
            Figure("Satisfacción", level, "Promedio de 1 a 5 de quienes respondieron con código."),
        ),
    )


def recommendations(evaluation: Evaluation) -> Table:
    """What people asked for, without data of anybody, and what was done."""
    columns = (Column("Sobre qué"), Column("Qué pidieron"), Column("Qué se hizo"), Column("Cuándo", ColumnKind.DAY))
    rows = tuple(_recommended(one) for one in queries.recommendations(evaluation))
    empty = "El equipo todavía no ha recogido recomendaciones."
    return Table("recomendaciones", "Recomendaciones y qué se hizo", columns, rows, empty)


def _recommended(one: Recommendation) -> tuple[Cell, ...]:
    tags = ", ".join((one.tag_label, *map(str, one.free_tags)))
    done = on_day(local(one.done_at).date()) if one.done_at else Cell("Pendiente")
    return said(tags), said(one.words), Cell(one.done or "Todavía sin responder"), done


def _door(door: DoorFigures) -> Iterator[Block]:
    yield Heading(TITLES[door.door], 2, f"puerta-{door.door.value}")
    if door.people is None:
        yield Prose("Respondieron menos de 5 personas. Por eso no se muestran sus respuestas.")
    elif door.people == 0:
        yield Prose("Nadie respondió.")
    for place, item in enumerate(door.items, 1):
        yield from _item(door.door, place, item)


def _item(door: EvaluationDoor, place: int, item: ItemFigures) -> Iterator[Block]:
    name = f"{door.value}-{item.name}".replace("_", "-")
    yield Heading(f"{place}. {item.words}", 3, f"pregunta-{name}")
    if not item.answered:
        few = "Respondieron menos de 5 personas. Por eso no se muestra."
        yield Prose(few if item.answered is None else "Nadie respondió esta pregunta.")
        return
    yield Prose(" ".join(_sentences(item)))
    yield _choices(name, item)
    if item.name == SATISFACTION and not item.is_hidden:
        yield _drawn(name, item)


def _sentences(item: ItemFigures) -> Iterator[str]:
    yield f"{counted(item.answered or 0, 'persona respondió', 'personas respondieron')}."
    if item.mean is not None:
        yield f"Promedio: {number(item.mean)} de 5."
    if item.mean is not None and item.mean_elsewhere is not None:
        others = counted(item.spaces, "otro espacio", "otros espacios")
        yield f"En {others} del año: {number(item.mean_elsewhere)}."
    if item.is_several:
        yield "Cada persona podía marcar varias."


def _choices(name: str, item: ItemFigures) -> Table:
    columns = [Column("Respuesta"), Column("Personas", ColumnKind.NUMBER), Column("De cada cien", ColumnKind.PERCENT)]
    if item.spaces:
        columns.append(Column("En otros espacios", ColumnKind.PERCENT))
    rows = tuple(
        (
            *(said(one.label), shown(one.amount), of_a_hundred(one.share, "Oculto")),
            *((of_a_hundred(one.elsewhere, "Oculto"),) if item.spaces else ()),
        )
        for one in item.choices
    )
    return Table(name, item.words, tuple(columns), rows)


def _drawn(name: str, item: ItemFigures) -> Chart:
    labels = tuple(one.label for one in item.choices)
    series: Sequence[Series] = (Series("Personas", tuple(one.amount for one in item.choices)),)
    words = f"El promedio es {plain_number(item.mean).text} de 5, con {item.answered} respuestas."
    return Chart(f"grafica-{name}", item.words, ChartKind.BARS, labels, tuple(series), words, "personas")


def lacks(subject: Subject) -> list[str]:
    event = space_of(subject)
    evaluation = queries.find_of(event)
    if evaluation is None:
        return [NONE_AT_ALL]
    if not evaluation.is_counted:
        return [f"Las cifras de la evaluación salen después del {plain_day(evaluation.survey.closes_at)}."]
    without = sum(not one.done for one in queries.recommendations(evaluation))
    if not without:
        return []
    verb = "Falta" if without == 1 else "Faltan"
    return [f"{verb} {counted(without, 'recomendación', 'recomendaciones')} por responder."]


def is_for(subject: Subject) -> bool:
    return was_held(subject) and queries.find_of(space_of(subject)) is not None


def _intro(subject: Subject) -> str:
    event = space_of(subject)
    evaluation = queries.find_of(event)
    if evaluation is None:
        return ""
    doors = " y ".join(EVALUATION_DOOR_LABELS[door].lower() for door, _survey in evaluation.surveys)
    days = counted(evaluation.days, "día", "días")
    return f"Quien estuvo pudo evaluar el espacio durante {days}, {doors}. Las respuestas son anónimas."


KIND = Kind(
    name=NAME,
    label=LABEL,
    scope=Scope.EVENT,
    describe="Cómo le pareció el espacio a quien estuvo, y qué se hizo con lo que pidió.",
    build=build,
    texts=(
        TextBlock("intro", "Presentación", "Cómo se evaluó el espacio.", _intro),
        TextBlock("conclusions", "Conclusiones y mejoras", "Qué salió bien, qué no, y qué se va a mejorar."),
    ),
    activity_words=("evaluacion del evento", "informe de evaluacion"),
    is_for=is_for,
    lacks=lacks,
)
register(KIND)
