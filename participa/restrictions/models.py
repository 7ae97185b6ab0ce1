"""Appeals against what was hidden of a question."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models import Question, Restriction
from participa.shared.clock import local
from participa.shared.types import UtcDateTime, enum_column

OPEN_APPEAL = text("decided_at IS NULL")


class Outcome(StrEnum):
    """UPHELD: who appealed was right and the text is readable again, or more of it. KEPT: it stays hidden."""

    UPHELD = "upheld"
    KEPT = "kept"


OUTCOME_LABELS = {
    Outcome.UPHELD: "Se aceptó la apelación",
    Outcome.KEPT: "La decisión se mantuvo",
}


class Appeal(Base):
    """A request to review a decision. What was asked never changes; it is decided once, by another person.

    `body` is read by the team and, with the code, by who asked the question. `reasons` of the decision are public.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("decided_at IS NULL OR decided_by_id != restricted_by_id", name="another_person"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_has_outcome"),
        Index("uq_appeal_open", "question_id", unique=True, sqlite_where=OPEN_APPEAL, postgresql_where=OPEN_APPEAL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    restriction_id: Mapped[int] = mapped_column(ForeignKey(Restriction.id), index=True)
    restricted_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_author: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome, "outcome"))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    question: Mapped[Question] = relationship()
    restriction: Mapped[Restriction] = relationship()

    @property
    def number(self) -> str:
        """Its public number: the year in Colombia and a running one."""
        return f"AP-{local(self.at).year}-{self.id:05d}"

    @property
    def outcome_label(self) -> str:
        return OUTCOME_LABELS[self.outcome] if self.outcome else "Por decidir"
