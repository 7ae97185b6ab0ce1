"""Batches of paper slips and each slip of them, from the box to its filing number."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.questions.models import Question
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class SlipState(StrEnum):
    """How far a slip has come. One that nobody typed has no row."""

    TYPED = "typed"
    FILED = "filed"
    VOID = "void"


SLIP_STATE_LABELS = {
    SlipState.TYPED: "Por revisar",
    SlipState.FILED: "Radicada",
    SlipState.VOID: "Anulada",
}


class VoidReason(StrEnum):
    """Why a slip has no question."""

    BLANK = "blank"
    ILLEGIBLE = "illegible"
    SPOILED = "spoiled"
    UNUSED = "unused"


VOID_REASON_LABELS = {
    VoidReason.BLANK: "Volvió en blanco",
    VoidReason.ILLEGIBLE: "No se puede leer",
    VoidReason.SPOILED: "La persona la dañó y pidió otra",
    VoidReason.UNUSED: "No se usó",
}


class SlipBatch(Base):
    """The slips of one box, by the numbers of their pads. Each follow code comes from `seed` and the server's key.

    `check_one_of` is 1 when another person checks all, 5 for about one of five. `collected_at` is when they were
    received: the terms run from it; a later entry has `late_reason` (CPACA art. 62). At the closing, `counted` are the
    slips that somebody had in the hand, and `entries` and `fingerprint` the public record.
    """

    __tablename__ = "slip_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(80))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    first: Mapped[int]
    last: Mapped[int]
    check_one_of: Mapped[int]
    collected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    counted: Mapped[int | None]
    entries: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")

    event: Mapped[Event | None] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Slip(Base):
    """A slip that came back. `words` is what was typed, and it is emptied when the question is filed.

    `scan_erased_at` is when its photo was erased because its time was over.
    """

    __tablename__ = "slip"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey(SlipBatch.id))
    number: Mapped[int]
    state: Mapped[SlipState] = mapped_column(enum_column(SlipState, "state"))
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(300), default="")
    void_reason: Mapped[VoidReason | None] = mapped_column(enum_column(VoidReason, "void_reason"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id), unique=True)
    scan_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))
    scan_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    batch: Mapped[SlipBatch] = relationship()
    question: Mapped[Question | None] = relationship()
    scan: Mapped[StoredFile | None] = relationship()

    @property
    def state_label(self) -> str:
        return SLIP_STATE_LABELS[self.state]

    @property
    def void_reason_label(self) -> str:
        return VOID_REASON_LABELS[self.void_reason] if self.void_reason else ""
