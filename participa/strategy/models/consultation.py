"""What citizens observe of a draft in consultation, and what the team replies to each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models.strategies import Activity, Strategy


class Decision(StrEnum):
    """What became of an observation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"


DECISION_LABELS = {
    Decision.ACCEPTED: "Aceptada",
    Decision.PARTLY: "Aceptada en parte",
    Decision.NOT_ACCEPTED: "No aceptada",
}
DECISION_TONES = {Decision.ACCEPTED: "good", Decision.PARTLY: "warn", Decision.NOT_ACCEPTED: "neutral"}


@dataclass(frozen=True)
class ObservationReceipt:
    """What is shown to who observed. `code` is stored nowhere; `differs`: the form key had brought another text."""

    radicado: str
    code: str
    received_at: datetime
    about: str
    differs: bool = False
    is_told_by_mail: bool = False


class ObservationCounter(Base):
    """The last filing number (radicado) given to an observation in a year."""

    __tablename__ = "observation_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Observation(Base):
    """What somebody observed of a draft, or of one of its activities. Who writes it may leave a mail, kept apart.

    Triggers refuse to change the text or to delete the row. `withheld_because` says why the text is not public.
    """

    __tablename__ = "observation"
    __table_args__ = (Index("ix_observation_strategy_id", "strategy_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    radicado: Mapped[str] = mapped_column(String(20), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withheld_because: Mapped[str] = mapped_column(String(300), default="")

    strategy: Mapped[Strategy] = relationship()
    activity: Mapped[Activity | None] = relationship()
    replies: Mapped[list["ObservationReply"]] = relationship(
        back_populates="observation", order_by="ObservationReply.number"
    )
    contact: Mapped["ObservationContact | None"] = relationship(back_populates="observation")

    @property
    def about(self) -> str:
        """What it speaks of, in words for people."""
        return self.activity.name if self.activity else "Toda la estrategia"

    @property
    def reply(self) -> "ObservationReply | None":
        """The latest reply, published or not."""
        return self.replies[-1] if self.replies else None

    @property
    def published_reply(self) -> "ObservationReply | None":
        """The reply that everybody reads."""
        return next((reply for reply in reversed(self.replies) if reply.published_at), None)


class ObservationContact(Base):
    """Where who observed wants to be told of the reply, and what was authorised for it (Ley 1581 de 2012, art. 9).

    Apart from the text: no public page and no report reads this table. `text_version` is that of privacy.WORDS.
    """

    __tablename__ = "observation_contact"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    observation: Mapped[Observation] = relationship(back_populates="contact")


class ObservationReply(Base):
    """What the team says of an observation. Once published it stays; a correction is a further one."""

    __tablename__ = "observation_reply"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    decision: Mapped[Decision] = mapped_column(enum_column(Decision, "decision"))
    reasons: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    observation: Mapped[Observation] = relationship(back_populates="replies")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])

    @property
    def decision_label(self) -> str:
        return DECISION_LABELS[self.decision]

    @property
    def decision_tone(self) -> str:
        return DECISION_TONES[self.decision]
