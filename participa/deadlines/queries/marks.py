"""What is kept of single questions, the private calendars and the interruptions of the service."""

import hashlib
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import or_, select

from participa.accounts.models import User
from participa.deadlines.models import CalendarAddress, LiveAnswer, Outage, PqrsdHandover
from participa.extensions import db
from participa.questions.models import Question

PER_PAGE = 25
IN_CHOICE = 20


def find_live(question_id: int) -> LiveAnswer | None:
    """The mark that stands, that a question was answered aloud."""
    found = select(LiveAnswer).where(LiveAnswer.question_id == question_id, LiveAnswer.ended_at.is_(None))
    return db.session.scalar(found)


def find_handover(question_id: int) -> PqrsdHandover | None:
    return db.session.get(PqrsdHandover, question_id)


def token_digest(token: str) -> str:
    return hashlib.sha256(f"deadlines-calendar|{token}".encode()).hexdigest()


def find_calendar(user: User) -> CalendarAddress | None:
    return db.session.get(CalendarAddress, user.id)


def owner_of(token: str) -> User:
    """The active person whose private calendar this is. Raises NoResultFound."""
    found = select(User).join(CalendarAddress, CalendarAddress.user_id == User.id)
    return db.session.scalars(found.where(CalendarAddress.token_digest == token_digest(token), User.is_active)).one()


def outages(page: int = 1) -> Pagination:
    """The interruptions, latest first."""
    found = select(Outage).order_by(Outage.began_at.desc(), Outage.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def latest_outages() -> list[Outage]:
    """The interruptions that somebody may still name as the reason of a late entry, latest first; at most IN_CHOICE."""
    found = select(Outage).order_by(Outage.began_at.desc(), Outage.id.desc()).limit(IN_CHOICE)
    return list(db.session.scalars(found))


def find_outage(began_at: datetime, ended_at: datetime | None, but: int = 0) -> Outage | None:
    """An interruption that shares a time with this one, which goes on without an end; the latest. Not number `but`."""
    shares = [or_(Outage.ended_at.is_(None), Outage.ended_at > began_at), Outage.id != but]
    if ended_at is not None:
        shares.append(Outage.began_at < ended_at)
    return db.session.scalar(select(Outage).where(*shares).order_by(Outage.began_at.desc(), Outage.id.desc()).limit(1))


def outage(outage_id: int) -> Outage:
    """Raises NoResultFound."""
    return db.session.scalars(select(Outage).where(Outage.id == outage_id)).one()


def question(question_id: int) -> Question:
    """Raises NoResultFound."""
    return db.session.get_one(Question, question_id)
