"""What the entity publishes to be read: documents with their files, and bulletins, version by version."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity


class PaperKind(StrEnum):
    """What a document is. A bulletin is a text that anybody reads in the page; the others bring files as well."""

    MANAGEMENT_REPORT = "management_report"
    BULLETIN = "bulletin"
    MEMOIR = "memoir"
    PRESENTATION = "presentation"
    NORM = "norm"
    OTHER = "other"


PAPER_KIND_LABELS = {
    PaperKind.MANAGEMENT_REPORT: "Informe de gestión",
    PaperKind.BULLETIN: "Boletín",
    PaperKind.MEMOIR: "Memoria",
    PaperKind.PRESENTATION: "Presentación",
    PaperKind.NORM: "Norma",
    PaperKind.OTHER: "Otro documento",
}


class PaperState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


PAPER_STATE_LABELS = {
    PaperState.DRAFT: "Sin publicar",
    PaperState.PUBLISHED: "Publicado",
    PaperState.WITHDRAWN: "Retirado",
}
PAPER_STATE_TONES = {PaperState.DRAFT: "progress", PaperState.PUBLISHED: "good", PaperState.WITHDRAWN: "bad"}


class PublicDocument(Base):
    """A document of the library, at an address that stays. It is replaced by a further version and never deleted.

    `title` is that of the newest published version, or of the draft. `is_prior_report`: it is the report that the
    people read before the space `event_id` (Ley 1757 de 2015, art. 55). One that was withdrawn keeps its address,
    which says why it cannot be read any more. `revision` counts the changes, those of its draft too.
    """

    __tablename__ = "public_document"
    __table_args__ = (
        Index("ix_public_document_list", "state", "published_at", "id"),
        CheckConstraint("state <> 'withdrawn' OR withdrawn_because <> ''", name="withdrawn_because"),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[PaperKind] = mapped_column(enum_column(PaperKind, "kind"))
    title: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    is_prior_report: Mapped[bool] = mapped_column(default=False)
    state: Mapped[PaperState] = mapped_column(enum_column(PaperState, "state"), default=PaperState.DRAFT)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=0)

    activity: Mapped[Activity | None] = relationship()
    event: Mapped[Event | None] = relationship()
    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number"
    )

    @property
    def kind_label(self) -> str:
        return PAPER_KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return PAPER_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return PAPER_STATE_TONES[self.state]

    @property
    def is_bulletin(self) -> bool:
        return self.kind is PaperKind.BULLETIN

    @property
    def is_public(self) -> bool:
        return self.state is PaperState.PUBLISHED

    @property
    def published_versions(self) -> list["DocumentVersion"]:
        """First to last."""
        return [version for version in self.versions if version.published_at]

    @property
    def newest(self) -> "DocumentVersion | None":
        """The version that everybody reads; None before the first is published."""
        return self.published_versions[-1] if self.published_versions else None

    @property
    def draft(self) -> "DocumentVersion | None":
        """The version that the team is writing; None when there is none."""
        last = self.versions[-1] if self.versions else None
        return last if last and not last.published_at else None


class DocumentVersion(Base):
    """A document as it was published: its text and its files. Triggers refuse to change or delete it after that.

    `text` is all of a bulletin, and of another document what its files say, so that nobody needs to open them.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(PublicDocument.id))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    document: Mapped[PublicDocument] = relationship(back_populates="versions")
    files: Mapped[list["DocumentFile"]] = relationship(
        back_populates="version", order_by="DocumentFile.position", cascade="all, delete-orphan"
    )


class DocumentFile(Base):
    """A file of a version, with its digest in the kept file. Triggers hold it once the version is public."""

    __tablename__ = "document_file"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(DocumentVersion.id))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)

    version: Mapped[DocumentVersion] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
