"""Questions and answers, as the public list tells them: what is withheld has its reason and no words.

The name of who asked is not told here, not even where the public page may show it.
"""

from collections.abc import Collection

from sqlalchemy import Select, or_, select

from participa.accounts.models import Department
from participa.calendar.queries import current_calendar
from participa.events.models import Event
from participa.extensions import db
from participa.open_data import hiding
from participa.open_data.addresses import page
from participa.open_data.fields import Field, FieldKind, Filter, Resource, Row, Value, Wanted, address, begins, of_year
from participa.questions.models import (
    CHANNEL_LABELS,
    KIND_LABELS,
    STATUS_LABELS,
    WITHHOLD_REASON_LABELS,
    AnswerVersion,
    Channel,
    Question,
    QuestionLink,
    Restriction,
    Status,
    Topic,
)
from participa.questions.queries import public
from participa.questions.queries.public import PublicQuestion
from participa.shared.business_days import WorkCalendar, bogota_day, business_days_left

TEXT, DAY, INSTANT, WHOLE, YES_NO = (
    FieldKind.TEXT,
    FieldKind.DAY,
    FieldKind.INSTANT,
    FieldKind.WHOLE,
    FieldKind.YES_NO,
)
ANSWERED = (Status.ANSWERED, Status.PUBLISHED)
FIELDS = (
    Field("radicado", TEXT, "El número de la pregunta. No cambia nunca.", (Question.radicado,)),
    Field("tipo", TEXT, "Qué clase de petición es.", (Question.kind,), codes=tuple(KIND_LABELS.values())),
    Field("canal", TEXT, "Por dónde llegó.", (Question.channel,), codes=tuple(CHANNEL_LABELS.values())),
    Field("recibida", INSTANT, "Cuándo llegó.", (Question.received_at,)),
    Field("tema", TEXT, "El tema con que se clasificó.", (Topic.name,), may_be_empty=True),
    Field("dependencia", TEXT, "La dependencia que responde.", (Department.name,), may_be_empty=True),
    Field("espacio", TEXT, "El espacio de diálogo en que se hizo.", (Event.slug,), may_be_empty=True),
    Field(
        *("pregunta", TEXT, "El texto, tal como se publica. Vacío si está reservada.", (Question.body,)),
        may_be_empty=True,
    ),
    Field("tachada", YES_NO, "Si hay partes ocultas en el texto.", ("redacted_part.starts",)),
    Field("reservada", YES_NO, "Si no se publica el texto.", (Question.visibility,)),
    Field(
        *("motivo_de_reserva", TEXT, "Por qué no se publica.", (Question.withhold_reason,)),
        may_be_empty=True,
        codes=tuple(WITHHOLD_REASON_LABELS.values()),
    ),
    Field("estado", TEXT, "Cómo va el trámite.", (Question.status,), codes=tuple(STATUS_LABELS.values())),
    Field("vence", DAY, "El último día para responder.", (Question.due_on,)),
    Field("respondida", INSTANT, "Cuándo se respondió a quien preguntó.", (Question.answered_at,), may_be_empty=True),
    Field(
        *("dias_habiles", WHOLE, "Días hábiles entre la llegada y la respuesta.", (Question.base_on,)),
        may_be_empty=True,
    ),
    Field(
        *("a_tiempo", YES_NO, "Si se respondió a más tardar el último día.", (Question.due_on,)),
        may_be_empty=True,
    ),
    Field("respuesta", TEXT, "La última respuesta publicada.", (AnswerVersion.body,), may_be_empty=True),
    Field(
        *("respuesta_publicada", INSTANT, "Cuándo se publicó esa respuesta.", (AnswerVersion.published_at,)),
        may_be_empty=True,
    ),
    Field(
        *("misma_respuesta_que", TEXT, "El número de la pregunta cuya respuesta vale para esta.", (Question.radicado,)),
        may_be_empty=True,
    ),
    address("La página de la pregunta.", Question.radicado),
)


