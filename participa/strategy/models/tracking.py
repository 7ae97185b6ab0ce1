"""How an activity goes: what its office reports with evidence, and what internal control verifies beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models.strategies import ACTIVITY_STATE_LABELS, Activity, ActivityState, ShownState

REPORTABLE = (ActivityState.UNDER_WAY, ActivityState.DONE, ActivityState.PARTIAL, ActivityState.NOT_DONE)
REPORT_TONES = {
    ActivityState.SCHEDULED: "neutral",
    ActivityState.UNDER_WAY: "progress",
    ActivityState.DONE: "good",
    ActivityState.PARTIAL: "warn",
    ActivityState.NOT_DONE: "bad",
    ActivityState.RESCHEDULED: "info",
    ActivityState.CANCELLED: "neutral",
}


class VerificationResult(StrEnum):
    """What internal control found of what was reported."""

    VERIFIED = "verified"
    PARTLY = "partly"
    NOT_VERIFIED = "not_verified"


RESULT_LABELS = {
    VerificationResult.VERIFIED: "Verificada",
    VerificationResult.PARTLY: "Verificada en parte",
    VerificationResult.NOT_VERIFIED: "No verificada",
}
RESULT_TONES = {
    VerificationResult.VERIFIED: "good",
    VerificationResult.PARTLY: "warn",
    VerificationResult.NOT_VERIFIED: "bad",
}


class ActivityReport(Base):
    """A line of the history of an activity. It is never changed nor deleted: a correction is a further one.

    `period` is a code as «2021-C2», empty for the whole activity. `from_state` is that of the activity before. The days
    are those that a rescheduling replaced and gave. `form_key` makes a retry harmless. Without author: the console.
    """

    __tablename__ = "activity_report"
    __table_args__ = (
        Index("ix_activity_report_activity_id", "activity_id", "id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    period: Mapped[str] = mapped_column(String(16), default="")
    state: Mapped[ActivityState] = mapped_column(enum_column(ActivityState, "state"))
    from_state: Mapped[ActivityState] = mapped_column(enum_column(ActivityState, "from_state"))
    percent: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    old_starts_on: Mapped[date | None]
    old_ends_on: Mapped[date | None]
    new_starts_on: Mapped[date | None]
    new_ends_on: Mapped[date | None]
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    activity: Mapped[Activity] = relationship()
    author: Mapped[User | None] = relationship()
    evidence: Mapped[list["ActivityEvidence"]] = relationship(back_populates="report", order_by="ActivityEvidence.id")
    verifications: Mapped[list["Verification"]] = relationship(back_populates="report", order_by="Verification.id")

    @property
    def state_label(self) -> str:
        return ACTIVITY_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return REPORT_TONES[self.state]

    @property
    def is_progress(self) -> bool:
        """Whether it tells of progress; other lines tell of decisions, as a rescheduling."""
        return self.state in REPORTABLE

    @property
    def verification(self) -> "Verification | None":
        """What internal control last found of this report."""
        return self.verifications[-1] if self.verifications else None

    @property
    def by_whom(self) -> str:
        """The office, or else the role, of who wrote it; never a name, so that everybody may read it."""
        if self.author is None:
            return "La entidad"
        return self.author.department.name if self.author.department else self.author.role_label

    @property
    def public_evidence(self) -> list["ActivityEvidence"]:
        return [one for one in self.evidence if not one.is_internal]


class ActivityEvidence(Base):
    """What shows that a report is true: a kept file, or an address elsewhere. `description` is its alternative text.

    Nothing of it changes except `is_internal`: what should not be public is withdrawn from the public pages.
    """

    __tablename__ = "activity_evidence"
    __table_args__ = (CheckConstraint("(url = '') = (file_id IS NOT NULL)", name="one_source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(String(300))
    is_internal: Mapped[bool] = mapped_column(default=False)

    report: Mapped[ActivityReport] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship()


class Verification(Base):
    """What internal control found of a report (verificación). It never changes; a further one follows."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    result: Mapped[VerificationResult] = mapped_column(enum_column(VerificationResult, "result"))
    note: Mapped[str] = mapped_column(Text)
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    report: Mapped[ActivityReport] = relationship(back_populates="verifications")
    author: Mapped[User] = relationship()

    @property
    def result_label(self) -> str:
        return RESULT_LABELS[self.result]

    @property
    def result_tone(self) -> str:
        return RESULT_TONES[self.result]


@dataclass(frozen=True)
class Proof:
    """A piece of evidence as it is handed in: a file or an https address, with what it shows."""

    description: str
    upload: FileStorage | None = None
    url: str = ""


@dataclass(frozen=True)
class Told:
    """What somebody reports of a period of an activity. `percent` from 0 to 100."""

    state: ActivityState
    text: str
    period: str = ""
    percent: int | None = None
    proofs: tuple[Proof, ...] = ()
    is_internal: bool = False


@dataclass(frozen=True)
class Slot:
    """A period of an activity: what was last reported of it, and what internal control found of that report.

    `last_day` ends it. `state` is what is reported, `shown` what people read of it today.
    """

    period: str
    label: str
    first_day: date | None
    last_day: date | None
    state: ActivityState
    shown: ShownState
    report: ActivityReport | None = None

    @property
    def verification(self) -> Verification | None:
        return self.report.verification if self.report else None

    @property
    def is_verified(self) -> bool:
        return self.verification is not None and self.verification.result is VerificationResult.VERIFIED

    @property
    def is_disputed(self) -> bool:
        """Whether internal control found something else than what was reported."""
        return self.verification is not None and not self.is_verified


@dataclass(frozen=True)
class Tracked:
    """An activity with the history of all its versions, the oldest report first, and where each period stands."""

    activity: Activity
    slots: list[Slot]
    reports: list[ActivityReport] = field(default_factory=list)

    @property
    def disputed(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.is_disputed]
