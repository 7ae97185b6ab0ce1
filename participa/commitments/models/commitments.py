"""A commitment: what was promised, to whom, who does it, by when and how one will know."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.events.models import Event
from participa.extensions import Base
from participa.questions.models import KnownPlace, Question
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity, Topic

if TYPE_CHECKING:
    from participa.commitments.models.history import CommitmentEntry
    from participa.commitments.models.verification import CommitmentCheck


class CommitmentKind(StrEnum):
    """A promise to the people, or an action of an improvement plan: the same engine, shown apart."""

    PROMISE = "promise"
    ACTION = "action"


KIND_LABELS = {CommitmentKind.PROMISE: "Compromiso", CommitmentKind.ACTION: "Acción de mejora"}
CODE_LETTERS = {CommitmentKind.PROMISE: "C", CommitmentKind.ACTION: "M"}


class Origin(StrEnum):
    """Where it was born."""

    HEARING = "hearing"
    ANSWER = "answer"
    OBSERVATION = "observation"
    RECOMMENDATION = "recommendation"
    HAND = "hand"
    FINDING = "finding"


ORIGIN_LABELS = {
    Origin.HEARING: "Se prometió en una audiencia",
    Origin.ANSWER: "Se prometió al responder una pregunta",
    Origin.OBSERVATION: "Nació de una observación ciudadana",
    Origin.RECOMMENDATION: "Nació de una recomendación de quienes evaluaron",
    Origin.HAND: "Lo registró el equipo",
    Origin.FINDING: "Corrige un hallazgo del plan de mejoramiento",
}


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    STRATEGIC = "strategic"
    CROSSCUTTING = "crosscutting"


PRIORITY_LABELS = {
    Priority.LOW: "Baja",
    Priority.MEDIUM: "Media",
    Priority.HIGH: "Alta",
    Priority.STRATEGIC: "Estratégica",
    Priority.CROSSCUTTING: "Transversal",
}


class CommitmentState(StrEnum):
    """What the entity says of it. «Vencido», «en riesgo», «cumplido tarde» and «verificado» are computed."""

    REGISTERED = "registered"
    PUBLISHED = "published"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"
    UNFULFILLED = "unfulfilled"
    NOT_VIABLE = "not_viable"


STATE_LABELS = {
    CommitmentState.REGISTERED: "Registrado, sin publicar",
    CommitmentState.PUBLISHED: "Publicado",
    CommitmentState.UNDER_WAY: "En ejecución",
    CommitmentState.FULFILLED: "Cumplido",
    CommitmentState.UNFULFILLED: "No cumplido",
    CommitmentState.NOT_VIABLE: "No viable",
}
OPEN_STATES = (CommitmentState.PUBLISHED, CommitmentState.UNDER_WAY)


class CommitmentCounter(Base):
    """The last number given in a year to a commitment of a kind."""

    __tablename__ = "commitment_counter"

    kind: Mapped[CommitmentKind] = mapped_column(enum_column(CommitmentKind, "kind"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Commitment(Base):
    """What the entity owes. Triggers keep its words, its first date and its row once it is published.

    `text` is the promise in the words of who heard it; `how_known`, how anybody will know that it is done (means of
    verification). `first_due_on` is the date that was published first and never changes; `due_on`, that of today; both
    are days of Colombia. `next_step_on` is the first date of the steps that are not done. `source` names the row it was
    made from, so that one promise makes one commitment. `place` is None for the whole municipality. `percent` is what
    the responsible office reports; triggers refuse to raise it without an entry with evidence.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state <> 'fulfilled' OR (percent = 100 AND fulfilled_on IS NOT NULL)", name="fulfilled"),
        Index("ix_commitment_listed", "kind", "published_at", "id"),
        Index("ix_commitment_state", "kind", "state", "due_on", "id"),
        Index("ix_commitment_lead", "lead_id", "state", "due_on", "id"),
        Index("ix_commitment_year", "kind", "year", "published_at", "id"),
        Index("ix_commitment_list_office", "kind", "lead_id", "published_at", "id"),
        Index("ix_commitment_list_place", "kind", "place_id", "published_at", "id"),
        Index("ix_commitment_list_event", "kind", "event_id", "published_at", "id"),
        Index("ix_commitment_list_standing", "kind", "state", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[CommitmentKind] = mapped_column(enum_column(CommitmentKind, "kind"), default=CommitmentKind.PROMISE)
    year: Mapped[int]
    origin: Mapped[Origin] = mapped_column(enum_column(Origin, "origin"), default=Origin.HAND)
    source: Mapped[str | None] = mapped_column(String(80), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[CommitmentState] = mapped_column(
        enum_column(CommitmentState, "commitment_state"), default=CommitmentState.REGISTERED
    )
    text: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text, default="")
    how_known: Mapped[str] = mapped_column(Text, default="")
    plan_goal: Mapped[str] = mapped_column(String(300), default="")
    priority: Mapped[Priority] = mapped_column(enum_column(Priority, "priority"), default=Priority.MEDIUM)
    promised_on: Mapped[date]
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    next_step_on: Mapped[date | None]
    lead_id: Mapped[int] = mapped_column(ForeignKey(Department.id))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey(Topic.id), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(KnownPlace.id), index=True)
    percent: Mapped[int] = mapped_column(default=0)
    fulfilled_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    revision: Mapped[int] = mapped_column(default=0)

    lead: Mapped[Department] = relationship()
    event: Mapped[Event | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    place: Mapped[KnownPlace | None] = relationship()
    offices: Mapped[list["CommitmentOffice"]] = relationship(
        order_by="CommitmentOffice.department_id", cascade="all, delete-orphan"
    )
    partners: Mapped[list["CommitmentPartner"]] = relationship(
        order_by="CommitmentPartner.id", cascade="all, delete-orphan"
    )
    steps: Mapped[list["CommitmentStep"]] = relationship(
        order_by="CommitmentStep.position", cascade="all, delete-orphan"
    )
    questions: Mapped[list["CommitmentQuestion"]] = relationship(
        order_by="CommitmentQuestion.question_id", cascade="all, delete-orphan"
    )
    entries: Mapped[list["CommitmentEntry"]] = relationship(order_by="CommitmentEntry.id", back_populates="commitment")
    checks: Mapped[list["CommitmentCheck"]] = relationship(order_by="CommitmentCheck.id", back_populates="commitment")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def origin_label(self) -> str:
        return ORIGIN_LABELS[self.origin]

    @property
    def priority_label(self) -> str:
        return PRIORITY_LABELS[self.priority]

    @property
    def is_public(self) -> bool:
        return self.state is not CommitmentState.REGISTERED

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN_STATES

    @property
    def territory(self) -> str:
        return self.place.name if self.place else "Todo el municipio"


class CommitmentOffice(Base):
    """An office that shares the responsibility with the one that leads."""

    __tablename__ = "commitment_office"

    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), primary_key=True, autoincrement=False)
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id), primary_key=True, index=True)

    department: Mapped[Department] = relationship()


class CommitmentPartner(Base):
    """Another entity that shares the responsibility, as it is called."""

    __tablename__ = "commitment_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), index=True)
    name: Mapped[str] = mapped_column(String(200))


class CommitmentStep(Base):
    """A step towards the promise (hito), with the day until which it should be done, a day of Colombia.

    `done_on` is the day on which the office reported it done, with evidence.
    """

    __tablename__ = "commitment_step"
    __table_args__ = (UniqueConstraint("commitment_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]


class CommitmentQuestion(Base):
    """A question that this commitment comes from: who asked it hears of each step."""

    __tablename__ = "commitment_question"

    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True, index=True)

    question: Mapped[Question] = relationship()
