"""The acta of a space: what was planned, what happened, what was answered and promised. It holds no names."""

from collections.abc import Iterable, Iterator, Sequence

from participa.attendance.statistics import counting
from participa.events import queries as events
from participa.events.models import AgendaItem, Event
from participa.hearings import minutes as live
from participa.hearings.minutes import Minutes, Promised, Said, Spoken
from participa.hearings.models import Hearing, HearingState
from participa.hearings.queries import conduct
from participa.hearings.queries.conduct import Point
from participa.hearings.queries.history import Heard
from participa.questions.queries import figures
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.of_space import facts, page, report, space_of, was_held
from participa.shared.clock import today
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Heading,
    Note,
    Prose,
    Report,
    Table,
    amount,
    said,
    table,
)
from participa.shared.suppression import protect_total
from participa.shared.templating import counted, hour, moment

NAME, LABEL = "acta", "Acta del espacio"
NOT_TREATED, NO_CLOCK, NO_OFFICE, NOWHERE = "No se trató", "Sin reloj", "Sin oficina", "Sin decir"
TO_SIGN = "______________________"
IN_WRITING = "Lo que se dijo en vivo no reemplaza la respuesta escrita. Toda pregunta la recibe."


def build(subject: Subject, texts: Texts) -> Report:
    return report(NAME, LABEL, space_of(subject), _blocks(subject, texts))


def find_hearing(event: Event) -> Hearing | None:
    """The live part of the space, once it ended."""
    hearing = conduct.find_of_event(event.id, is_rehearsal=False)
    return hearing if hearing is not None and hearing.state is HearingState.CLOSED else None


def _blocks(subject: Subject, texts: Texts) -> Iterator[Block]:
    event = space_of(subject)
    hearing = find_hearing(event)
    told = live.read(hearing) if hearing else None
    yield Heading("El espacio", 2, "espacio")
    yield facts(event, *_counts(event, told))
    yield from _written("Apertura", "apertura", texts, "opening")
    yield Heading("Orden del día", 2, "orden")
    yield _as_it_went(told.agenda) if told else _as_planned(event)
    yield from _written("Desarrollo", "desarrollo", texts, "development")
    yield from _live(told) if told else ()
    yield from _written("Conclusiones", "conclusiones", texts, "conclusions")
    yield Heading("Firmas", 2, "para-firmar")
    yield signatures()
    yield Note("Esta acta no lleva nombres de quienes preguntaron o hablaron.", _address(event, hearing))


def _written(title: str, anchor: str, texts: Texts, key: str) -> Iterator[Block]:
    if texts[key]:
        yield Heading(title, 2, anchor)
        yield from texts.prose(key)


def _address(event: Event, hearing: Hearing | None) -> str:
    if hearing is None:
        return page("events.detail", slug=event.slug)
    return page("hearings.minutes", code=hearing.room_code)


def _counts(event: Event, told: Minutes | None) -> list[tuple[str, Cell]]:
    attended = counting.totals(event).attended
    rows = [("Llegadas anotadas", amount(protect_total(attended)) if attended else Cell("No se anotaron"))]
    if told is not None:
        rows += _of_hearing(told)
    else:
        rows.append(("Preguntas recibidas", amount(figures.of_space(event.id, today()).whole.received)))
    return rows


def _of_hearing(told: Minutes) -> list[tuple[str, Cell]]:
    hearing = told.hearing
    return [
        ("Empezó", said(moment(hearing.opened_at) if hearing.opened_at else "")),
        ("Terminó", said(moment(hearing.closed_at) if hearing.closed_at else "")),
        ("Personas en la sala", amount(hearing.present) if hearing.present else Cell("No se contaron")),
        ("Preguntas recibidas", amount(told.received)),
        ("Preguntas con el texto reservado", amount(told.withheld)),
        *((label, amount(number)) for label, number in told.counts),
        ("No alcanzaron a salir y se responden por escrito", amount(told.left)),
        ("Cambios del orden", amount(told.overrides)),
        ("Apoyos que no alcanzaron a contar", amount(told.too_new)),
        ("Veces que se apagó la pantalla", amount(told.blanks)),
    ]


def what_happened(event: Event) -> Iterator[Block]:
    """The agenda as it went, what was answered aloud and what was promised, for another report of the space."""
    hearing = find_hearing(event)
    if hearing is None:
        yield _as_planned(event)
        return
    told = live.read(hearing)
    yield _as_it_went(told.agenda)
    yield _answered(told.answered)
    yield _promised(told.promises)
    yield Note("El acta de la audiencia en vivo.", page("hearings.minutes", code=hearing.room_code))


def _as_it_went(agenda: Sequence[Point]) -> Table:
    rows = [
        (
            said(point.item.title),
            Cell(hour(point.began_at) if point.began_at else NOT_TREATED),
            Cell(hour(point.ended_at) if point.ended_at else NOT_TREATED),
            said(point.item.responsible or "Sin decir"),
        )
        for point in agenda
    ]
    return _agenda(("Punto", "Empezó", "Terminó", "A cargo de"), rows)


def _as_planned(event: Event) -> Table:
    items: Sequence[AgendaItem] = events.agenda(event)
    rows = [
        (said(item.title), Cell(counted(item.minutes, "minuto", "minutos")), said(item.responsible or "Sin decir"))
        for item in items
    ]
    return _agenda(("Punto", "Duración prevista", "A cargo de"), rows)


