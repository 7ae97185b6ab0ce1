"""Who is looking at which question, what was just done with it, and whether a person wants single keys."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models import Kind, Question
from participa.shared.types import UtcDateTime, enum_column


class Did(StrEnum):
    """What a moderator does with one key of the queue."""

    PUBLISHED = "published"
    ASSIGNED = "assigned"
    CLASSIFIED = "classified"
    WITHHELD = "withheld"
    GROUPED = "grouped"


DID_LABELS = {
    Did.PUBLISHED: "publicada",
    Did.ASSIGNED: "asignada",
    Did.CLASSIFIED: "clasificada",
    Did.WITHHELD: "reservada",
    Did.GROUPED: "agrupada",
}


class TriageLease(Base):
    """That a moderator has a question before the eyes until an instant; afterwards anybody takes it."""

    __tablename__ = "triage_lease"
    __table_args__ = (Index("ix_triage_lease_holder_id_until", "holder_id", "until"),)

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True, autoincrement=False)
    holder_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    until: Mapped[datetime] = mapped_column(UtcDateTime)

    holder: Mapped[User] = relationship()


class TriageStep(Base):
    """What was done with a question from the queue, and how it was before: enough to step back in the first seconds.

    The steps of one act share `act_key`. `last_move_id` is the last line of the history before the act, 0 for none;
    `kind`, `topic_id` and `department_id` are those of before; `revision` is that of the question right after.
    """

    __tablename__ = "triage_step"
    __table_args__ = (Index("ix_triage_step_actor_id_at", "actor_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act_key: Mapped[str] = mapped_column(String(64), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    did: Mapped[Did] = mapped_column(enum_column(Did, "did"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_move_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    revision: Mapped[int]
    mail_keys: Mapped[list[str]] = mapped_column(JSON, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    question: Mapped[Question] = relationship()


class TriageKeys(Base):
    """Whether single keys act for this person (WCAG 2.2, 2.1.4). Without a row they do."""

    __tablename__ = "triage_keys"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True, autoincrement=False)
    are_on: Mapped[bool]
