"""A report of the entity from its draft to the versions that everybody reads, each with the files made of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.improvement.models import ImprovementPlan
from participa.reports.kinds import Scope
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity


class ReportState(StrEnum):
    """Where the version that comes next stands; a published report goes back to draft for each correction."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"


REPORT_STATE_LABELS = {
    ReportState.DRAFT: "En borrador",
    ReportState.IN_REVIEW: "En revisión",
    ReportState.APPROVED: "Aprobado",
    ReportState.PUBLISHED: "Publicado",
}
REPORT_STATE_TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.IN_REVIEW: "progress",
    ReportState.APPROVED: "info",
    ReportState.PUBLISHED: "good",
}


class ReportFormat(StrEnum):
    """The files that are made of each published version."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


REPORT_FORMAT_LABELS = {
    ReportFormat.PDF: "PDF",
    ReportFormat.DOCX: "Word (DOCX)",
    ReportFormat.XLSX: "Excel (XLSX)",
    ReportFormat.CSV: "Tablas (CSV)",
}


class FileState(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"


FILE_STATE_LABELS = {
    FileState.WAITING: "En espera",
    FileState.MAKING: "Haciéndose",
    FileState.DONE: "Listo",
    FileState.FAILED: "No se pudo hacer",
}
FILE_STATE_TONES = {
    FileState.WAITING: "neutral",
    FileState.MAKING: "progress",
    FileState.DONE: "good",
    FileState.FAILED: "bad",
}


class KeptReport(Base):
    """One report of a kind about a subject; there is never a second one. Triggers keep a public one where it is.

    `slug` is its permanent address. `note` is why the reviewer returned it; `reason`, what the version that comes next
    changes of a public one. `term` is a cuatrimestre from 1 to 3, or 0. `published_at` is when its first version was.
    """

    __tablename__ = "kept_report"
    __table_args__ = (
        UniqueConstraint("kind", "subject_key"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published"),
        Index("ix_kept_report_listed", "year", "kind", "id"),
        {"sqlite_autoincrement": True},  # who wrote a discarded draft did not write the next one
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    scope: Mapped[Scope] = mapped_column(enum_column(Scope, "scope"))
    subject_key: Mapped[str] = mapped_column(String(60))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    year: Mapped[int]
    term: Mapped[int] = mapped_column(default=0)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey(ImprovementPlan.id), index=True)
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState, "report_state"), default=ReportState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event | None] = relationship()
    plan: Mapped[ImprovementPlan | None] = relationship()
    texts: Mapped[list["ReportText"]] = relationship(order_by="ReportText.key", cascade="all, delete-orphan")
    versions: Mapped[list["KeptVersion"]] = relationship(order_by="KeptVersion.number", back_populates="report")
    activities: Mapped[list[Activity]] = relationship(secondary="report_activity", order_by=Activity.id)

    __mapper_args__ = {"version_id_col": revision}

    @property
    def state_label(self) -> str:
        return REPORT_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return REPORT_STATE_TONES[self.state]

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def public_versions(self) -> list["KeptVersion"]:
        return [version for version in self.versions if version.published_at is not None]

    @property
    def newest(self) -> "KeptVersion | None":
        """The last version that was published; None before the first."""
        public = self.public_versions
        return public[-1] if public else None

    @property
    def is_out_of_sight(self) -> bool:
        """Whether its newest version was withdrawn, so that its address has nothing to read."""
        return self.newest is not None and not self.newest.is_readable

    @property
    def coming(self) -> "KeptVersion | None":
        """The version that was sent to review and is not public yet."""
        return next((version for version in self.versions if version.published_at is None), None)


class ReportText(Base):
    """A text block that somebody wrote; without its row the block says its draft."""

    __tablename__ = "report_text"

    report_id: Mapped[int] = mapped_column(ForeignKey(KeptReport.id), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ReportActivity(Base):
    """That a report fulfils an activity of the strategy."""

    __tablename__ = "report_activity"

    report_id: Mapped[int] = mapped_column(ForeignKey(KeptReport.id), primary_key=True, autoincrement=False)
    activity_id: Mapped[int] = mapped_column(ForeignKey(Activity.id), primary_key=True, autoincrement=False, index=True)


class KeptVersion(Base):
    """What a report said at `cut_at`, frozen when it was sent to review. Triggers let only what followed be noted.

    `document` is canonical JSON and `digest` the SHA-256 of its bytes, in hexadecimal. `reason` tells what a later
    version changes. One that showed what it should not is withdrawn with its reason: it stays, and nobody reads it.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="reason"),
        CheckConstraint("published_at IS NULL OR approved_at IS NOT NULL", name="approved"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(KeptReport.id))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    cut_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    report: Mapped[KeptReport] = relationship(back_populates="versions")
    files: Mapped[list["ReportFile"]] = relationship(order_by="ReportFile.id", back_populates="version")

    @property
    def is_readable(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class ReportFile(Base):
    """One format of a published version. Triggers refuse to change it once it is made.

    `tries` counts how often it was begun; `held_until` is until when whoever makes it is left alone.
    """

    __tablename__ = "report_file"
    __table_args__ = (
        UniqueConstraint("version_id", "format"),
        CheckConstraint("state <> 'done' OR (sha256 IS NOT NULL AND file_id IS NOT NULL)", name="done"),
        Index("ix_report_file_left", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(KeptVersion.id))
    format: Mapped[ReportFormat] = mapped_column(enum_column(ReportFormat, "report_format"))
    state: Mapped[FileState] = mapped_column(enum_column(FileState, "file_state"), default=FileState.WAITING)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[KeptVersion] = relationship(back_populates="files")
    file: Mapped[StoredFile | None] = relationship()

    @property
    def label(self) -> str:
        return REPORT_FORMAT_LABELS[self.format]

    @property
    def state_label(self) -> str:
        return FILE_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return FILE_STATE_TONES[self.state]
