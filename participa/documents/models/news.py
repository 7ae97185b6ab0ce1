"""Who wants the weekly news by mail, what there is to tell, and what has been told. The address lives apart."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.extensions import Base
from participa.shared.types import UtcDateTime


class NewsSubscriber(Base):
    """Somebody who asked for the news, by a number alone. Once it is stopped, the address is erased.

    Both codes are derived from `seed` with the code key, which lives outside the database. That of `confirm_digest`
    only confirms, that of `stop_digest` only stops.
    """

    __tablename__ = "news_subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(32))
    confirm_digest: Mapped[str] = mapped_column(String(64), unique=True)
    stop_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    contact: Mapped["NewsSubscriberContact | None"] = relationship(
        back_populates="subscriber", cascade="all, delete-orphan"
    )


class NewsSubscriberContact(Base):
    """The address of a subscriber, with the authorisation that was given (Ley 1581 de 2012, art. 9).

    `email_digest` is keyed with the code key: one address gets the news once.
    """

    __tablename__ = "news_subscriber_contact"

    subscriber_id: Mapped[int] = mapped_column(ForeignKey(NewsSubscriber.id), primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(254))
    email_digest: Mapped[str] = mapped_column(String(64), unique=True)
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    subscriber: Mapped[NewsSubscriber] = relationship(back_populates="contact")


class NewsItem(Base):
    """Something new that everybody may read. `address` is a path of this site and tells it once; `kind`, a word.

    The number of one that was taken back is given to no other, so that the mail of a week knows what it has told.
    """

    __tablename__ = "news_item"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NewsIssue(Base):
    """The mail of a week, named by its Monday in Colombia: the news after one row up to another.

    It is sent in batches: `after_subscriber` is the last who was written to, `finished_at` when nobody is left.
    """

    __tablename__ = "news_issue"

    week: Mapped[date] = mapped_column(primary_key=True)
    after_item: Mapped[int]
    until_item: Mapped[int]
    after_subscriber: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
