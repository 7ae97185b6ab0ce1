"""What internal control and citizen oversight found of a commitment, beside what its office reports."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.commitments.models.commitments import Commitment, CommitmentState
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column

if TYPE_CHECKING:
    from participa.commitments.models.history import CommitmentEvidence


class Completion(StrEnum):
    """How far it is, as a third party found it: five levels."""

    NOT_BEGUN = "not_begun"
    LIMITED = "limited"
    PARTIAL = "partial"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


COMPLETION_LABELS = {
    Completion.NOT_BEGUN: "Sin empezar",
    Completion.LIMITED: "Avance bajo",
    Completion.PARTIAL: "Avance medio",
    Completion.SUBSTANTIAL: "Avance alto",
    Completion.COMPLETE: "Completo",
}
COMPLETION_PERCENT = {
    Completion.NOT_BEGUN: (0, 0),
    Completion.LIMITED: (1, 39),
    Completion.PARTIAL: (40, 69),
    Completion.SUBSTANTIAL: (70, 99),
    Completion.COMPLETE: (100, 100),
}


class Agreement(StrEnum):
    """Whether what the office reported is so."""

    AGREES = "agrees"
    PARTLY = "partly"
    DISAGREES = "disagrees"


AGREEMENT_LABELS = {
    Agreement.AGREES: "Coincide con lo informado",
    Agreement.PARTLY: "Coincide en parte",
    Agreement.DISAGREES: "No coincide con lo informado",
}
AGREEMENT_TONES = {Agreement.AGREES: "good", Agreement.PARTLY: "warn", Agreement.DISAGREES: "bad"}


class CommitmentCheck(Base):
    """A verification. Triggers refuse to change or delete it; a further one follows.

    `checked_on` is the day it was looked at, a day of Colombia. `reported_state` and `reported_percent` are what the
    office said at that instant. `author` is of internal control; without one, `body_name` tells which oversight body.
    """

    __tablename__ = "commitment_check"
    __table_args__ = (
        Index("ix_commitment_check_commitment_id", "commitment_id", "id"),
        CheckConstraint("(author_id IS NULL) = (body_name <> '')", name="one_author"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    checked_on: Mapped[date]
    completion: Mapped[Completion] = mapped_column(enum_column(Completion, "completion"))
    agreement: Mapped[Agreement] = mapped_column(enum_column(Agreement, "agreement"))
    note: Mapped[str] = mapped_column(Text)
    reported_state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState, "reported_state"))
    reported_percent: Mapped[int]
    form_key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    body_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    commitment: Mapped[Commitment] = relationship(back_populates="checks")
    author: Mapped[User | None] = relationship()
    evidence: Mapped[list["CommitmentEvidence"]] = relationship(
        back_populates="check", order_by="CommitmentEvidence.id"
    )

    @property
    def completion_label(self) -> str:
        return COMPLETION_LABELS[self.completion]

    @property
    def agreement_label(self) -> str:
        return AGREEMENT_LABELS[self.agreement]

    @property
    def agreement_tone(self) -> str:
        return AGREEMENT_TONES[self.agreement]

    @property
    def by_whom(self) -> str:
        """Control Interno, or the oversight body; never a name of a person."""
        if not self.body_name:
            return "Control Interno"
        is_said = self.body_name.lower().startswith(("veeduria", "veeduría"))
        return self.body_name if is_said else f"Veeduría: {self.body_name}"

    @property
    def is_of_control(self) -> bool:
        return self.author_id is not None
