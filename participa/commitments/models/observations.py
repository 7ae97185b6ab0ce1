"""What citizens say of a commitment: a question of kind observation, and what they sent to show it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.commitments.models.commitments import Commitment
from participa.extensions import Base
from participa.questions.models import Question
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class PieceState(StrEnum):
    """What the team decided of a piece that a citizen sent. Nothing is public before it is accepted."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    KEPT_BACK = "kept_back"


PIECE_LABELS = {
    PieceState.WAITING: "Por revisar",
    PieceState.ACCEPTED: "Pública",
    PieceState.KEPT_BACK: "No se publica",
}
PIECE_TONES = {PieceState.WAITING: "warn", PieceState.ACCEPTED: "good", PieceState.KEPT_BACK: "neutral"}


class CommitmentObservation(Base):
    """That a question is an observation on a commitment. Triggers refuse to change or delete it."""

    __tablename__ = "commitment_observation"

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True, autoincrement=False)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), index=True)

    question: Mapped[Question] = relationship()
    commitment: Mapped[Commitment] = relationship()
    evidence: Mapped[list["ObservationEvidence"]] = relationship(
        back_populates="observation", order_by="ObservationEvidence.id"
    )


class ObservationEvidence(Base):
    """A file or an address that came with an observation. Triggers refuse to change what was sent.

    Public once it is accepted and the observation itself can be read by everybody. `reason` says why it was decided so.
    """

    __tablename__ = "commitment_observation_evidence"
    __table_args__ = (
        CheckConstraint("(url = '') = (file_id IS NOT NULL)", name="one_source"),
        CheckConstraint("state = 'waiting' OR reason <> ''", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey(CommitmentObservation.question_id, name="fk_observation_evidence_question_id"), index=True
    )
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), unique=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(String(300))
    state: Mapped[PieceState] = mapped_column(enum_column(PieceState, "piece_state"), default=PieceState.WAITING)
    reason: Mapped[str] = mapped_column(String(300), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    observation: Mapped[CommitmentObservation] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship()

    @property
    def state_label(self) -> str:
        return PIECE_LABELS[self.state]

    @property
    def tone(self) -> str:
        return PIECE_TONES[self.state]
