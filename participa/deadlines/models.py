"""Alerts of terms, calendars, answers in the hearing, complaints handed over and interruptions of the service."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.questions.models import Question
from participa.shared.types import UtcDateTime

STANDING = text("ended_at IS NULL")
FIRST_OFFSETS = (5, 2, 0)
FIRST_HOUR = 7


class AlertPlan(Base):
    """When the entity warns its offices: `offsets` in business days before the due date, `hour` on Colombian clocks.

    There is at most one row, number 1; without it FIRST_OFFSETS and FIRST_HOUR hold.
    """

    __tablename__ = "alert_plan"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offsets: Mapped[list[int]] = mapped_column(JSON)
    hour: Mapped[int]


class AlertDay(Base):
    """A business day in Colombia whose alerts were written, so that none goes out twice."""

    __tablename__ = "alert_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TermAlert(Base):
    """An alert that was given for a due date. `stage` is how many business days were left; -1 is overdue.

    A term that moves has another due date, so it is alerted anew.
    """

    __tablename__ = "term_alert"
    __table_args__ = (UniqueConstraint("question_id", "due_on", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    due_on: Mapped[date]
    stage: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarAddress(Base):
    """The private address by which the calendar program of a person reads due dates. Only its digest is kept."""

    __tablename__ = "calendar_address"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True, autoincrement=False)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class LiveAnswer(Base):
    """That a question was answered aloud in its space. It never ends the duty to write (Ley 1757 art. 56 f).

    `second` is the second of the recording where it begins. A mark that was taken back keeps who did it and when.
    """

    __tablename__ = "live_answer"
    __table_args__ = (
        Index(
            "uq_live_answer_question_id_standing",
            "question_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    second: Mapped[int]
    url: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class PqrsdHandover(Base):
    """A complaint that was also entered in the PQRSD system of the entity: under which number and on which day."""

    __tablename__ = "pqrsd_handover"

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(60))
    handed_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class Outage(Base):
    """A time when the platform did not work, as proof for who could not ask in time (CPACA art. 62 num. 2)."""

    __tablename__ = "outage"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
