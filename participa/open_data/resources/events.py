"""Dialogue spaces and their documents."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.events.models import (
    ACCESSIBILITY_LABELS,
    DOCUMENT_KIND_LABELS,
    EVENT_STATE_LABELS,
    EVENT_TYPE_LABELS,
    MODALITY_LABELS,
    Event,
    EventDocument,
    EventMove,
    EventState,
)
from participa.events.queries import is_public
from participa.extensions import db
from participa.open_data import hiding
from participa.open_data.addresses import page
from participa.open_data.fields import Field, FieldKind, Filter, Resource, Row, Value, Wanted, address, begins, of_year
from participa.questions.queries.public import listed_by_event
from participa.strategy.models import Activity, ValueGroup

TEXT, WHOLE, INSTANT, LIST = FieldKind.TEXT, FieldKind.WHOLE, FieldKind.INSTANT, FieldKind.LIST
STATES = tuple(EVENT_STATE_LABELS[state] for state in EventState if state is not EventState.DRAFT)
FIELDS_OF_A_SPACE = (
    Field("codigo", TEXT, "Su parte de la dirección. No se repite.", (Event.slug,)),
    Field("titulo", TEXT, "Su nombre.", (Event.title,)),
    Field("tipo", TEXT, "Qué clase de espacio es.", (Event.type,), codes=tuple(EVENT_TYPE_LABELS.values())),
    Field("modalidad", TEXT, "Presencial, virtual o ambas.", (Event.modality,), codes=tuple(MODALITY_LABELS.values())),
    Field("estado", TEXT, "Cómo va.", (Event.state,), codes=STATES),
    Field("objetivo", TEXT, "Para qué se hace.", (Event.objective,), may_be_empty=True),
    Field("temas", LIST, "De qué se habla.", (Event.topics,)),
    Field("metas", LIST, "Las metas del plan de desarrollo de que se habla.", (Event.goals,)),
    Field("inicia", INSTANT, "Cuándo empieza.", (Event.starts_at,)),
    Field("termina", INSTANT, "Cuándo termina.", (Event.ends_at,)),
    Field("lugar", TEXT, "Dónde es.", (Event.place,), may_be_empty=True),
    Field("direccion", TEXT, "La dirección del lugar.", (Event.address,), may_be_empty=True),
    Field("puestos_en_sala", WHOLE, "Cuántas personas caben. Vacío: sin límite.", (Event.capacity_in_room,), True),
    Field("puestos_virtuales", WHOLE, "Cuántas se pueden conectar. Vacío: sin límite.", (Event.capacity_online,), True),
    Field(
        *("accesibilidad", LIST, "Lo que ofrece para que todas las personas participen.", (Event.accessibility,)),
        codes=tuple(ACCESSIBILITY_LABELS.values()),
    ),
    Field("grupos_de_valor", LIST, "A quiénes se convocó.", (ValueGroup.name,)),
    Field("actividades", LIST, "Las actividades que cumple: año y código.", (Activity.slug,)),
    Field("preguntas", WHOLE, "Cuántas preguntas públicas llegaron para él.", ("question.event_id",)),
    address("La página del espacio.", Event.slug),
)
FIELDS_OF_A_DOCUMENT = (
    Field("numero", WHOLE, "El número del documento.", (EventDocument.id,)),
    Field("espacio", TEXT, "El código del espacio.", (Event.slug,)),
    Field("clase", TEXT, "Qué documento es.", (EventDocument.kind,), codes=tuple(DOCUMENT_KIND_LABELS.values())),
    Field("titulo", TEXT, "Su nombre.", (EventDocument.title,)),
    Field("descripcion", TEXT, "Lo que muestra, para quien no ve.", (EventDocument.alt_text,), may_be_empty=True),
    Field("publicado", FieldKind.DAY, "Desde qué día es público.", (EventDocument.published_on,), may_be_empty=True),
    Field("agregado", INSTANT, "Cuándo se agregó a la página.", (EventDocument.added_at,)),
    Field("sha256", TEXT, "La huella del archivo. Vacía si es un enlace.", ("stored_file.sha256",), may_be_empty=True),
    Field("enlace", FieldKind.ADDRESS, "Dónde está el documento.", (EventDocument.url,)),
    address("La página del espacio.", Event.slug),
)


def read_spaces(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The public spaces, also those that were cancelled."""
    found = select(Event).where(is_public(), Event.id > after)
    if wanted.year is not None:
        found = found.where(*_held_in(wanted.year))
    if wanted.state is not None:
        found = found.where(Event.state == STATE_OF[wanted.state])
    if wanted.since is not None:
        start = begins(wanted.since)
        moved = select(EventMove.event_id).where(EventMove.at >= start)
        found = found.where(or_(Event.starts_at >= start, Event.id.in_(moved)))
    activities = selectinload(Event.activities).joinedload(Activity.strategy)
    found = found.options(activities, selectinload(Event.value_groups)).order_by(Event.id)
    rows = list(db.session.scalars(found.limit(most)))
    asked = listed_by_event([one.id for one in rows])
    return [(one.id, _space(one, asked.get(one.id, 0), wanted)) for one in rows]


