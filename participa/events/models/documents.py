"""The documents of a space: what it gives to read before, and its memorias afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from participa.accounts.models import User
from participa.events.models.spaces import Event
from participa.extensions import Base
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class DocumentKind(StrEnum):
    REPORT = "report"
    CALL = "call"
    CONTEXT = "context"
    PRESENTATION = "presentation"
    OTHER = "other"
    MINUTES = "minutes"
    ACCOUNT = "account"
    RECORDING = "recording"
    PHOTO = "photo"


DOCUMENT_KIND_LABELS = {
    DocumentKind.REPORT: "Informe de rendición de cuentas",
    DocumentKind.CALL: "Convocatoria",
    DocumentKind.CONTEXT: "Información para participar",
    DocumentKind.PRESENTATION: "Presentación",
    DocumentKind.OTHER: "Otro documento",
    DocumentKind.MINUTES: "Acta",
    DocumentKind.ACCOUNT: "Relatoría o memoria",
    DocumentKind.RECORDING: "Grabación",
    DocumentKind.PHOTO: "Fotografía",
}
MEMORIA_FIELDS = ("recording_url", "minutes_text")
MEMORIAS = frozenset({DocumentKind.MINUTES, DocumentKind.ACCOUNT, DocumentKind.RECORDING, DocumentKind.PHOTO})


class EventDocument(Base):
    """A document of a space: a kept file or a link. Photos need `alt_text`; a report says since when it is public."""

    __tablename__ = "event_document"
    __table_args__ = (Index("ix_event_document_event_id", "event_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind, "kind"))
    title: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), index=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    published_on: Mapped[date | None]
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    file: Mapped[StoredFile | None] = relationship()

    @property
    def kind_label(self) -> str:
        return DOCUMENT_KIND_LABELS[self.kind]

    @property
    def is_memoria(self) -> bool:
        return self.kind in MEMORIAS

    @property
    def is_photo(self) -> bool:
        return self.kind is DocumentKind.PHOTO


@dataclass(frozen=True)
class NewDocument:
    """What a person gives of a document: a file or a link."""

    kind: DocumentKind
    title: str
    upload: FileStorage | None = None
    url: str = ""
    alt_text: str = ""
    published_on: date | None = None
    is_image_authorized: bool = False