def read(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Also the withheld ones, which leave their mark; those that wait for their moderation are absent."""
    ids = list(db.session.scalars(_wanted(wanted).where(Question.id > after).order_by(Question.id).limit(most)))
    if not ids:
        return []
    shown, channels, leaders = public.by_ids(ids), _channels(ids), _leaders(ids)
    calendar = current_calendar()
    told = {
        one.id: _told(one, wanted) | _times(one, calendar) | _beside(one, channels[one.id], leaders.get(one.id))
        for one in shown
    }
    return [(number, told[number]) for number in ids]


def _wanted(wanted: Wanted) -> Select[int]:
    found = select(Question.id).where(public.is_listed())
    if wanted.year is not None:
        first, last = of_year(wanted.year)
        found = found.where(Question.received_at >= first, Question.received_at < last)
    if wanted.office_id is not None:
        found = found.where(Question.department_id == wanted.office_id)
    if wanted.state is not None:
        found = found.where(Question.status == BY_LABEL[wanted.state])
    if wanted.since is not None:
        start = begins(wanted.since)
        hidden = select(Restriction.question_id).where(Restriction.at >= start)
        found = found.where(or_(Question.received_at >= start, Question.published_at >= start, Question.id.in_(hidden)))
    return found


def _channels(ids: Collection[int]) -> dict[int, Channel]:
    rows = db.session.execute(select(Question.id, Question.channel).where(Question.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _leaders(ids: Collection[int]) -> dict[int, str]:
    """The filing number of the question whose answer also counts, when everybody may read it."""
    found = select(QuestionLink.question_id, Question.radicado).join(Question, Question.id == QuestionLink.leader_id)
    standing = (QuestionLink.question_id.in_(ids), QuestionLink.ended_at.is_(None), public.is_readable())
    return {row[0]: row[1] for row in db.session.execute(found.where(*standing).order_by(QuestionLink.id))}


def _told(one: PublicQuestion, wanted: Wanted) -> dict[str, Value]:
    return {
        "radicado": one.radicado,
        "tipo": one.kind_label,
        "recibida": one.received_at,
        "tema": one.topic,
        "dependencia": one.office,
        "espacio": one.event_slug,
        "pregunta": one.body or None,
        "tachada": one.is_redacted,
        "reservada": one.is_withheld,
        "motivo_de_reserva": one.reason_label or None,
        "estado": STATUS_LABELS[one.status],
        "respuesta": one.answer,
        "respuesta_publicada": one.answer_at,
        "pagina": page(wanted.site, "questions.detail", radicado=one.radicado),
    }


def _times(one: PublicQuestion, calendar: WorkCalendar) -> dict[str, Value]:
    """How long it took, counted as the public figures do."""
    answered_at = one.answered_at if one.status in ANSWERED else None
    answered_on = bogota_day(answered_at) if answered_at else None
    return {
        "vence": one.due_on,
        "respondida": answered_at,
        "dias_habiles": max(0, business_days_left(one.base_on, answered_on, calendar)) if answered_on else None,
        "a_tiempo": answered_on <= one.due_on if answered_on else None,
    }


def _beside(one: PublicQuestion, channel: Channel, leader: str | None) -> dict[str, Value]:
    return {"canal": CHANNEL_LABELS[channel], "misma_respuesta_que": None if one.is_withheld else leader}


BY_LABEL = {label: status for status, label in STATUS_LABELS.items()}
QUESTIONS = Resource(
    name="preguntas",
    title="Preguntas y respuestas",
    about="Cada pregunta, queja o propuesta que llegó, con su respuesta y sus tiempos. No dice quién preguntó.",
    fields=FIELDS,
    read=read,
    page="questions.index",
    filters={
        Filter.YEAR: "El año en que llegó.",
        Filter.OFFICE: "La dependencia que responde.",
        Filter.STATE: "Cómo va el trámite.",
        Filter.SINCE: "Llegó, se publicó su respuesta o cambió lo oculto ese día o después.",
    },
    states=tuple(STATUS_LABELS.values()),
    hidden=(hiding.questions, hiding.answers),
)
