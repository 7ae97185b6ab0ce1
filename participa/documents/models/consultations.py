"""The consultation of a draft document: its window, what people observe and what the team replies to each."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.documents.models.documents import PublicDocument
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import DECISION_LABELS, DECISION_TONES, Decision


@dataclass(frozen=True)
class DraftReceipt:
    """What is shown to who observed. `code` is stored nowhere; `differs`: the form key had brought another text."""

    radicado: str
    code: str
    received_at: datetime
    about: str
    differs: bool = False
    is_told_by_mail: bool = False


class DraftConsultation(Base):
    """From which to which day of Colombia people may observe a document, both included.

    `ask` says what is asked of them; `thanks` is shown once the window is over. `closed_at`: when the platform said so.
    """

    __tablename__ = "draft_consultation"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="window"),
        Index("ix_draft_consultation_closing", "closed_at", "closes_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(PublicDocument.id), unique=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    ask: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    document: Mapped[PublicDocument] = relationship()


class DraftObservationCounter(Base):
    """The last filing number (radicado) given to an observation of a draft document in a year."""

    __tablename__ = "draft_observation_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class DraftObservation(Base):
    """What somebody observed of a draft. Triggers refuse to change the text or to delete the row.

    `part` says of which part, in their words. `withheld_because` says why the text is not public.
    """

    __tablename__ = "draft_observation"
    __table_args__ = (Index("ix_draft_observation_consultation_id", "consultation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey(DraftConsultation.id))
    part: Mapped[str] = mapped_column(String(200), default="")
    radicado: Mapped[str] = mapped_column(String(20), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withheld_because: Mapped[str] = mapped_column(String(300), default="")

    consultation: Mapped[DraftConsultation] = relationship()
    replies: Mapped[list["DraftReply"]] = relationship(back_populates="observation", order_by="DraftReply.number")
    contact: Mapped["DraftObservationContact | None"] = relationship(back_populates="observation")

    @property
    def about(self) -> str:
        """What it speaks of, in words for people. Before the reply only its author and the team read it."""
        return self.part or "Todo el documento"

    @property
    def shown_part(self) -> str:
        """The same for everybody: the words of who observed are not shown when the text is not."""
        return "" if self.withheld_because else self.part

    @property
    def reply(self) -> "DraftReply | None":
        """The latest reply, published or not."""
        return self.replies[-1] if self.replies else None

    @property
    def published_reply(self) -> "DraftReply | None":
        """The reply that everybody reads."""
        return next((reply for reply in reversed(self.replies) if reply.published_at), None)


class DraftObservationContact(Base):
    """Where who observed wants to be told of the reply, and what was authorised for it (Ley 1581 de 2012, art. 9).

    Apart from the text: no public page and no report reads this table. `text_version` is that of privacy.
    """

    __tablename__ = "draft_observation_contact"

    observation_id: Mapped[int] = mapped_column(ForeignKey(DraftObservation.id), primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(254))
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    observation: Mapped[DraftObservation] = relationship(back_populates="contact")


class DraftReply(Base):
    """What the team says of an observation. Once published it stays; a correction is a further one."""

    __tablename__ = "draft_reply"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey(DraftObservation.id))
    number: Mapped[int]
    decision: Mapped[Decision] = mapped_column(enum_column(Decision, "decision"))
    reasons: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    observation: Mapped[DraftObservation] = relationship(back_populates="replies")

    @property
    def decision_label(self) -> str:
        return DECISION_LABELS[self.decision]

    @property
    def decision_tone(self) -> str:
        return DECISION_TONES[self.decision]
