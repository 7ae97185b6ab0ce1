"""The counts of a survey, what people wrote in it and the files of its rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column
from participa.surveys.models import Survey


class SurveySummary(Base):
    """The counts of a survey (resumen). `counted` is exact and for nobody's eyes; `shown` is what everybody may read.

    Pages and files read only `shown`, so they say the same and cost the same for 100 and for 250,000 answers.
    """

    __tablename__ = "survey_summary"

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    counted: Mapped[dict[str, Any]] = mapped_column(JSON)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_final: Mapped[bool] = mapped_column(default=False)


class WordsState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    PRIVATE = "private"


WORDS_STATE_LABELS = {
    WordsState.WAITING: "Por revisar",
    WordsState.APPROVED: "Publicada",
    WordsState.PRIVATE: "No se publica",
}


class PrivateReason(StrEnum):
    """The closed list of why something written in a survey is not published. Criticism is not in it."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    ADVERTISING = "advertising"
    UNREADABLE = "unreadable"


PRIVATE_REASON_LABELS = {
    PrivateReason.PERSONAL_DATA: "Tiene datos personales",
    PrivateReason.INSULT: "Insulta o amenaza a alguien",
    PrivateReason.ADVERTISING: "Es publicidad",
    PrivateReason.UNREADABLE: "No se entiende",
}


class OpenAnswer(Base):
    """What somebody wrote in one item (respuesta abierta), until a person decides whether it is published.

    `mark` is random for who reads it: texts are published in its order, and nothing leads to the other answers of the
    same person.
    """

    __tablename__ = "survey_open_answer"
    __table_args__ = (Index("ix_survey_open_answer_item", "survey_id", "item", "state", "heading", "mark"),)

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id))
    item: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[WordsState] = mapped_column(enum_column(WordsState, "words_state"), default=WordsState.WAITING)
    reason: Mapped[PrivateReason | None] = mapped_column(enum_column(PrivateReason, "private_reason"))
    heading: Mapped[str] = mapped_column(String(80), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    survey: Mapped[Survey] = relationship()

    @property
    def stamp(self) -> str:
        """Which decision it carries, to notice that somebody decided in between."""
        return f"{self.state.value}-{self.decided_at.isoformat() if self.decided_at else ''}"

    @property
    def state_label(self) -> str:
        return WORDS_STATE_LABELS[self.state]

    @property
    def reason_label(self) -> str:
        return PRIVATE_REASON_LABELS[self.reason] if self.reason else ""


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


FILE_KIND_LABELS = {
    FileKind.CSV: "Tabla en texto (CSV)",
    FileKind.XLSX: "Hoja de cálculo (Excel)",
    FileKind.JSON: "Datos para programas (JSON)",
}


class FileState(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


FILE_STATE_LABELS = {
    FileState.WAITING: "En espera",
    FileState.MAKING: "Se está preparando",
    FileState.READY: "Listo",
    FileState.FAILED: "No se pudo preparar",
}


class RowsFile(Base):
    """The file with one row for each answer of a closed survey (archivo de filas). It is offered only when whole.

    `rows_done` tells how far it is; `digest` is the SHA-256 of the finished file.
    """

    __tablename__ = "survey_rows_file"
    __table_args__ = (UniqueConstraint("survey_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id))
    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind, "file_kind"))
    state: Mapped[FileState] = mapped_column(enum_column(FileState, "file_state"), default=FileState.WAITING)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    survey: Mapped[Survey] = relationship()

    @property
    def kind_label(self) -> str:
        return FILE_KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return FILE_STATE_LABELS[self.state]

    @property
    def is_ready(self) -> bool:
        return self.state is FileState.READY
