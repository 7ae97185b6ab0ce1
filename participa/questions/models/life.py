"""What may befall a question on its way: it is grouped, made clear, handed over, or its term moves."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models.question import AnswerMedium, Question, QuestionMove
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column

STANDING = text("ended_at IS NULL")


class LinkKind(StrEnum):
    """GROUPED: waits for the same answer (CPACA art. 22). REFERRED: repeats one already answered (art. 19)."""

    GROUPED = "grouped"
    REFERRED = "referred"


class QuestionLink(Base):
    """The question whose answer also counts for this one. It can be undone; the row stays with who undid it.

    `by_author` marks a group that the person left on objecting; `ended_by_id` is then empty.
    """

    __tablename__ = "question_link"
    __table_args__ = (
        Index(
            "uq_question_link_question_id_standing",
            "question_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_column(LinkKind, "kind"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_author: Mapped[bool] = mapped_column(default=False)

    question: Mapped[Question] = relationship(foreign_keys=[question_id])
    leader: Mapped[Question] = relationship(foreign_keys=[leader_id])


class TermKind(StrEnum):
    """Which term the law gives to answer (Ley 1757 art. 56 f; CPACA art. 14)."""

    RDC_15 = "rdc_15"
    GENERAL_15 = "general_15"
    INFORMATION_10 = "informacion_10"
    CONSULTATION_30 = "consulta_30"


TERM_KIND_LABELS = {
    TermKind.RDC_15: "Rendición de cuentas: 15 días hábiles",
    TermKind.GENERAL_15: "Petición general: 15 días hábiles",
    TermKind.INFORMATION_10: "Documentos o información: 10 días hábiles",
    TermKind.CONSULTATION_30: "Consulta: 30 días hábiles",
}
TERM_KIND_DAYS = {
    TermKind.RDC_15: 15,
    TermKind.GENERAL_15: 15,
    TermKind.INFORMATION_10: 10,
    TermKind.CONSULTATION_30: 30,
}


class TermCause(StrEnum):
    KIND = "kind"
    EXTENSION = "extension"
    CALENDAR = "calendar"


TERM_CAUSE_LABELS = {
    TermCause.KIND: "Se clasificó con otro plazo",
    TermCause.EXTENSION: "Se amplió el plazo",
    TermCause.CALENDAR: "Cambió el calendario de la entidad",
}


class TermChange(Base):
    """A change of the due date: the one before, the new one, why and who. Append only.

    `term_days` are the business days of the new term, counted from the same base; `reason` is public.
    """

    __tablename__ = "term_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    cause: Mapped[TermCause] = mapped_column(enum_column(TermCause, "cause"))
    kind: Mapped[TermKind] = mapped_column(enum_column(TermKind, "kind"))
    from_due_on: Mapped[date]
    due_on: Mapped[date]
    term_days: Mapped[int]
    calendar_version: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    @property
    def cause_label(self) -> str:
        return TERM_CAUSE_LABELS[self.cause]


class Clarification(Base):
    """What who asked added to make the question clear. The question itself never changes. Append only."""

    __tablename__ = "question_clarification"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Transfer(Base):
    """To which entity a question was handed over, when, and with which document (CPACA art. 21).

    The team and who asked get a copy of `document`; the public pages do not.
    """

    __tablename__ = "question_transfer"

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True)
    entity: Mapped[str] = mapped_column(String(200))
    sent_on: Mapped[date]
    document_number: Mapped[str] = mapped_column(String(60))
    document_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))

    document: Mapped[StoredFile | None] = relationship()


class HandNotice(Base):
    """News that must reach who asked by letter or by telephone, until somebody says that it was given."""

    __tablename__ = "hand_notice"

    move_id: Mapped[int] = mapped_column(ForeignKey(QuestionMove.id), primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    medium: Mapped[AnswerMedium] = mapped_column(enum_column(AnswerMedium, "medium"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    move: Mapped[QuestionMove] = relationship()
    question: Mapped[Question] = relationship()
