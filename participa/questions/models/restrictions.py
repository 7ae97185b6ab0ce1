"""What was hidden of a question, why and by whom: one row a decision, never changed and never deleted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models.question import AnswerVersion, Question, WithholdReason
from participa.shared.types import UtcDateTime, enum_column

OPEN_PROPOSAL = text("closed_at IS NULL")


class RestrictionKind(StrEnum):
    """WITHHELD hides the whole text and REDACTED parts of it; RESTORED and LIFTED undo the one and the other."""

    WITHHELD = "withheld"
    RESTORED = "restored"
    REDACTED = "redacted"
    LIFTED = "lifted"


class Restriction(Base):
    """A decision about what is hidden of a question. Append only.

    `reason` is that of the first part when there are several, and that of what is undone; `role` is the one of the
    author at that instant, in the words of the public record; `note` is read by the team and, with the code, by who
    asked the question.
    """

    __tablename__ = "restriction"
    __table_args__ = (Index("ix_restriction_question_id_kind", "question_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    kind: Mapped[RestrictionKind] = mapped_column(enum_column(RestrictionKind, "kind"))
    reason: Mapped[WithholdReason] = mapped_column(enum_column(WithholdReason, "reason"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    role: Mapped[str] = mapped_column(String(32))

    question: Mapped[Question] = relationship()
    author: Mapped[User] = relationship()
    parts: Mapped[list["RedactedPart"]] = relationship(order_by="RedactedPart.starts")


class RedactedPart(Base):
    """`size` characters of the sealed text, from `starts` on, that the public does not read. Append only.

    Nothing else is kept of the public text, which is computed: no other word of it can be changed.
    """

    __tablename__ = "redacted_part"
    __table_args__ = (CheckConstraint("starts >= 0 AND size > 0", name="some_letters"),)

    restriction_id: Mapped[int] = mapped_column(ForeignKey(Restriction.id), primary_key=True)
    starts: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    reason: Mapped[WithholdReason] = mapped_column(enum_column(WithholdReason, "reason"))


class RestrictionProposal(Base):
    """That somebody wants to hide what everybody reads. It stays readable until another person confirms.

    `parts` are those to redact, as in the addresses of `redaction`; without any, the whole text for `reason`.
    """

    __tablename__ = "restriction_proposal"
    __table_args__ = (
        CheckConstraint("is_confirmed IS NOT TRUE OR closed_by_id != author_id", name="two_persons"),
        Index(
            "uq_restriction_proposal_open",
            "question_id",
            unique=True,
            sqlite_where=OPEN_PROPOSAL,
            postgresql_where=OPEN_PROPOSAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    reason: Mapped[WithholdReason | None] = mapped_column(enum_column(WithholdReason, "reason"))
    parts: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    is_confirmed: Mapped[bool | None]

    question: Mapped[Question] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])


class WithheldAnswer(Base):
    """That an earlier version of a published answer, already corrected, is no longer read by the public. Append only.

    What holds is the last version, which is corrected and never withheld.
    """

    __tablename__ = "withheld_answer"

    version_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id), primary_key=True, autoincrement=False)
    reason: Mapped[WithholdReason] = mapped_column(enum_column(WithholdReason, "reason"))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    version: Mapped[AnswerVersion] = relationship(back_populates="withheld")
