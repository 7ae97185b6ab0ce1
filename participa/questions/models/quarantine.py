"""What keeps a flood from reaching the queue without refusing anybody: budgets, quarantine, audience mode."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models.question import Question
from participa.shared.types import UtcDateTime

HELD = text("released_at IS NULL")


class Suspicion(StrEnum):
    """Why a question waits apart until somebody reads it. None of them is a reason to refuse or to hide it."""

    DEVICE = "device"
    DAY = "day"
    FRESH = "fresh"
    ADDRESS = "address"
    FLOOD = "flood"
    TRAP = "trap"
    HASTE = "haste"
    THREAT = "threat"
    ADVERT = "advert"


SUSPICION_LABELS = {
    Suspicion.DEVICE: "Muchas seguidas desde un mismo aparato",
    Suspicion.DAY: "Más de 20 en el día desde un mismo aparato",
    Suspicion.FRESH: "Muchos aparatos recién llegados desde una misma red",
    Suspicion.ADDRESS: "Muchas por minuto desde una misma red",
    Suspicion.FLOOD: "Llegaban demasiadas al sitio al mismo tiempo",
    Suspicion.TRAP: "Llenó un campo que las personas no ven",
    Suspicion.HASTE: "Se envió en menos de tres segundos",
    Suspicion.THREAT: "Posible amenaza",
    Suspicion.ADVERT: "Posible publicidad",
}


class Quarantine(Base):
    """That a question waits apart from the queue until somebody of the team reads it. Its clock runs as ever.

    `fold` is the same for questions that say nearly the same; keyed, so that the text cannot be guessed from it.
    """

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_held", "fold", "question_id", sqlite_where=HELD, postgresql_where=HELD),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    reasons: Mapped[list[str]] = mapped_column(JSON)
    fold: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    question: Mapped[Question] = relationship()

    @property
    def reason_labels(self) -> list[str]:
        return [SUSPICION_LABELS[Suspicion(reason)] for reason in self.reasons]


class AskingBudget(Base):
    """How full the budget of a device or of a network is. The key is a digest with the salt of its day, in Colombia.

    `level` is a leaking bucket: the instant, in milliseconds since 1970, at which it is empty again; or a plain count.
    Each question adds `step`.
    """

    __tablename__ = "asking_budget"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    level: Mapped[int] = mapped_column(BigInteger)
    step: Mapped[int]


class AskingSalt(Base):
    """The random salt of the digests of one day in Colombia. Erased the day after: nothing leads back to an address."""

    __tablename__ = "asking_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))


class AudienceMode(Base):
    """That one network may send more questions, because a hall shares it. Ends by itself; everybody can read it."""

    __tablename__ = "audience_mode"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
