"""Dialogue spaces: where and when the entity meets the people, and how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared import clock, window
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity, ValueGroup


class EventType(StrEnum):
    """Types of dialogue space, with the codes of the Manual and the law (Ley 1757 de 2015, arts. 53 to 55)."""

    AUDIENCIA_PUBLICA = "audiencia_publica"
    AUDIENCIA_SECTORIAL = "audiencia_sectorial"
    FORO = "foro"
    MESA_TRABAJO = "mesa_trabajo"
    REUNION_ZONAL = "reunion_zonal"
    FERIA_GESTION = "feria_gestion"
    ENCUENTRO_CIUDADANO = "encuentro_ciudadano"
    CABILDO = "cabildo"
    DIALOGO_PARTICIPATIVO = "dialogo_participativo"
    NNAJ = "nnaj"
    VIRTUAL = "virtual"
    RADIAL_TV = "radial_tv"
    ASAMBLEA = "asamblea"
    GRUPO_FOCAL = "grupo_focal"
    PANEL = "panel"
    CAFE = "cafe"
    OBSERVATORIO = "observatorio"
    TIENDA_TEMATICA = "tienda_tematica"
    INSTANCIA = "instancia"
    OTRO = "otro"


EVENT_TYPE_LABELS = {
    EventType.AUDIENCIA_PUBLICA: "Audiencia pública",
    EventType.AUDIENCIA_SECTORIAL: "Audiencia sectorial",
    EventType.FORO: "Foro ciudadano",
    EventType.MESA_TRABAJO: "Mesa de trabajo",
    EventType.REUNION_ZONAL: "Diálogo zonal",
    EventType.FERIA_GESTION: "Feria de la gestión",
    EventType.ENCUENTRO_CIUDADANO: "Encuentro ciudadano",
    EventType.CABILDO: "Cabildo",
    EventType.DIALOGO_PARTICIPATIVO: "Diálogo participativo",
    EventType.NNAJ: "Diálogo con niñas, niños y jóvenes",
    EventType.VIRTUAL: "Espacio virtual",
    EventType.RADIAL_TV: "Espacio de radio o televisión",
    EventType.ASAMBLEA: "Asamblea comunitaria",
    EventType.GRUPO_FOCAL: "Grupo focal",
    EventType.PANEL: "Panel ciudadano",
    EventType.CAFE: "Café de conversación",
    EventType.OBSERVATORIO: "Observatorio ciudadano",
    EventType.TIENDA_TEMATICA: "Tienda temática",
    EventType.INSTANCIA: "Sesión de una instancia de participación",
    EventType.OTRO: "Otro espacio",
}


class Modality(StrEnum):
    PRESENCIAL = "presencial"
    VIRTUAL = "virtual"
    MIXTA = "mixta"


MODALITY_LABELS = {
    Modality.PRESENCIAL: "Presencial",
    Modality.VIRTUAL: "Virtual",
    Modality.MIXTA: "Presencial y virtual",
}


class EventState(StrEnum):
    DRAFT = "draft"
    CONVENED = "convened"
    UNDER_WAY = "under_way"
    HELD = "held"
    ANSWERING = "answering"
    CLOSED = "closed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


EVENT_STATE_LABELS = {
    EventState.DRAFT: "Borrador",
    EventState.CONVENED: "Convocado",
    EventState.UNDER_WAY: "En curso",
    EventState.HELD: "Realizado",
    EventState.ANSWERING: "En respuesta",
    EventState.CLOSED: "Cerrado",
    EventState.RESCHEDULED: "Reprogramado",
    EventState.CANCELLED: "Cancelado",
}


class Accessibility(StrEnum):
    """What a space offers so that everybody can take part (Ley 1618 de 2013; Ley 1712 de 2014, art. 8)."""

    LSC = "lsc"
    RAMP = "ramp"
    CAPTIONS = "captions"
    TOILET = "toilet"
    EASY_READING = "easy_reading"
    COMPANION = "companion"
    CHILD_CARE = "child_care"
    TRANSPORT = "transport"


ACCESSIBILITY_LABELS = {
    Accessibility.LSC: "Intérprete de lengua de señas colombiana (LSC)",
    Accessibility.RAMP: "Entrada con rampa o sin escalones",
    Accessibility.CAPTIONS: "Subtítulos en la transmisión",
    Accessibility.TOILET: "Baño accesible",
    Accessibility.EASY_READING: "Material en lectura fácil o letra grande",
    Accessibility.COMPANION: "Persona guía para quien lo necesite",
    Accessibility.CHILD_CARE: "Cuidado de niñas y niños durante el espacio",
    Accessibility.TRANSPORT: "Transporte desde zonas apartadas",
}


event_activity = Table(
    "event_activity",
    Base.metadata,
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("activity_id", Integer, ForeignKey("activity.id"), primary_key=True, index=True),
)


event_value_group = Table(
    "event_value_group",
    Base.metadata,
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("value_group_id", Integer, ForeignKey("value_group.id"), primary_key=True, index=True),
)


def mark_of(written: Any) -> str:
    """A short text that is another one when any of it changes."""
    return blake2b(repr(written).encode(), digest_size=8).hexdigest()


class EventSeries(Base):
    """Spaces made in one go, such as a diálogo zonal in each comuna. The same form again is the first one."""

    __tablename__ = "event_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Event(Base):
    """A dialogue space (espacio de diálogo). It fulfils one activity of the strategy or more.

    Without a number, a capacity is without limit. `accessibility` holds codes of Accessibility; `topics` and `goals`
    hold words. `minutes_text` (acta) and `recording_url` are written after it was held.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_starts_at_id", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    type: Mapped[EventType] = mapped_column(enum_column(EventType, "type"))
    modality: Mapped[Modality] = mapped_column(enum_column(Modality, "modality"))
    title: Mapped[str] = mapped_column(String(200))
    objective: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[Any]] = mapped_column(JSON, default=list)
    goals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    map_url: Mapped[str] = mapped_column(String(500), default="")
    stream_url: Mapped[str] = mapped_column(String(500), default="")
    capacity_in_room: Mapped[int | None]
    capacity_online: Mapped[int | None]
    methodology: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    questions_open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    questions_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accessibility: Mapped[list[Any]] = mapped_column(JSON, default=list)
    accessibility_other: Mapped[str] = mapped_column(Text, default="")
    recording_url: Mapped[str] = mapped_column(String(500), default="")
    minutes_text: Mapped[str] = mapped_column(Text, default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey(EventSeries.id), index=True)
    state: Mapped[EventState] = mapped_column(enum_column(EventState, "state"), default=EventState.DRAFT)
    convened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    activities: Mapped[list[Activity]] = relationship(secondary=event_activity, order_by=Activity.id)
    value_groups: Mapped[list[ValueGroup]] = relationship(secondary=event_value_group, order_by=ValueGroup.name)
    series: Mapped[EventSeries | None] = relationship()

    @property
    def is_public(self) -> bool:
        return self.state is not EventState.DRAFT

    @property
    def state_label(self) -> str:
        return EVENT_STATE_LABELS[self.state]

    @property
    def type_label(self) -> str:
        return EVENT_TYPE_LABELS[self.type]

    @property
    def modality_label(self) -> str:
        return MODALITY_LABELS[self.modality]

    @property
    def day(self) -> date:
        """The day on which it begins, in Colombia."""
        return clock.local(self.starts_at).date()

    @property
    def accessibility_labels(self) -> list[str]:
        """What it offers, in words and in a fixed order."""
        return [label for offered, label in ACCESSIBILITY_LABELS.items() if offered in self.accessibility]

    @property
    def minutes(self) -> int:
        """Its whole length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def mark(self) -> str:
        """The mark of all that is written."""
        return self.mark_of(EventDetails.__dataclass_fields__)

    def mark_of(self, names: Iterable[str]) -> str:
        """Another one after each change of these fields, so that a form opened before it is noticed."""
        return mark_of([(name, self._written(name)) for name in sorted(names)])

    def _written(self, name: str) -> Any:
        value = getattr(self, name)
        return [group.id for group in value] if name == "value_groups" else value

    def takes_up_questions(self, at: datetime) -> bool:
        """Whether a question received at `at` is taken up in the space; outside it is received all the same."""
        return window.is_open(self.questions_open_at, self.questions_close_at, at)


@dataclass(frozen=True)
class EventDetails:
    """What a person writes about a space. Without dates, questions run from the call to the end of the space."""

    type: EventType
    modality: Modality
    title: str
    starts_at: datetime
    ends_at: datetime
    objective: str = ""
    place: str = ""
    stream_url: str = ""
    methodology: str = ""
    rules: str = ""
    questions_open_at: datetime | None = None
    questions_close_at: datetime | None = None
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    address: str = ""
    map_url: str = ""
    capacity_in_room: int | None = None
    capacity_online: int | None = None
    accessibility: tuple[str, ...] = ()
    accessibility_other: str = ""
    scope: str = ""
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """Each field as it is stored."""
        written = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in written.items()}


@dataclass(frozen=True)
class Stop:
    """Where and when one space of a series is held."""

    label: str
    place: str
    address: str
    starts_at: datetime
    ends_at: datetime


class EventMove(Base):
    """A change of state of a space: who, when, why. A new date keeps here the hours that it replaced."""

    __tablename__ = "event_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    from_state: Mapped[EventState] = mapped_column(enum_column(EventState, "from_state"))
    to_state: Mapped[EventState] = mapped_column(enum_column(EventState, "to_state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    note: Mapped[str] = mapped_column(Text, default="")
    earlier_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    earlier_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()
