"""What who asked says of the answer, and the requests of the team to correct it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.extensions import Base
from participa.questions.models import AnswerVersion, Question
from participa.shared.types import UtcDateTime, enum_column


class Verdict(StrEnum):
    """Whether the answer answers, in the eyes of who asked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


VERDICT_LABELS = {Verdict.YES: "Sí", Verdict.PARTLY: "En parte", Verdict.NO: "No"}
VERDICT_TONES = {Verdict.YES: "good", Verdict.PARTLY: "warn", Verdict.NO: "bad"}


class Opinion(Base):
    """One thing said of one version of an answer. The last one of a question counts; the earlier ones stay.

    Append only: triggers refuse to change or delete it, but `comment` can be blanked to erase personal data lawfully.
    `comment` is for the team, never public. `department_id` is the office that gave the answer.
    """

    __tablename__ = "answer_opinion"
    __table_args__ = (
        Index("ix_answer_opinion_question_id", "question_id", "id"),
        Index("ix_answer_opinion_verdict", "verdict", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    answer_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id))
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict, "verdict"))
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    question: Mapped[Question] = relationship()
    department: Mapped[Department | None] = relationship()

    @property
    def label(self) -> str:
        return VERDICT_LABELS[self.verdict]

    @property
    def tone(self) -> str:
        return VERDICT_TONES[self.verdict]


class CorrectionRequest(Base):
    """That the team asked the office to correct an answer because of what was said of it; one an opinion."""

    __tablename__ = "correction_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey(Opinion.id), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()
