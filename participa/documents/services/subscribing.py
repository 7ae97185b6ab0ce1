"""The news by mail: asked for, confirmed from the mailbox itself, stopped at one click.

What is answered to who asks never depends on whether the address was known.
"""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from participa.config import Settings
from participa.documents import mails, privacy
from participa.documents.models import NewsSubscriber, NewsSubscriberContact
from participa.documents.queries import news as queries
from participa.extensions import db
from participa.shared import audit, follow_codes, mail, retention, subscribing
from participa.shared.clock import now
from participa.shared.errors import TooMany
from participa.shared.subscribing import Written

HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 600  # of the whole site
CROWDED = "Muchas personas están pidiendo avisos ahora. Espere una hora e intente de nuevo."


def subscribe(email: str) -> None:
    """Ask an address to confirm. Asking again sends at most one mail an hour. Raises TooMany for everybody alike."""
    at = now()
    if queries.count_asked(at - HOUR) >= MOST_IN_AN_HOUR:
        raise TooMany(CROWDED)
    digest = subscribing.email_digest(email, _settings().code_key)
    contact = queries.find_contact(digest)
    subscriber = contact.subscriber if contact else _add(email, digest, at)
    if subscriber is not None:
        _answer(subscriber, at)


def _add(email: str, digest: str, at: datetime) -> NewsSubscriber | None:
    """A new subscriber; None when a parallel request has just made it, and writes its mail."""
    key, seed = _settings().code_key, secrets.token_urlsafe(16)
    codes = subscribing.codes_of(seed, key)
    subscriber = NewsSubscriber(seed=seed, asked_at=at)
    subscriber.confirm_digest = follow_codes.code_digest(codes.confirm, key)
    subscriber.stop_digest = follow_codes.code_digest(codes.stop, key)
    subscriber.contact = NewsSubscriberContact(
        email=email, email_digest=digest, text_version=privacy.NEWS_VERSION, given_at=at
    )
    try:
        with db.session.begin_nested():
            db.session.add(subscriber)
    except IntegrityError:
        return None
    return subscriber


def _answer(subscriber: NewsSubscriber, at: datetime) -> None:
    """The mail that the owner of the address gets; the same one not twice in an hour."""
    is_known = subscriber.confirmed_at is not None
    written = mails.already(subscriber, _settings()) if is_known else _confirmation(subscriber)
    about = f"{'already' if is_known else 'confirm'}/{int(at.timestamp() // HOUR.total_seconds())}"
    send(subscriber, about, written)


def _confirmation(subscriber: NewsSubscriber) -> Written:
    return mails.confirmation(subscriber, _settings(), UNCONFIRMED.kept_days)


def send(subscriber: NewsSubscriber, about: str, written: Written) -> None:
    """Queue a mail to a subscriber once; its key begins so that stopping can withdraw it."""
    if subscriber.contact is None:
        return
    key = _key(subscriber, about)
    mail.queue(key, subscriber.contact.email, written.subject, written.body, written.unsubscribe)


def _key(subscriber: NewsSubscriber, about: str = "") -> str:
    return f"news-subscriber/{subscriber.id}/{about}"


def confirm(typed_code: str) -> NewsSubscriber | None:
    """Begin to write to the owner of this code; again, it changes nothing. None for a code that confirms nobody."""
    digest = subscribing.digest_of(typed_code, _settings().code_key)
    subscriber = queries.find_by_confirm_digest(digest) if digest else None
    if subscriber is not None and subscriber.confirmed_at is None and subscriber.stopped_at is None:
        subscriber.confirmed_at = now()
        audit.record("news_subscribed", subscriber)
    return subscriber


def stop(typed_code: str) -> NewsSubscriber | None:
    """Write nothing more to the owner of this code and erase the address; again, it changes nothing."""
    digest = subscribing.digest_of(typed_code, _settings().code_key)
    subscriber = queries.find_by_stop_digest(digest) if digest else None
    if subscriber is not None and subscriber.stopped_at is None:
        subscriber.stopped_at, subscriber.contact = now(), None
        mail.withdraw(_key(subscriber))
        audit.record("news_stopped", subscriber)
    return subscriber


def forget_unconfirmed(before: datetime, most: int) -> int:
    """Erase at most `most` who asked before and never confirmed; how many."""
    of = NewsSubscriber
    found = select(of.id).where(of.confirmed_at.is_(None), of.stopped_at.is_(None), of.asked_at < before)
    ids = list(db.session.scalars(found.order_by(of.id).limit(most)))
    contacts = delete(NewsSubscriberContact).where(NewsSubscriberContact.subscriber_id.in_(ids))
    db.session.execute(contacts, execution_options={"synchronize_session": False})
    db.session.execute(delete(of).where(of.id.in_(ids)), execution_options={"synchronize_session": False})
    return len(ids)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


UNCONFIRMED = retention.Rule(
    key="novedades.por-confirmar",
    form="Novedades por correo",
    data="Correo que nadie confirmó.",
    purpose="Preguntarle si quiere recibir las novedades.",
    days=7,
    since="el día en que se pidió",
    afterwards="Se borra. El de quien confirmó se borra el día en que deja de recibirlas.",
    erase=forget_unconfirmed,
)
