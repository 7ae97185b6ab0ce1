"""An improvement plan: what was found, why it happened and what is done so that it does not happen again.

An action is a commitment of kind ACTION: its dates, progress, evidence, verification and history live there.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.commitments.models import Commitment
from participa.events.models import Event
from participa.extensions import Base
from participa.questions.models import Question
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity


class PlanState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


PLAN_STATE_LABELS = {
    PlanState.DRAFT: "En borrador",
    PlanState.PUBLISHED: "En marcha",
    PlanState.CLOSED: "Cerrado",
}
PLAN_STATE_TONES = {PlanState.DRAFT: "neutral", PlanState.PUBLISHED: "progress", PlanState.CLOSED: "good"}


class FindingOrigin(StrEnum):
    """Who found it."""

    EVALUATION = "evaluation"
    CONTROL_BODY = "control_body"
    CITIZENS = "citizens"
    INTERNAL_CONTROL = "internal_control"


FINDING_ORIGIN_LABELS = {
    FindingOrigin.EVALUATION: "Evaluación de un espacio",
    FindingOrigin.CONTROL_BODY: "Recomendación de un órgano de control",
    FindingOrigin.CITIZENS: "Observación de la ciudadanía",
    FindingOrigin.INTERNAL_CONTROL: "Verificación de Control Interno",
}


class ImprovementPlan(Base):
    """A plan of a year, which fulfils an activity of the published strategy and may follow a space.

    Triggers keep its name, year and activity once everybody reads it. Closing with actions that are still owed needs
    `close_reason`, which everybody reads.
    """

    __tablename__ = "improvement_plan"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed"),
        Index("ix_improvement_plan_listed", "state", "year", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    state: Mapped[PlanState] = mapped_column(enum_column(PlanState, "plan_state"), default=PlanState.DRAFT)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    close_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)

    activity: Mapped[Activity] = relationship()
    event: Mapped[Event | None] = relationship()
    findings: Mapped[list["ImprovementFinding"]] = relationship(order_by="ImprovementFinding.id", back_populates="plan")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def state_label(self) -> str:
        return PLAN_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return PLAN_STATE_TONES[self.state]

    @property
    def is_public(self) -> bool:
        return self.state is not PlanState.DRAFT


class ImprovementFinding(Base):
    """Something that did not go well, and its cause. Triggers keep the words of a public one.

    `source` names the row it was taken from, once in a plan. `words` is empty for an observation of a citizen: its own
    public text is shown, as the question shows it that day. The recommendation of a control body tells the body, the
    document with its day (of Colombia), and a link or a kept file. `cause_number` counts the causes that were written.
    """

    __tablename__ = "improvement_finding"
    __table_args__ = (
        UniqueConstraint("plan_id", "source"),
        CheckConstraint("words <> '' OR question_id IS NOT NULL", name="words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey(ImprovementPlan.id))
    origin: Mapped[FindingOrigin] = mapped_column(enum_column(FindingOrigin, "finding_origin"))
    source: Mapped[str | None] = mapped_column(String(80))
    form_key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    words: Mapped[str] = mapped_column(Text, default="")
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey(Commitment.id), index=True)
    body: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[str] = mapped_column(String(300), default="")
    document_on: Mapped[date | None]
    url: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), unique=True)
    cause: Mapped[str] = mapped_column(Text, default="")
    cause_number: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)

    plan: Mapped[ImprovementPlan] = relationship(back_populates="findings")
    question: Mapped[Question | None] = relationship()
    commitment: Mapped[Commitment | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    actions: Mapped[list["ImprovementAction"]] = relationship(
        order_by="ImprovementAction.number", back_populates="finding"
    )
    earlier_causes: Mapped[list["EarlierCause"]] = relationship(order_by="EarlierCause.number")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def origin_label(self) -> str:
        return FINDING_ORIGIN_LABELS[self.origin]

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class EarlierCause(Base):
    """The cause that was public before, with the public reason for writing another. Triggers refuse to change it."""

    __tablename__ = "earlier_cause"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="reason"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey(ImprovementFinding.id), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ImprovementAction(Base):
    """The commitment that corrects a finding, with the indicator that will tell whether it worked.

    `baseline` is what the indicator says today, if anybody knows it; `target`, what it should say at the end. Triggers
    keep the three once the commitment is public. `number` counts the actions of the finding.
    """

    __tablename__ = "improvement_action"
    __table_args__ = (UniqueConstraint("finding_id", "number"),)

    commitment_id: Mapped[int] = mapped_column(
        ForeignKey(Commitment.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    finding_id: Mapped[int] = mapped_column(ForeignKey(ImprovementFinding.id))
    number: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(300))
    baseline: Mapped[str] = mapped_column(String(200), default="")
    target: Mapped[str] = mapped_column(String(200))

    finding: Mapped[ImprovementFinding] = relationship(back_populates="actions")
    commitment: Mapped[Commitment] = relationship()