def _held_in(year: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    first, last = of_year(year)
    return Event.starts_at >= first, Event.starts_at < last


def _space(one: Event, questions: int, wanted: Wanted) -> dict[str, Value]:
    return {
        "codigo": one.slug,
        "titulo": one.title,
        "tipo": one.type_label,
        "modalidad": one.modality_label,
        "estado": one.state_label,
        "objetivo": one.objective or None,
        "temas": [str(topic) for topic in one.topics],
        "metas": [str(goal) for goal in one.goals],
        "inicia": one.starts_at,
        "termina": one.ends_at,
        "lugar": one.place or None,
        "direccion": one.address or None,
        "puestos_en_sala": one.capacity_in_room,
        "puestos_virtuales": one.capacity_online,
        "accesibilidad": one.accessibility_labels,
        "grupos_de_valor": [group.name for group in one.value_groups],
        "actividades": [f"{each.strategy.year}/{each.slug}" for each in one.activities if each.strategy.is_public],
        "preguntas": questions,
        "pagina": page(wanted.site, "events.detail", slug=one.slug),
    }


def read_documents(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The documents of public spaces."""
    found = select(EventDocument, Event.slug).join(Event, Event.id == EventDocument.event_id)
    found = found.where(is_public(), EventDocument.id > after)
    if wanted.year is not None:
        found = found.where(*_held_in(wanted.year))
    if wanted.since is not None:
        found = found.where(EventDocument.added_at >= _start(wanted))
    found = found.options(joinedload(EventDocument.file)).order_by(EventDocument.id).limit(most)
    return [(row[0].id, _document(row[0], row[1], wanted)) for row in db.session.execute(found)]


def _start(wanted: Wanted) -> datetime | None:
    return begins(wanted.since) if wanted.since else None


def _document(one: EventDocument, slug: str, wanted: Wanted) -> dict[str, Value]:
    return {
        "numero": one.id,
        "espacio": slug,
        "clase": one.kind_label,
        "titulo": one.title,
        "descripcion": one.alt_text or None,
        "publicado": one.published_on,
        "agregado": one.added_at,
        "sha256": one.file.sha256 if one.file else None,
        "enlace": one.url or page(wanted.site, "events.document_file", slug=slug, number=one.id),
        "pagina": page(wanted.site, "events.detail", slug=slug),
    }


STATE_OF = {label: state for state, label in EVENT_STATE_LABELS.items()}
SPACES = Resource(
    name="espacios",
    title="Espacios de diálogo",
    about="Audiencias, foros, diálogos y los demás espacios: cuándo, dónde, sobre qué y cómo van.",
    fields=FIELDS_OF_A_SPACE,
    read=read_spaces,
    page="events.index",
    filters={
        Filter.YEAR: "El año en que se hace.",
        Filter.STATE: "Cómo va.",
        Filter.SINCE: "Empieza, o cambió de estado, ese día o después.",
    },
    states=STATES,
)
SPACE_DOCUMENTS = Resource(
    name="documentos-de-espacios",
    title="Documentos de los espacios",
    about="Lo que cada espacio publicó antes y después: informe, convocatoria, acta, grabación.",
    fields=FIELDS_OF_A_DOCUMENT,
    read=read_documents,
    page="events.memorias",
    filters={Filter.YEAR: "El año del espacio.", Filter.SINCE: "Se agregó ese día o después."},
    hidden=(hiding.noted(Event.__tablename__, "remove_document"),),
)
