"""The mail of the week: every Monday, what is new, to each who asked for it. In batches that a fall does not repeat."""

from datetime import date, timedelta

from flask import current_app

from participa.config import Settings
from participa.documents import mails
from participa.documents.models import NewsIssue
from participa.documents.queries import news as queries
from participa.documents.services import subscribing
from participa.extensions import db
from participa.shared.clock import local, now
from participa.shared.unit_of_work import unit_of_work

HOUR = 7  # of Colombia, on Monday; what was down then is done later in the week
AT_ONCE = 200


def send_weekly() -> int:
    """Write the mails of this week; how many. A chore: it opens its own transactions."""
    week = _week_that_is_due()
    last = queries.last_issue()
    is_begun, waits = last is not None and week is not None and last.week >= week, queries.unfinished_issue()
    db.session.rollback()  # no reader stays open while the writer waits
    if week is not None and not is_begun:
        _begin(week)
    elif waits is None:
        return 0
    return _send()


def _week_that_is_due() -> date | None:
    """The Monday of this week, once its hour has come."""
    here = local(now())
    monday = here.date() - timedelta(days=here.weekday())
    return None if here.weekday() == 0 and here.hour < HOUR else monday


def _begin(week: date) -> None:
    """From where the last one ended. A week without news is over at once."""
    with unit_of_work():
        if queries.find_issue(week) is not None:
            return
        last = queries.last_issue()
        after, until = last.until_item if last else 0, queries.last_item()
        issue = NewsIssue(week=week, after_item=after, until_item=max(after, until), begun_at=now(), after_subscriber=0)
        if not queries.items_between(after, until):
            issue.finished_at = now()
        db.session.add(issue)


def _send() -> int:
    sent = 0
    while amount := _send_some():
        sent += amount
    return sent


def _send_some() -> int:
    """One batch; how many were written."""
    with unit_of_work():
        waiting = queries.unfinished_issue()
        issue = queries.find_issue(waiting.week) if waiting else None
        if issue is None or issue.finished_at is not None:
            return 0
        items = queries.items_between(issue.after_item, issue.until_item)
        subscribers = queries.subscribers_after(issue.after_subscriber, AT_ONCE) if items else []
        for subscriber in subscribers:
            written = mails.weekly(items, subscriber, _settings())
            subscribing.send(subscriber, f"week/{issue.week.isoformat()}", written)
            issue.after_subscriber = subscriber.id
        if not subscribers:
            issue.finished_at = now()
        return len(subscribers)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
