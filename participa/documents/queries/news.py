"""Who gets the weekly news, and what there is to tell."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from participa.documents.models import NewsIssue, NewsItem, NewsSubscriber, NewsSubscriberContact
from participa.extensions import db


def find_contact(email_digest: str) -> NewsSubscriberContact | None:
    """The address that is on the list already, with its subscriber."""
    found = select(NewsSubscriberContact).where(NewsSubscriberContact.email_digest == email_digest)
    return db.session.scalars(found.options(joinedload(NewsSubscriberContact.subscriber))).one_or_none()


def count_asked(since: datetime) -> int:
    """How many asked for the news and have not confirmed."""
    of = NewsSubscriber
    asked = select(func.count(of.id)).where(of.asked_at >= since, of.confirmed_at.is_(None))
    return db.session.scalar(asked) or 0


def find_by_confirm_digest(digest: str) -> NewsSubscriber | None:
    return _held(select(NewsSubscriber).where(NewsSubscriber.confirm_digest == digest))


def find_by_stop_digest(digest: str) -> NewsSubscriber | None:
    return _held(select(NewsSubscriber).where(NewsSubscriber.stop_digest == digest))


def _held(found: Select[NewsSubscriber]) -> NewsSubscriber | None:
    """Nobody else changes it until the end of the request: a second click waits here."""
    return db.session.scalars(found.with_for_update(of=NewsSubscriber)).one_or_none()


def subscribers_after(after: int, most: int) -> list[NewsSubscriber]:
    """Those who confirmed and did not stop, with their addresses."""
    of = NewsSubscriber
    found = select(of).join(NewsSubscriberContact, NewsSubscriberContact.subscriber_id == of.id)
    found = found.where(of.id > after, of.confirmed_at.is_not(None), of.stopped_at.is_(None))
    return list(db.session.scalars(found.options(joinedload(of.contact)).order_by(of.id).limit(most)))


def find_issue(week: date) -> NewsIssue | None:
    found = select(NewsIssue).where(NewsIssue.week == week).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def last_issue() -> NewsIssue | None:
    return db.session.scalars(select(NewsIssue).order_by(NewsIssue.week.desc()).limit(1)).first()


def unfinished_issue() -> NewsIssue | None:
    found = select(NewsIssue).where(NewsIssue.finished_at.is_(None)).order_by(NewsIssue.week).limit(1)
    return db.session.scalars(found).first()


def last_item() -> int:
    """The row number of the last news; 0 without any."""
    return db.session.scalar(select(func.max(NewsItem.id))) or 0


def items_between(after: int, until: int) -> Sequence[NewsItem]:
    """The news after one row up to another, as they happened."""
    found = select(NewsItem).where(NewsItem.id > after, NewsItem.id <= until)
    return list(db.session.scalars(found.order_by(NewsItem.at, NewsItem.id)))


def find_item(address: str) -> NewsItem | None:
    return db.session.scalars(select(NewsItem).where(NewsItem.address == address)).first()


def latest_items(most: int) -> list[NewsItem]:
    """The last news, latest first."""
    return list(db.session.scalars(select(NewsItem).order_by(NewsItem.at.desc(), NewsItem.id.desc()).limit(most)))