def _agenda(columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Table:
    heads = tuple(Column(label) for label in columns)
    return Table("orden-del-dia", "Puntos del orden del día", heads, tuple(rows), "No se escribió el orden del día.")


def _live(told: Minutes) -> Iterator[Block]:
    yield Heading("Preguntas respondidas en vivo", 2, "en-vivo")
    yield _answered(told.answered)
    yield Prose(IN_WRITING)
    yield Heading("Compromisos dichos en el espacio", 2, "compromisos")
    yield _promised(told.promises)
    if told.turns:
        yield Heading("Turnos del micrófono", 2, "microfono")
        yield _turns(told.turns)
    if told.territories or told.offices:
        yield Heading("De dónde vinieron las preguntas", 2, "origen")
        yield from _heard(told)
    if told.decisions:
        yield Heading("Apoyos en revisión", 2, "apoyos")
        rows = [
            (Cell("Se aceptaron" if one.is_accepted else "Se descartaron"), amount(one.number), said(one.reason))
            for one in told.decisions
        ]
        columns = ("Decisión", Column("Apoyos", ColumnKind.NUMBER), "Motivo")
        yield table("apoyos-revisados", "Decisiones sobre los apoyos en revisión", columns, rows)


def _answered(answered: Iterable[Said]) -> Table:
    heads = ("Minuto", "Pregunta", "Radicado", "Oficina", "Barrio o vereda", "Cómo se respondió")
    rows = tuple(
        (
            Cell(one.minute or NO_CLOCK),
            said(one.text),
            Cell(one.radicado or "Sin radicado", address=_question(one.radicado)),
            Cell(one.office or NO_OFFICE),
            Cell(one.territory or NOWHERE),
            said(f"{one.extent}. Elegida por moderación: {one.why}" if one.why else one.extent),
        )
        for one in answered
    )
    columns = tuple(Column(label) for label in heads)
    return Table("respondidas-en-vivo", "Preguntas respondidas en vivo", columns, rows, "No se respondió ninguna.")


def _question(radicado: str) -> str:
    return page("questions.detail", radicado=radicado) if radicado else ""


def _promised(promises: Iterable[Promised]) -> Table:
    rows = tuple(
        (
            Cell(one.minute or NO_CLOCK),
            said(f"(Tachado: se anotó por error) {one.text}" if one.is_struck else one.text),
            Cell(one.office or NO_OFFICE),
            Cell(one.radicado or "Sin pregunta", address=_question(one.radicado)),
        )
        for one in promises
    )
    columns = tuple(Column(label) for label in ("Minuto", "Compromiso", "Oficina", "Por la pregunta"))
    return Table("compromisos-dichos", "Compromisos dichos en el espacio", columns, rows, "No se anotó ninguno.")


def _turns(turns: Iterable[Spoken]) -> Table:
    rows = [
        (
            amount(one.position),
            Cell(one.territory or NOWHERE),
            Cell(_length(one)),
            Cell(one.radicado or "Sin pregunta escrita", address=_question(one.radicado)),
        )
        for one in turns
    ]
    columns = (Column("Turno", ColumnKind.NUMBER), "Barrio o vereda", "Duración", "Pregunta escrita")
    return table("turnos", "Turnos del micrófono", columns, rows)


def _length(turn: Spoken) -> str:
    if not turn.was_there or turn.seconds is None:
        return "No estaba"
    return f"{turn.seconds // 60}:{turn.seconds % 60:02d}"


def _heard(told: Minutes) -> Iterator[Table]:
    parts: tuple[tuple[str, str, str, Sequence[Heard]], ...] = (
        ("territorios-oidos", "Preguntas por territorio", "Barrio o vereda", told.territories),
        ("oficinas-oidas", "Preguntas por oficina", "Oficina", told.offices),
    )
    for name, caption, what, rows in parts:
        if rows:
            numbers = (Column(label, ColumnKind.NUMBER) for label in ("Llegaron a la fila", "Respondidas en vivo"))
            lines = [(said(one.name), amount(one.waited), amount(one.answered)) for one in rows]
            yield table(name, caption, (what, *numbers), lines)


def signatures() -> Table:
    """Two lines to sign by post, never by name."""
    who = ("Quien condujo el espacio", "Quien lo acompañó, de Control Interno")
    rows = [(Cell(post), Cell(TO_SIGN)) for post in who]
    return table("firmas", "Firmas en el original", ("Cargo", "Firma"), rows)


def lacks(subject: Subject) -> list[str]:
    event = space_of(subject)
    hearing = conduct.find_of_event(event.id, is_rehearsal=False)
    if hearing is not None and hearing.state is not HearingState.CLOSED:
        return ["La audiencia en vivo no ha terminado. El acta se completa cuando termine."]
    return [] if hearing or event.minutes_text else ["Falta escribir qué pasó: complete el desarrollo del acta."]


def _opening(subject: Subject) -> str:
    event = space_of(subject)
    words = event.methodology.strip()
    return f"El espacio se hizo así: {words}" if words else ""


def _development(subject: Subject) -> str:
    return space_of(subject).minutes_text.strip()


KIND = Kind(
    name=NAME,
    label=LABEL,
    scope=Scope.EVENT,
    describe="Qué pasó en el espacio, qué se respondió en vivo y a qué se comprometió la entidad.",
    build=build,
    texts=(
        TextBlock("opening", "Apertura", "Cómo empezó y con qué reglas se hizo.", _opening),
        TextBlock("development", "Desarrollo", "Qué pasó, en orden. No escriba nombres de asistentes.", _development),
        TextBlock("conclusions", "Conclusiones", "En qué quedó el espacio y qué sigue."),
    ),
    activity_words=("acta del espacio", "levantar acta", "levantar el acta", "memorias"),
    is_for=was_held,
    lacks=lacks,
)
register(KIND)
