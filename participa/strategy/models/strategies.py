"""The published strategy of a year: its sections and its activities, from which everything else hangs."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department
from participa.extensions import Base
from participa.shared.marks import mark_of
from participa.shared.types import UtcDateTime, enum_column


class StrategyState(StrEnum):
    DRAFT = "draft"
    IN_CONSULTATION = "in_consultation"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"


STRATEGY_STATE_LABELS = {
    StrategyState.DRAFT: "Borrador",
    StrategyState.IN_CONSULTATION: "En consulta",
    StrategyState.APPROVED: "Aprobada",
    StrategyState.PUBLISHED: "Publicada",
    StrategyState.CLOSED: "Cerrada",
}
STRATEGY_STATE_TONES = {
    StrategyState.DRAFT: "neutral",
    StrategyState.IN_CONSULTATION: "progress",
    StrategyState.APPROVED: "info",
    StrategyState.PUBLISHED: "good",
    StrategyState.CLOSED: "neutral",
}


class ActivityState(StrEnum):
    SCHEDULED = "scheduled"
    UNDER_WAY = "under_way"
    DONE = "done"
    PARTIAL = "partial"
    NOT_DONE = "not_done"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


ACTIVITY_STATE_LABELS = {
    ActivityState.SCHEDULED: "Programada",
    ActivityState.UNDER_WAY: "En ejecución",
    ActivityState.DONE: "Cumplida",
    ActivityState.PARTIAL: "Cumplida en parte",
    ActivityState.NOT_DONE: "No cumplida",
    ActivityState.RESCHEDULED: "Reprogramada",
    ActivityState.CANCELLED: "Cancelada",
}


class ShownState(StrEnum):
    """What people read of an activity on a given day: what somebody decided, or else what its dates say."""

    UPCOMING = "upcoming"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"
    UNDATED = "undated"
    RESCHEDULED = "rescheduled"
    DONE = "done"
    PARTIAL = "partial"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"


SHOWN_STATE_LABELS = {
    ShownState.UPCOMING: "Por iniciar",
    ShownState.UNDER_WAY: "En curso",
    ShownState.OVERDUE: "Vencida",
    ShownState.UNDATED: "Sin fecha",
    ShownState.RESCHEDULED: "Reprogramada",
    ShownState.DONE: "Cumplida",
    ShownState.PARTIAL: "Cumplida en parte",
    ShownState.NOT_DONE: "No cumplida",
    ShownState.CANCELLED: "Cancelada",
}
SHOWN_STATE_TONES = {
    ShownState.UPCOMING: "neutral",
    ShownState.UNDER_WAY: "progress",
    ShownState.OVERDUE: "bad",
    ShownState.UNDATED: "neutral",
    ShownState.RESCHEDULED: "info",
    ShownState.DONE: "good",
    ShownState.PARTIAL: "warn",
    ShownState.NOT_DONE: "bad",
    ShownState.CANCELLED: "neutral",
}


ELEMENTO_LABELS = {
    "informacion": "Información",
    "dialogo": "Diálogo",
    "responsabilidad": "Responsabilidad",
}
ETAPA_LABELS = {
    "aprestamiento": "Aprestamiento",
    "diseno": "Diseño",
    "preparacion": "Preparación",
    "ejecucion": "Ejecución",
    "seguimiento": "Seguimiento y evaluación",
}


ODS_LABELS = {
    1: "Fin de la pobreza",
    2: "Hambre cero",
    3: "Salud y bienestar",
    4: "Educación de calidad",
    5: "Igualdad de género",
    6: "Agua limpia y saneamiento",
    7: "Energía asequible y no contaminante",
    8: "Trabajo decente y crecimiento económico",
    9: "Industria, innovación e infraestructura",
    10: "Reducción de las desigualdades",
    11: "Ciudades y comunidades sostenibles",
    12: "Producción y consumo responsables",
    13: "Acción por el clima",
    14: "Vida submarina",
    15: "Vida de ecosistemas terrestres",
    16: "Paz, justicia e instituciones sólidas",
    17: "Alianzas para lograr los objetivos",
}


@dataclass(frozen=True)
class ApprovalRecord:
    """Why a version changes the one before, who approved it, by which act, and when."""

    change_reason: str
    approving_body: str
    approval_act: str
    approved_on: date | None


class Strategy(Base):
    """The strategy of one year (vigencia) in one version.

    `replaces_id` is the version that it was made from. `fingerprint` is the digest of what was written at the import,
    `source_fingerprint` that of the document before anybody mended it. The consultation closes at the end of its last
    day in Colombia.
    """

    __tablename__ = "strategy"
    __table_args__ = (UniqueConstraint("entity_name", "year", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity_name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(300))
    objective: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[StrategyState] = mapped_column(enum_column(StrategyState, "state"), default=StrategyState.DRAFT)
    source_name: Mapped[str] = mapped_column(String(200), default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    source_fingerprint: Mapped[str] = mapped_column(String(64), default="")
    unassigned_lines: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("strategy.id"), index=True)
    change_reason: Mapped[str] = mapped_column(Text, default="")
    approving_body: Mapped[str] = mapped_column(String(200), default="")
    approval_act: Mapped[str] = mapped_column(String(200), default="")
    approved_on: Mapped[date | None]
    consultation_opens_on: Mapped[date | None]
    consultation_closes_on: Mapped[date | None]

    sections: Mapped[list["Section"]] = relationship(back_populates="strategy", order_by="Section.position")

    @property
    def is_public(self) -> bool:
        return self.state in (StrategyState.PUBLISHED, StrategyState.CLOSED)

    @property
    def is_recorded(self) -> bool:
        """Whether it is written why it changes the one before, and who approved it, how and when."""
        return bool(self.change_reason and self.approving_body and self.approval_act and self.approved_on)

    @property
    def state_label(self) -> str:
        return STRATEGY_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return STRATEGY_STATE_TONES[self.state]


class Section(Base):
    """A part of the strategy under the label that the document gave it."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("strategy_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(300))
    elemento: Mapped[str | None] = mapped_column(String(32))
    etapa: Mapped[str | None] = mapped_column(String(32))

    strategy: Mapped[Strategy] = relationship(back_populates="sections")
    activities: Mapped[list["Activity"]] = relationship(back_populates="section", order_by="Activity.position")


