"""What surrounds the text of an answer: drafts, checks, files, promises, templates and the chain of review."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.extensions import Base
from participa.questions.models.question import AnswerVersion, Question
from participa.shared.files import StoredFile
from participa.shared.types import UtcDateTime, enum_column


class ReviewStep(StrEnum):
    """Who looks at an answer before the approver does, in this order."""

    HEAD = "head"
    LEGAL = "legal"
    COMMUNICATIONS = "communications"


REVIEW_STEP_LABELS = {
    ReviewStep.HEAD: "Quien dirige la dependencia",
    ReviewStep.LEGAL: "Revisión jurídica",
    ReviewStep.COMMUNICATIONS: "Comunicaciones",
}


class Verdict(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    RETURNED = "returned"
    SKIPPED = "skipped"


VERDICT_LABELS = {
    Verdict.WAITING: "Pendiente",
    Verdict.AGREED: "Con visto bueno",
    Verdict.RETURNED: "Devuelta",
    Verdict.SKIPPED: "Se siguió sin esta revisión",
}


class AnswerDraft(Base):
    """What a draft said before it was written over. Kept a while, and only until the answer is published."""

    __tablename__ = "answer_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()


class AnswerTick(Base):
    """A line of the checklist that the office ticked before it sent a version to review, in the words it had then."""

    __tablename__ = "answer_tick"
    __table_args__ = (UniqueConstraint("version_id", "words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id), index=True)
    words: Mapped[str] = mapped_column(String(200))
    is_ticked: Mapped[bool] = mapped_column(default=True)

    version: Mapped[AnswerVersion] = relationship(back_populates="ticks")


class AnswerAttachment(Base):
    """A file of a version of the answer. `words` say what it is, also for who cannot see it.

    Triggers refuse to change or delete it once its version is published. A correction has rows of its own.
    """

    __tablename__ = "answer_attachment"
    __table_args__ = (UniqueConstraint("version_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)
    words: Mapped[str] = mapped_column(String(200))

    version: Mapped[AnswerVersion] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class AnswerPromise(Base):
    """That a version of the answer promises something: what, and by when, in the words of the office.

    Triggers refuse to change or delete it once its version is published.
    """

    __tablename__ = "answer_promise"

    version_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id), primary_key=True)
    words: Mapped[str] = mapped_column(String(300))

    version: Mapped[AnswerVersion] = relationship(back_populates="promise")


class AnswerReview(Base):
    """A step of the chain of review of one version, laid down when it was sent.

    `department_id` is the office of who may take it; without one, communications. `note` is of the team alone.
    """

    __tablename__ = "answer_review"
    __table_args__ = (UniqueConstraint("version_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(AnswerVersion.id), index=True)
    step: Mapped[ReviewStep] = mapped_column(enum_column(ReviewStep, "step"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict, "verdict"), default=Verdict.WAITING)
    note: Mapped[str] = mapped_column(Text, default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[AnswerVersion] = relationship(back_populates="reviews")
    department: Mapped[Department | None] = relationship()
    done_by: Mapped[User | None] = relationship()

    @property
    def step_label(self) -> str:
        return REVIEW_STEP_LABELS[self.step]

    @property
    def verdict_label(self) -> str:
        return VERDICT_LABELS[self.verdict]


class AnswerTemplate(Base):
    """A text from which answers are begun: of one office, or of all when it has none."""

    __tablename__ = "answer_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department | None] = relationship()


class AnswerSettings(Base):
    """How the entity reviews its answers, in one row; none means that only the approver does.

    `checklist` has a line for each thing to look at before sending; empty is the official list.
    """

    __tablename__ = "answer_settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    head_reviews: Mapped[bool] = mapped_column(default=False)
    legal_department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    communications_review: Mapped[bool] = mapped_column(default=False)
    checklist: Mapped[str] = mapped_column(Text, default="")

    legal_department: Mapped[Department | None] = relationship()
