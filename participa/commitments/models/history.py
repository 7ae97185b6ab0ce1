"""The history of a commitment: each step that somebody took, with what shows it. Nothing of it is ever rewritten."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from participa.accounts.models import User
from participa.commitments.models.commitments import STATE_LABELS, Commitment, CommitmentState, CommitmentStep
from participa.commitments.models.verification import CommitmentCheck
from participa.extensions import Base
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class EntryKind(StrEnum):
    """PROGRESS never lowers the percentage; SETBACK and all that follow need a public reason."""

    PUBLISHED = "published"
    PROGRESS = "progress"
    SETBACK = "setback"
    RESCHEDULED = "rescheduled"
    REASSIGNED = "reassigned"
    UNFULFILLED = "unfulfilled"
    NOT_VIABLE = "not_viable"
    REOPENED = "reopened"


ENTRY_LABELS = {
    EntryKind.PUBLISHED: "Se publicó",
    EntryKind.PROGRESS: "Avance informado",
    EntryKind.SETBACK: "Se corrigió el avance hacia abajo",
    EntryKind.RESCHEDULED: "Nueva fecha",
    EntryKind.REASSIGNED: "Cambió la dependencia responsable",
    EntryKind.UNFULFILLED: "Se declaró no cumplido",
    EntryKind.NOT_VIABLE: "Se declaró no viable",
    EntryKind.REOPENED: "Volvió a quedar pendiente",
}


class CommitmentEntry(Base):
    """A line of the history. Triggers refuse to change or delete it: a correction is a further one.

    `text` is what is told, or the public reason. The days are those that a rescheduling replaced and gave (days of
    Colombia). `step` is the one that the entry reports done. Without author: a job or the console.
    """

    __tablename__ = "commitment_entry"
    __table_args__ = (
        Index("ix_commitment_entry_commitment_id", "commitment_id", "id"),
        CheckConstraint("percent BETWEEN 0 AND 100 AND from_percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("kind IN ('setback', 'reopened') OR percent >= from_percent", name="no_silent_fall"),
        CheckConstraint("kind = 'published' OR text <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind, "entry_kind"))
    text: Mapped[str] = mapped_column(Text, default="")
    from_state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState, "from_state"))
    state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState, "to_state"))
    from_percent: Mapped[int]
    percent: Mapped[int]
    step_id: Mapped[int | None] = mapped_column(ForeignKey(CommitmentStep.id))
    old_due_on: Mapped[date | None]
    new_due_on: Mapped[date | None]
    form_key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    commitment: Mapped[Commitment] = relationship(back_populates="entries")
    step: Mapped[CommitmentStep | None] = relationship()
    author: Mapped[User | None] = relationship()
    evidence: Mapped[list["CommitmentEvidence"]] = relationship(
        back_populates="entry", order_by="CommitmentEvidence.id"
    )

    @property
    def label(self) -> str:
        return ENTRY_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def by_whom(self) -> str:
        """The office, or else the role, of who wrote it; never a name, so that everybody may read it."""
        if self.author is None:
            return "La entidad"
        return self.author.department.name if self.author.department else self.author.role_label

    @property
    def public_evidence(self) -> list["CommitmentEvidence"]:
        return [one for one in self.evidence if not one.is_internal]


class CommitmentEvidence(Base):
    """What shows that an entry or a check is true: a kept file, or an address elsewhere.

    `description` says what it shows and is the alternative text of a photograph. `shows_result`: it shows the result
    itself, which 100 % needs, and not only work on the way. Nothing changes except `is_internal`.
    """

    __tablename__ = "commitment_evidence"
    __table_args__ = (
        CheckConstraint("(url = '') = (file_id IS NOT NULL)", name="one_source"),
        CheckConstraint("(entry_id IS NULL) <> (check_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(CommitmentEntry.id), index=True)
    check_id: Mapped[int | None] = mapped_column(ForeignKey(CommitmentCheck.id), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), unique=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(String(300))
    shows_result: Mapped[bool] = mapped_column(default=False)
    is_internal: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[CommitmentEntry | None] = relationship(back_populates="evidence")
    check: Mapped[CommitmentCheck | None] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship()


@dataclass(frozen=True)
class Proof:
    """A piece of evidence as it is handed in: a file or an https address, with what it shows."""

    description: str
    upload: FileStorage | None = None
    url: str = ""
    shows_result: bool = False
    is_internal: bool = False


@dataclass(frozen=True)
class Told:
    """What a responsible office reports. Without `percent` (0 to 100) it stays; `step_id` is the step that is done."""

    text: str
    percent: int | None = None
    step_id: int | None = None
    proofs: tuple[Proof, ...] = ()