activity_department = Table(
    "activity_department",
    Base.metadata,
    Column("activity_id", Integer, ForeignKey("activity.id"), primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), primary_key=True, index=True),
)


class ValueGroup(Base):
    """A group of people whom the entity serves or who have a say in it (grupo de valor)."""

    __tablename__ = "value_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class Topic(Base):
    """A topic of the catalogue: activities are described and questions are sorted by it."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


activity_value_group = Table(
    "activity_value_group",
    Base.metadata,
    Column("activity_id", Integer, ForeignKey("activity.id"), primary_key=True),
    Column("value_group_id", Integer, ForeignKey("value_group.id"), primary_key=True, index=True),
)


WRITTEN = (
    *("section_id", "code", "name", "responsible_text", "elemento", "etapas", "starts_on", "ends_on", "goal"),
    *("date_text", "periods"),
    *("indicator", "meta_pdm", "ods", "budget", "topics", "state", "state_note"),
)


class Activity(Base):
    """A line of the cronograma. `slug` is its part of the address: «2-5» is section 2, activity 5.

    `extra` holds the cells without a field as [heading, text]; `earlier_dates`, what a new date replaced, as
    {"starts_on", "ends_on"} in ISO form. `replaces_id` is the same activity in the version before. `etapas` holds
    codes, `ods` numbers from 1 to 17, `topics` words, `budget` whole Colombian pesos. `periods` are codes as «2021-C2»
    and `schedule_kind` what its document says about time (exact, range, set, periodic, permanent, relative, unknown).
    """

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("section_id", "position"),
        UniqueConstraint("strategy_id", "slug"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(32), default="")
    name: Mapped[str] = mapped_column(Text)
    responsible_text: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    indicator: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[list[Any]] = mapped_column(JSON, default=list)
    date_text: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    periods: Mapped[list[Any]] = mapped_column(JSON, default=list)
    schedule_kind: Mapped[str] = mapped_column(String(16), default="unknown")
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    state: Mapped[ActivityState] = mapped_column(enum_column(ActivityState, "state"), default=ActivityState.SCHEDULED)
    state_note: Mapped[str] = mapped_column(Text, default="")
    earlier_dates: Mapped[list[Any]] = mapped_column(JSON, default=list)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    elemento: Mapped[str | None] = mapped_column(String(32))
    etapas: Mapped[list[Any]] = mapped_column(JSON, default=list)
    meta_pdm: Mapped[str] = mapped_column(Text, default="")
    ods: Mapped[list[Any]] = mapped_column(JSON, default=list)
    budget: Mapped[int | None] = mapped_column(BigInteger)
    topics: Mapped[list[Any]] = mapped_column(JSON, default=list)

    strategy: Mapped[Strategy] = relationship()
    section: Mapped[Section] = relationship(back_populates="activities")
    departments: Mapped[list[Department]] = relationship(secondary=activity_department, order_by=Department.name)
    value_groups: Mapped[list[ValueGroup]] = relationship(secondary=activity_value_group, order_by=ValueGroup.name)

    @property
    def state_label(self) -> str:
        return ACTIVITY_STATE_LABELS[self.state]

    @property
    def mark(self) -> str:
        """Another one after each change of what its form holds, so that a form opened before it is noticed."""
        linked = [[one.id for one in rows] for rows in (self.departments, self.value_groups)]
        return mark_of([*(getattr(self, name) for name in WRITTEN), *linked])

    @property
    def replaced_dates(self) -> list[tuple[date | None, date | None]]:
        """First and last days that a later date replaced, the oldest first."""
        return [(_day(pair["starts_on"]), _day(pair["ends_on"])) for pair in self.earlier_dates]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


@dataclass(frozen=True)
class SectionWords:
    """What is written of a section."""

    label: str
    elemento: str | None = None
    etapa: str | None = None


@dataclass(frozen=True)
class Description:
    """What is written of an activity by hand. `budget` in whole Colombian pesos, `ods` from 1 to 17.

    Without `date_text`, what the document says of time stays.
    """

    section_id: int
    name: str
    code: str = ""
    responsible_text: str = ""
    departments: tuple[Department, ...] = ()
    elemento: str | None = None
    etapas: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    date_text: str | None = None
    goal: str = ""
    indicator: str = ""
    meta_pdm: str = ""
    ods: tuple[int, ...] = ()
    budget: int | None = None
    value_groups: tuple[ValueGroup, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """What somebody says of an activity. The dates count only when it is rescheduled."""

    state: ActivityState
    note: str
    departments: tuple[Department, ...]
    starts_on: date | None = None
    ends_on: date | None = None
