"""Telling followers and askers what happened. The first news leave within a minute; those of the next hour, together.

The step itself only notes that something is to be told. A chore writes the mails in batches, each in a transaction of
its own, and remembers how far it came: a server that dies half way repeats nobody's mail and forgets nobody.
"""

from datetime import datetime, timedelta

from flask import current_app

from participa.commitments import mails
from participa.commitments.doors import News
from participa.commitments.models import CommitmentCheck, CommitmentFollower, CommitmentNews
from participa.commitments.queries import following as queries
from participa.commitments.services import following
from participa.config import Settings
from participa.extensions import db
from participa.questions.models import Question
from participa.shared import mail
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work

PAUSE = timedelta(hours=1)  # between two mails on the same commitment
AT_ONCE = 200
MOST_COMMITMENTS = 50  # in one minute


def note(news: News) -> None:
    """Hear of a line of the history or of a verification: it is to be told. It sends nothing itself."""
    db.session.flush()  # its number says from where on is told
    told = queries.news_of(news.commitment_id)
    if told is None:
        told = _first(news)
        db.session.add(told)
    if told.due_at is None:
        told.due_at = max(now(), told.last_at + PAUSE) if told.last_at else now()


def _first(news: News) -> CommitmentNews:
    """What happened before anybody listened is not told."""
    number = news.commitment_id
    if isinstance(news, CommitmentCheck):
        return CommitmentNews(commitment_id=number, told_check=news.id - 1, told_entry=queries.last_entry(number))
    return CommitmentNews(commitment_id=number, told_entry=news.id - 1, told_check=queries.last_check(number))


def tell_due() -> int:
    """Write the mails of the news that are due; how many commitments. A chore: it opens its own transactions."""
    numbers = queries.due(now(), MOST_COMMITMENTS)
    db.session.rollback()  # no reader stays open while the writer waits
    for number in numbers:
        while _tell_some(number):
            pass
    return len(numbers)


def _tell_some(number: int) -> bool:
    """One batch; whether something of these news is left."""
    with unit_of_work():
        told = queries.news_of(number)
        if told is None or told.due_at is None or told.due_at > now():
            return False
        if not told.until_entry and not told.until_check:
            told.until_entry, told.until_check = queries.last_entry(number), queries.last_check(number)
        happened = _happened(told)
        if happened and (_tell_followers(told, happened) or _tell_askers(told, happened)):
            return True
        _end(told)
        return False


def _happened(told: CommitmentNews) -> list[News]:
    """What is told now, in the order in which it happened."""
    entries = queries.entries_between(told.commitment_id, told.told_entry, told.until_entry)
    checks = queries.checks_between(told.commitment_id, told.told_check, told.until_check)
    return sorted([*entries, *checks], key=_when)


def _when(news: News) -> tuple[datetime, bool, int]:
    return news.at, isinstance(news, CommitmentCheck), news.id


def _tell_followers(told: CommitmentNews, happened: list[News]) -> bool:
    """Whether this batch told anybody."""
    followers = queries.followers_after(told.commitment_id, told.after_follower, AT_ONCE)
    for follower in followers:
        _tell_follower(follower, happened, told)
        told.after_follower = follower.id
    return bool(followers)


def _tell_follower(follower: CommitmentFollower, happened: list[News], told: CommitmentNews) -> None:
    """What happened since this person confirmed."""
    since = [one for one in happened if follower.confirmed_at and one.at >= follower.confirmed_at]
    if since:
        written = mails.to_follower(follower, mails.told_of(since), _settings())
        following.send(follower, f"news/{told.until_entry}.{told.until_check}", written)


def _tell_askers(told: CommitmentNews, happened: list[News]) -> bool:
    """Those who follow as well were told as followers."""
    questions = queries.askers_after(told.commitment_id, told.after_question, AT_ONCE)
    digests = {one.id: following.email_digest(one.asker.email) for one in questions if one.asker}
    known = queries.digests_that_follow(told.commitment_id, digests.values())
    for question in questions:
        if digests[question.id] not in known:
            _tell_asker(question, happened, told)
        told.after_question = question.id
    return bool(questions)


def _tell_asker(question: Question, happened: list[News], told: CommitmentNews) -> None:
    if question.asker is None:
        return
    written = mails.to_asker(told.commitment, question.radicado, mails.told_of(happened), _settings())
    key = f"commitment-asker/{told.commitment_id}/{question.id}/{told.until_entry}.{told.until_check}"
    mail.queue(key, question.asker.email, written.subject, written.body)


def _end(told: CommitmentNews) -> None:
    """All of it is told. What came meanwhile waits for the next hour."""
    told.told_entry, told.told_check = max(told.told_entry, told.until_entry), max(told.told_check, told.until_check)
    told.until_entry = told.until_check = told.after_follower = told.after_question = 0
    told.last_at = now()
    is_more = (
        queries.last_entry(told.commitment_id) > told.told_entry
        or queries.last_check(told.commitment_id) > told.told_check
    )
    told.due_at = told.last_at + PAUSE if is_more else None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
