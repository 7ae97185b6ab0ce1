"""Who wants to hear of a commitment, and what is being told. The address lives apart; of the codes, only digests."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.commitments.models.commitments import Commitment
from participa.extensions import Base
from participa.shared.types import UtcDateTime


class CommitmentFollower(Base):
    """Somebody who asked to hear of a commitment, by a number alone. Once it is stopped, the address is erased.

    Both codes are derived from `seed` with the code key, which lives outside the database. That of `confirm_digest`
    only confirms, that of `stop_digest` only stops: each opens nothing else.
    """

    __tablename__ = "commitment_follower"
    __table_args__ = (Index("ix_commitment_follower_told", "commitment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    seed: Mapped[str] = mapped_column(String(32))
    confirm_digest: Mapped[str] = mapped_column(String(64), unique=True)
    stop_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    commitment: Mapped[Commitment] = relationship()
    contact: Mapped["CommitmentFollowerContact | None"] = relationship(
        back_populates="follower", cascade="all, delete-orphan"
    )


class CommitmentFollowerContact(Base):
    """The address of a follower, with the authorisation that was given (Ley 1581 de 2012, art. 9).

    `email_digest` is keyed with the code key: one address follows a commitment once.
    """

    __tablename__ = "commitment_follower_contact"
    __table_args__ = (UniqueConstraint("commitment_id", "email_digest"),)

    follower_id: Mapped[int] = mapped_column(ForeignKey(CommitmentFollower.id), primary_key=True, autoincrement=False)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    email: Mapped[str] = mapped_column(String(254))
    email_digest: Mapped[str] = mapped_column(String(64), index=True)
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    follower: Mapped[CommitmentFollower] = relationship(back_populates="contact")


class CommitmentNews(Base):
    """How far the news of a commitment have been told. One mail tells all that happened since the last one.

    `due_at`: when the next mails leave; None, nothing waits. `told_*` are the last rows told to everybody; `until_*`,
    those up to which is being told now, to followers and askers after `after_follower` and `after_question`.
    """

    __tablename__ = "commitment_news"

    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), primary_key=True, autoincrement=False)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_entry: Mapped[int] = mapped_column(default=0)
    told_check: Mapped[int] = mapped_column(default=0)
    until_entry: Mapped[int] = mapped_column(default=0)
    until_check: Mapped[int] = mapped_column(default=0)
    after_follower: Mapped[int] = mapped_column(default=0)
    after_question: Mapped[int] = mapped_column(default=0)

    commitment: Mapped[Commitment] = relationship()
