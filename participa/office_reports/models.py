"""What each office reports of a space, its versions, its evidence, and the call of the team that asks for it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from participa.accounts.models import Department, User
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class ReportState(StrEnum):
    """DRAFT and RETURNED are written by the office; SENT waits for the team; CONSOLIDATED is in the whole."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    CONSOLIDATED = "consolidated"


REPORT_STATE_LABELS = {
    ReportState.DRAFT: "En borrador",
    ReportState.SENT: "Enviado",
    ReportState.RETURNED: "Devuelto",
    ReportState.CONSOLIDATED: "Consolidado",
}
REPORT_STATE_TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.SENT: "progress",
    ReportState.RETURNED: "warn",
    ReportState.CONSOLIDATED: "good",
}
NOT_BEGUN = "Sin empezar"

# The six parts of the formato interno de reporte, in its order and with its words.
PARTS = {
    "activities": "Actividades realizadas",
    "groups": "Grupos de valor involucrados",
    "topics": "Temas y metas institucionales",
    "observations": "Observaciones, propuestas y recomendaciones de los grupos de valor",
    "outcome": "Resultado de la participación",
    "commitments": "Compromisos con la ciudadanía",
}
NUMBERED = {name: f"{number}. {label}" for number, (name, label) in enumerate(PARTS.items(), 1)}


class ReportCall(Base):
    """That the team asked the offices for their reports of a space, until when, and what it publishes of them.

    `due_on` is a day of Colombia. `summary` opens the whole, in the words of the team.
    """

    __tablename__ = "report_call"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True, autoincrement=False)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    summary: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    event: Mapped[Event] = relationship()

    @property
    def id(self) -> int:
        return self.event_id


class OfficeReport(Base):
    """What one office reports of one space (formato interno de reporte). The six parts hold what the office typed.

    `filled_as` is the post of who fills it in, never a name. `attendees` is what the office counted, where the
    platform did not. Revision 1 is a row that nobody wrote in yet.
    """

    __tablename__ = "office_report"
    __table_args__ = (UniqueConstraint("event_id", "department_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id), index=True)
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState, "report_state"), default=ReportState.DRAFT)
    activities: Mapped[str] = mapped_column(Text, default="")
    groups: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[str] = mapped_column(Text, default="")
    observations: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    commitments: Mapped[str] = mapped_column(Text, default="")
    attendees: Mapped[int | None]
    filled_as: Mapped[str] = mapped_column(String(120), default="")
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    revision: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    department: Mapped[Department] = relationship()
    changed_by: Mapped[User | None] = relationship()
    versions: Mapped[list["ReportVersion"]] = relationship(order_by="ReportVersion.number", back_populates="report")
    moves: Mapped[list["ReportMove"]] = relationship(order_by="ReportMove.id")
    evidence: Mapped[list["ReportEvidence"]] = relationship(order_by="ReportEvidence.id", back_populates="report")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_begun(self) -> bool:
        return self.begun_at is not None

    @property
    def is_handed_in(self) -> bool:
        """Whether the office did its part."""
        return self.state in (ReportState.SENT, ReportState.CONSOLIDATED)

    @property
    def state_label(self) -> str:
        is_new = self.state is ReportState.DRAFT and not self.is_begun
        return NOT_BEGUN if is_new else REPORT_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return REPORT_STATE_TONES[self.state]

    @property
    def parts(self) -> dict[str, str]:
        """What the office typed in each part."""
        return {name: getattr(self, name) for name in PARTS}

    @property
    def last_version(self) -> "ReportVersion | None":
        return self.versions[-1] if self.versions else None


class ReportVersion(Base):
    """A report as it was handed in. Append only.

    `parts` holds what was typed, `brought` what the platform knew at that instant: lists of lines by part.
    `counted` is how many arrivals the platform had noted, None when it had none.
    """

    __tablename__ = "office_report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(OfficeReport.id))
    number: Mapped[int]
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)
    brought: Mapped[dict[str, Any]] = mapped_column(JSON)
    attendees: Mapped[int | None]
    counted: Mapped[int | None]
    filled_as: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    report: Mapped[OfficeReport] = relationship(back_populates="versions")
    author: Mapped[User] = relationship()

    @property
    def people(self) -> int | None:
        """How many attended: what the platform counted or, without it, what the office did."""
        return self.counted if self.counted is not None else self.attendees


class ReportMove(Base):
    """A step of a report: from, to, who, when and, when it is given back, why. Append only."""

    __tablename__ = "office_report_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(OfficeReport.id), index=True)
    from_state: Mapped[ReportState] = mapped_column(enum_column(ReportState, "from_state"))
    to_state: Mapped[ReportState] = mapped_column(enum_column(ReportState, "to_state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    note: Mapped[str] = mapped_column(Text, default="")

    author: Mapped[User] = relationship()

    @property
    def label(self) -> str:
        return REPORT_STATE_LABELS[self.to_state]


class ReportEvidence(Base):
    """What shows that it was done: a kept file or a link. A picture needs `alt_text`; only `is_public` leaves."""

    __tablename__ = "office_report_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(OfficeReport.id), index=True)
    title: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), index=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    report: Mapped[OfficeReport] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_photo(self) -> bool:
        return self.file is not None and self.file.is_picture


@dataclass(frozen=True)
class Written:
    """What an office types in its report, as the form brings it."""

    parts: dict[str, str]
    filled_as: str = ""
    attendees: int | None = None


@dataclass(frozen=True)
class NewEvidence:
    """A file or a link, and whether everybody may see it."""

    title: str
    upload: FileStorage | None = None
    url: str = ""
    alt_text: str = ""
    is_public: bool = False
