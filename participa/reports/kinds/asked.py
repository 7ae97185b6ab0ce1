"""The questions of a space as blocks of a report: the figures of the public pages, and each one with its answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from participa.calendar.queries import current_calendar
from participa.events.models import Event
from participa.questions.models import Status
from participa.questions.queries.compendium import Told
from participa.questions.queries.figures import Figures as Counted
from participa.questions.queries.figures import Performance
from participa.questions.queries.public import PublicQuestion
from participa.questions.standing import ANSWERED, standing_of
from participa.reports.kinds.of_space import NO_ANSWERS, of_a_hundred, page, plain_number
from participa.shared.business_days import bogota_day, business_days_left
from participa.shared.clock import today
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Note,
    Points,
    Series,
    Table,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.templating import counted as in_words

WITHOUT_OFFICE, WITHOUT_TOPIC = "Sin oficina todavía", "Sin tema"
NO_QUESTIONS = "El espacio no tiene preguntas públicas."
SHARES = (Status.PUBLISHED, Status.REFERRED, Status.GROUPED)
ELSEWHERE = (Status.TRANSFERRED, Status.ARCHIVED, Status.REJECTED)
ROUNDED = "De cada cien respuestas. Se redondea hacia abajo."
HOW_COUNTED = (
    "Recibidas: todas las peticiones del espacio, por cualquier canal. También las que no son públicas.",
    "A tiempo: las que se respondieron por escrito antes de vencer el plazo de la ley.",
    "De cada cien respuestas, cuántas salieron a tiempo. Se redondea hacia abajo.",
    "Días hábiles: la mitad de las respuestas demoró eso o menos. La otra mitad, eso o más.",
    "Por responder: las que todavía esperan su respuesta el día del corte. Vencidas: las que ya pasaron la fecha.",
)
LAW = "El plazo es de quince días hábiles y la respuesta se publica (Ley 1757 de 2015, artículo 56, literal f)."


def sums(counted: Counted, listed: int, withheld: int) -> Figures:
    """The numbers that open the part. `listed` are those of the public list, `withheld` those without their text."""
    waiting = counted.received - listed
    return Figures(
        "cifras-preguntas",
        "Preguntas del espacio en cifras",
        (
            Figure("Recibidas", amount(counted.received), "Por cualquier canal. También las que no son públicas."),
            Figure("Respondidas a tiempo", amount(counted.answered_in_time), "Antes de vencer el plazo de la ley."),
            Figure("Respondidas tarde", amount(counted.answered_late), "Después de la fecha límite."),
            Figure("Por responder", amount(counted.pending), f"De ellas, vencidas: {counted.overdue}."),
            Figure(
                "Respuestas a tiempo",
                of_a_hundred(counted.share_in_time),
                "De cada cien respuestas. Se redondea hacia abajo.",
            ),
            Figure("Días hábiles", plain_number(counted.median_days), "Lo que demora una respuesta típica."),
            Figure("En la lista pública", amount(listed), f"Sin texto publicado: {withheld}. En revisión: {waiting}."),
        ),
    )


def by_office(counted: Performance) -> list[Block]:
    if not counted.whole.received:
        return []
    rows = _with_rest(counted.offices, counted.whole, WITHOUT_OFFICE)
    return [_breakdown("por-oficina", "Preguntas por oficina", "Oficina", rows), _drawn("oficinas", "oficina", rows)]


def by_topic(counted: Performance) -> list[Block]:
    if not counted.whole.received:
        return []
    rows = _with_rest(counted.topics, counted.whole, WITHOUT_TOPIC)
    return [_breakdown("por-tema", "Preguntas por tema", "Tema", rows), _drawn("temas", "tema", rows)]


def _with_rest(parts: Mapping[str, Counted], whole: Counted, label: str) -> dict[str, Counted]:
    """With what nobody sorted yet, so that the lines add up. Its business days are not counted apart."""
    names = ("received", "answered_in_time", "answered_late", "pending", "overdue")
    sums_ = {name: sum(getattr(one, name) for one in parts.values()) for name in names}
    rest = Counted(*(getattr(whole, name) - sums_[name] for name in names))
    return {**parts, label: rest} if rest.received else dict(parts)


def _breakdown(name: str, caption: str, what: str, rows: Mapping[str, Counted]) -> Table:
    columns = (
        Column(what),
        Column("Recibidas", ColumnKind.NUMBER),
        Column("A tiempo (%)", ColumnKind.PERCENT),
        *(Column(label, ColumnKind.NUMBER) for label in ("Días hábiles", "Por responder", "Vencidas")),
    )
    return table(name, caption, columns, [_line(label, one) for label, one in rows.items()])


def _line(label: str, one: Counted) -> tuple[Cell, ...]:
    days = plain_number(one.median_days) if one.median_days is not None or not one.answered else Cell("Sin contar")
    waiting = (amount(one.pending), amount(one.overdue))
    return said(label), amount(one.received), of_a_hundred(one.share_in_time), days, *waiting


def _drawn(name: str, what: str, rows: Mapping[str, Counted]) -> Chart:
    series = (
        Series("A tiempo", tuple(one.answered_in_time for one in rows.values())),
        Series("Tarde", tuple(one.answered_late for one in rows.values())),
        Series("Por responder", tuple(one.pending for one in rows.values())),
    )
    most = max(rows, key=lambda label: rows[label].received)
    amount_ = in_words(rows[most].received, "pregunta", "preguntas")
    return Chart(
        f"grafica-{name}",
        f"Cómo van las preguntas de cada {what}",
        ChartKind.STACKED,
        tuple(rows),
        series,
        f"Las preguntas se cuentan por {what}. La cifra más alta es la de «{most}»: {amount_}.",
        "preguntas",
    )


def notes(event: Event) -> tuple[Block, ...]:
    """How it was counted, the law, and the pages that say the same."""
    return (
        Points((*HOW_COUNTED, LAW)),
        Note("Cada pregunta tiene su página, con su plazo explicado.", page("questions.index", espacio=event.slug)),
        Note("Las cifras se cuentan igual que en «Cómo respondemos».", page("questions.performance")),
    )


def whole(told: Sequence[Told]) -> Table:
    """Every question of the public list with its answer."""
    columns = tuple(Column(label) for label in ("Radicado", "Tema", "Pregunta", "Respuesta", "La responde"))
    rows = tuple(
        (
            _number(one.question),
            said(one.question.topic or WITHOUT_TOPIC),
            said(question_words(one.question)),
            said(answer_words(one)),
            said(one.question.office or WITHOUT_OFFICE),
        )
        for one in told
    )
    return Table("preguntas", "Preguntas y respuestas", columns, rows, NO_QUESTIONS)


def terms(told: Sequence[Told]) -> Table:
    """How long each one of them took, in the same order."""
    columns = (
        Column("Radicado"),
        *(Column(label, ColumnKind.DAY) for label in ("Recibida", "Fecha límite", "Respondida")),
        Column("Días hábiles", ColumnKind.NUMBER),
        Column("Cómo va"),
    )
    return Table("plazos", "Plazo de cada pregunta", columns, tuple(_terms(told)), NO_QUESTIONS)


def _number(asked: PublicQuestion) -> Cell:
    return Cell(asked.radicado, address=page("questions.detail", radicado=asked.radicado))


def _terms(told: Iterable[Told]) -> Iterator[tuple[Cell, ...]]:
    calendar, day = current_calendar(), today()
    for one in told:
        asked = one.question
        answered_on = bogota_day(asked.answered_at) if asked.answered_at and asked.status in ANSWERED else None
        days = max(0, business_days_left(asked.base_on, answered_on, calendar)) if answered_on else None
        standing = standing_of(asked.status, asked.due_on, asked.answered_at, day, calendar)
        yield (
            _number(asked),
            on_day(bogota_day(asked.received_at)),
            on_day(asked.due_on),
            on_day(answered_on) if answered_on else Cell(NO_ANSWERS),
            Cell(NO_ANSWERS) if days is None else amount(days),
            said(standing.label),
        )


def question_words(asked: PublicQuestion) -> str:
    if asked.is_withheld:
        return f"No publicamos el texto de esta pregunta. {asked.reason_label}"
    return asked.body


def answer_words(told: Told) -> str:
    """The published answer and what comes with it, or why there is none, in lines."""
    asked = told.question
    if asked.is_withheld:
        return "Quien preguntó ve la respuesta con su código."
    lines = [asked.answer or _instead(told)]
    if told.promise:
        lines.append(f"Compromiso: {told.promise}")
    if told.files:
        lines.append(f"Archivos en la página de la pregunta: {'; '.join(told.files)}")
    return "\n".join(lines)


def _instead(told: Told) -> str:
    status = told.question.status
    if told.transferred_to:
        return f"La trasladamos a {told.transferred_to}. Esa entidad debe responder."
    if told.leader and status in SHARES:
        verb = "Espera" if status is Status.GROUPED else "Tiene"
        return f"{verb} la misma respuesta que la pregunta {told.leader}."
    if status in ELSEWHERE:
        return "Esta entidad no la responde. En su página está por qué."
    return "Todavía no hay una respuesta publicada."
