"""The results report of a space, with the parts that real entities write after their hearing.

Preparation, who was called, logistics, topics, registration and questions, sorting, what happened, answers, commitments
and evaluation. Each part has a text of the team and the data that the platform already knows.
"""

from collections.abc import Callable, Iterator

from participa.attendance.statistics import showing
from participa.commitments.queries import public as commitments
from participa.events import queries as events
from participa.events.models import Event
from participa.office_reports import queries as offices
from participa.office_reports import whole
from participa.questions.queries import compendium, figures
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, asked, minutes, register, themed
from participa.reports.kinds import attendance as participation
from participa.reports.kinds import event_evaluation as evaluation
from participa.reports.kinds.of_space import facts, page, report, space_of, was_held
from participa.shared.clock import today
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Heading,
    Note,
    Report,
    Table,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.templating import counted, plain_day

NAME, LABEL = "resultados", "Informe de resultados"
Blocks = Iterator[Block]


def build(subject: Subject, texts: Texts) -> Report:
    return report(NAME, LABEL, space_of(subject), _blocks(subject, texts))


def _blocks(subject: Subject, texts: Texts) -> Blocks:
    event = space_of(subject)
    yield from texts.prose("intro")
    yield Heading("El espacio", 2, "espacio")
    yield facts(event)
    known = [(key, title, list(tell(event))) for key, title, tell in PARTS]
    told = [part for part in known if part[2] or texts[part[0]]]
    for number, (key, title, blocks) in enumerate(told, 1):
        yield Heading(f"{number}. {title}", 2, key)
        yield from texts.prose(key)
        yield from blocks
    if texts["conclusions"]:
        yield Heading("Conclusiones", 2, "conclusiones")
        yield from texts.prose("conclusions")
    yield Note("Todo lo que se cuenta aquí está en la página del espacio.", page("events.detail", slug=event.slug))


def _preparation(event: Event) -> Blocks:
    yield _route(event)
    if event.activities:
        rows = [
            (said(one.name, _activity(one.strategy.year, one.slug)), amount_year(one.strategy.year))
            for one in event.activities
            if one.strategy.is_public
        ]
        yield table("actividades", "Actividades de la estrategia que cumple", ("Actividad", "Año"), rows)


def amount_year(year: int) -> Cell:
    return Cell(str(year), year)


def _activity(year: int, slug: str) -> str:
    return page("strategy.activity", year=year, slug=slug)


def _route(event: Event) -> Table:
    rows = tuple((said(step.moment_label), said(step.text), said(step.responsible)) for step in events.route(event))
    columns = tuple(Column(label) for label in ("Momento", "Tarea", "Responde"))
    return Table("ruta", "Antes, durante y después", columns, rows, "No se escribió la ruta del espacio.")


def _calling(event: Event) -> Blocks:
    rows = [(said(group.name),) for group in event.value_groups]
    if rows:
        yield table("grupos-invitados", "Grupos de valor que se invitaron", ("Grupo",), rows)
    before = [one for one in events.documents(event) if not one.is_memoria]
    columns = (Column("Documento"), Column("Clase"), Column("Publicado desde", ColumnKind.DAY))
    lines = tuple(
        (said(one.title, page("events.detail", slug=event.slug)), said(one.kind_label), on_day(one.published_on))
        for one in before
    )
    empty = "El espacio no tuvo documentos para leer antes."
    yield Table("documentos-previos", "Información que se publicó antes", columns, lines, empty)


def _logistics(event: Event) -> Blocks:
    seats = [("Cupos en el lugar", event.capacity_in_room), ("Cupos por internet", event.capacity_online)]
    rows = [(said(label), amount(number)) for label, number in seats if number]
    rows += [(said("Accesibilidad"), said(label)) for label in event.accessibility_labels]
    if rows:
        yield table("logistica", "Lugar y apoyos", ("Qué", "Cuánto o cuál"), rows)


