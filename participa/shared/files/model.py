"""What is known of a kept file."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column


class FileKind(StrEnum):
    """What a file is for people; its format is the extension."""

    PDF = "pdf"
    PICTURE = "picture"
    DOCUMENT = "document"
    SHEET = "sheet"
    SLIDES = "slides"
    TEXT = "text"


FILE_KIND_LABELS = {
    FileKind.PDF: "PDF",
    FileKind.PICTURE: "Imagen",
    FileKind.DOCUMENT: "Documento de texto",
    FileKind.SHEET: "Hoja de cálculo",
    FileKind.SLIDES: "Presentación",
    FileKind.TEXT: "Texto",
}


class StoredFile(Base):
    """A file on the disk of the server. `name` is random and unique: its place on the disk and its address.

    `mime` and `extension` come from the content, never from what the sender said. `size` in bytes and `sha256` are
    those of the kept file. `original_name` may hold personal data: only the team reads it. `width` and `height` are
    pixels, only of pictures.
    """

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind, "kind"))
    mime: Mapped[str] = mapped_column(String(100))
    extension: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_name: Mapped[str] = mapped_column(String(200), default="")
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def kind_label(self) -> str:
        return FILE_KIND_LABELS[self.kind]

    @property
    def is_picture(self) -> bool:
        return self.kind is FileKind.PICTURE

    @property
    def size_label(self) -> str:
        """«PDF, 2,4 MB»: what a person wants to know before downloading."""
        return f"{self.extension.upper()}, {_weight(self.size)}"


def _weight(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
