"""What was promised somewhere and is no commitment of its own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.commitments.models.commitments import Commitment
from participa.extensions import Base
from participa.shared.types import UtcDateTime


class SourceDecision(Base):
    """That a promise makes no commitment of its own, and why: it is none, or it is the same as another one.

    `source` names the row as `Commitment.source` does. A decision is never rewritten; the promise may still be
    registered afterwards.
    """

    __tablename__ = "commitment_source_decision"
    __table_args__ = (CheckConstraint("commitment_id IS NOT NULL OR reason <> ''", name="reason"),)

    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey(Commitment.id, ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    commitment: Mapped[Commitment | None] = relationship()
    author: Mapped[User] = relationship()