def _registered(event: Event) -> Blocks:
    yield participation.totals(showing.figures(event))
    amounts = compendium.amounts_by_kind(event.id)
    columns = (Column("Clase"), Column("Cuántas", ColumnKind.NUMBER))
    rows = tuple((said(label), amount(number)) for label, number in amounts.items())
    caption = "Lo que la gente presentó, de la lista pública"
    yield Table("clases", caption, columns, rows, "El espacio no tiene preguntas públicas.")
    yield Note("La participación, con sus grupos.", page("attendance.figures", slug=event.slug))


def _sorted(event: Event) -> Blocks:
    counts = figures.of_space(event.id, today())
    yield from asked.by_topic(counts)
    yield from asked.by_office(counts)


def _happened(event: Event) -> Blocks:
    yield from minutes.what_happened(event)
    memorias = [one for one in events.documents(event) if one.is_memoria and not one.is_photo]
    rows = [(said(one.title, page("events.detail", slug=event.slug)), said(one.kind_label)) for one in memorias]
    if event.recording_url:
        rows.append((said("Grabación del espacio", event.recording_url), said("Grabación")))
    if rows:
        yield table("memorias", "Memorias que se publicaron", ("Memoria", "Clase"), rows)


def _answers(event: Event) -> Blocks:
    told = compendium.of_event(event.id)
    counts = figures.of_space(event.id, today()).whole
    yield asked.sums(counts, len(told), sum(one.question.is_withheld for one in told))
    yield Note("Cada pregunta con su respuesta.", page("questions.index", espacio=event.slug))


def _commitments(event: Event) -> Blocks:
    columns = (
        *(Column(label) for label in ("Código", "Compromiso", "Dependencia", "Cómo va")),
        Column("Avance informado", ColumnKind.PERCENT),
        Column("Fecha", ColumnKind.DAY),
    )
    rows = tuple(
        (
            Cell(one.code, address=page("commitments.detail", code=one.code)),
            said(one.text),
            said(one.lead),
            said(one.standing_label),
            Cell(f"{one.percent}\u00a0%", one.percent),
            on_day(one.due_on) if one.due_on else Cell("Sin fecha"),
        )
        for one in reversed(commitments.of_event(event))
    )
    yield Table("compromisos", "Compromisos que nacieron en el espacio", columns, rows, "No hay compromisos públicos.")
    if rows:
        yield Note("Cada compromiso tiene su página y su avance.", page("commitments.index", espacio=event.slug))


def _evaluated(event: Event) -> Blocks:
    told = evaluation.find_told(event)
    if told is not None:
        yield evaluation.summary(told)
        yield evaluation.recommendations(told.evaluation)
        yield Note("La evaluación completa.", page("evaluations.detail", slug=event.slug))


def _by_office(event: Event) -> Blocks:
    """What the offices reported, once the whole is public."""
    call = offices.find_call(event.id)
    if call is None or call.published_at is None:
        return
    found = whole.of(event, call, offices.consolidated(event.id))
    columns = ("Dependencia", "Actividades realizadas", "Resultado", Column("Informe del", ColumnKind.DAY))
    rows = [
        (said(one.office), *(said(one.version.parts.get(name, "")) for name in ("activities", "outcome")), _day(one))
        for one in found.joined
    ]
    yield table("dependencias", "Resumen de los informes internos", columns, rows)
    yield Note("El consolidado de las dependencias.", page("office_reports.detail", slug=event.slug))


def _day(joined: whole.Joined) -> Cell:
    return on_day(joined.version.at.date())


PARTS: tuple[tuple[str, str, Callable[[Event], Blocks]], ...] = (
    ("preparacion", "Alistamiento institucional", _preparation),
    ("convocatoria", "A quiénes se invitó y cómo se divulgó", _calling),
    ("logistica-texto", "Organización y logística", _logistics),
    ("temas-texto", "Temas que puso la gente", themed.of_event),
    ("inscripcion", "Inscripción y radicación de propuestas", _registered),
    ("clasificacion", "Análisis y clasificación", _sorted),
    ("realizacion", "Realización", _happened),
    ("respuestas", "Respuestas", _answers),
    ("compromisos-texto", "Compromisos", _commitments),
    ("evaluacion", "Evaluación", _evaluated),
    ("informes-internos", "Lo que informaron las dependencias", _by_office),
)
HINTS = {
    "preparacion": "Quién preparó el espacio, con qué reuniones y capacitaciones.",
    "convocatoria": "Por qué medios se invitó y a quiénes. Cuente si alguien faltó.",
    "logistica-texto": "Lugar, transmisión, apoyos y seguridad.",
    "temas-texto": "Cómo se escogieron los temas.",
    "inscripcion": "Cómo se inscribió la gente y cómo presentó sus preguntas.",
    "clasificacion": "Quién leyó las preguntas y cómo se repartieron.",
    "realizacion": "Qué pasó en el espacio, en orden.",
    "respuestas": "Cómo se respondió y qué falta.",
    "compromisos-texto": "A qué se comprometió la entidad y quién lo cumple.",
    "evaluacion": "Qué dijo la gente y qué aprendió la entidad.",
    "informes-internos": "Qué muestran los informes de las dependencias.",
}


def _intro(subject: Subject) -> str:
    event = space_of(subject)
    received = figures.of_space(event.id, today()).whole.received
    return (
        f"Este informe cuenta los resultados de «{event.title}», que se hizo el {plain_day(event.starts_at)}.\n"
        f"{_came(event)} Se recibieron {counted(received, 'pregunta', 'preguntas')}."
    )


def _came(event: Event) -> str:
    attended = showing.figures(event).totals["attended"]
    if attended is None:
        return "Llegaron muy pocas personas para decir cuántas."
    return f"Llegaron {counted(attended, 'persona', 'personas')}." if attended else "No se anotó quién llegó."


def _called(subject: Subject) -> str:
    event = space_of(subject)
    if event.convened_at is None:
        return ""
    days = (event.starts_at - event.convened_at).days
    before = f", {counted(days, 'día', 'días')} antes" if days > 0 else ""
    return f"La convocatoria se publicó el {plain_day(event.convened_at)}{before}."


def _prepared(subject: Subject) -> str:
    words = space_of(subject).methodology.strip()
    return f"El espacio se preparó con esta metodología: {words}" if words else ""


def _placed(subject: Subject) -> str:
    event = space_of(subject)
    where = f"en {event.place}" if event.place else "por internet"
    return f"El espacio se hizo {where}, de manera {event.modality_label.lower()}."


def _told_how(subject: Subject) -> str:
    return space_of(subject).minutes_text.strip()


def lacks(subject: Subject) -> list[str]:
    """What its data still miss, from the other reports of the space."""
    event = space_of(subject)
    pending = figures.of_space(event.id, today()).whole.pending
    sentences = []
    if pending:
        verb = "Falta" if pending == 1 else "Faltan"
        sentences.append(f"{verb} {counted(pending, 'pregunta', 'preguntas')} por responder.")
    if evaluation.is_for(subject) and evaluation.find_told(event) is None:
        sentences.append("La evaluación del espacio todavía no tiene cifras.")
    return sentences


DRAFTS: dict[str, Callable[[Subject], str]] = {
    "preparacion": _prepared,
    "convocatoria": _called,
    "logistica-texto": _placed,
    "realizacion": _told_how,
}
KIND = Kind(
    name=NAME,
    label=LABEL,
    scope=Scope.EVENT,
    describe="Cómo se preparó el espacio, qué pasó, qué se respondió y a qué se comprometió la entidad.",
    build=build,
    texts=(
        TextBlock("intro", "Presentación", "Diga en pocas frases de qué espacio es el informe.", _intro),
        *(TextBlock(key, title, HINTS[key], DRAFTS.get(key, "")) for key, title, _tell in PARTS),
        TextBlock("conclusions", "Conclusiones", "Qué logró el espacio y qué se hará distinto."),
    ),
    activity_words=("informe de resultados", "sistematiza", "recopilar y sistematizar"),
    is_for=was_held,
    lacks=lacks,
)
register(KIND)
